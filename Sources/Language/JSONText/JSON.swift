// A JSON value (RFC 8259). Integers that fit 64 bits are integers; every other number keeps its literal, so that
// reading and writing a document never loses a digit. Objects keep the order of their keys.

/// A JSON value.
///
/// Two values are equal when they have the same content: strings byte for byte (Swift's own `==` on `String` would
/// take "é" as one scalar and as two for the same), objects whatever the order of their keys, numbers by literal.
public enum JSON: Sendable {
  case null
  case bool(Bool)
  /// A number written as an integer that fits 64 bits.
  case int(Int64)
  /// Any other number, as its literal: fractions, exponents, integers beyond 64 bits, `-0`.
  case number(String)
  case string(String)
  case array([JSON])
  case object(JSONObject)
}

extension JSON: Hashable {
  public static func == (left: JSON, right: JSON) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.int(let a), .int(let b)): a == b
    case (.number(let a), .number(let b)): haveSameBytes(a, b)
    case (.string(let a), .string(let b)): haveSameBytes(a, b)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    default: false
    }
  }

  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0 as UInt8)
    case .bool(let value): hasher.combine(value)
    case .int(let value): hasher.combine(value)
    case .number(let literal): hashBytes(of: literal, into: &hasher)
    case .string(let text): hashBytes(of: text, into: &hasher)
    case .array(let items): hasher.combine(items)
    case .object(let object): hasher.combine(object)
    }
  }
}

extension JSON {
  /// Reads a document. The text must be UTF-8 (a byte order mark is refused), hold exactly one value, nest at most
  /// 512 deep and name no key twice in one object.
  public init(parsing bytes: some Collection<UInt8>) throws(JSONError) {
    self = try parseJSON(bytes)
  }

  /// Reads a document from a string; see ``init(parsing:)-(Collection)``.
  public init(parsing text: String) throws(JSONError) {
    self = try parseJSON(text.utf8)
  }

  /// The value as RFC 8785 canonical JSON: keys in the order of their UTF-16 code units, no white space, integers as
  /// they are, every other number as ECMAScript writes the double nearest to it. A literal beyond the range of a
  /// double has no canonical form and stays as it is.
  public func canonicalBytes() -> [UInt8] {
    var writer = JSONWriter(style: .canonical)
    writer.write(self)
    return writer.bytes
  }

  /// The value on one line without white space, keys in the order in which they were inserted.
  public func text() -> String { String(decoding: compactBytes(), as: UTF8.self) }

  /// The bytes of ``text()``.
  public func compactBytes() -> [UInt8] {
    var writer = JSONWriter(style: .compact)
    writer.write(self)
    return writer.bytes
  }

  /// Appends the bytes of ``text()`` to a buffer; for writing many values without a copy of each.
  public func appendCompactBytes(to bytes: inout [UInt8]) {
    var writer = JSONWriter(style: .compact, appendingTo: bytes)
    bytes = []
    writer.write(self)
    bytes = writer.bytes
  }

  /// The value over several lines, keys in the order in which they were inserted, text beyond ASCII kept: what
  /// Python's `json.dumps(value, indent=2, ensure_ascii=False)` writes. No newline at the end.
  public func prettyText(indent: Int = 2) -> String {
    String(decoding: prettyBytes(indent: indent), as: UTF8.self)
  }

  /// The bytes of ``prettyText(indent:)``.
  public func prettyBytes(indent: Int = 2) -> [UInt8] {
    var writer = JSONWriter(style: .pretty(indent: indent))
    writer.write(self)
    return writer.bytes
  }
}
