// What names mean where an expression stands: variables with their types, in layers, so that a scope of its own for
// each of 100,000 steps costs only what it adds.

/// The variables that an expression may read. A value type: declaring a name changes only this copy.
public struct Scope: Sendable {
  struct Variable: Sendable {
    var type: StaticType
    var secret: Bool
  }

  private final class Layer: Sendable {
    let variables: [String: Variable]
    let parent: Layer?

    init(variables: [String: Variable], parent: Layer?) {
      self.variables = variables
      self.parent = parent
    }
  }

  private var own: [String: Variable] = [:]
  private var parent: Layer?
  /// Functions beside the standard ones, by name.
  private(set) var functions: [String: FunctionDeclaration] = [:]
  /// The namespace in which names are looked up first, from the inside out: `a.b` tries `a.b.x`, `a.x`, `x`.
  package var container = ""
  /// Whether some declared name has a dot, which makes the checker try qualified names.
  private(set) var hasQualifiedNames = false

  /// A scope without variables.
  public init() {}

  /// Declares a variable; a name that an outer scope has is hidden.
  /// - Parameter secret: whether what reads the variable carries a secret of this name.
  public mutating func declare(_ name: String, _ type: ValueType, secret: Bool = false) {
    declare(name, staticType: StaticType(type), secret: secret)
  }

  /// Declares a variable of a type that only the checker knows.
  package mutating func declare(_ name: String, staticType: StaticType, secret: Bool = false) {
    own[name] = Variable(type: staticType, secret: secret)
    if name.utf8.contains(UInt8(ascii: ".")) { hasQualifiedNames = true }
  }

  /// Declares a function that can be checked but not evaluated.
  package mutating func declare(function: FunctionDeclaration) {
    functions[function.name] = function
  }

  /// A scope in which everything of this one is visible and more can be declared.
  public func child() -> Scope {
    var scope = self
    if !own.isEmpty {
      scope.parent = Layer(variables: own, parent: parent)
      scope.own = [:]
    }
    return scope
  }

  /// Whether both are the same scope with nothing declared since, so that a text means the same in both. False is no
  /// proof of a difference.
  public func isIdentical(to other: Scope) -> Bool {
    own.isEmpty && other.own.isEmpty && parent === other.parent && functions.isEmpty && other.functions.isEmpty
      && container == other.container
  }

  func variable(_ name: String) -> Variable? {
    if let variable = own[name] { return variable }
    var layer = parent
    while let current = layer {
      if let variable = current.variables[name] { return variable }
      layer = current.parent
    }
    return nil
  }

  /// The names of all variables, sorted, for messages.
  var variableNames: [String] {
    var names = Set(own.keys)
    var layer = parent
    while let current = layer {
      names.formUnion(current.variables.keys)
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
