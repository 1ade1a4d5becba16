// The first look at a file, before any YAML: is it UTF-8, and free of characters that hide or turn text?

import Diagnostics

enum CharacterInspection {
  case refused(Diagnostic)
  /// The text starts after a byte order mark.
  case readable(textStart: Int, isASCII: Bool)
}

/// Looks at every byte once. The first bad one is reported: what follows it can't be trusted.
func inspectCharacters(of file: SourceFile, limits: TextLimits) -> CharacterInspection {
  let length = file.bytes.count
  let limit = min(limits.bytes, Int(UInt32.max))
  if length > limit {
    let problem = TextProblem.fileTooLong(limit: limit, length: length)
    return .refused(Diagnostic(problem, in: file, at: SourceRange(start: 0, end: 0)))
  }
  if let (name, markLength) = otherEncoding(of: file.bytes) {
    let range = SourceRange(start: 0, end: markLength)
    return .refused(Diagnostic(TextProblem.otherEncoding(name: name), in: file, at: range))
  }
  let textStart = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  return file.bytes.withUnsafeBufferPointer { bytes in
    var scan = CharacterScan(bytes: bytes, offset: textStart)
    guard let (problem, range) = scan.firstProblem() else {
      return .readable(textStart: textStart, isASCII: scan.isASCII)
    }
    return .refused(Diagnostic(problem, in: file, at: range))
  }
}

/// What the file seems to be when it is UTF-16 or UTF-32, from its mark or from where its zero bytes are.
private func otherEncoding(of bytes: [UInt8]) -> (name: String, markLength: Int)? {
  let start = Array(bytes.prefix(4))
  if start == [0xFF, 0xFE, 0, 0] || start == [0, 0, 0xFE, 0xFF] { return ("UTF-32", 4) }
  if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) { return ("UTF-16", 2) }
  guard start.count == 4 else { return nil }
  switch start.map({ $0 != 0 }) {
  case [true, false, true, false], [false, true, false, true]: return ("UTF-16", 1)
  case [true, false, false, false], [false, false, false, true]: return ("UTF-32", 1)
  default: return nil
  }
}

private struct CharacterScan {
  let bytes: UnsafeBufferPointer<UInt8>
  var offset: Int
  var isASCII = true

  init(bytes: UnsafeBufferPointer<UInt8>, offset: Int) {
    self.bytes = bytes
    self.offset = offset
  }

  mutating func firstProblem() -> (TextProblem, SourceRange)? {
    while true {
      skipPlain()
      guard offset < bytes.count else { return nil }
      let byte = bytes[offset]
      if byte < 0x80 {
        if byte >= 0x20 && byte != 0x7F || byte == 0x0A || byte == 0x0D || byte == 0x09 {
          offset += 1
          continue
        }
        return (.controlCharacter(scalar: UInt32(byte)), SourceRange(start: offset, end: offset + 1))
      }
      isASCII = false
      guard let (scalar, length) = decodeScalar(at: offset) else {
        return (.invalidUTF8(byte: byte), SourceRange(start: offset, end: offset + 1))
      }
      if let problem = problem(with: scalar) { return (problem, SourceRange(start: offset, end: offset + length)) }
      offset += length
    }
  }

  /// Skips printable ASCII, eight bytes at a time.
  private mutating func skipPlain() {
    guard let base = bytes.baseAddress else { return }
    let raw = UnsafeRawPointer(base)
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    while offset + 8 <= bytes.count {
      let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let delete = word ^ (ones &* 0x7F)
      let found = word | ((word &- (ones &* 0x20)) & ~word) | ((delete &- ones) & ~delete)
      if found & highs != 0 {
        let first = UInt64(littleEndian: found & highs).trailingZeroBitCount / 8
        offset += first
        return
      }
      offset += 8
    }
  }

  /// Decodes one scalar beyond ASCII: no overlong form, no surrogate, nothing above U+10FFFF.
  private func decodeScalar(at start: Int) -> (UInt32, Int)? {
    let first = bytes[start]
    let length: Int
    var value: UInt32
    switch first {
    case 0xC2...0xDF: (length, value) = (2, UInt32(first & 0x1F))
    case 0xE0...0xEF: (length, value) = (3, UInt32(first & 0x0F))
    case 0xF0...0xF4: (length, value) = (4, UInt32(first & 0x07))
    default: return nil
    }
    guard start + length <= bytes.count else { return nil }
    for byte in bytes[start + 1..<start + length] {
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    if length == 3, value < 0x800 || (0xD800...0xDFFF).contains(value) { return nil }
    if length == 4, value < 0x10000 || value > 0x10FFFF { return nil }
    return (value, length)
  }

  private func problem(with scalar: UInt32) -> TextProblem? {
    switch scalar {
    case 0x85, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: .invisibleCharacter(scalar: scalar)
    case 0x80...0x9F, 0xFFFE, 0xFFFF: .controlCharacter(scalar: scalar)
    default: nil
    }
  }
}
