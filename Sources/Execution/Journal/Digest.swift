// How a digest looks in journals, anchors and exports: 64 lowercase hexadecimal digits.

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
