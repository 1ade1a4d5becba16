// Named records: what `inputs`, `steps` or `steps.a.outputs` hold. A shape is shared by every scope that sees it, so
// it is compared by identity: the shape of 100,000 steps is built once.

import OrderedCollections

/// The fields of a named record, for static checks. At run time a record is resolved lazily by the ``Activation``, or
/// is a map with string keys.
public final class RecordShape: Hashable, Sendable {
  public struct Field: Sendable {
    public var type: ValueType
    /// Whether what reads the field carries a secret.
    public var secret: Bool
    /// Whether the field may be missing at run time; `has(record.field)` and `record.?field` ask.
    public var mayBeAbsent: Bool
    public var documentation: String

    public init(
      type: ValueType, secret: Bool = false, mayBeAbsent: Bool = false, documentation: String = ""
    ) {
      self.type = type
      self.secret = secret
      self.mayBeAbsent = mayBeAbsent
      self.documentation = documentation
    }
  }

  /// What messages call the record: "inputs", "outputs of step 'a'".
  public let name: String
  /// Whether names that are not declared are read as `any` instead of being an issue.
  public let isOpen: Bool
  /// Whether reading the whole record carries a secret.
  let carriesSecrets: Bool
  private let fields: OrderedDictionary<String, Field>
  private let lookup: (@Sendable (String) -> Field?)?

  public init(name: String, fields: OrderedDictionary<String, Field>, isOpen: Bool = false) {
    self.name = name
    self.fields = fields
    self.isOpen = isOpen
    lookup = nil
    carriesSecrets = fields.values.contains { $0.secret || $0.type.carriesSecrets }
  }

  /// An open record whose fields are found when somebody reads them, since there may be 100,000. None carries a secret.
  public init(name: String, lookup: @escaping @Sendable (String) -> Field?) {
    self.name = name
    self.lookup = lookup
    isOpen = true
    fields = [:]
    carriesSecrets = false
  }

  /// The field of a name, or nil when the record doesn't declare it (even when the record is open).
  public func field(_ name: String) -> Field? { lookup.map { $0(name) } ?? fields[name] }

  /// The declared names, in the order of declaration; none of a record whose fields are looked up.
  public var fieldNames: [String] { Array(fields.keys) }

  /// The first so many declared names.
  func firstNames(_ count: Int) -> [String] { Array(fields.keys.prefix(count)) }

  public static func == (left: RecordShape, right: RecordShape) -> Bool { left === right }

  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }

  /// The names of all secrets that reading this record, found at a path, may carry.
  func secrets(at path: [String]) -> [String] {
    guard carriesSecrets else { return [] }
    return fields.flatMap { name, field -> [String] in
      if field.secret { return [secretName(path + [name])] }
      return field.type.secrets(at: path + [name])
    }
  }
}

extension ValueType {
  var carriesSecrets: Bool {
    switch self {
    case .record(let shape): shape.carriesSecrets
    case .list(let element), .optional(let element): element.carriesSecrets
    case .map(_, let value): value.carriesSecrets
    default: false
    }
  }

  /// The names of the secrets that reading a value of this type, found at a path, may carry.
  func secrets(at path: [String]) -> [String] {
    switch self {
    case .record(let shape): shape.secrets(at: path)
    case .list(let element), .optional(let element): element.secrets(at: path)
    case .map(_, let value): value.secrets(at: path)
    default: []
    }
  }
}

/// What a secret is called: the name below `secrets`, or the whole path of anything else.
func secretName(_ path: [String]) -> String {
  (path.first == "secrets" && path.count > 1 ? path.dropFirst() : path[...]).joined(separator: ".")
}

extension StaticType {
  /// See ``ValueType/secrets(at:)``.
  func secrets(at path: [String]) -> [String] {
    switch self {
    case .record(let shape): shape.secrets(at: path)
    case .list(let element), .optional(let element): element.secrets(at: path)
    case .map(_, let value): value.secrets(at: path)
    default: []
    }
  }
}
