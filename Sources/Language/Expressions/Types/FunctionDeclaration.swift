// What the checker knows of a function: its overloads. What it does is in Functions/.

/// One way to call a function.
package struct Overload: Sendable {
  /// Whether it is called as `target.name(…)`; the target is then the first parameter.
  package var isMember: Bool
  /// `StaticType.variable` stands for a type parameter here, numbered from 0.
  package var parameters: [StaticType]
  package var result: StaticType
  /// Whether it counts only when no overload before it fits.
  var isFallback: Bool
  /// How many type parameters there are.
  var typeParameterCount: Int

  package init(
    isMember: Bool = false, _ parameters: [StaticType], _ result: StaticType, isFallback: Bool = false
  ) {
    self.isFallback = isFallback
    self.isMember = isMember
    self.parameters = parameters
    self.result = result
    typeParameterCount = (parameters + [result]).map(\.typeParameterBound).max() ?? 0
  }
}

extension StaticType {
  /// One more than the highest type parameter in the type.
  fileprivate var typeParameterBound: Int {
    if case .variable(let number) = self { return number + 1 }
    return parameters.map(\.typeParameterBound).max() ?? 0
  }

  /// The type with the type parameters of a declaration replaced.
  func instantiated(with variables: [StaticType]) -> StaticType {
    switch self {
    case .variable(let number): variables[number]
    case .list(let element): .list(element.instantiated(with: variables))
    case .optional(let wrapped): .optional(wrapped.instantiated(with: variables))
    case .type(let described): .type(described.instantiated(with: variables))
    case .map(let key, let value): .map(key.instantiated(with: variables), value.instantiated(with: variables))
    case .abstract(let name, let parameters): .abstract(name, parameters.map { $0.instantiated(with: variables) })
    default: self
    }
  }
}

/// A function by name with its overloads.
package struct FunctionDeclaration: Sendable {
  package var name: String
  package var overloads: [Overload]

  package init(_ name: String, _ overloads: [Overload]) {
    self.name = name
    self.overloads = overloads
  }
}
