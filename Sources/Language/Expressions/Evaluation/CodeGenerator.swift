// A checked tree to instructions. Parts with a constant value become that value.

import Diagnostics

struct CodeGenerator {
  let checked: CheckedTree
  /// Values of parts that were evaluated beforehand.
  let folded: [NodeID: Value]
  /// Whether the values of parts are noted, for explanations.
  let traces: Bool
  private(set) var program = Program()
  private(set) var references: [Reference] = []
  private(set) var issues: [ExpressionIssue] = []
  private var attributePlaces: [Program.Attribute: Int] = [:]
  private var localDepth = 0
  /// How many comprehensions are around; what is inside has many values, so that none is noted.
  private var loopDepth = 0
  /// Whether patterns that don't compile are issues, or left to the run.
  private let reportsPatterns: Bool

  init(_ checked: CheckedTree, folded: [NodeID: Value] = [:], reportsPatterns: Bool = true, traces: Bool = false) {
    self.checked = checked
    self.folded = folded
    self.reportsPatterns = reportsPatterns
    self.traces = traces
  }

  /// Translates a part. Variables keep the places that they have in the whole expression.
  mutating func generate(_ root: NodeID) {
    localDepth = checked.facts[root].localDepth
    emit(root)
  }

  // MARK: Tools

  private mutating func append(_ instruction: Instruction, for id: NodeID) {
    program.code.append(instruction)
    program.ranges.append(checked[id].range)
  }

  private var here: Int { program.code.count }

  private mutating func constant(_ value: Value) -> Int {
    program.constants.append(value)
    return program.constants.count - 1
  }

  private mutating func name(_ name: String) -> Int {
    program.names.append(name)
    return program.names.count - 1
  }

  private mutating func attribute(_ id: NodeID) -> Int {
    let (root, path, rootType) = checked.attribute(id)
    references.append(Reference(root: root, path: path, range: checked[id].range))
    var attribute = Program.Attribute(root: root, path: path, isRecord: false)
    if case .record = rootType { attribute.isRecord = true }
    // Hashing a path costs more than comparing it with the few that an expression usually has.
    if program.attributes.count <= 8 {
      if let place = program.attributes.firstIndex(of: attribute) { return place }
    } else if let place = attributePlaces[attribute] {
      return place
    }
    program.attributes.append(attribute)
    let place = program.attributes.count - 1
    if place == 8 {
      for (earlier, other) in program.attributes.enumerated() { attributePlaces[other] = earlier }
    } else if place > 8 {
      attributePlaces[attribute] = place
    }
    return place
  }

  private mutating func flags(_ flags: [Bool]) -> Int? {
    guard flags.contains(true) else { return nil }
    program.optionalFlags.append(flags)
    return program.optionalFlags.count - 1
  }

  // MARK: Walking

  /// The child whose value is on the stack first, when the node is not evaluated as a whole.
  private func spineChild(_ id: NodeID) -> NodeID? {
    if folded[id] != nil || checked.facts[id].isAttribute { return nil }
    switch checked.facts[id].meaning {
    case .typeName, .unresolved, .attributeOptional: return nil
    default: break
    }
    switch checked[id].kind {
    case .select(let operand, _, _), .presence(let operand, _), .index(let operand, _, _): return operand
    case .unary(_, let operand), .binary(_, let operand, _), .conditional(let operand, _, _): return operand
    case .logical(_, let operands): return operands[0]
    case .comprehension(let comprehension): return comprehension.range
    case .bind(_, let value, _): return value
    case .optionalMap(let target, _, _, _): return target
    case .call(_, let target, let arguments):
      if case .function(_, let hasTarget) = checked.facts[id].meaning, !hasTarget { return arguments.first }
      return target
    default: return nil
    }
  }

  private mutating func emit(_ id: NodeID) {
    var spine: [NodeID] = []
    var current = id
    while let child = spineChild(current) {
      spine.append(current)
      current = child
    }
    emitLeaf(current)
    note(current)
    for node in spine.reversed() {
      emitRest(node)
      note(node)
    }
  }

  private mutating func note(_ id: NodeID) {
    if traces, loopDepth == 0 { append(.trace(id), for: id) }
  }

  /// A node that is evaluated as a whole.
  private mutating func emitLeaf(_ id: NodeID) {
    if let value = folded[id] {
      append(.constant(constant(value)), for: id)
      return
    }
    let facts = checked.facts[id]
    switch facts.meaning {
    case .local(let place):
      append(.local(place), for: id)
      return
    case .attributeRoot, .attributeField:
      let place = attribute(id)
      if case .presence = checked[id].kind {
        append(.attributePresence(place), for: id)
      } else {
        append(.attribute(place), for: id)
      }
      return
    case .attributeOptional:
      append(.attributeOptional(attribute(id)), for: id)
      return
    case .typeName(let name):
      append(.constant(constant(.type(name))), for: id)
      return
    case .unresolved(let name):
      program.unresolved.append(name)
      append(.fail(program.unresolved.count - 1), for: id)
      return
    case .none, .function: break
    }
    switch checked[id].kind {
    case .literal(let value): append(.constant(constant(value)), for: id)
    case .list(let items):
      for item in items { emit(item.value) }
      append(.list(items.count, flags: flags(items.map(\.isOptional))), for: id)
    case .map(let entries):
      for entry in entries {
        emit(entry.key)
        emit(entry.value)
      }
      append(.map(entries.count, flags: flags(entries.map(\.isOptional))), for: id)
    case .call: emitRest(id)
    default: break
    }
  }

