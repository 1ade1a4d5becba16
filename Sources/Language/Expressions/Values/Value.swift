// The value model of the expression language. A value is immutable and hashable; equality here is exact (an int is
// never equal to a double, strings are equal when their code points are), while the language's own `==`, which
// compares numbers of all types on one number line, is in Functions/Equality.swift.

/// A value of the expression language (DESIGN §3, CEL).
public enum Value: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case double(Double)
  case string(String)
  case bytes([UInt8])
  case list([Value])
  case map(ValueMap)
  case timestamp(Timestamp)
  case duration(CELDuration)
  /// The type of a value, by its name in the language: `int`, `list`, `google.protobuf.Timestamp`.
  case type(String)
  case optional(OptionalValue)
}

extension Value: Hashable {
  public static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.int(let a), .int(let b)): a == b
    case (.uint(let a), .uint(let b)): a == b
    case (.double(let a), .double(let b)): a == b || (a.isNaN && b.isNaN)
    case (.string(let a), .string(let b)): haveSameCodePoints(a, b)
    case (.bytes(let a), .bytes(let b)): a == b
    case (.list(let a), .list(let b)): a == b
    case (.map(let a), .map(let b)): a == b
    case (.timestamp(let a), .timestamp(let b)): a == b
    case (.duration(let a), .duration(let b)): a == b
    case (.type(let a), .type(let b)): a == b
    case (.optional(let a), .optional(let b)): a == b
    default: false
    }
  }

  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0 as UInt8)
    case .bool(let value): hasher.combine(value)
    case .int(let value): hasher.combine(value)
    case .uint(let value): hasher.combine(value)
    case .double(let value): hasher.combine(value.isNaN ? Double.nan.bitPattern : (value == 0 ? 0 : value.bitPattern))
    case .string(let text): hashCodePoints(of: text, into: &hasher)
    case .bytes(let bytes): hasher.combine(bytes)
    case .list(let items): hasher.combine(items)
    case .map(let map): hasher.combine(map)
    case .timestamp(let time): hasher.combine(time)
    case .duration(let duration): hasher.combine(duration)
    case .type(let name): hasher.combine(name)
    case .optional(let optional): hasher.combine(optional)
    }
  }
}

/// A value that may be absent, as `optional.of(x)` and `optional.none()` make it.
public final class OptionalValue: Hashable, Sendable {
  public let value: Value?

  public init(_ value: Value?) { self.value = value }

  /// The optional without a value.
  public static let none = OptionalValue(nil)

  public static func == (left: OptionalValue, right: OptionalValue) -> Bool { left.value == right.value }

  public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  public init(stringLiteral text: String) { self = .string(text) }
  public init(integerLiteral number: Int64) { self = .int(number) }
  public init(floatLiteral number: Double) { self = .double(number) }
  public init(booleanLiteral flag: Bool) { self = .bool(flag) }
  public init(arrayLiteral items: Value...) { self = .list(items) }
  public init(dictionaryLiteral entries: (Value, Value)...) {
    var map = ValueMap()
    for (key, value) in entries { map[key] = value }
    self = .map(map)
  }
  public init(nilLiteral: ()) { self = .null }
}
