// What names mean where an expression stands: variables with their types, in layers, so that a scope of its own for
// each of 100,000 steps costs only what it adds.

/// The variables that an expression may read. A value type: declaring a name changes only this copy.
public struct Scope: Sendable {
  struct Variable: Sendable {
    var type: StaticType
    var secret: Bool
  }

  /// What a scope holds, by reference: scopes are handed from check to check far more often than they are changed, and
  /// a change copies what others hold as well.
  private final class Storage: @unchecked Sendable {  // changed only while one scope alone holds it
    var own: [String: Variable] = [:]
    let parent: Storage?
    var functions: [String: FunctionDeclaration]
    var container: String
    var hasQualifiedNames: Bool

    init(parent: Storage? = nil) {
      self.parent = parent
      functions = parent?.functions ?? [:]
      container = parent?.container ?? ""
      hasQualifiedNames = parent?.hasQualifiedNames ?? false
    }

    init(copy other: Storage) {
      own = other.own
      parent = other.parent
      functions = other.functions
      container = other.container
      hasQualifiedNames = other.hasQualifiedNames
    }
  }

  private var storage: Storage

  /// Functions beside the standard ones, by name.
  var functions: [String: FunctionDeclaration] { storage.functions }
  /// The namespace in which names are looked up first, from the inside out: `a.b` tries `a.b.x`, `a.x`, `x`.
  package var container: String {
    get { storage.container }
    set {
      makeUnique()
      storage.container = newValue
    }
  }
  /// Whether some declared name has a dot, which makes the checker try qualified names.
  var hasQualifiedNames: Bool { storage.hasQualifiedNames }

  /// A scope without variables.
  public init() { storage = Storage() }

  private mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&storage) { storage = Storage(copy: storage) }
  }

  /// Declares a variable; a name that an outer scope has is hidden.
  /// - Parameter secret: whether what reads the variable carries a secret of this name.
  public mutating func declare(_ name: String, _ type: ValueType, secret: Bool = false) {
    declare(name, staticType: StaticType(type), secret: secret)
  }

  /// Declares a variable of a type that only the checker knows.
  package mutating func declare(_ name: String, staticType: StaticType, secret: Bool = false) {
    makeUnique()
    storage.own[name] = Variable(type: staticType, secret: secret)
    if name.utf8.contains(UInt8(ascii: ".")) { storage.hasQualifiedNames = true }
  }

  /// Declares a function that can be checked but not evaluated.
  package mutating func declare(function: FunctionDeclaration) {
    makeUnique()
    storage.functions[function.name] = function
  }

  /// A scope in which everything of this one is visible and more can be declared.
  public func child() -> Scope {
    guard !storage.own.isEmpty else { return self }
    var scope = self
    scope.storage = Storage(parent: storage)
    return scope
  }

  /// Whether both are the same scope with nothing declared since, so that a text means the same in both. False is no
  /// proof of a difference.
  public func isIdentical(to other: Scope) -> Bool { storage === other.storage }

  func variable(_ name: String) -> Variable? {
    var layer = Optional(storage)
    while let current = layer {
      if let variable = current.own[name] { return variable }
      layer = current.parent
    }
    return nil
  }

  /// The names of all variables, sorted, for messages.
  var variableNames: [String] {
    var names: Set<String> = []
    var layer = Optional(storage)
    while let current = layer {
      names.formUnion(current.own.keys)
      layer = current.parent
    }
    return names.sorted()
  }

  /// The full names that a name may stand for, in the order in which they are tried.
  func candidates(for name: String, isAbsolute: Bool) -> [String] {
    if isAbsolute || container.isEmpty { return [name] }
    var candidates: [String] = []
    var prefix = container[...]
    while true {
      candidates.append(prefix + "." + name)
      guard let dot = prefix.lastIndex(of: ".") else { break }
      prefix = prefix[..<dot]
    }
    candidates.append(name)
    return candidates
  }
}
