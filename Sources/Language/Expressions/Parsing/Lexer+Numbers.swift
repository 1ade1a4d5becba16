// Numbers: decimal and hexadecimal integers, unsigned ones with `u`, and doubles.

import Diagnostics

extension Lexer {
  mutating func number() throws(ExpressionIssue) -> Token {
    let start = position
    if byte(at: position) == UInt8(ascii: "0"), byte(at: position + 1) | 0x20 == UInt8(ascii: "x"),
      byte(at: position + 2).hexadecimalValue != nil
    {
      position += 2
      while byte(at: position).hexadecimalValue != nil { position += 1 }
      return try integer(from: start, digits: (start + 2)..<position, radix: 16)
    }
    skipDigits()
    let wholeEnd = position
    if byte(at: position) == UInt8(ascii: "."), byte(at: position + 1).isDigit {
      position += 1
      skipDigits()
    }
    if byte(at: position) | 0x20 == UInt8(ascii: "e") { skipExponent() }
    if position == wholeEnd { return try integer(from: start, digits: start..<position, radix: 10) }
    if byte(at: position).isLetter { throw runOn(from: start) }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let number = parseDouble(text), number.isFinite else {
      throw ExpressionIssue(.invalidNumber(text, reason: "it is too large for a double"), at: start..<position)
    }
    return Token(kind: .double(number), range: start..<position)
  }

  private mutating func skipDigits() {
    while byte(at: position).isDigit { position += 1 }
  }

  /// Skips an exponent if there is one: `e` must be followed by digits.
  private mutating func skipExponent() {
    var after = position + 1
    if byte(at: after) == UInt8(ascii: "+") || byte(at: after) == UInt8(ascii: "-") { after += 1 }
    guard byte(at: after).isDigit else { return }
    position = after
    skipDigits()
  }

  private mutating func integer(
    from start: Int, digits: Range<Int>, radix: Int
  ) throws(ExpressionIssue) -> Token {
    let magnitude = UInt64(String(decoding: bytes[digits], as: UTF8.self), radix: radix)
    let isUnsigned = byte(at: position) | 0x20 == UInt8(ascii: "u")
    if isUnsigned { position += 1 }
    if byte(at: position).isLetterOrDigit { throw runOn(from: start) }
    let range = start..<position
    guard let magnitude else {
      let text = String(decoding: bytes[range], as: UTF8.self)
      let type = isUnsigned ? "uint" : "int"
      throw ExpressionIssue(.invalidNumber(text, reason: "it is too large for \(type)"), at: range)
    }
    return Token(kind: isUnsigned ? .uint(magnitude) : .int(magnitude), range: range)
  }

  /// Letters that follow a number without a space.
  private mutating func runOn(from start: Int) -> ExpressionIssue {
    while byte(at: position).isLetterOrDigit { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    return ExpressionIssue(.invalidNumber(text, reason: "letters follow its digits"), at: start..<position)
  }
}

/// A decimal number as a double. What is too small becomes zero, what is too large infinite.
func parseDouble(_ text: String) -> Double? {
  let bytes = Array(text.utf8)
  guard bytes.contains(where: \.isDigit),
    bytes.allSatisfy({ $0.isDigit || ".+-eE".utf8.contains($0) })
  else { return nil }
  return Double(text)
}
