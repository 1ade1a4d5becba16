// Runs a program. On the stack are values, unknowns and failures; what is strict passes on the unknowns of its operands,
// or else their first failure.

import Diagnostics

/// What stands on the stack.
enum Cell: Sendable {
  case value(Value)
  case unknown(Set<[String]>)
  case failure(Failure)
}

/// A problem with its place, boxed since it is rare.
final class Failure: Sendable {
  let problem: ExpressionProblem
  let range: Range<Int>

  init(_ problem: ExpressionProblem, at range: Range<Int>) {
    self.problem = problem
    self.range = range
  }
}

struct Machine {
  let program: Program
  let activation: any Activation
  var work: Work
  var stack: [Cell] = []
  var locals: [Cell]
  var loops: [Loop] = []
  var counter = 0
  /// The values of attributes that have been asked for.
  var resolved: [Cell?]
  private(set) var traces: [NodeID: Cell] = [:]

  init(_ program: Program, _ activation: any Activation, _ limits: EvaluationLimits) {
    self.program = program
    self.activation = activation
    work = Work(limits)
    locals = Array(repeating: .value(.null), count: program.localCount)
    resolved = Array(repeating: nil, count: program.attributes.count)
  }

  mutating func run() -> Cell {
    while counter < program.code.count {
      let place = counter
      counter += 1
      do throws(ExpressionProblem) {
        try work.spend(1)
        try step(program.code[place], at: place)
      } catch {
        // Everything else is a value on the stack; only an exhausted account ends the run.
        return .failure(Failure(error, at: program.ranges[place]))
      }
    }
    return stack.popLast() ?? .value(.null)
  }

  private mutating func step(_ instruction: Instruction, at place: Int) throws(ExpressionProblem) {
    switch instruction {
    case .constant(let index): stack.append(.value(program.constants[index]))
    case .local(let index): stack.append(locals[index])
    case .setLocal(let index): locals[index] = pop()
    case .attribute(let index): stack.append(try attribute(index, at: place))
    case .attributePresence(let index): stack.append(try attributePresence(index, at: place))
    case .attributeOptional(let index): stack.append(try attributeOptional(index, at: place))
    case .select(let name, let isOptional):
      let name = program.names[name]
      try unary(at: place) { (value, _) throws(ExpressionProblem) in
        isOptional ? .optional(try optionalSelect(name, from: value)) : try Expressions.select(name, from: value)
      }
    case .presence(let name):
      let name = program.names[name]
      try unary(at: place) { (value, _) throws(ExpressionProblem) in .bool(try hasField(name, in: value)) }
    case .index(let isOptional):
      try binary(at: place) { (value, index, _) throws(ExpressionProblem) in
        isOptional ? .optional(try optionalElement(at: index, of: value)) : try element(at: index, of: value)
      }
    case .not:
      try unary(at: place) { (value, _) throws(ExpressionProblem) in
        guard case .bool(let flag) = value else { throw noOverload("!", value) }
        return .bool(!flag)
      }
    case .negate:
      try unary(at: place) { (value, _) throws(ExpressionProblem) in try Expressions.negate(value) }
    case .binary(let binaryOperator):
      try binary(at: place) { (left, right, work) throws(ExpressionProblem) in
        try apply(binaryOperator, left, right, &work)
      }
    case .call(let function, let count): try call(Library.standard.functions[function], count: count, at: place)
    case .matches(let index):
      let pattern = program.patterns[index]
      try unary(at: place) { (value, work) throws(ExpressionProblem) in
        guard case .string(let text) = value else { throw noOverload("matches", value) }
        return .bool(try pattern.isFound(in: text, &work))
      }
    case .fail(let index): stack.append(failure(unresolvedProblem(program.unresolved[index]), at: place))
    case .jump(let target): counter = target
    case .trace(let node): traces[node] = stack.last
    default: try stepControl(instruction, at: place)
    }
  }

