// The value of a scalar, as text and as what a field may declare it to be (YAML 1.2 core schema, DESIGN §2). The field
// decides: nothing is typed by how it looks.

import Diagnostics

extension Node {
  /// The value of a scalar as text, whatever it looks like: `no`, `017` and `12:30` stay as written. Empty for a list
  /// or map.
  public var text: String { withTextBytes { String(decoding: $0, as: UTF8.self) } }

  /// How many UTF-8 bytes `text` has.
  public var textLength: Int { Int(record.textLength) }

  /// Whether this is a scalar with exactly this text.
  public func hasText(_ other: String) -> Bool {
    let record = record
    guard record.kind == .scalar, other.utf8.count == record.textLength else { return false }
    return withTextBytes { bytes in
      other.utf8.withContiguousStorageIfAvailable { $0.elementsEqual(bytes) } ?? other.utf8.elementsEqual(bytes)
    }
  }

  /// The UTF-8 bytes of `text`, in place.
  public func withTextBytes<Answer>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Answer) rethrows -> Answer {
    let record = record
    let range = Int(record.textStart)..<Int(record.textStart + record.textLength)
    let all = record.isCooked ? document.cooked : document.file.bytes
    return try all.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[range])) }
  }

  /// Whether this is a scalar without quotes.
  public var isPlain: Bool {
    let record = record
    return record.kind == .scalar && record.style == .plain
  }

  /// Whether this is null: a plain `null` or `~`, or nothing at all.
  public var isNull: Bool {
    guard isPlain else { return false }
    return textLength == 0 || hasText("null") || hasText("~") || hasText("Null") || hasText("NULL")
  }

  /// A plain `true` or `false`; nothing else is a bool.
  public func asBool() -> Bool? {
    guard isPlain else { return nil }
    if hasText("true") { return true }
    return hasText("false") ? false : nil
  }

  /// A plain decimal integer that fits 64 bits: `-?(0|[1-9][0-9]*)`.
  public func asInt() -> Int64? {
    guard isPlain, textLength <= 20 else { return nil }
    return withTextBytes { bytes in
      let isNegative = bytes.first == UInt8(ascii: "-")
      let digits = bytes.dropFirst(isNegative ? 1 : 0)
      guard isWholeNumber(digits) else { return nil }
      return Int64(String(decoding: bytes, as: UTF8.self))
    }
  }

  /// A plain finite decimal number, as JSON writes one: `-?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?`.
  public func asDouble() -> Double? {
    guard isPlain, textLength <= 1_024 else { return nil }
    return withTextBytes { bytes in
      guard isDecimalNumber(bytes), let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite else {
        return nil
      }
      return value
    }
  }
}

private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

private func isWholeNumber(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
  guard let first = digits.first, digits.allSatisfy(isDigit) else { return false }
  return first != UInt8(ascii: "0") || digits.count == 1
}

private func isDecimalNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  var rest = bytes[...]
  if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
  guard isWholeNumber(rest.prefix(while: isDigit)) else { return false }
  rest = rest.drop(while: isDigit)
  if rest.first == UInt8(ascii: ".") {
    rest.removeFirst()
    guard let digit = rest.first, isDigit(digit) else { return false }
    rest = rest.drop(while: isDigit)
  }
  if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
    rest.removeFirst()
    if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    guard let digit = rest.first, isDigit(digit) else { return false }
    rest = rest.drop(while: isDigit)
  }
  return rest.isEmpty
}
