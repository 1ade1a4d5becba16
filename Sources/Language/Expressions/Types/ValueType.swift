// Static types as plans declare them and as the checker reports them.

/// A static type. `dyn` (written `any`) is the type of what is only known at run time.
public indirect enum ValueType: Hashable, Sendable {
  case null
  case bool
  case int
  case uint
  case double
  case string
  case bytes
  case timestamp
  case duration
  case dyn
  case list(ValueType)
  case map(ValueType, ValueType)
  case optional(ValueType)
  case type(ValueType)
  case record(RecordShape)
}

extension ValueType: CustomStringConvertible {
  /// The type as users write it: `list<int>`, `map<string, int>`, `any`.
  public var description: String {
    switch self {
    case .null: "null"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .dyn: "any"
    case .list(let element): "list<\(element)>"
    case .map(let key, let value): "map<\(key), \(value)>"
    case .optional(let wrapped): "optional<\(wrapped)>"
    case .type(let described): "type<\(described)>"
    case .record(let shape): shape.name
    }
  }
}

extension ValueType {
  /// Reads a type as plans and step declarations write it: `int`, `list<string>`, `map<string,int>`; `any` is dyn,
  /// `map` is `map<string, any>`, `list` is `list<any>`. Nil when the text is not a type.
  public init?(parsing text: String) {
    var reader = TypeReader(text)
    guard let type = reader.type(depth: 0), reader.isAtEnd else { return nil }
    self = type
  }

  /// Whether a value of the other type may stand where this type is declared. `any` goes both ways (the run decides);
  /// nothing converts.
  public func isAssignable(from other: ValueType) -> Bool {
    var substitution = Substitution()
    return substitution.unify(StaticType(other), StaticType(self))
  }

  /// Whether any part of the type is `any`, so that a value must be checked at run time.
  public var isDynamic: Bool {
    switch self {
    case .dyn: true
    case .list(let element): element.isDynamic
    case .map(let key, let value): key.isDynamic || value.isDynamic
    case .optional(let wrapped): wrapped.isDynamic
    default: false
    }
  }
}

/// Reads the text of a type.
private struct TypeReader {
  private let characters: [Character]
  private var position = 0

  init(_ text: String) { characters = Array(text) }

  var isAtEnd: Bool {
    mutating get {
      skipSpaces()
      return position == characters.count
    }
  }

  private mutating func skipSpaces() {
    while position < characters.count, characters[position] == " " { position += 1 }
  }

  private mutating func skip(_ character: Character) -> Bool {
    skipSpaces()
    guard position < characters.count, characters[position] == character else { return false }
    position += 1
    return true
  }

  private mutating func word() -> String {
    skipSpaces()
    let start = position
    while position < characters.count, characters[position].isLetter || characters[position] == "_" { position += 1 }
    return String(characters[start..<position])
  }

  mutating func type(depth: Int) -> ValueType? {
    guard depth < 32 else { return nil }
    switch word() {
    case "null": return .null
    case "bool": return .bool
    case "int": return .int
    case "uint": return .uint
    case "double": return .double
    case "string": return .string
    case "bytes": return .bytes
    case "timestamp": return .timestamp
    case "duration": return .duration
    case "any", "dyn": return .dyn
    case "list":
      guard skip("<") else { return .list(.dyn) }
      guard let element = type(depth: depth + 1), skip(">") else { return nil }
      return .list(element)
    case "optional":
      guard skip("<"), let wrapped = type(depth: depth + 1), skip(">") else { return nil }
      return .optional(wrapped)
    case "map":
      guard skip("<") else { return .map(.string, .dyn) }
      guard let key = type(depth: depth + 1), skip(","), let value = type(depth: depth + 1), skip(">"),
        [.bool, .int, .uint, .string, .dyn].contains(key)
      else { return nil }
      return .map(key, value)
    default: return nil
    }
  }
}