  private mutating func stepControl(_ instruction: Instruction, at place: Int) throws(ExpressionProblem) {
    switch instruction {
    case .decide(let logical, let target):
      if case .value(.bool(let flag))? = stack.last, flag == (logical == .or) { counter = target }
    case .combine(let logical):
      let right = pop()
      stack.append(combine(logical, pop(), right, at: place))
    case .branch(let whenFalse, let end): branch(whenFalse: whenFalse, end: end, at: place)
    case .optionalOr(let isValue, let end): optionalOr(isValue: isValue, end: end, at: place)
    case .optionalBind(let local, let end): optionalBind(local, end: end, at: place)
    case .optionalResult(let isFlat):
      try unary(at: place) { (value, _) throws(ExpressionProblem) in
        guard isFlat else { return .optional(OptionalValue(value)) }
        guard case .optional = value else { throw noOverload("optFlatMap", value) }
        return value
      }
    case .list(let count, let flags): try makeList(count, flags: flags, at: place)
    case .map(let count, let flags): try makeMap(count, flags: flags, at: place)
    case .iterate(let kind, let local, let hasTwo, let end):
      iterate(kind, local: local, hasTwo: hasTwo, end: end, at: place)
    case .next: next()
    case .filter(let next): filter(next: next, at: place)
    case .collect(let next): try collect(next: next, at: place)
    default: break
    }
  }

  // MARK: Tools

  mutating func pop() -> Cell { stack.popLast() ?? .value(.null) }

  func failure(_ problem: ExpressionProblem, at place: Int) -> Cell {
    .failure(Failure(problem, at: program.ranges[place]))
  }

  /// A failure as a value on the stack, unless the account is exhausted, which ends the run.
  func contained(_ problem: ExpressionProblem, at place: Int) throws(ExpressionProblem) -> Cell {
    if case .costExceeded = problem { throw problem }
    return failure(problem, at: place)
  }

  private func unresolvedProblem(_ name: NodeFacts.UnresolvedName) -> ExpressionProblem {
    switch name {
    case .variable(let name): .unknownVariable(name, available: [])
    case .function(let name): .unknownFunction(name)
    case .type(let name): .unknownType(name)
    }
  }

  /// Replaces the value on the stack by what a function makes of it.
  private mutating func unary(
    at place: Int, _ body: (Value, inout Work) throws(ExpressionProblem) -> Value
  ) throws(ExpressionProblem) {
    guard case .value(let value)? = stack.last else { return }
    let result: Cell
    do throws(ExpressionProblem) {
      result = .value(try body(value, &work))
    } catch {
      result = try contained(error, at: place)
    }
    stack[stack.count - 1] = result
  }

  private mutating func binary(
    at place: Int, _ body: (Value, Value, inout Work) throws(ExpressionProblem) -> Value
  ) throws(ExpressionProblem) {
    let right = pop()
    let left = pop()
    guard case .value(let leftValue) = left, case .value(let rightValue) = right else {
      stack.append(Cell.merged([left, right]))
      return
    }
    do throws(ExpressionProblem) {
      stack.append(.value(try body(leftValue, rightValue, &work)))
    } catch {
      stack.append(try contained(error, at: place))
    }
  }

  private mutating func call(_ function: LibraryFunction, count: Int, at place: Int) throws(ExpressionProblem) {
    switch function.body {
    case .unary(let body): try unary(at: place, body)
    case .binary(let body): try binary(at: place, body)
    case .ternary, .variadic:
      let cells = Array(stack.suffix(count))
      stack.removeLast(count)
      var values: [Value] = []
      for case .value(let value) in cells { values.append(value) }
      guard values.count == count else {
        stack.append(Cell.merged(cells))
        return
      }
      do throws(ExpressionProblem) {
        stack.append(.value(try invoke(function.body, values)))
      } catch {
        stack.append(try contained(error, at: place))
      }
    }
  }

  private mutating func invoke(
    _ body: LibraryFunction.Body, _ values: [Value]
  ) throws(ExpressionProblem) -> Value {
    switch body {
    case .ternary(let body): try body(values[0], values[1], values[2], &work)
    case .variadic(let body): try body(values, &work)
    default: .null
    }
  }
}

extension Cell {
  /// What strict operations make of operands that are not all values: the unknowns of all, else the first failure.
  static func merged(_ cells: [Cell]) -> Cell {
    var unknowns: Set<[String]> = []
    var failure: Failure?
    for cell in cells {
      switch cell {
      case .unknown(let paths): unknowns.formUnion(paths)
      case .failure(let found): failure = failure ?? found
      case .value: break
      }
    }
    if !unknowns.isEmpty { return .unknown(unknowns) }
    return failure.map(Cell.failure) ?? .value(.null)
  }
}
