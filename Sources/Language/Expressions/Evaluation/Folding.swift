// Evaluates the parts of an expression that read nothing, before the run. A part that must fail is an issue then
// (DESIGN §3: division by zero, a pattern or time that can't be read).

import Diagnostics

/// An activation without variables.
struct EmptyActivation: Activation {
  func resolve(_ root: String, _ path: ArraySlice<String>) -> Resolution { .missing }
}

struct Folder {
  private static let largestResult = 10_000
  /// What all constant parts together may cost. What is too dear is left to the run.
  private var remainingCost = 200_000

  let checked: CheckedTree
  private(set) var values: [NodeID: Value] = [:]
  private(set) var issues: [ExpressionIssue] = []

  init(_ checked: CheckedTree) { self.checked = checked }

  /// Evaluates every largest part that reads nothing.
  mutating func run() {
    var isInsideClosed = Array(repeating: false, count: checked.facts.count)
    // Children stand before their parents.
    for id in checked.facts.indices.reversed() where checked.facts[id].isChecked {
      let isClosed = checked.facts[id].isClosed
      if isClosed || isInsideClosed[id] {
        for child in checked.children(id) { isInsideClosed[child] = true }
      }
      if isClosed, !isInsideClosed[id] { fold(id) }
    }
    for id in checked.facts.indices where checked.facts[id].isChecked && !checked.facts[id].isClosed {
      findZeroDivisor(id)
    }
  }

  private mutating func fold(_ id: NodeID) {
    if case .literal = checked[id].kind { return }
    if case .typeName = checked.facts[id].meaning { return }
    var generator = CodeGenerator(checked)
    generator.generate(id)
    guard generator.issues.isEmpty else {
      issues += generator.issues
      return
    }
    var machine = Machine(generator.program, EmptyActivation(), EvaluationLimits(cost: remainingCost))
    let result = machine.run()
    remainingCost = max(0, machine.work.remaining)
    switch result {
    case .value(let value):
      if value.isSmall(limit: Folder.largestResult) { values[id] = value }
    case .failure(let failure):
      switch failure.problem {
      case .costExceeded: break
      case .invalidPattern: issues.append(ExpressionIssue(failure.problem, at: failure.range))
      default: issues.append(ExpressionIssue(.alwaysFails(failure.problem.message), at: failure.range))
      }
    case .unknown: break
    }
  }

  /// An integer division by a constant zero fails whatever is divided.
  private mutating func findZeroDivisor(_ id: NodeID) {
    guard case .binary(let binaryOperator, let left, let right) = checked[id].kind,
      binaryOperator == .divide || binaryOperator == .modulo,
      checked.facts[left].type == .int || checked.facts[left].type == .uint
    else { return }
    var divisor = values[right]
    if case .literal(let literal) = checked[right].kind { divisor = literal }
    if divisor == .int(0) || divisor == .uint(0) {
      issues.append(ExpressionIssue(.alwaysFails(ExpressionProblem.divisionByZero.message), at: checked[id].range))
    }
  }
}

extension CheckedTree {
  /// The nodes that a node is made of.
  func children(_ id: NodeID) -> [NodeID] {
    switch tree[id].kind {
    case .literal, .identifier: []
    case .select(let operand, _, _), .presence(let operand, _), .unary(_, let operand): [operand]
    case .index(let left, let right, _), .binary(_, let left, let right), .bind(_, let left, let right): [left, right]
    case .optionalMap(let target, _, let body, _): [target, body]
    case .call(_, let target, let arguments): (target.map { [$0] } ?? []) + arguments
    case .logical(_, let operands): operands
    case .conditional(let condition, let whenTrue, let whenFalse): [condition, whenTrue, whenFalse]
    case .list(let items): items.map(\.value)
    case .map(let entries): entries.flatMap { [$0.key, $0.value] }
    case .message(_, let fields): fields
    case .comprehension(let comprehension):
      [comprehension.range] + (comprehension.filter.map { [$0] } ?? []) + [comprehension.body]
    }
  }
}

extension Value {
  /// Whether the value has at most so many parts. Values may share parts, so that the count can be far beyond what
  /// they took to build; counting stops at the limit.
  func isSmall(limit: Int) -> Bool {
    var remaining = limit
    return count(&remaining)
  }

  private func count(_ remaining: inout Int) -> Bool {
    remaining -= 1
    switch self {
    case .string(let text): remaining -= text.utf8.count / 64
    case .bytes(let bytes): remaining -= bytes.count / 64
    case .list(let items):
      for item in items where !item.count(&remaining) { return false }
    case .map(let map):
      for (key, value) in map where !key.count(&remaining) || !value.count(&remaining) { return false }
    case .optional(let held): if let inner = held.value, !inner.count(&remaining) { return false }
    default: break
    }
    return remaining >= 0
  }
}
