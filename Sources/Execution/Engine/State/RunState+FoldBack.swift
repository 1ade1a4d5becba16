// What the events about steps that are undone make of the state.

import Diagnostics
import Expressions
import JSONText
import PlanModel
import StepKit

extension RunState {
  func undoOutputs(of step: PlanStep, _ action: Int) -> [String: ValueType] {
    guard case .actions(let actions) = step.rollback, actions.indices.contains(action) else { return [:] }
    return actions[action].declaredOutputs
  }

  mutating func foldUndoIntent(_ intent: StepIntent, _ number: Int, at: Int64) {
    var undo = steps[number].undo ?? UndoState()
    undo.action = intent.work.undo ?? 0
    undo.startedAt = undo.startedAt ?? at
    steps[number].undoAttempts = intent.work.attempt
    undo.openAttempt = intent
    undo.isApplied = false
    undo.retryAt = nil
    steps[number].undo = undo
    steps[number].status = .undoing
  }

  mutating func foldUndoOutcome(_ outcome: StepOutcome, _ number: Int, _ action: Int, at: Int64) {
    unsettled.remove(number)
    // An attempt whose inputs can't be had fails without an intent.
    var undo = steps[number].undo ?? UndoState()
    undo.openAttempt = nil
    undo.isApplied = false
    undo.retryAt = nil
    if outcome.error == nil {
      undo.action = action + 1
      undo.failures = 0
      undo.startedAt = nil
    } else {
      undo.failures += 1
      undo.retryAt = outcome.retryAfter.map { at + $0 }
      if undo.retryAt != nil { unsettled.insert(number) }
    }
    steps[number].undo = undo
  }

  mutating func foldUndone(_ mark: StepSettled, at: Int64) throws(EventFault) {
    let number = try node(mark.step)
    steps[number].status = .undone
    steps[number].finishedAt = at
    leaveStarts(number)
    // Should it run again, then as the plan has it now.
    nodes[number].past = nil
    steps[number].undo = nil
    steps[number].undoRecord = nil
    steps[number].generation += 1
    steps[number].openAttempt = nil
    steps[number].isApplied = false
    steps[number].retryAt = nil
    nodes[number].progress = .pending
  }

  mutating func foldKept(_ mark: StepSettled) throws(EventFault) {
    let number = try node(mark.step)
    // A step that succeeded and keeps its effect stays done; one that failed may be tried again.
    if steps[number].status == .succeeded { steps[number].error = nil }
    steps[number].status = .kept
    leaveStarts(number)
    steps[number].openAttempt = nil
    steps[number].retryAt = nil
  }

  mutating func leaveStarts(_ number: Int) {
    unsettled.remove(number)
    doubts.remove(number)
    steps[number].startOrder = nil
    if starts.last == number { starts.removeLast() } else { starts.removeAll { $0 == number } }
  }

  mutating func foldUndoFailure(_ failure: StepRefused, at: Int64) throws(EventFault) {
    let number = try node(failure.step)
    steps[number].status = .undoFailed
    steps[number].error = failure.error
    steps[number].finishedAt = at
    steps[number].undo = steps[number].undo ?? UndoState()
    unsettled.remove(number)
  }

  mutating func resolveUndo(_ number: Int, _ decision: StepResolved.Decision) {
    steps[number].undo?.openAttempt = nil
    steps[number].undo?.isApplied = false
    steps[number].undo?.failures = 0
    steps[number].status = .undoing
    steps[number].error = nil
    unsettled.remove(number)
    if decision == .done { steps[number].undo?.action += 1 }
  }
}
