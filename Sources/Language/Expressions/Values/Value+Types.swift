// Values and static types: what type a value has, whether it fits a declared one, and scalars as text.

extension Value {
  /// The type of the value. A list or map has the type that all its parts share, else `any` parts; an empty one has
  /// `any` parts, and so has what lies beyond the first 10,000 parts (values may share parts, so that there can be
  /// far more of them than there is memory).
  public var type: ValueType {
    var remaining = 10_000
    return type(&remaining)
  }

  /// The type as messages show it, looked up with little work.
  var shownType: String {
    var remaining = 100
    return type(&remaining).description
  }

  private func type(_ remaining: inout Int) -> ValueType {
    remaining -= 1
    switch self {
    case .null: return .null
    case .bool: return .bool
    case .int: return .int
    case .uint: return .uint
    case .double: return .double
    case .string: return .string
    case .bytes: return .bytes
    case .timestamp: return .timestamp
    case .duration: return .duration
    case .type: return .type(.dyn)
    case .optional(let held): return .optional(held.value?.type(&remaining) ?? .dyn)
    case .list(let items): return .list(Value.commonType(items, &remaining))
    case .map(let map):
      return .map(
        Value.commonType(map.entries.keys, &remaining), Value.commonType(map.entries.values, &remaining))
    }
  }

  private static func commonType(_ values: some Sequence<Value>, _ remaining: inout Int) -> ValueType {
    var common: ValueType?
    for value in values {
      guard remaining > 0 else { return .dyn }
      let type = value.type(&remaining)
      if let common, common != type { return .dyn }
      common = type
    }
    return common ?? .dyn
  }

  /// Whether the value may stand where a type is declared: exactly, without conversion. A record is a map with the
  /// declared fields.
  public func matches(_ type: ValueType) -> Bool {
    switch (self, type) {
    case (_, .dyn): true
    case (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint), (.double, .double), (.string, .string),
      (.bytes, .bytes), (.timestamp, .timestamp), (.duration, .duration), (.type, .type):
      true
    case (.list(let items), .list(let element)): items.allSatisfy { $0.matches(element) }
    case (.map(let map), .map(let key, let value)): map.allSatisfy { $0.key.matches(key) && $0.value.matches(value) }
    case (.optional(let held), .optional(let wrapped)): held.value?.matches(wrapped) ?? true
    case (.map(let map), .record(let shape)):
      map.allSatisfy { key, value in
        guard case .string(let name) = key else { return false }
        guard let field = shape.field(name) else { return shape.isOpen }
        return value.matches(field.type)
      } && shape.fieldNames.allSatisfy { map[$0] != nil || shape.field($0)?.mayBeAbsent == true }
    default: false
    }
  }

  /// A string, int, uint, double or bool as it is written into text; nil for everything else.
  public func text() -> String? {
    switch self {
    case .string(let text): text
    case .int(let number): String(number)
    case .uint(let number): String(number)
    case .double(let number): shortestText(number)
    case .bool(let flag): flag ? "true" : "false"
    default: nil
    }
  }
}
