// Reading a JSON value that is expected to be of a certain kind, and writing one as a Swift literal.

extension JSON {
  /// The value of a key, when this is an object that has it.
  public subscript(key: String) -> JSON? {
    guard case .object(let object) = self else { return nil }
    return object[key]
  }

  /// The item at a position, when this is an array that is long enough.
  public subscript(position: Int) -> JSON? {
    guard case .array(let items) = self, items.indices.contains(position) else { return nil }
    return items[position]
  }

  public var isNull: Bool {
    if case .null = self { true } else { false }
  }

  public var boolValue: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  public var intValue: Int64? {
    if case .int(let value) = self { value } else { nil }
  }

  /// Any number as the double nearest to it; infinite when its literal is beyond the range of a double.
  public var doubleValue: Double? {
    switch self {
    case .int(let value): Double(value)
    case .number(let literal): Double(literal)
    default: nil
    }
  }

  public var stringValue: String? {
    if case .string(let text) = self { text } else { nil }
  }

  public var arrayValue: [JSON]? {
    if case .array(let items) = self { items } else { nil }
  }

  public var objectValue: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }

  /// A double in its shortest form that reads back as the same double, written as ECMAScript does (a whole number as an
  /// integer, negative zero as `-0`); nil when it isn't finite, which JSON can't say.
  public init?(finite double: Double) {
    guard double.isFinite else { return nil }
    let text = ecmaScriptText(of: double)
    if double == 0, double.sign == .minus {
      self = .number("-0")
    } else if let integer = Int64(text) {
      self = .int(integer)
    } else {
      self = .number(text)
    }
  }
}

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  public init(nilLiteral: ()) { self = .null }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int64) { self = .int(value) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }

  /// A key that is written twice keeps its first place and takes its last value.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    var object = JSONObject()
    for (key, value) in elements { object[key] = value }
    self = .object(object)
  }
}
