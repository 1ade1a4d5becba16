// What each expression reads, noted while expressions are checked: for the order of steps, for what is never used, and
// for what an expression can't sensibly ask.

import Diagnostics
import Expressions
import PlanText

/// An expression and where it stands.
struct ExpressionUse {
  let expression: Expression
  let node: Node
  /// Of the expression's ranges in the node's value.
  let offset: Int

  func part(_ range: Range<Int>) -> Range<Int> { (range.lowerBound + offset)..<(range.upperBound + offset) }

  func place(_ range: Range<Int>) -> SourceRange { node.sourceRange(ofValueBytes: part(range)) }
}

extension BodyContext {
  func note(_ use: ExpressionUse, at place: ExpressionPlace) {
    var asksWords = false
    for reference in use.expression.references {
      switch reference.root {
      case ScopeNames.inputs:
        if let name = reference.path.first { usedInputs.insert(name) } else { useAllInputs() }
        asksWords = true
      case ScopeNames.vars:
        if let name = reference.path.first { usedVariables.insert(name) } else { useAllVariables() }
      case ScopeNames.steps:
        noteStep(reference, use, at: place)
        asksWords = asksWords || reference.path.count == 2
      case ScopeNames.run: asksWords = asksWords || reference.path == ["status"]
      case ScopeNames.env: noteEnvironment(reference, use)
      case ScopeNames.secrets: noteSecret(reference, use)
      case ScopeNames.outputs where place.isUndo: warnOfAbsentOutput(reference, use)
      default: break
      }
    }
    if asksWords { checkComparisons(use) }
  }

  private func useAllInputs() { usedInputs.formUnion(plan.inputs.map(\.input.name)) }
  private func useAllVariables() { usedVariables.formUnion(plan.variables.map(\.name)) }

  private func noteStep(_ reference: Reference, _ use: ExpressionUse, at place: ExpressionPlace) {
    guard let id = reference.path.first else {
      reporter.report(.wholeSteps, at: use.place(reference.range))
      return
    }
    guard let step = graph.positions[id] else {
      if plan.unreadable.contains(.steps) { return }
      let nearest = reporter.nearest(to: id, in: graph.positions.keys)
      report(.unknownStep(id, nearest: nearest), named: id, in: reference, use)
      return
    }
    references.append(
      StepReference(
        step: step, id: id, position: place.position, range: use.place(reference.range),
        absence: absence(of: reference, step, use, at: place)))
  }

  private func noteEnvironment(_ reference: Reference, _ use: ExpressionUse) {
    guard let name = reference.path.first else {
      usedEnvironment.formUnion(plan.environment.map(\.value))
      return
    }
    usedEnvironment.insert(name)
    guard !plan.environment.contains(where: { $0.value == name }), !plan.unreadable.contains(.environment) else {
      return
    }
    let nearest = nearestName(to: name, in: plan.environment.map(\.value))
    report(.undeclaredEnvironment(name, nearest: nearest), named: name, in: reference, use)
  }

  private func noteSecret(_ reference: Reference, _ use: ExpressionUse) {
    guard let name = reference.path.first else {
      usedSecrets.formUnion(plan.secrets.map(\.value.name))
      return
    }
    usedSecrets.insert(name)
    guard !isDeclaredSecret(name), !plan.unreadable.contains(.secrets) else { return }
    let nearest = nearestName(to: name, in: plan.secrets.map(\.value.name))
    report(.undeclaredSecret(name, nearest: nearest), named: name, in: reference, use)
  }

  /// Reports the first name of a reference: `aa` of `steps.aa.status`.
  private func report(_ problem: PlanProblem, named name: String, in reference: Reference, _ use: ExpressionUse) {
    let whole = use.part(reference.range)
    let bytes = Array(Array(use.node.text.utf8)[whole])
    let wanted = Array(name.utf8)
    let start = bytes.indices.dropFirst(reference.root.utf8.count).first { bytes[$0...].starts(with: wanted) }
    let part = start.map { (whole.lowerBound + $0)..<(whole.lowerBound + $0 + wanted.count) } ?? whole
    let nearest = problem.nearestName
    reporter.report(
      problem, at: use.node.sourceRange(ofValueBytes: part), label: nearest.map { "did you mean '\($0)'?" },
      onlyFix: start == nil ? nil : nearest.flatMap { fix(replacing: part, of: use.node, with: $0) })
  }

  // MARK: Words

  /// Comparisons of a status, or of an input with choices, with a word that it can't be.
  private func checkComparisons(_ use: ExpressionUse) {
    for comparison in use.expression.textComparisons {
      guard let (what, choices) = words(of: comparison) else { continue }
      for (text, range) in comparison.literals where !choices.contains(text) {
        let nearest = nearestName(to: text, in: choices)
        reporter.report(
          .neverEqual(text, what: what, choices: choices, nearest: nearest), at: use.place(range),
          label: nearest.map { "did you mean '\($0)'?" },
          onlyFix: nearest.flatMap { fix(replacing: use.part(range), of: use.node, with: $0) })
      }
    }
  }

  private func words(of comparison: TextComparison) -> (what: String, choices: [String])? {
    switch (comparison.root, comparison.path.count) {
    case (ScopeNames.steps, 2) where comparison.path[1] == "status": return ("the status of a step", statusesOfSteps)
    case (ScopeNames.run, 1) where comparison.path[0] == "status": return ("the status of a run", statusesOfRuns)
    case (ScopeNames.inputs, 1):
      guard let input = plan.inputs.first(where: { $0.input.name == comparison.path[0] }), !input.input.choices.isEmpty,
        input.input.type == .string
      else { return nil }
      return ("the input '\(input.input.name)'", input.input.choices.map(\.shown))
    default: return nil
    }
  }
}

/// DESIGN §5.
private let statusesOfSteps = [
  "pending", "running", "waiting", "succeeded", "satisfied", "skipped", "failed", "in_doubt", "undoing", "undone",
  "undo_failed", "kept",
]
private let statusesOfRuns = [
  "running", "waiting", "halted", "in_doubt", "rolling_back", "rolled_back", "rollback_blocked", "succeeded",
  "abandoned",
]
