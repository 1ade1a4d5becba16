// SHA-256 in the form that journals, anchors and exports use: 64 lowercase hexadecimal digits.

import Crypto

/// The SHA-256 of bytes in lowercase hex.
public func sha256Hex(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(unsafeUninitializedCapacity: 64) { text in
    var length = 0
    for byte in SHA256.hash(data: bytes) {
      text[length] = digits[Int(byte >> 4)]
      text[length + 1] = digits[Int(byte & 15)]
      length += 2
    }
    return length
  }
}

/// Whether bytes are 64 lowercase hexadecimal digits.
func isDigest(_ bytes: some Collection<UInt8>) -> Bool {
  bytes.count == 64 && bytes.allSatisfy { isLowercaseHexDigit($0) }
}

private func isLowercaseHexDigit(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
  default: false
  }
}
