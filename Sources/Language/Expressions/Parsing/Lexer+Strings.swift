// Strings and bytes: single or triple quotes, raw or with escapes.

import Diagnostics

extension Lexer {
  /// Reads a string whose opening quote is at the position; `start` is where its prefix begins.
  mutating func string(from start: Int, isRaw: Bool, isBytes: Bool) throws(ExpressionIssue) -> Token {
    let quote = bytes[position]
    let isTriple = byte(at: position + 1) == quote && byte(at: position + 2) == quote
    position += isTriple ? 3 : 1
    var content: [UInt8] = []
    while true {
      guard position < end else { throw ExpressionIssue(.unterminatedString, at: start..<end) }
      let byte = bytes[position]
      if byte == quote, !isTriple || (self.byte(at: position + 1) == quote && self.byte(at: position + 2) == quote) {
        position += isTriple ? 3 : 1
        break
      }
      if !isTriple, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        throw ExpressionIssue(.unterminatedString, at: start..<position)
      }
      if byte == UInt8(ascii: "\\"), !isRaw {
        try escape(isBytes: isBytes, into: &content)
      } else {
        content.append(byte)
        position += 1
      }
    }
    let range = start..<position
    if isBytes { return Token(kind: .bytes(content), range: range) }
    return Token(kind: .string(String(decoding: content, as: UTF8.self)), range: range)
  }

  private mutating func escape(isBytes: Bool, into content: inout [UInt8]) throws(ExpressionIssue) {
    let start = position
    let letter = byte(at: position + 1)
    if let value = controlCharacter(letter) {
      content.append(value)
      position += 2
      return
    }
    switch letter {
    case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
      content.append(letter)
      position += 2
    case UInt8(ascii: "x"), UInt8(ascii: "X"): try numeric(from: start, digits: 2, isOctet: isBytes, into: &content)
    case UInt8(ascii: "u") where !isBytes: try numeric(from: start, digits: 4, isOctet: false, into: &content)
    case UInt8(ascii: "U") where !isBytes: try numeric(from: start, digits: 8, isOctet: false, into: &content)
    case UInt8(ascii: "0")...UInt8(ascii: "3"): try octal(from: start, isOctet: isBytes, into: &content)
    default: throw invalidEscape(from: start, length: 2)
    }
  }

  /// The control character that a letter behind a backslash stands for.
  private func controlCharacter(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "a"): 0x07
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "v"): 0x0B
    default: nil
    }
  }

  private mutating func numeric(
    from start: Int, digits: Int, isOctet: Bool, into content: inout [UInt8]
  ) throws(ExpressionIssue) {
    var value: UInt32 = 0
    for offset in 0..<digits {
      guard let digit = byte(at: start + 2 + offset).hexadecimalValue else {
        throw invalidEscape(from: start, length: 2 + offset)
      }
      guard value >> 28 == 0 else { throw invalidEscape(from: start, length: 2 + digits) }
      value = value << 4 | digit
    }
    position = start + 2 + digits
    try append(value, isOctet: isOctet, from: start, into: &content)
  }

  private mutating func octal(from start: Int, isOctet: Bool, into content: inout [UInt8]) throws(ExpressionIssue) {
    var value: UInt32 = 0
    for offset in 1...3 {
      let digit = byte(at: start + offset)
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "7") else {
        throw invalidEscape(from: start, length: offset)
      }
      value = value << 3 | UInt32(digit - UInt8(ascii: "0"))
    }
    position = start + 4
    try append(value, isOctet: isOctet, from: start, into: &content)
  }

  private func append(
    _ value: UInt32, isOctet: Bool, from start: Int, into content: inout [UInt8]
  ) throws(ExpressionIssue) {
    if isOctet {
      content.append(UInt8(truncatingIfNeeded: value))
    } else if let scalar = Unicode.Scalar(value) {
      content.append(contentsOf: String(Character(scalar)).utf8)
    } else {
      throw invalidEscape(from: start, length: position - start)
    }
  }

  private func invalidEscape(from start: Int, length: Int) -> ExpressionIssue {
    // The character after the backslash may have more than one byte.
    var stop = min(end, start + max(2, length))
    while stop < end, bytes[stop] & 0xC0 == 0x80 { stop += 1 }
    let range = start..<stop
    return ExpressionIssue(.invalidEscape(String(decoding: bytes[range], as: UTF8.self)), at: range)
  }
}
