// Strings: scanned eight bytes at a time, taken from the text as they stand unless they hold an escape.

extension JSONParser {
  mutating func parseString() throws(JSONError) -> String {
    let start = position + 1
    let end = scanPlain(from: start)
    guard end < bytes.count else { throw unterminated(at: position) }
    if bytes[end] == UInt8(ascii: "\"") {
      position = end + 1
      return try string(start..<end)
    }
    return try parseEscapedString(start: start, plainEnd: end)
  }

  mutating func parseKey() throws(JSONError) -> PendingKey {
    let opening = position
    let end = scanPlain(from: opening + 1)
    guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else {
      let text = try parseString()
      return PendingKey(text: text, hash: text.utf8.reduce(fnvStart, fnv), offset: opening)
    }
    var hash = fnvStart
    for offset in opening + 1..<end { hash = fnv(hash, bytes[offset]) }
    position = end + 1
    let slot = Int(truncatingIfNeeded: hash) & 255
    if matches(knownKeys[slot], opening + 1..<end) {
      return PendingKey(text: knownKeys[slot], hash: hash, offset: opening)
    }
    let text = try string(opening + 1..<end)
    knownKeys[slot] = text
    return PendingKey(text: text, hash: hash, offset: opening)
  }

  private func matches(_ known: String, _ range: Range<Int>) -> Bool {
    guard known.utf8.count == range.count else { return false }
    let slice = UnsafeBufferPointer(rebasing: bytes[range])
    return known.utf8.withContiguousStorageIfAvailable { $0.elementsEqual(slice) } ?? false
  }

  /// The first byte from an offset on that ends a plain run: a quote, a backslash or a control character.
  private func scanPlain(from start: Int) -> Int {
    var offset = start
    let count = bytes.count
    guard let base = bytes.baseAddress else { return offset }
    let raw = UnsafeRawPointer(base)
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    while offset + 8 <= count {
      let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let quote = word ^ (ones &* 0x22)
      let backslash = word ^ (ones &* 0x5C)
      let found =
        ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((word &- (ones &* 0x20)) & ~word)
      if found & highs != 0 { break }
      offset += 8
    }
    while offset < count, !endsPlainRun(bytes[offset]) { offset += 1 }
    return offset
  }

  @inline(__always)
  private func endsPlainRun(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x22 || byte == 0x5C }

  private mutating func parseEscapedString(start: Int, plainEnd: Int) throws(JSONError) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((plainEnd - start) * 2 + 16)
    var runStart = start
    var runEnd = plainEnd
    while true {
      try checkUTF8(runStart..<runEnd)
      text.append(contentsOf: bytes[runStart..<runEnd])
      guard runEnd < bytes.count else { throw unterminated(at: start - 1) }
      position = runEnd
      let byte = bytes[runEnd]
      if byte == UInt8(ascii: "\"") { break }
      guard byte == UInt8(ascii: "\\") else {
        throw fault("\(described(at: runEnd)) must be written as an escape within a string")
      }
      try appendEscape(to: &text)
      runStart = position
      runEnd = scanPlain(from: runStart)
    }
    position += 1
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads the escape at `position` and moves past it.
  private mutating func appendEscape(to text: inout [UInt8]) throws(JSONError) {
    let start = position
    guard start + 1 < bytes.count else { throw fault("the text ends within a string") }
    position = start + 2
    switch bytes[start + 1] {
    case UInt8(ascii: "\""): text.append(0x22)
    case UInt8(ascii: "\\"): text.append(0x5C)
    case UInt8(ascii: "/"): text.append(0x2F)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      text.append(contentsOf: UTF8.encode(try takeScalar(escapeStart: start)).map { Array($0) } ?? [])
    default: throw JSONError(offset: start, message: "there is no escape '\\' followed by \(described(at: start + 1))")
    }
  }

  /// Reads the four digits after `\u`, and the second half of a surrogate pair.
  private mutating func takeScalar(escapeStart: Int) throws(JSONError) -> Unicode.Scalar {
    let first = try takeFourDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    let lone = JSONError(offset: escapeStart, message: "half a surrogate pair stands alone")
    guard first < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    else { throw lone }
    position += 2
    let second = try takeFourDigits()
    guard (0xDC00...0xDFFF).contains(second) else { throw lone }
    guard let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)) else { throw lone }
    return scalar
  }

  private mutating func takeFourDigits() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard position < bytes.count, let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
        throw fault("'\\u' is followed by four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  private func string(_ range: Range<Int>) throws(JSONError) -> String {
    if let text = String(validating: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self) { return text }
    throw invalidUTF8(in: range)
  }

  private func checkUTF8(_ range: Range<Int>) throws(JSONError) {
    if String(validating: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self) == nil {
      throw invalidUTF8(in: range)
    }
  }

  /// The first place in a range where the bytes stop being UTF-8.
  private func invalidUTF8(in range: Range<Int>) -> JSONError {
    var decoder = UTF8()
    var iterator = bytes[range].makeIterator()
    var offset = range.lowerBound
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { offset += UTF8.width(scalar) }
    return JSONError(offset: offset, message: "\(described(at: offset)) is not UTF-8 text here")
  }

  private func unterminated(at offset: Int) -> JSONError {
    JSONError(offset: offset, message: "this string doesn't end")
  }
}

private let fnvStart: UInt64 = 0xCBF2_9CE4_8422_2325

@inline(__always)
private func fnv(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
