// What goes wrong while a run goes on, in the words in which a person reads it.

/// A failure of a run or of one of its steps that Belay itself finds.
public enum RunProblem: Problem, Hashable {
  case preconditionFalse(check: String, seen: String, message: String?)
  case criterionFalse(check: String, seen: String, message: String?, after: String?)
  case cannotEvaluate(what: String, reason: String)
  case cannotResolveInput(name: String, reason: String)
  case itemsNotDistinct(key: String)
  case rejected(person: String, reason: String?)
  case stopped
  case durationExceeded(limit: String)
  case rollbackOverBudget(limit: String)
  /// An attempt; of an undo, when `undo`.
  case inDoubt(step: String, reason: String, undo: Bool)
  case guardTripped(id: String, check: String, seen: String, message: String?)
  case timedOut(limit: String)
  case unknownSecret(name: String, source: String)
  case undoneByHandOnly(step: String)

  public var id: String {
    switch self {
    case .preconditionFalse: "BLY0601"
    case .criterionFalse: "BLY0602"
    case .cannotEvaluate: "BLY0603"
    case .cannotResolveInput: "BLY0604"
    case .rejected: "BLY0605"
    case .stopped: "BLY0606"
    case .timedOut: "BLY0607"
    case .durationExceeded: "BLY0608"
    case .inDoubt: "BLY0609"
    case .guardTripped: "BLY0610"
    case .rollbackOverBudget: "BLY0611"
    case .itemsNotDistinct: "BLY0612"
    case .unknownSecret: "BLY0613"
    case .undoneByHandOnly: "BLY0614"
    }
  }

  public var severity: Severity { .error }

  public var message: String {
    switch self {
    case .preconditionFalse(let check, let seen, let message):
      Self.condition("precondition does not hold", check, seen, message)
    case .criterionFalse(let check, let seen, let message, let after):
      Self.condition("success criterion does not hold" + (after.map { " after \($0)" } ?? ""), check, seen, message)
    case .cannotEvaluate(let what, let reason): "\(what) can't be evaluated: \(reason)"
    case .cannotResolveInput(let name, let reason): "input '\(name)' has no value: \(reason)"
    case .itemsNotDistinct(let key): "foreach has the item '\(key)' twice"
    case .rejected(let person, let reason): "rejected by \(person)" + (reason.map { ": \($0)" } ?? "")
    case .stopped: "stopped on request"
    case .durationExceeded(let limit): "the run took longer than limits.duration, \(limit)"
    case .rollbackOverBudget(let limit): "the rollback takes longer than limits.rollback, \(limit)"
    case .inDoubt(let step, let reason, let undo): undo ? "the undo of '\(step)' is in doubt: \(reason)" : reason
    case .guardTripped(let id, let check, let seen, let message):
      Self.condition("guard '\(id)' tripped", check, seen, message)
    case .timedOut(let limit): "still running at its deadline, \(limit); everything it had started was stopped"
    case .unknownSecret(let name, let source): "secret '\(name)' can't be had from \(source)"
    case .undoneByHandOnly(let step): "'\(step)' is irreversible: what it did can't be undone by Belay"
    }
  }

  public var help: String? {
    switch self {
    case .preconditionFalse: "nothing was changed by this step; mend the cause, then: belay resume RUN"
    case .criterionFalse: "look at the step's log: belay log RUN STEP; then resume or roll back"
    case .cannotEvaluate, .cannotResolveInput:
      "a step that was skipped or resolved by hand has no outputs; guard the expression with has() or status"
    case .itemsNotDistinct: "instance ids come from the items: make them distinct, or use a map"
    case .rejected: "belay resume RUN asks again; belay rollback RUN undoes what was done"
    case .stopped: "belay resume RUN goes on; belay rollback RUN undoes what was done"
    case .durationExceeded: "raise limits.duration in the plan and resume with --plan, or roll back"
    case .rollbackOverBudget: "the rollback goes on; tell those who wait for it"
    case .inDoubt(let step, _, let undo):
      undo
        ? "look whether it is undone, then: belay resolve RUN \(step) done (it is undone) | not-done or retry (undo it again)"
        : "look whether it happened, then: belay resolve RUN \(step) done|not-done|retry"
    case .guardTripped: "look at what the guard saw, mend it, then resume or roll back"
    case .timedOut: "what it had done half-way stays: look before you resume; its timeout is in the plan"
    case .unknownSecret: "set it where the plan says, then: belay resume RUN"
    case .undoneByHandOnly: "everything after it is undone; what is before it stays as it is"
    }
  }

  /// `what: message` when the author gave one, and always the expression with what it saw.
  private static func condition(_ what: String, _ check: String, _ seen: String, _ message: String?) -> String {
    let facts = seen.isEmpty ? check : "\(check) (\(seen))"
    guard let message else { return "\(what): \(facts)" }
    return "\(message) (\(what): \(facts))"
  }
}
