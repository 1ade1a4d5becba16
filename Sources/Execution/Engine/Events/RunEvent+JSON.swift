// Events to and from `type` and `data` of a journal entry. The names are part of the format (docs/ARCHITECTURE.md).

import JSONText

extension RunEvent {
  /// The entry's `type`, `subject.what_happened`.
  public var type: String {
    switch self {
    case .created: "run.created"
    case .opened: "run.opened"
    case .planChanged: "run.plan_changed"
    case .phaseStarted: "phase.started"
    case .phaseFinished: "phase.finished"
    case .callStarted: "call.started"
    case .callFinished: "call.finished"
    case .expanded: "step.expanded"
    case .skipped: "step.skipped"
    case .satisfied: "step.satisfied"
    case .refused: "step.refused"
    case .intent: "step.intent"
    case .applied: "step.applied"
    case .outcome: "step.outcome"
    case .inDoubt: "step.in_doubt"
    case .recovered: "step.recovered"
    case .resolved: "step.resolved"
    case .gateOpened: "gate.opened"
    case .gateAnswered: "gate.answered"
    case .messageRefused: "message.refused"
    case .failing: "run.failing"
    case .stopRequested: "run.stop_requested"
    case .alarm: "run.alarm"
    case .guardTripped: "guard.tripped"
    case .rollbackStarted: "rollback.started"
    case .undone: "step.undone"
    case .kept: "step.kept"
    case .undoFailed: "step.undo_failed"
    case .rollbackFinished: "rollback.finished"
    case .finallyStarted: "finally.started"
    case .ended: "run.ended"
    case .unknown(let type, _): type
    }
  }

  /// The entry's `data`.
  public var data: JSON {
    switch self {
    case .created(let payload): payload.json
    case .opened(let payload): payload.json
    case .planChanged(let payload): payload.json
    case .phaseStarted(let payload): payload.json
    case .phaseFinished(let payload): payload.json
    case .callStarted(let payload): payload.json
    case .callFinished(let payload): payload.json
    case .expanded(let payload): payload.json
    case .skipped(let payload): payload.json
    case .satisfied(let payload): payload.json
    case .refused(let payload): payload.json
    case .intent(let payload): payload.json
    case .applied(let payload): payload.json
    case .outcome(let payload): payload.json
    case .inDoubt(let payload): payload.json
    case .recovered(let payload): payload.json
    case .resolved(let payload): payload.json
    case .gateOpened(let payload): payload.json
    case .gateAnswered(let payload): payload.json
    case .messageRefused(let payload): payload.json
    case .failing(let payload): payload.json
    case .stopRequested(let payload): payload.json
    case .alarm(let payload): payload.json
    case .guardTripped(let payload): payload.json
    case .rollbackStarted(let payload): payload.json
    case .undone(let payload): payload.json
    case .kept(let payload): payload.json
    case .undoFailed(let payload): payload.json
    case .rollbackFinished(let payload): payload.json
    case .finallyStarted(let payload): payload.json
    case .ended(let payload): payload.json
    case .unknown(_, let data): data
    }
  }

  /// Reads an entry. What this version doesn't understand whole becomes `unknown`: another type, an unknown word, a
  /// field that it wouldn't have written itself (it must not be overlooked: it may say that something else happened).
  /// Known data that is incomplete is a fault.
  public init(type: String, data: JSON) throws(EventFault) {
    do throws(EventFault) {
      let event = try Self.known(type: type, data: data)
      let isUnderstood = event.data.canonicalBytes() == data.canonicalBytes()
      self = isUnderstood ? event : .unknown(type: type, data: data)
    } catch  where error.isUnknownWord {
      self = .unknown(type: type, data: data)
    }
  }

  private static func known(type: String, data: JSON) throws(EventFault) -> RunEvent {
    switch type {
    case "run.created": .created(try RunCreated(json: data))
    case "run.opened": .opened(try RunOpened(json: data))
    case "run.plan_changed": .planChanged(try PlanChanged(json: data))
    case "phase.started": .phaseStarted(try GroupStarted(json: data))
    case "phase.finished": .phaseFinished(try GroupFinished(json: data))
    case "call.started": .callStarted(try GroupStarted(json: data))
    case "call.finished": .callFinished(try GroupFinished(json: data))
    case "step.expanded": .expanded(try StepExpanded(json: data))
    case "step.skipped": .skipped(try StepSettled(json: data))
    case "step.satisfied": .satisfied(try StepSettled(json: data))
    case "step.refused": .refused(try StepRefused(json: data))
    case "step.intent": .intent(try StepIntent(json: data))
    case "step.applied": .applied(try StepApplied(json: data))
    case "step.outcome": .outcome(try StepOutcome(json: data))
    case "step.in_doubt": .inDoubt(try StepInDoubt(json: data))
    case "step.recovered": .recovered(try StepRecovered(json: data))
    case "step.resolved": .resolved(try StepResolved(json: data))
    case "gate.opened": .gateOpened(try GateOpened(json: data))
    case "gate.answered": .gateAnswered(try GateAnswered(json: data))
    case "message.refused": .messageRefused(try MessageRefused(json: data))
    case "run.failing": .failing(try RunFailing(json: data))
    case "run.stop_requested": .stopRequested(try StopRequested(json: data))
    case "run.alarm": .alarm(try RunAlarm(json: data))
    case "guard.tripped": .guardTripped(try GuardTripped(json: data))
    case "rollback.started": .rollbackStarted(try RollbackStarted(json: data))
    case "step.undone": .undone(try StepSettled(json: data))
    case "step.kept": .kept(try StepSettled(json: data))
    case "step.undo_failed": .undoFailed(try StepRefused(json: data))
    case "rollback.finished": .rollbackFinished(try RollbackFinished(json: data))
    case "finally.started": .finallyStarted(try FinallyStarted(json: data))
    case "run.ended": .ended(try RunEnded(json: data))
    default: .unknown(type: type, data: data)
    }
  }
}