  /// What follows the spine child of a node, whose value is on the stack.
  private mutating func emitRest(_ id: NodeID) {
    switch checked[id].kind {
    case .select(_, let field, let isOptional): append(.select(name(field.name), isOptional: isOptional), for: id)
    case .presence(_, let field): append(.presence(name(field.name)), for: id)
    case .index(_, let index, let isOptional):
      emit(index)
      append(.index(isOptional: isOptional), for: id)
    case .unary(let unaryOperator, _): append(unaryOperator == .not ? .not : .negate, for: id)
    case .binary(let binaryOperator, _, let right):
      emit(right)
      append(.binary(binaryOperator), for: id)
    case .logical(let logical, let operands): emitLogical(id, logical, operands)
    case .conditional(_, let whenTrue, let whenFalse): emitConditional(id, whenTrue, whenFalse)
    case .call(let name, _, let arguments): emitCall(id, name, arguments)
    case .comprehension(let comprehension): emitComprehension(id, comprehension)
    case .bind(_, _, let body):
      withLocal { generator, place in
        generator.append(.setLocal(place), for: id)
        generator.emit(body)
      }
    case .optionalMap(_, _, let body, let isFlat):
      withLocal { generator, place in
        let bind = generator.here
        generator.append(.optionalBind(place, end: 0), for: id)
        generator.emit(body)
        generator.append(.optionalResult(isFlat: isFlat), for: id)
        generator.program.code[bind] = .optionalBind(place, end: generator.here)
      }
    default: break
    }
  }

  /// Runs with one more local variable in force.
  private mutating func withLocal(_ count: Int = 1, _ body: (inout CodeGenerator, Int) -> Void) {
    let place = localDepth
    localDepth += count
    program.localCount = max(program.localCount, localDepth)
    body(&self, place)
    localDepth -= count
  }

  // MARK: Kinds of nodes

  private mutating func emitLogical(_ id: NodeID, _ logical: LogicalOperator, _ operands: [NodeID]) {
    var decisions: [Int] = []
    for operand in operands.dropFirst() {
      decisions.append(here)
      append(.decide(logical, 0), for: id)
      emit(operand)
      append(.combine(logical), for: id)
    }
    for decision in decisions { program.code[decision] = .decide(logical, here) }
  }

  private mutating func emitConditional(_ id: NodeID, _ whenTrue: NodeID, _ whenFalse: NodeID) {
    let branch = here
    append(.branch(whenFalse: 0, end: 0), for: id)
    emit(whenTrue)
    let jump = here
    append(.jump(0), for: id)
    let otherwise = here
    emit(whenFalse)
    program.code[branch] = .branch(whenFalse: otherwise, end: here)
    program.code[jump] = .jump(here)
  }

  private mutating func emitCall(_ id: NodeID, _ name: FieldName, _ arguments: [NodeID]) {
    guard case .function(let function, let hasTarget) = checked.facts[id].meaning else {
      // `or` and `orValue` need their operand only when the optional has no value.
      let decision = here
      append(.optionalOr(isValue: name.name == "orValue", end: 0), for: id)
      emit(arguments[0])
      program.code[decision] = .optionalOr(isValue: name.name == "orValue", end: here)
      return
    }
    if name.name == "matches", let pattern = constantPattern(arguments[arguments.count - 1]) {
      program.patterns.append(pattern)
      append(.matches(program.patterns.count - 1), for: id)
      return
    }
    for argument in hasTarget ? arguments[...] : arguments.dropFirst() { emit(argument) }
    append(.call(function, count: arguments.count + (hasTarget ? 1 : 0)), for: id)
  }

  /// The compiled pattern when it is known before the run.
  private mutating func constantPattern(_ id: NodeID) -> Pattern? {
    var text: String?
    if case .literal(.string(let literal)) = checked[id].kind { text = literal }
    if case .string(let value)? = folded[id] { text = value }
    guard let text else { return nil }
    do throws(Pattern.SyntaxError) {
      return try Pattern(text)
    } catch {
      if reportsPatterns {
        issues.append(ExpressionIssue(.invalidPattern(error.reason), at: checked[id].range))
      }
      return nil
    }
  }

  private mutating func emitComprehension(_ id: NodeID, _ comprehension: Comprehension) {
    let hasTwo = comprehension.secondVariable != nil
    withLocal(hasTwo ? 2 : 1) { generator, place in
      let begin = generator.here
      generator.append(.iterate(comprehension.kind, local: place, hasTwo: hasTwo, end: 0), for: id)
      let next = generator.here
      generator.loopDepth += 1
      generator.append(.next, for: id)
      if let filter = comprehension.filter {
        generator.emit(filter)
        generator.append(.filter(next: next), for: filter)
      }
      generator.emit(comprehension.body)
      generator.append(.collect(next: next), for: comprehension.body)
      generator.loopDepth -= 1
      generator.program.code[begin] = .iterate(
        comprehension.kind, local: place, hasTwo: hasTwo, end: generator.here)
    }
  }
}
