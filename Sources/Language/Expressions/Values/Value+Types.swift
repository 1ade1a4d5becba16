// Values and static types: what type a value has, whether it fits a declared one, and scalars as text.

extension Value {
  /// The type of the value. A list or map has the type that all its parts share, else `any` parts; an empty one has
  /// `any` parts.
  public var type: ValueType {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    case .timestamp: .timestamp
    case .duration: .duration
    case .type: .type(.dyn)
    case .optional(let held): .optional(held.value?.type ?? .dyn)
    case .list(let items): .list(commonType(items))
    case .map(let map): .map(commonType(map.entries.keys), commonType(map.entries.values))
    }
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

private func commonType(_ values: some Sequence<Value>) -> ValueType {
  var common: ValueType?
  for value in values {
    let type = value.type
    if let common, common != type { return .dyn }
    common = type
  }
  return common ?? .dyn
}
