// Bytes to tokens, one at a time, so that a hostile text costs no memory before it is refused.

import Diagnostics

struct Lexer {
  let bytes: [UInt8]
  var position: Int
  /// Where the text ends; reading never goes beyond.
  let end: Int

  init(_ bytes: [UInt8], in range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  func byte(at offset: Int) -> UInt8 { offset < end ? bytes[offset] : 0 }

  mutating func next() throws(ExpressionIssue) -> Token {
    skipSpaceAndComments()
    let start = position
    guard position < end else { return Token(kind: .end, range: end..<end) }
    let first = bytes[position]
    if first.isLetter { return try wordOrPrefixedString() }
    if first.isDigit || (first == UInt8(ascii: ".") && byte(at: position + 1).isDigit) { return try number() }
    if first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") {
      return try string(from: start, isRaw: false, isBytes: false)
    }
    if first == UInt8(ascii: "`") { return try quotedIdentifier() }
    return try punctuation()
  }

  private mutating func skipSpaceAndComments() {
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x0C: position += 1
      case UInt8(ascii: "/") where byte(at: position + 1) == UInt8(ascii: "/"):
        while position < end, bytes[position] != UInt8(ascii: "\n") { position += 1 }
      default: return
      }
    }
  }

  private mutating func wordOrPrefixedString() throws(ExpressionIssue) -> Token {
    let start = position
    while position < end, bytes[position].isLetterOrDigit { position += 1 }
    let quote = byte(at: position)
    if position - start <= 2, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
      let prefix = bytes[start..<position].map { $0 | 0x20 }
      let isRaw = prefix.contains(UInt8(ascii: "r"))
      let isBytes = prefix.contains(UInt8(ascii: "b"))
      if prefix.count == (isRaw ? 1 : 0) + (isBytes ? 1 : 0) {
        return try string(from: start, isRaw: isRaw, isBytes: isBytes)
      }
    }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    return Token(kind: .identifier(word), range: start..<position)
  }

  private mutating func quotedIdentifier() throws(ExpressionIssue) -> Token {
    let start = position
    position += 1
    while position < end, bytes[position] != UInt8(ascii: "`") {
      guard bytes[position].isLetterOrDigit || "./- ".utf8.contains(bytes[position]) else { throw invalidCharacter() }
      position += 1
    }
    guard position < end, position > start + 1 else {
      throw ExpressionIssue(.unterminatedString, at: start..<position)
    }
    position += 1
    let name = String(decoding: bytes[(start + 1)..<(position - 1)], as: UTF8.self)
    return Token(kind: .quotedIdentifier(name), range: start..<position)
  }

  private mutating func punctuation() throws(ExpressionIssue) -> Token {
    let start = position
    guard let (punctuation, length) = Token.Punctuation.read(bytes[position], byte(at: position + 1)) else {
      throw invalidCharacter()
    }
    position += length
    return Token(kind: .punctuation(punctuation), range: start..<position)
  }

  /// The issue of the character at the position, with a hint where people expect another language.
  private func invalidCharacter() -> ExpressionIssue {
    var length = 1
    while position + length < end, bytes[position + length] & 0xC0 == 0x80 { length += 1 }
    let range = position..<(position + length)
    let text = String(decoding: bytes[range], as: UTF8.self)
    guard let scalar = text.unicodeScalars.first, scalar.properties.isVisible else {
      let number = text.unicodeScalars.first.map { String($0.value, radix: 16, uppercase: true) } ?? "?"
      return ExpressionIssue(
        .invalidCharacter("U+" + String(repeating: "0", count: max(0, 4 - number.count)) + number), at: range)
    }
    let hints = ["=": "equality is written '=='", "&": "'and' is written '&&'", "|": "'or' is written '||'"]
    // A third '=' is one too many, not one too few.
    let isTooMuch = range.lowerBound > 0 && bytes[range.lowerBound - 1] == UInt8(ascii: "=")
    let replacement = hints[text] == nil || isTooMuch ? nil : text + text
    return ExpressionIssue(.invalidCharacter("'\(text)'"), at: range, label: hints[text], replacement: replacement)
  }
}

extension Unicode.Scalar.Properties {
  /// Whether the character shows itself in a message; controls and format characters (bidirectional ones among them)
  /// are named by number instead.
  fileprivate var isVisible: Bool {
    switch generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
      .spaceSeparator:
      false
    default: true
    }
  }
}

extension UInt8 {
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
  var isLetter: Bool {
    let lower = self | 0x20
    return (lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")) || self == UInt8(ascii: "_")
  }
  var isLetterOrDigit: Bool { isLetter || isDigit }
  /// The value of a hexadecimal digit.
  var hexadecimalValue: UInt32? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(self - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(self - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(self - UInt8(ascii: "A")) + 10
    default: nil
    }
  }
}
