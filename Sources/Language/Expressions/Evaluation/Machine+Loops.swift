// Comprehensions: going through a list or a map.

import Diagnostics

/// A comprehension that is under way.
struct Loop {
  let kind: Comprehension.Kind
  let local: Int
  let hasTwo: Bool
  let end: Int
  /// The elements of a list or the keys of a map.
  let items: [Value]
  let map: ValueMap?
  var index = 0
  var list: [Value] = []
  var entries = ValueMap()
  var matchCount = 0
  var unknowns: Set<[String]> = []
  var failure: Failure?

  /// What the comprehension comes to when nothing decided it before.
  var result: Cell {
    if !unknowns.isEmpty { return .unknown(unknowns) }
    if let failure { return .failure(failure) }
    switch kind {
    case .all: return .value(.bool(true))
    case .exists: return .value(.bool(false))
    case .existsOne: return .value(.bool(matchCount == 1))
    case .map, .filter, .transformList: return .value(.list(list))
    case .transformMap, .transformMapEntry: return .value(.map(entries))
    }
  }
}

extension Machine {
  mutating func iterate(_ kind: Comprehension.Kind, local: Int, hasTwo: Bool, end: Int, at place: Int) {
    switch pop() {
    case .value(.list(let items)):
      loops.append(Loop(kind: kind, local: local, hasTwo: hasTwo, end: end, items: items, map: nil))
    case .value(.map(let map)):
      loops.append(Loop(kind: kind, local: local, hasTwo: hasTwo, end: end, items: map.keys, map: map))
    case .value(let other):
      stack.append(failure(.notARange(type: other.shownType), at: place))
      counter = end
    case let cell:
      stack.append(cell)
      counter = end
    }
  }

  /// Binds the variables to the next element, or ends the comprehension.
  mutating func next() {
    let last = loops.count - 1
    let index = loops[last].index
    guard index < loops[last].items.count else {
      finish(loops[last].result)
      return
    }
    loops[last].index += 1
    let item = loops[last].items[index]
    let local = loops[last].local
    guard loops[last].hasTwo else {
      locals[local] = .value(item)
      return
    }
    if let map = loops[last].map {
      locals[local] = .value(item)
      locals[local + 1] = .value(map.value(ofKey: item) ?? .null)
    } else {
      locals[local] = .value(.int(Int64(index)))
      locals[local + 1] = .value(item)
    }
  }

  private mutating func finish(_ result: Cell) {
    guard let loop = loops.popLast() else { return }
    stack.append(result)
    counter = loop.end
  }

  /// Keeps what is no value until the end: a later element may decide, and unknowns come before errors.
  private mutating func keep(_ cell: Cell) {
    let last = loops.count - 1
    switch cell {
    case .unknown(let paths): loops[last].unknowns.formUnion(paths)
    case .failure(let failure): loops[last].failure = loops[last].failure ?? failure
    case .value: break
    }
  }

  mutating func filter(next: Int, at place: Int) {
    switch pop() {
    case .value(.bool(true)): return
    case .value(.bool(false)): break
    case .value(let other): keep(failure(noOverload("filter", other), at: place))
    case let cell: keep(cell)
    }
    counter = next
  }

  mutating func collect(next: Int, at place: Int) throws(ExpressionProblem) {
    counter = next
    let last = loops.count - 1
    let cell = pop()
    guard case .value(let value) = cell else {
      keep(cell)
      return
    }
    switch loops[last].kind {
    case .map, .transformList: loops[last].list.append(value)
    case .transformMap:
      let key =
        loops[last].map == nil ? Value.int(Int64(loops[last].index - 1)) : loops[last].items[loops[last].index - 1]
      enter(value, for: key, at: place)
    case .transformMapEntry: try enterAll(value, at: place)
    case .all, .exists, .existsOne, .filter: test(value, at: place)
    }
  }

  private mutating func test(_ value: Value, at place: Int) {
    let last = loops.count - 1
    guard case .bool(let flag) = value else {
      keep(failure(noOverload("\(loops[last].kind)", value), at: place))
      return
    }
    switch loops[last].kind {
    case .all where !flag: finish(.value(.bool(false)))
    case .exists where flag: finish(.value(.bool(true)))
    case .existsOne where flag: loops[last].matchCount += 1
    case .filter where flag: loops[last].list.append(loops[last].items[loops[last].index - 1])
    default: break
    }
  }

  private mutating func enter(_ value: Value, for key: Value, at place: Int) {
    let last = loops.count - 1
    if let problem = insert(value, for: key, into: &loops[last].entries) { keep(failure(problem, at: place)) }
  }

  private mutating func enterAll(_ value: Value, at place: Int) throws(ExpressionProblem) {
    guard case .map(let map) = value else {
      keep(failure(noOverload("transformMapEntry", value), at: place))
      return
    }
    try work.spend(map.count)
    for (key, item) in map { enter(item, for: key, at: place) }
  }
}
