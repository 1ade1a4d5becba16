// Solves type variables: which types fit each other, and what the variables in them must then stand for. The rules
// are those of the reference checker: `any` fits everything, null fits times, durations, optionals and abstract types.

struct Substitution {
  private var bindings: [StaticType?] = []
  /// What was bound before, in the order of the changes since the last success; undone when types don't fit.
  private var changes: [(variable: Int, before: StaticType?)] = []

  /// A variable that nothing is known of yet.
  mutating func freshVariable() -> StaticType {
    bindings.append(nil)
    return .variable(bindings.count - 1)
  }

  private func binding(_ variable: Int) -> StaticType? {
    variable < bindings.count ? bindings[variable] : nil
  }

  /// Whether the first type may stand where the second is expected. What had to be assumed of variables is kept when
  /// it may, and forgotten when it may not.
  mutating func unify(_ given: StaticType, _ expected: StaticType) -> Bool {
    if given == expected && given.isSimple { return true }
    let fits = assign(given, expected)
    settle(fits)
    return fits
  }

  /// Like ``unify(_:_:)`` for several at once.
  mutating func unify(_ given: [StaticType], _ expected: [StaticType]) -> Bool {
    guard given.count == expected.count else { return false }
    let fits = zip(given, expected).allSatisfy { assign($0, $1) }
    settle(fits)
    return fits
  }

  /// Keeps the changes of an attempt, or undoes them.
  private mutating func settle(_ fits: Bool) {
    if !fits {
      for change in changes.reversed() { bindings[change.variable] = change.before }
    }
    changes.removeAll(keepingCapacity: true)
  }

  private mutating func set(_ variable: Int, _ type: StaticType) {
    changes.append((variable, bindings[variable]))
    bindings[variable] = type
  }

  private mutating func assign(_ given: StaticType, _ expected: StaticType) -> Bool {
    if case .variable(let variable) = expected {
      let (fits, isBound) = bind(variable, to: given)
      if fits { return true }
      if isBound { return false }
    }
    if case .variable(let variable) = given { return bind(variable, to: expected).fits }
    if given.isDynamicOrError || expected.isDynamicOrError { return true }
    if given == .null { return expected.takesNull }
    if expected == .null { return given.takesNull }
    switch (given, expected) {
    case (.list(let a), .list(let b)), (.optional(let a), .optional(let b)): return assign(a, b)
    case (.type, .type): return true
    case (.map(let keyA, let valueA), .map(let keyB, let valueB)):
      return assign(keyA, keyB) && assign(valueA, valueB)
    case (.record, .map(let key, let value)):
      // At run time a record is a map with string keys.
      return assign(.string, key) && assign(.dyn, value)
    case (.abstract(let nameA, let a), .abstract(let nameB, let b)):
      guard nameA == nameB, a.count == b.count else { return false }
      for (partA, partB) in zip(a, b) where !assign(partA, partB) { return false }
      return true
    default: return given == expected
    }
  }

  /// Binds a variable, or generalises what it is bound to.
  private mutating func bind(_ variable: Int, to type: StaticType) -> (fits: Bool, isBound: Bool) {
    if type == .variable(variable) { return (true, true) }
    if let bound = binding(variable) {
      if bound == type { return (true, true) }
      guard assign(type, bound) else { return (false, true) }
      let general = mostGeneral(type, bound)
      if !occurs(variable, in: general) { set(variable, general) }
      return (true, true)
    }
    guard !occurs(variable, in: type) else { return (false, false) }
    while bindings.count <= variable { bindings.append(nil) }
    set(variable, type)
    return (true, false)
  }

  private func occurs(_ variable: Int, in type: StaticType) -> Bool {
    if case .variable(let other) = type {
      if other == variable { return true }
      return binding(other).map { occurs(variable, in: $0) } ?? false
    }
    return type.parameters.contains { occurs(variable, in: $0) }
  }

  /// The more general of two types that fit each other.
  func mostGeneral(_ left: StaticType, _ right: StaticType) -> StaticType {
    isAsGeneral(left, as: right) ? left : right
  }

  private func isAsGeneral(_ left: StaticType, as right: StaticType) -> Bool {
    switch (left, right) {
    case (.dyn, _), (.error, _), (.variable, _): return true
    case (_, .dyn), (_, .error), (_, .variable): return false
    case (.type, .type): return true
    case (_, .null): return left.takesNull
    case (.abstract(let nameA, let a), .abstract(let nameB, let b)):
      return nameA == nameB && a.count == b.count && zip(a, b).allSatisfy { isAsGeneral($0, as: $1) }
    case (.list(let a), .list(let b)), (.optional(let a), .optional(let b)): return isAsGeneral(a, as: b)
    case (.map(let keyA, let valueA), .map(let keyB, let valueB)):
      return isAsGeneral(keyA, as: keyB) && isAsGeneral(valueA, as: valueB)
    default: return left == right
    }
  }

  /// The type with every solved variable replaced; unsolved ones become `any` when asked.
  func resolve(_ type: StaticType, unsolvedAsDynamic: Bool = false) -> StaticType {
    switch type {
    case .variable(let variable):
      if let bound = binding(variable) { return resolve(bound, unsolvedAsDynamic: unsolvedAsDynamic) }
      return unsolvedAsDynamic ? .dyn : type
    case .list(let element): return .list(resolve(element, unsolvedAsDynamic: unsolvedAsDynamic))
    case .optional(let wrapped): return .optional(resolve(wrapped, unsolvedAsDynamic: unsolvedAsDynamic))
    case .type(let described): return .type(resolve(described, unsolvedAsDynamic: unsolvedAsDynamic))
    case .map(let key, let value):
      return .map(
        resolve(key, unsolvedAsDynamic: unsolvedAsDynamic), resolve(value, unsolvedAsDynamic: unsolvedAsDynamic))
    case .abstract(let name, let parameters):
      return .abstract(name, parameters.map { resolve($0, unsolvedAsDynamic: unsolvedAsDynamic) })
    default: return type
    }
  }
}

extension StaticType {
  /// Whether null may stand where this type is expected.
  fileprivate var takesNull: Bool {
    switch self {
    case .null, .timestamp, .duration, .optional, .abstract: true
    default: false
    }
  }
}
