// Conditions with the values that they saw: the answer to "why did it do that?".

import Engine
import PlanModel

extension RunFacts {
  /// Every condition that was asked of a step, with what it was for.
  func conditions(of step: ListedStep) -> [(purpose: String, evidence: Evidence)] {
    var found: [(purpose: String, evidence: Evidence)] = []
    for mark in step.history.marks { found += mark.evidence.map { (purpose(of: $0, step.step, before: true), $0) } }
    let isRepeated = step.history.forward.count > 1
    for attempt in step.history.attempts {
      let suffix = attempt.kind == .undo ? " of the undo" : isRepeated ? ", attempt \(attempt.work.attempt)" : ""
      found += attempt.evidenceBefore.map { (purpose(of: $0, step.step, before: true) + suffix, $0) }
      found += attempt.evidenceAfter.map { (purpose(of: $0, step.step, before: false) + suffix, $0) }
    }
    return found
  }

  func conditionTable(_ conditions: [(purpose: String, evidence: Evidence)]) -> Block {
    let hasPurpose = conditions.contains { !$0.purpose.isEmpty }
    let rows = conditions.map { purpose, evidence -> [Words] in
      let row: [Words] = [.code(evidence.check), holding(evidence), seen(evidence)]
      return hasPurpose ? [Words(purpose)] + row : row
    }
    return .table((hasPurpose ? ["For"] : []) + ["Condition", "Held", "Saw"], rows)
  }

  private func holding(_ evidence: Evidence) -> Words {
    if evidence.holds { return .status(StatusWord(words: "yes", sign: "✓", tone: .good)) }
    if evidence.error != nil { return .status(StatusWord(words: "no answer", sign: "?", tone: .warning)) }
    return .status(StatusWord(words: "no", sign: "✗", tone: .bad))
  }

  private func seen(_ evidence: Evidence) -> Words {
    var words = Words([Words.Span]())
    for (position, (name, value)) in evidence.seen.enumerated() {
      if position > 0 { words += "; " }
      words += "\(code: name) = \(code: ValueText.brief(value))"
    }
    if let error = evidence.error {
      if !words.spans.isEmpty { words += "; " }
      words += Words(error)
    }
    return words
  }

  /// The events don't say which list of the plan a condition stood in; its text does.
  private func purpose(of evidence: Evidence, _ step: PlanStep?, before: Bool) -> String {
    guard let step else { return before ? "before" : "after" }
    if before {
      if step.when?.text == evidence.check { return "when" }
      if step.preconditions.contains(where: { $0.check.text == evidence.check }) { return "precondition" }
      if step.doneWhen.contains(where: { $0.check.text == evidence.check }) { return "done when" }
      return "before"
    }
    if step.success.contains(where: { $0.check.text == evidence.check }) { return "success" }
    return step.doneWhen.contains { $0.check.text == evidence.check } ? "done when" : "after"
  }
}
