// Types as the checker works with them: the declared types, and what only exists during a check: variables to be
// solved, the type of an expression that has an issue already, and types that only functions of the embedder name.

package indirect enum StaticType: Hashable, Sendable {
  case null, bool, int, uint, double, string, bytes, timestamp, duration, dyn
  /// The type of what has been reported already; it fits everywhere, so that one mistake is reported once.
  case error
  case list(StaticType)
  case map(StaticType, StaticType)
  case optional(StaticType)
  case type(StaticType)
  case record(RecordShape)
  case abstract(String, [StaticType])
  /// A type to be solved; in a declaration, a type parameter.
  case variable(Int)
}

extension StaticType {
  init(_ type: ValueType) {
    self =
      switch type {
      case .null: .null
      case .bool: .bool
      case .int: .int
      case .uint: .uint
      case .double: .double
      case .string: .string
      case .bytes: .bytes
      case .timestamp: .timestamp
      case .duration: .duration
      case .dyn: .dyn
      case .list(let element): .list(StaticType(element))
      case .map(let key, let value): .map(StaticType(key), StaticType(value))
      case .optional(let wrapped): .optional(StaticType(wrapped))
      case .type(let described): .type(StaticType(described))
      case .record(let shape): .record(shape)
      }
  }

  /// The type as the API reports it. What was never solved, and what the API has no name for, is `any`.
  var valueType: ValueType {
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
    case .dyn, .error, .variable, .abstract: .dyn
    case .list(let element): .list(element.valueType)
    case .map(let key, let value): .map(key.valueType, value.valueType)
    case .optional(let wrapped): .optional(wrapped.valueType)
    case .type(let described): .type(described.valueType)
    case .record(let shape): .record(shape)
    }
  }

  /// Whether it is `any`, or unknown because of an issue.
  var isDynamicOrError: Bool { self == .dyn || self == .error }

  /// The types directly inside this one.
  var parameters: [StaticType] {
    switch self {
    case .list(let element), .optional(let element), .type(let element): [element]
    case .map(let key, let value): [key, value]
    case .abstract(_, let parameters): parameters
    default: []
    }
  }

  /// Whether it is a type without parts and without variables.
  var isSimple: Bool {
    switch self {
    case .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .dyn, .error, .record: true
    default: false
    }
  }

  /// The type as users write it.
  var description: String {
    switch self {
    case .abstract(let name, _): name
    default: valueType.description
    }
  }
}
