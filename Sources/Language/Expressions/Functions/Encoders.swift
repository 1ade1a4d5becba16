// base64.encode and base64.decode, and the encoding itself (RFC 4648).

import Diagnostics

extension Library {
  mutating func addEncoders() {
    add("base64.encode", [Overload([.bytes], .string)]) { (value, work) throws(ExpressionProblem) in
      guard case .bytes(let bytes) = value else { throw noOverload("base64.encode", value) }
      try work.spend(bytes: bytes.count)
      return .string(base64Text(bytes))
    }
    add("base64.decode", [Overload([.string], .bytes)]) { (value, work) throws(ExpressionProblem) in
      guard case .string(let text) = value else { throw noOverload("base64.decode", value) }
      try work.spend(bytes: text.utf8.count)
      guard let bytes = base64Bytes(text) else { throw .notConvertible(describe(value), to: "bytes: it is not base64") }
      return .bytes(bytes)
    }
  }
}

private let base64Alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

/// Bytes as base64 with padding.
func base64Text(_ bytes: [UInt8]) -> String {
  var text: [UInt8] = []
  text.reserveCapacity((bytes.count + 2) / 3 * 4)
  var place = 0
  while place < bytes.count {
    let group = bytes[place..<min(place + 3, bytes.count)]
    var bits: UInt32 = 0
    for offset in 0..<3 {
      bits = bits << 8 | UInt32(place + offset < bytes.count ? bytes[place + offset] : 0)
    }
    for digit in 0..<4 {
      text.append(
        digit <= group.count ? base64Alphabet[Int(bits >> UInt32(18 - 6 * digit)) & 63] : UInt8(ascii: "="))
    }
    place += 3
  }
  return String(decoding: text, as: UTF8.self)
}

/// The bytes of a base64 text, with or without padding; nil when it is not base64.
func base64Bytes(_ text: String) -> [UInt8]? {
  var digits = Array(text.utf8)
  var padding = 0
  while digits.last == UInt8(ascii: "="), padding < 2 {
    digits.removeLast()
    padding += 1
  }
  guard digits.count % 4 != 1, padding == 0 || (digits.count + padding) % 4 == 0 else { return nil }
  var bytes: [UInt8] = []
  bytes.reserveCapacity(digits.count / 4 * 3 + 2)
  var bits: UInt32 = 0
  var count = 0
  for digit in digits {
    guard let value = base64Value(digit) else { return nil }
    bits = bits << 6 | value
    count += 6
    if count >= 8 {
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
    }
  }
  return bytes
}

private func base64Value(_ digit: UInt8) -> UInt32? {
  switch digit {
  case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit - UInt8(ascii: "A"))
  case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a")) + 26
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0")) + 52
  case UInt8(ascii: "+"): 62
  case UInt8(ascii: "/"): 63
  default: nil
  }
}
