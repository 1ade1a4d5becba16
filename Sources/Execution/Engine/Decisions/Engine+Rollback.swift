// Undoing: every step that started, in reverse order of start, down to the start or to the step that stays
// (DESIGN §5 "Rollback"). Nothing runs forward here.

import Diagnostics
import Expressions
import JSONText
import PlanModel
import StepKit

extension Engine {
  mutating func goBack() throws(EventFault) -> Bool {
    startRollbackTimer()
    guard live.isEmpty else { return false }
    for number in state.unsettled.sorted() {
      if state.steps[number].status == .running, state.steps[number].retryAt != nil {
        try giveUpRetry(number)
        return true
      }
    }
    guard let number = state.starts.last, isAboveTarget(number) else { return try rollbackIsComplete() }
    return try undo(number)
  }

  private mutating func startRollbackTimer() {
    guard session?.rollbackTimerIsSet == false, let limit = state.plan.limits.rollback else { return }
    session?.rollbackTimerIsSet = true
    wake(after: limit, for: .rollbackDuration)
  }

  /// Started after the step that stays done.
  private func isAboveTarget(_ number: Int) -> Bool {
    (state.steps[number].startOrder ?? 0) > state.rollbackFloor
  }

  private mutating func rollbackIsComplete() throws(EventFault) -> Bool {
    let isWhole = state.rollback?.to == nil
    try record(.rollbackFinished(RollbackFinished(result: isWhole ? .complete : .partial)))
    return true
  }

  private mutating func undo(_ number: Int) throws(EventFault) -> Bool {
    guard let step = state.undoStep(number) else { return false }
    let known = state.steps[number]
    let id = state.nodes[number].id
    if known.status == .inDoubt, known.undo?.openAttempt != nil || !mayUndoInDoubt(step) { return try end(.inDoubt) }
    if step.irreversible { return try blockAtIrreversible(id) }
    switch step.rollback {
    case .nothing: try record(.undone(StepSettled(step: id, reason: "nothing to undo")))
    case .declined(let reason): try record(.kept(StepSettled(step: id, reason: reason)))
    case .auto where (known.undo?.action ?? 0) > 0: try record(.undone(StepSettled(step: id)))
    case .auto where known.undoRecord == nil:
      try record(.undone(StepSettled(step: id, reason: "nothing was recorded")))
    case .actions(let actions) where (known.undo?.action ?? 0) >= actions.count:
      try record(.undone(StepSettled(step: id)))
    case .auto, .actions: try beginUndo(number)
    }
    return true
  }

  private func mayUndoInDoubt(_ step: PlanStep) -> Bool {
    if step.idempotent { return true }
    if case .auto = step.rollback { return true }
    return false
  }

  private mutating func blockAtIrreversible(_ id: String) throws(EventFault) -> Bool {
    let reason = RunProblem.undoneByHandOnly(step: id).message
    try record(.rollbackFinished(RollbackFinished(result: .blocked, step: id, reason: reason)))
    return true
  }

  /// The next action of a step's rollback.
  mutating func beginUndo(_ number: Int) throws(EventFault) {
    guard let step = state.undoStep(number) else { return }
    let known = state.steps[number]
    let work = WorkID(
      step: state.nodes[number].id, undo: known.undo?.action ?? 0, attempt: known.undoAttempts + 1)
    switch step.rollback {
    case .auto: try intend(number, work, step.uses, step.with, undoRecord: nil, evidence: [])
    case .actions(let actions):
      let action = actions[work.undo ?? 0]
      try intend(number, work, action.uses, action.with, undoRecord: nil, evidence: [])
    case .nothing, .declined: return
    }
  }

  /// An undo failed for good: everything else stays as it is, until a person asks again. One that failed because the
  /// run is being stopped blocks nothing: the next resume goes on with it.
  mutating func blockRollback(_ number: Int, _ error: RecordedError) throws(EventFault) {
    let id = state.nodes[number].id
    try record(.undoFailed(StepRefused(step: id, error: error)))
    guard state.stage == .rollingBack else { return }
    try record(.rollbackFinished(RollbackFinished(result: .blocked, step: id, reason: error.message)))
  }
}

extension RunState {
  /// Steps that a person must settle.
  var inDoubtNodes: [Int] { doubts.sorted() }
}
