// Macros that bind variables: comprehensions, `cel.bind`, `optMap`.

import Diagnostics

extension Checker {
  mutating func checkComprehension(_ id: NodeID, _ comprehension: Comprehension) {
    absorb(id, from: comprehension.range)
    let added = comprehensionLocals(comprehension)
    var parts = [comprehension.body]
    if let filter = comprehension.filter { parts.insert(filter, at: 0) }
    let base = withLocals(added) { checker in
      for part in parts { checker.check(part) }
    }
    for part in parts { absorb(id, fromBody: part, base: base) }
    if let filter = comprehension.filter { require(filter, .bool) }
    facts[id].type = comprehensionType(comprehension, added)
    if case .list = facts[id].type { facts[id].valueDepth += 1 }
    if case .map = facts[id].type { facts[id].valueDepth += 1 }
  }

  private mutating func comprehensionLocals(_ comprehension: Comprehension) -> [Local] {
    let (key, element) = itemTypes(of: comprehension.range)
    let rangeFacts = facts[comprehension.range]
    let local = { (name: String, type: StaticType) in
      Local(name: name, type: type, taint: rangeFacts.taint, valueDepth: rangeFacts.valueDepth)
    }
    guard let second = comprehension.secondVariable else {
      // One variable goes over the elements of a list, but the keys of a map.
      return [local(comprehension.firstVariable, element ?? key)]
    }
    if let element { return [local(comprehension.firstVariable, .int), local(second, element)] }
    return [local(comprehension.firstVariable, key), local(second, mapValueType(of: comprehension.range))]
  }

  /// The key type and, for a list, the element type of what a comprehension goes through.
  private mutating func itemTypes(of range: NodeID) -> (key: StaticType, element: StaticType?) {
    switch type(range) {
    case .list(let element): return (.int, element)
    case .map(let key, _): return (key, nil)
    case .record: return (.string, nil)
    case .dyn: return (.dyn, nil)
    case .error: return (.error, nil)
    case .variable(let variable):
      _ = substitution.unify(.dyn, .variable(variable))
      return (.dyn, nil)
    case let other:
      guard isStrict else { return (.dyn, nil) }
      report(.notARange(type: describe(other)), at: range)
      return (.error, nil)
    }
  }

  private func mapValueType(of range: NodeID) -> StaticType {
    switch type(range) {
    case .map(_, let value): value
    case .error: .error
    default: .dyn
    }
  }

  private mutating func comprehensionType(_ comprehension: Comprehension, _ added: [Local]) -> StaticType {
    let body = facts[comprehension.body].type
    switch comprehension.kind {
    case .all, .exists, .existsOne:
      require(comprehension.body, .bool)
      return .bool
    case .filter:
      require(comprehension.body, .bool)
      return .list(added[0].type)
    case .map, .transformList: return .list(body)
    case .transformMap: return .map(added[0].type, body)
    case .transformMapEntry:
      let (key, value) = (substitution.freshVariable(), substitution.freshVariable())
      require(comprehension.body, .map(key, value))
      return substitution.resolve(.map(key, value))
    }
  }

  mutating func checkBind(_ id: NodeID, _ name: String, _ value: NodeID, _ body: NodeID) {
    absorb(id, from: value)
    let valueFacts = facts[value]
    let local = Local(
      name: name, type: type(value), taint: valueFacts.taint, valueDepth: valueFacts.valueDepth)
    let base = withLocals([local]) { $0.check(body) }
    absorb(id, fromBody: body, base: base)
    facts[id].type = facts[body].type
  }

  mutating func checkOptionalMap(_ id: NodeID, _ target: NodeID, _ name: String, _ body: NodeID, isFlat: Bool) {
    absorb(id, from: target)
    let wrapped = substitution.freshVariable()
    require(target, .optional(wrapped))
    var wrappedType = substitution.resolve(wrapped)
    if type(target).isDynamicOrError { wrappedType = .dyn }
    let local = Local(
      name: name, type: wrappedType, taint: facts[target].taint, valueDepth: facts[target].valueDepth)
    let base = withLocals([local]) { $0.check(body) }
    absorb(id, fromBody: body, base: base)
    if isFlat {
      let result = substitution.freshVariable()
      require(body, .optional(result))
      facts[id].type = substitution.resolve(.optional(result))
    } else {
      facts[id].type = .optional(facts[body].type)
    }
  }
}
