// The values of the parts of an expression, for people who ask why it came out as it did (`belay explain`).

/// A part of an expression with what it came to.
public struct ExplanationTree: Sendable, Hashable {
  /// The part as it is written.
  public var text: String
  /// UTF-8 offsets in the text that was compiled.
  public var range: Range<Int>
  /// What the part came to; nil where it was not evaluated, since another part decided, or inside of a comprehension,
  /// where it was evaluated for every element.
  public var outcome: Evaluation?
  /// Whether the part is evaluated for every element of a list or map, so that it has no one value.
  public var isPerElement: Bool
  /// Whether the part carries a secret; its outcome is then left out.
  public var carriesSecret: Bool
  /// The parts that it is made of, without literals.
  public var parts: [ExplanationTree]
}

extension Expression {
  /// Evaluates the expression and notes the value of every part. The parts of chains of operators stand beside each
  /// other; nesting beyond 32 levels is left out.
  public func explain(_ activation: some Activation, limits: EvaluationLimits = .standard) -> ExplanationTree {
    var generator = CodeGenerator(checked, traces: true)
    generator.generate(checked.tree.root)
    var machine = Machine(generator.program, activation, limits)
    let result = machine.run()
    let builder = ExplanationBuilder(
      checked: checked, bytes: Array(text.utf8), traces: machine.traces, outcome: { self.outcome(of: $0, limits) })
    var tree = builder.tree(checked.tree.root, depth: 0)
    if secrets.isEmpty { tree.outcome = outcome(of: result, limits) }
    return tree
  }
}

extension Template {
  /// The explanations of the expressions in the text, in their order.
  public func explain(_ activation: some Activation, limits: EvaluationLimits = .standard) -> [ExplanationTree] {
    parts.compactMap { part in
      guard case .expression(let expression, _) = part else { return nil }
      return expression.explain(activation, limits: limits)
    }
  }
}

private struct ExplanationBuilder {
  let checked: CheckedTree
  let bytes: [UInt8]
  let traces: [NodeID: Cell]
  let outcome: (Cell) -> Evaluation

  func tree(_ id: NodeID, depth: Int, isPerElement: Bool = false) -> ExplanationTree {
    let range = checked[id].range
    let isSecret = !checked.facts[id].taint.isEmpty
    return ExplanationTree(
      text: String(decoding: bytes[range.clamped(to: bytes.indices)], as: UTF8.self), range: range,
      outcome: isSecret ? nil : traces[id].map(outcome), isPerElement: isPerElement, carriesSecret: isSecret,
      parts: depth < 32 ? parts(id, depth: depth, isPerElement: isPerElement) : [])
  }

  private func parts(_ id: NodeID, depth: Int, isPerElement: Bool) -> [ExplanationTree] {
    if checked.facts[id].isAttribute { return [] }
    var whole: NodeID?
    if case .comprehension(let comprehension) = checked[id].kind { whole = comprehension.range }
    return operands(id).compactMap { child in
      if case .literal = checked[child].kind { return nil }
      guard checked.facts[child].isChecked else { return nil }
      return tree(child, depth: depth + 1, isPerElement: isPerElement || (whole != nil && child != whole))
    }
  }

  /// The children of a node; a chain of one operator, such as `a + b + c`, has all its operands as children.
  private func operands(_ id: NodeID) -> [NodeID] {
    guard case .binary(let chained, _, _) = checked[id].kind else { return checked.children(id) }
    var operands: [NodeID] = []
    var current = id
    while case .binary(let found, let left, let right) = checked[current].kind, found == chained {
      operands.append(right)
      current = left
    }
    operands.append(current)
    return operands.reversed()
  }
}
