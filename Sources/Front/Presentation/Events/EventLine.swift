// One event in one plain line, for logs and for people who don't watch live.

import Engine

/// The line of an event in `belay log` and in the output of a run.
public enum EventLine {
  /// The time of day in UTC, and what happened. Nil: nothing that a reader needs.
  public static func text(_ recorded: RecordedEvent) -> String? {
    let time = String(journalTime(recorded.at).dropFirst(11).prefix(8))
    return words(recorded).map { "\(time)  \($0)" }
  }

  private static func words(_ recorded: RecordedEvent) -> String? {
    switch recorded.event {
    case .created, .opened, .applied: return nil
    case .planChanged(let change): return "plan changed to \(change.basis.planVersion)"
    case .phaseStarted(let start): return "phase \(phase(start.id))"
    case .phaseFinished(let end): return ending("phase \(phase(end.id))", end.error)
    case .callStarted(let start): return "sub-plan \(start.id)"
    case .callFinished(let end): return ending("sub-plan \(end.id)", end.error)
    case .expanded(let expansion): return "\(expansion.step)  \(expansion.keys.count) items"
    case .skipped(let mark): return "\(mark.step)  skipped" + reason(mark.reason)
    case .satisfied(let mark): return "\(mark.step)  satisfied" + reason(mark.reason)
    case .refused(let refusal): return failed(refusal.step, refusal.error)
    case .intent(let intent): return started(intent)
    case .outcome(let outcome): return ended(outcome)
    case .inDoubt(let doubt):
      return "\(doubt.work.step)  \(doubt.work.undo == nil ? "" : "undo ")in doubt: \(doubt.reason)"
    case .recovered(let found): return "\(found.work.step)  again: \(found.reason)"
    case .messageRefused(let message):
      return "what \(message.person) said (\(message.said)) can't be taken: \(message.error.message)"
    case .resolved(let decision):
      return "\(decision.step)  resolved as \(decision.decision.rawValue) by \(recorded.actor)"
        + reason(decision.reason)
    case .gateOpened(let gate): return "\(gate.work.step)  waiting: \(gate.message)"
    case .gateAnswered(let answer):
      return "\(answer.step)  \(answer.decision.rawValue) by \(answer.person)" + reason(answer.reason)
    default: return runWords(recorded)
    }
  }

  private static func runWords(_ recorded: RecordedEvent) -> String? {
    switch recorded.event {
    case .failing(let failing):
      return "run fails; on_failure: \(failing.mode.rawValue)"
        + (failing.step == nil ? ": \(failing.error.message)" : "")
    case .stopRequested(let stop): return "stop requested by \(recorded.actor): \(stop.reason)"
    case .alarm(let alarm): return "ALARM [\(alarm.error.code)] \(alarm.error.message)"
    case .guardTripped(let trip): return "guard \(trip.id): \(trip.error.message)"
    case .rollbackStarted(let start): return "rollback" + (start.to.map { " down to \($0)" } ?? "")
    case .undone(let mark): return "\(mark.step)  undone" + reason(mark.reason)
    case .kept(let mark): return "\(mark.step)  kept" + reason(mark.reason)
    case .undoFailed(let failure):
      return "\(failure.step)  undo failed [\(failure.error.code)] \(failure.error.message)"
    case .rollbackFinished(let end):
      return "rollback \(end.result.rawValue)" + (end.step.map { " at \($0)" } ?? "") + reason(end.reason)
    case .finallyStarted: return "finally"
    case .ended(let end): return "run \(end.status.rawValue)"
    default: return nil
    }
  }

  /// A flat list of steps with conditions of its own is a phase without a name.
  private static func phase(_ id: String) -> String { id.hasSuffix("/") ? "of the whole plan" : id }

  private static func started(_ intent: StepIntent) -> String {
    let attempt = intent.work.attempt > 1 ? ", attempt \(intent.work.attempt)" : ""
    return intent.work.undo == nil
      ? "\(intent.work.step)  started (\(intent.uses)\(attempt))"
      : "\(intent.work.step)  undoing (\(intent.uses)\(attempt))"
  }

  private static func ended(_ outcome: StepOutcome) -> String? {
    let how = outcome.learned == .finished ? "" : " (\(outcome.learned.rawValue))"
    guard let error = outcome.error else {
      return outcome.work.undo == nil ? "\(outcome.work.step)  succeeded\(how)" : nil
    }
    let again = outcome.retryAfter.map { ", again in \(DurationText.text($0))" } ?? ""
    return failed(outcome.work.step, error) + how + again
  }

  private static func failed(_ step: String, _ error: RecordedError) -> String {
    "\(step)  failed [\(error.code)] \(error.message)"
  }

  private static func ending(_ what: String, _ error: RecordedError?) -> String {
    error.map { "\(what)  failed [\($0.code)] \($0.message)" } ?? "\(what)  done"
  }

  private static func reason(_ text: String?) -> String { text.map { ": \($0)" } ?? "" }

  /// The line for a terminal that shows colours: red is a failure, green a success, yellow waits for a person.
  public static func colored(_ line: String) -> String {
    if line.contains("  failed") || line.contains("undo failed") || line.contains("ALARM") {
      return "\u{1B}[31m\(line)\u{1B}[0m"
    }
    if line.contains("  succeeded") || line.hasSuffix("  done") { return "\u{1B}[32m\(line)\u{1B}[0m" }
    if line.contains("  waiting") || line.contains("in doubt") { return "\u{1B}[33m\(line)\u{1B}[0m" }
    return line
  }
}
