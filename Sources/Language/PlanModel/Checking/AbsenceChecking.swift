// Outputs that may not be there: of a step that was skipped, satisfied or failed and yet counts as done, and of a step
// that is undone because it failed. Legal, since the author may know better, but worth a warning.

import Diagnostics
import Expressions
import PlanText

extension BodyContext {
  /// What to warn of when an output is read of a step that may be done without outputs, and nothing asks first.
  func absence(
    of reference: Reference, _ step: StepGraph.Position, _ use: ExpressionUse, at place: ExpressionPlace
  ) -> PlanProblem? {
    guard reference.path.count >= 2, reference.path[1] == "outputs" else { return nil }
    let reader: StepGraph.Position? = if case .step(let reader, _) = place.position { reader } else { nil }
    if reader == step {
      if place.isUndo { warnOfAbsentOutput(reference, use) }
      return nil
    }
    guard let absence = absence(of: step, readFrom: place.position), !asksFirst(reference, use) else { return nil }
    if let reader, isGuarded(reader, against: reference.path[0], step, use) { return nil }
    return .outputMayBeAbsent(shown(reference), step: reference.path[0], absence)
  }

  /// A step that failed may have no outputs, and is undone all the same.
  func warnOfAbsentOutput(_ reference: Reference, _ use: ExpressionUse) {
    if asksFirst(reference, use) { return }
    var shown = Reference(root: reference.root, path: reference.path, range: reference.range)
    if shown.root == ScopeNames.outputs { shown.path = Array(shown.path.prefix(1)) }
    reporter.report(.undoReadsOutput(self.shown(shown)), at: use.place(reference.range))
  }

  private func shown(_ reference: Reference) -> String {
    reference.path.reduce(reference.root) { $0 + Names.member($1) }
  }

  private func absence(of step: StepGraph.Position, readFrom position: ReferencePosition) -> PlanProblem.Absence? {
    let isRead: (inFinally: Bool, afterPhase: Bool) =
      switch position {
      case .beforeAll: (false, false)
      case .startOfList(let list): (false, list > step.list)
      case .endOfList(let list): (false, list > step.list)
      case .step(let reader, _): (reader.list == graph.finallyList, reader.list > step.list)
      }
    if isRead.inFinally, step.list != graph.finallyList { return .neverStarted }
    let written = written(at: step)
    if written.when != nil { return .skipped }
    if !written.doneWhen.isEmpty { return .satisfied }
    if written.onFailure == .continue { return .continued }
    if isRead.afterPhase, step.list < plan.phases.count, plan.phases[step.list].onFailure == .continue {
      return .continued
    }
    return nil
  }

  /// Whether an expression asks for what it reads, or for the status of the step.
  private func asksFirst(_ reference: Reference, _ use: ExpressionUse) -> Bool {
    let path = [reference.root] + reference.path
    if use.expression.presenceTests.contains(where: { $0.starts(with: path) || path.starts(with: $0) }) { return true }
    return reference.root == ScopeNames.steps
      && use.expression.references.contains {
        $0.root == ScopeNames.steps && $0.path.first == reference.path.first && $0.path.dropFirst().first == "status"
      }
  }

  /// Whether the reading step only runs when its own conditions have asked about the other step.
  private func isGuarded(
    _ reader: StepGraph.Position, against id: String, _ step: StepGraph.Position, _ use: ExpressionUse
  ) -> Bool {
    let written = written(at: reader)
    if let when = written.when, when.index != use.node.index {
      if let other = self.written(at: step).when, other.hasText(when.text) { return true }
      if mentions(when, step: id) { return true }
    }
    return written.preconditions.contains { $0.check.index != use.node.index && mentions($0.check, step: id) }
  }

  private func mentions(_ node: Node, step id: String) -> Bool {
    guard node.isScalar else { return false }
    let text = node.text
    return text.contains("steps.\(id)") || text.contains("steps['\(id)']") || text.contains("steps[\"\(id)\"]")
  }

  private func written(at position: StepGraph.Position) -> WrittenStep {
    position.list == graph.finallyList ? plan.finally[position.index] : plan.phases[position.list].steps[position.index]
  }
}
