// Operators, conditionals and literals of lists and maps.

import Diagnostics

extension Checker {
  mutating func checkUnary(_ id: NodeID, _ unaryOperator: UnaryOperator, _ operand: NodeID) {
    absorb(id, from: operand)
    let operandType = type(operand)
    switch unaryOperator {
    case .not:
      require(operand, .bool)
      facts[id].type = .bool
    case .negate:
      switch operandType {
      case .int, .double, .dyn, .error: facts[id].type = operandType
      default:
        setUnknown(id)
        guard isStrict else { return }
        if substitution.unify(facts[operand].type, .dyn), case .variable = operandType { return }
        report(.noOverload(function: "-", arguments: [describe(operandType)], signatures: ["int", "double"]), at: id)
      }
    }
  }

  mutating func checkLogical(_ id: NodeID, _ operands: [NodeID]) {
    for operand in operands.dropFirst() { check(operand) }
    for operand in operands {
      require(operand, .bool)
      absorb(id, from: operand)
    }
    facts[id].type = .bool
  }

  mutating func checkConditional(_ id: NodeID, _ condition: NodeID, _ whenTrue: NodeID, _ whenFalse: NodeID) {
    check(whenTrue)
    check(whenFalse)
    absorb(id, from: condition)
    absorb(id, from: whenTrue)
    absorb(id, from: whenFalse)
    require(condition, .bool)
    guard isStrict else {
      facts[id].type = .dyn
      return
    }
    let (left, right) = (facts[whenTrue].type, facts[whenFalse].type)
    guard substitution.unify(right, left) || substitution.unify(left, right) else {
      report(
        .typeMismatch(expected: describe(left), found: describe(right)), at: whenFalse,
        label: "both branches must have one type")
      facts[id].type = .error
      return
    }
    facts[id].type = substitution.mostGeneral(substitution.resolve(left), substitution.resolve(right))
  }

  mutating func checkBinary(_ id: NodeID, _ binaryOperator: BinaryOperator, _ left: NodeID, _ right: NodeID) {
    check(right)
    absorb(id, from: left)
    absorb(id, from: right)
    let (leftType, rightType) = (type(left), type(right))
    if let result = simpleResult(binaryOperator, leftType, rightType) {
      facts[id].type = result
      return
    }
    guard isStrict else {
      facts[id].type = .dyn
      return
    }
    let overloads = Library.operatorOverloads[binaryOperator] ?? []
    facts[id].type = resolve(
      "'\(binaryOperator.rawValue)'", overloads, isMember: false, arguments: [leftType, rightType], at: id)
  }

  /// The result of an operator on types that need no solving; nil when the overloads must decide.
  private func simpleResult(
    _ binaryOperator: BinaryOperator, _ left: StaticType, _ right: StaticType
  ) -> StaticType? {
    guard left.isSimple, right.isSimple, left == right, left != .dyn, left != .error else { return nil }
    switch binaryOperator {
    case .equal, .notEqual: return .bool
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      switch left {
      case .int, .uint, .double, .string, .bool, .bytes, .timestamp, .duration: return .bool
      default: return nil
      }
    case .add:
      switch left {
      case .int, .uint, .double, .string, .bytes, .duration: return left
      default: return nil
      }
    case .subtract:
      switch left {
      case .int, .uint, .double, .duration: return left
      case .timestamp: return .duration
      default: return nil
      }
    case .multiply, .divide:
      switch left {
      case .int, .uint, .double: return left
      default: return nil
      }
    case .modulo: return left == .int || left == .uint ? left : nil
    case .contained: return nil
    }
  }

  // MARK: Lists and maps

  mutating func checkList(_ id: NodeID, _ items: [ListItem]) {
    var element: StaticType?
    for item in items {
      check(item.value)
      absorb(id, from: item.value)
      let itemType = item.isOptional ? unwrapped(item.value) : facts[item.value].type
      element = join(element, itemType)
    }
    facts[id].valueDepth += 1
    facts[id].type = .list(element ?? substitution.freshVariable())
  }

  mutating func checkMap(_ id: NodeID, _ entries: [MapEntry]) {
    var key: StaticType?
    var value: StaticType?
    for entry in entries {
      check(entry.key)
      check(entry.value)
      absorb(id, from: entry.key)
      absorb(id, from: entry.value)
      requireKey(entry.key)
      key = join(key, facts[entry.key].type)
      value = join(value, entry.isOptional ? unwrapped(entry.value) : facts[entry.value].type)
    }
    facts[id].valueDepth += 1
    facts[id].type = .map(key ?? substitution.freshVariable(), value ?? substitution.freshVariable())
  }

  /// Reports a key that can never be one.
  private mutating func requireKey(_ id: NodeID) {
    guard isStrict else { return }
    switch type(id) {
    case .bool, .int, .uint, .string, .dyn, .error, .variable: break
    case let other:
      report(.typeMismatch(expected: "bool, int, uint or string as a key", found: describe(other)), at: id)
    }
  }

  /// The type inside an element that is left out when it has no value.
  private mutating func unwrapped(_ id: NodeID) -> StaticType {
    let found = type(id)
    if case .optional(let wrapped) = found { return wrapped }
    if isStrict, !found.isDynamicOrError {
      report(.typeMismatch(expected: describe(.optional(found)), found: describe(found)), at: id)
    }
    return found.isDynamicOrError ? found : .error
  }

  /// One type for what stands side by side in a list: the more general of two that fit each other, else `any`.
  private mutating func join(_ previous: StaticType?, _ current: StaticType) -> StaticType {
    guard let previous else { return current }
    if previous == current { return previous }
    guard substitution.unify(previous, current) else { return .dyn }
    return substitution.mostGeneral(substitution.resolve(previous), substitution.resolve(current))
  }

  mutating func checkMessage(_ id: NodeID, _ name: FieldName, _ fields: [NodeID]) {
    for field in fields {
      check(field)
      absorb(id, from: field)
    }
    facts[id].reads = true
    setUnknown(id)
    facts[id].meaning = .unresolved(.type(name.name))
    if isStrict { report(.unknownType(name.name), in: name.range) }
  }
}
