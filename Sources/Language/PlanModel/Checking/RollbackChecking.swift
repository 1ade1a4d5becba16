// How a step is undone, and whether it may be left out (DESIGN §2 "Rollback").

import Diagnostics
import Expressions
import StepKit

/// Checks the rollback of one step.
struct RollbackChecker {
  let steps: StepChecker
  let step: WrittenStep
  let facts: UseFacts
  let position: StepGraph.Position

  private var context: BodyContext { steps.context }
  private var reporter: Reporter { steps.reporter }
  private var isFinal: Bool { position.list == context.graph.finallyList }

  func rollback(at place: ExpressionPlace) -> PlanRollback {
    if step.uses.isSubPlan { return ofSubPlan() }
    if isFinal { return inFinally(at: place) }
    switch step.rollback {
    case .unreadable: return .nothing
    case .missing: return missing()
    case .none(let reason, _): return .declined(reason)
    case .auto(let range):
      checkReversible(range)
      return auto(range)
    case .actions(let actions, let range):
      checkReversible(range)
      return .actions(actions.compactMap { undo($0, at: place) })
    }
  }

  private func ofSubPlan() -> PlanRollback {
    if let node = step.node.entry("rollback") { reporter.report(.rollbackOfSubPlan, at: node.key.range) }
    return .nothing
  }

  /// A step of `finally` is never undone, whatever it says; what it says is checked all the same.
  private func inFinally(at place: ExpressionPlace) -> PlanRollback {
    switch step.rollback {
    case .auto(let range): reporter.report(.rollbackInFinally(step: step.id), at: range)
    case .actions(let actions, let range):
      reporter.report(.rollbackInFinally(step: step.id), at: range)
      _ = actions.compactMap { undo($0, at: place) }
    case .missing, .none, .unreadable: break
    }
    return .nothing
  }

  private func missing() -> PlanRollback {
    guard let type = step.uses.type, facts.effect == .write, step.uses.hasKnownEffect else { return .nothing }
    let canRestore = step.uses.kind?.canRestore ?? false
    reporter.report(
      .missingRollback(step: step.id, type: type.declaration.name, canRestore: canRestore), at: step.range,
      fix: canRestore ? restoring() : nil)
    return .nothing
  }

  /// An offer: how a step is undone is for its author to say.
  private func restoring() -> FixIt? {
    guard let last = Array(step.node.entries).last, let first = step.node.entries.first(where: { _ in true }) else {
      return nil
    }
    let end = last.value.range.end
    let column = reporter.file.place(of: first.key.range.start).column
    let indentation = String(repeating: " ", count: column - 1)
    let text = step.node.isFlow ? ", rollback: auto" : "\n" + indentation + "rollback: auto"
    // After a block of text nothing can be put with certainty.
    let isBlockText = last.value.style == .literal || last.value.style == .folded
    let hasClearEnd = last.value.isFlow || (last.value.isScalar && !isBlockText)
    guard step.node.isFlow || hasClearEnd else { return nil }
    return FixIt(
      "let the step type restore", replace: SourceRange(start: end, end: end), with: text, isAutomatic: false)
  }

  private func auto(_ range: SourceRange) -> PlanRollback {
    if let type = step.uses.type, step.uses.kind?.canRestore == false {
      reporter.report(.cannotRestore(type: type.declaration.name), at: range)
    }
    return .auto
  }

  private func checkReversible(_ range: SourceRange) {
    guard facts.effect == .irreversible else { return }
    var notes: [DiagnosticNote] = []
    if let irreversible = step.irreversible {
      notes.append(reporter.note("it is irreversible", at: irreversible.range))
    }
    reporter.report(
      .undoOfIrreversible(step: step.id), at: step.node.entry("rollback")?.key.range ?? range, notes: notes)
  }

  private func undo(_ written: WrittenUndo, at place: ExpressionPlace) -> PlanUndoAction? {
    let use = written.uses
    if let type = use.type, !use.isWork {
      reporter.report(.notAnUndo(type: type.declaration.name), at: use.range)
    }
    let undoFacts = UseFacts(use, idempotent: written.idempotent, irreversible: false)
    let seen = facts.shape(named: "outputs of \(step.uses.name)", allMayBeAbsent: true)
    var inner = place
    inner.isUndo = true
    inner.scope = inner.scope.child()
    inner.scope.declare(ScopeNames.outputs, .record(seen))
    let with = context.fields(of: use, at: inner)
    let outputs = written.success.isEmpty ? nil : undoFacts.shape(named: "outputs of \(use.name)")
    let success = context.conditions(written.success, at: inner, outputs: outputs)
    return PlanUndoAction(
      uses: use.name, with: with, declaredOutputs: use.outputs, effect: undoFacts.effect,
      idempotent: undoFacts.idempotent, retry: steps.retry(of: written.retry, undoFacts, isWork: true),
      timeout: written.timeout ?? steps.defaults.timeout, estimate: written.estimate ?? steps.defaults.estimate,
      success: success, range: written.range)
  }
}
