// Logic, conditionals, optionals, and literals of lists and maps.

import Diagnostics

extension Machine {
  /// `&&` and `||` of two cells of which the left doesn't decide. A right that decides absorbs an error or unknown on
  /// the left; otherwise unknowns come before errors.
  func combine(_ logical: LogicalOperator, _ left: Cell, _ right: Cell, at place: Int) -> Cell {
    let decisive = logical == .or
    if case .value(.bool(let flag)) = right, flag == decisive { return right }
    let operands = [left, right].map { cell in
      switch cell {
      case .value(.bool), .unknown, .failure: cell
      case .value(let other): failure(noOverload(logical.rawValue, other), at: place)
      }
    }
    if case .value = operands[0], case .value = operands[1] { return .value(.bool(!decisive)) }
    return Cell.merged(operands)
  }

  mutating func branch(whenFalse: Int, end: Int, at place: Int) {
    switch pop() {
    case .value(.bool(true)): break
    case .value(.bool(false)): counter = whenFalse
    case .value(let other):
      stack.append(failure(noOverload("?:", other), at: place))
      counter = end
    case let cell:
      stack.append(cell)
      counter = end
    }
  }

  mutating func optionalOr(isValue: Bool, end: Int, at place: Int) {
    guard case .value(let value)? = stack.last else {
      counter = end
      return
    }
    guard case .optional(let held) = value else {
      _ = pop()
      stack.append(failure(noOverload(isValue ? "orValue" : "or", value), at: place))
      counter = end
      return
    }
    guard let inner = held.value else {
      _ = pop()
      return
    }
    if isValue { stack[stack.count - 1] = .value(inner) }
    counter = end
  }

  mutating func optionalBind(_ local: Int, end: Int, at place: Int) {
    guard case .value(let value)? = stack.last else {
      counter = end
      return
    }
    guard case .optional(let held) = value else {
      _ = pop()
      stack.append(failure(noOverload("optMap", value), at: place))
      counter = end
      return
    }
    guard let inner = held.value else {
      counter = end
      return
    }
    _ = pop()
    locals[local] = .value(inner)
  }

  /// Takes so many values off the stack; nil, with what came of it on the stack, when one is no value.
  private mutating func popValues(_ count: Int) -> [Value]? {
    let cells = stack.suffix(count)
    var values: [Value] = []
    values.reserveCapacity(count)
    for case .value(let value) in cells { values.append(value) }
    let merged = values.count == count ? nil : Cell.merged(Array(cells))
    stack.removeLast(count)
    guard let merged else { return values }
    stack.append(merged)
    return nil
  }

  mutating func makeList(_ count: Int, flags: Int?, at place: Int) throws(ExpressionProblem) {
    try work.spend(count)
    guard let values = popValues(count) else { return }
    guard let flags else {
      stack.append(.value(.list(values)))
      return
    }
    var items: [Value] = []
    for (value, isOptional) in zip(values, program.optionalFlags[flags]) {
      guard isOptional else {
        items.append(value)
        continue
      }
      guard case .optional(let held) = value else {
        stack.append(failure(noOverload("[?]", value), at: place))
        return
      }
      if let inner = held.value { items.append(inner) }
    }
    stack.append(.value(.list(items)))
  }

  mutating func makeMap(_ count: Int, flags: Int?, at place: Int) throws(ExpressionProblem) {
    try work.spend(count)
    guard let values = popValues(2 * count) else { return }
    var map = ValueMap(minimumCapacity: count)
    for entry in 0..<count {
      let key = values[2 * entry]
      var value = values[2 * entry + 1]
      if let flags, program.optionalFlags[flags][entry] {
        guard case .optional(let held) = value else {
          stack.append(failure(noOverload("{?}", value), at: place))
          return
        }
        guard let inner = held.value else { continue }
        value = inner
      }
      if let problem = insert(value, for: key, into: &map) {
        stack.append(failure(problem, at: place))
        return
      }
    }
    stack.append(.value(.map(map)))
  }

  /// Adds an entry, or says why it can't be added.
  func insert(_ value: Value, for key: Value, into map: inout ValueMap) -> ExpressionProblem? {
    switch key {
    case .bool, .int, .uint, .string: break
    default: return .invalidArgument("a value of type \(key.shownType) can't be a key")
    }
    if map.value(ofKey: key) != nil { return .duplicateKey(describe(key)) }
    map[key] = value
    return nil
  }
}
