// What the events about steps that go forward make of the state.

import Diagnostics
import Expressions
import JSONText
import PlanModel
import StepKit

extension RunState {
  mutating func settle(_ mark: StepSettled, as status: StepStatus, at: Int64) throws(EventFault) {
    let number = try node(mark.step)
    leaveReady(number)
    steps[number].status = status
    steps[number].finishedAt = at
    steps[number].error = nil
    if let step = nodes[number].step { steps[number].outputs = try outputs(mark.outputs, step.outputs) }
    for leaf in leaves(below: number) where leaf != number { steps[leaf].status = status }
    finish(number)
  }

  mutating func fold(_ refusal: StepRefused, at: Int64) throws(EventFault) {
    let number = try node(refusal.step)
    fail(number, refusal.error, continued: refusal.continued, at: at)
  }

  mutating func fail(_ number: Int, _ error: RecordedError, continued: Bool, at: Int64) {
    leaveReady(number)
    steps[number].status = .failed
    steps[number].error = error
    steps[number].continued = continued
    steps[number].finishedAt = at
    if continued { finish(number) } else { nodes[number].progress = .failed }
  }

  mutating func fold(_ intent: StepIntent, at: Int64) throws(EventFault) {
    let number = try node(intent.work.step)
    unsettled.insert(number)
    if intent.work.undo != nil { return foldUndoIntent(intent, number, at: at) }
    noteStart(number, attempt: intent.work.attempt, at: at)
    steps[number].status = .running
    steps[number].attempts = intent.work.attempt
    steps[number].openAttempt = intent
    steps[number].isApplied = false
    steps[number].retryAt = nil
    steps[number].error = nil
    steps[number].finishedAt = nil
    doubts.remove(number)
    if let record = intent.undoRecord { steps[number].undoRecord = record }
  }

  mutating func noteStart(_ number: Int, attempt: Int, at: Int64) {
    leaveReady(number)
    nodes[number].progress = .open
    guard steps[number].startOrder == nil else { return }
    if isInFinale(number) {
      if steps[number].startedAt == nil { steps[number].startedAt = at }
      return
    }
    steps[number].startedAt = at
    steps[number].firstAttempt = attempt
    steps[number].startOrder = (starts.last.flatMap { steps[$0].startOrder } ?? 0) + 1
    starts.append(number)
  }

  mutating func fold(_ applied: StepApplied) throws(EventFault) {
    let number = try node(applied.work.step)
    guard let step = step(of: applied.work) else { throw EventFault("'\(applied.work.step)' is no step") }
    if let action = applied.work.undo {
      steps[number].undo?.isApplied = true
      steps[number].undo?.learned = applied.learned
      let values = try outputs(applied.outputs, undoOutputs(of: step, action))
      steps[number].undo?.outputs = values
    } else {
      steps[number].isApplied = true
      steps[number].learned = applied.learned
      steps[number].outputs = try outputs(applied.outputs, step.outputs)
      steps[number].log = applied.log ?? steps[number].log
    }
  }

  mutating func fold(_ outcome: StepOutcome, at: Int64) throws(EventFault) {
    let number = try node(outcome.work.step)
    guard let step = nodes[number].step else { throw EventFault("'\(outcome.work.step)' is no step") }
    if let action = outcome.work.undo { return foldUndoOutcome(outcome, number, action, at: at) }
    steps[number].openAttempt = nil
    steps[number].isApplied = false
    steps[number].retryAt = nil
    steps[number].log = outcome.log ?? steps[number].log
    unsettled.remove(number)
    guard let error = outcome.error else {
      steps[number].outputs = try outputs(outcome.outputs, step.outputs)
      steps[number].status = .succeeded
      steps[number].error = nil
      steps[number].finishedAt = at
      return finish(number)
    }
    // What the effect gave is known even when a criterion then failed: the undo may need it.
    if outcome.outputs.count > 0 { steps[number].outputs = try outputs(outcome.outputs, step.outputs) }
    steps[number].failures += 1
    if let delay = outcome.retryAfter {
      steps[number].retryAt = at + delay
      steps[number].error = error
      unsettled.insert(number)
    } else {
      fail(number, error, continued: outcome.continued, at: at)
    }
  }

  func outputs(_ json: JSONObject, _ types: [String: ValueType]) throws(EventFault) -> [String: Value] {
    var values: [String: Value] = [:]
    for (name, value) in json {
      values[name] = try Self.decoded(value, as: types[name] ?? .dyn, name: name)
    }
    return values
  }

  mutating func fold(_ doubt: StepInDoubt) throws(EventFault) {
    let number = try node(doubt.work.step)
    steps[number].status = .inDoubt
    doubts.insert(number)
    steps[number].error = RecordedError(
      RunProblem.inDoubt(step: doubt.work.step, reason: doubt.reason, undo: doubt.work.undo != nil))
    unsettled.remove(number)
  }

  mutating func fold(_ gate: GateOpened, at: Int64) throws(EventFault) {
    let number = try node(gate.work.step)
    noteStart(number, attempt: gate.work.attempt, at: at)
    steps[number].status = .waiting
    steps[number].attempts = gate.work.attempt
    steps[number].gate = GateState(request: gate, openedAt: at)
    steps[number].error = nil
    unsettled.insert(number)
  }

  mutating func fold(_ decision: StepResolved, at: Int64) throws(EventFault) {
    let number = try node(decision.step)
    doubts.remove(number)
    if decision.undo != nil || steps[number].status == .undoFailed {
      return resolveUndo(number, decision.decision)
    }
    steps[number].openAttempt = nil
    steps[number].isApplied = false
    steps[number].failures = 0
    steps[number].retryAt = nil
    unsettled.remove(number)
    switch decision.decision {
    case .done:
      steps[number].status = .succeeded
      steps[number].error = nil
      steps[number].finishedAt = at
      finish(number)
    case .retry:
      steps[number].status = .pending
    case .notDone:
      steps[number].status = .pending
      steps[number].startOrder = nil
      starts.removeAll { $0 == number }
    }
    if decision.decision != .done { nodes[number].progress = .pending }
    if stage == .forward { recount() }
  }
}
