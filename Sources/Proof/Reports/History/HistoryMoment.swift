// The turns that a run took, each as a sentence: what a reader who wasn't there needs in order to follow it. Steps
// that simply succeeded are not among them; the timeline and the list of steps have those.

import Engine

/// A turn of the run.
struct HistoryMoment: Sendable {
  var at: Int64
  /// Who did it; nil: nobody, it happened.
  var actor: String?
  var words: Words
  var tone: Tone
}

extension RunHistory {
  /// The moment that an event makes, told before the event is taken in.
  func moment(for recorded: RecordedEvent) -> HistoryMoment? {
    guard let (words, tone) = sentence(recorded.event) else { return nil }
    let actor = isPersonal(recorded.event) ? recorded.actor : nil
    return HistoryMoment(at: recorded.at, actor: actor, words: words, tone: tone)
  }

  private func isPersonal(_ event: RunEvent) -> Bool {
    switch event {
    case .created, .opened, .planChanged, .gateAnswered, .resolved, .stopRequested: true
    case .rollbackStarted(let start): start.requested
    case .ended(let end): end.status == .abandoned
    default: false
    }
  }

  private func sentence(_ event: RunEvent) -> (Words, Tone)? {
    switch event {
    case .created(let created):
      return ("The run of \(strong: created.planName) \(created.planVersion) was started", .active)
    case .opened(let opened): return opening(opened)
    case .planChanged(let change): return ("The plan was replaced by version \(change.basis.planVersion)", .warning)
    case .phaseStarted(let start): return ("Phase \(code: start.id) began", .quiet)
    case .phaseFinished(let end): return finishing(end, "Phase")
    case .callFinished(let end) where end.error != nil: return finishing(end, "Sub-plan")
    case .refused(let refusal): return ("\(step: refusal.step) failed before it started: \(refusal.error.text)", .bad)
    case .outcome(let outcome): return failing(outcome)
    case .inDoubt(let doubt): return ("\(step: doubt.work.step) was left in doubt: \(doubt.reason)", .warning)
    case .recovered(let found):
      return (
        "Attempt \(found.work.attempt) of \(step: found.work.step) is carried out again: \(found.finding.words) (\(found.reason))",
        .warning
      )
    case .messageRefused(let message):
      let reason = message.error.text
      return ("What \(strong: message.person) said couldn't be taken (\(message.said)): \(reason)", .warning)
    case .resolved(let decision): return (decision.words, .warning)
    case .gateOpened(let gate): return ("\(step: gate.work.step) asked for \(gate.people)", .waiting)
    case .gateAnswered(let answer): return answering(answer)
    case .failing(let failure):
      let next = failure.mode == .rollback ? "what was done is to be undone" : "the run halts"
      return ("No new step starts: \(next)", .bad)
    case .stopRequested(let stop): return ("A stop was asked for: \(stop.reason)", .warning)
    case .alarm(let alarm): return ("Alarm: \(alarm.error.text)", .warning)
    case .guardTripped(let trip):
      return ("Guard \(code: trip.id) tripped (\(trip.action.rawValue)): \(trip.error.text)", .bad)
    case .rollbackStarted(let start): return rollingBack(start)
    case .kept(let mark): return ("\(step: mark.step) was kept: \(mark.reason ?? "no reason given")", .warning)
    case .undoFailed(let failure): return ("Undoing \(step: failure.step) failed: \(failure.error.text)", .bad)
    case .rollbackFinished(let end): return (end.words, end.result == .blocked ? .bad : .undone)
    case .finallyStarted(let start): return ("The final steps began; the run will end as \(start.status.words)", .quiet)
    case .ended(let end): return ending(end.status)
    case .callStarted, .callFinished, .expanded, .skipped, .satisfied, .intent, .applied, .undone: return nil
    case .unknown(let type, _): return ("An event of a newer version, \(code: type)", .quiet)
    }
  }

  private func opening(_ opened: RunOpened) -> (Words, Tone)? {
    let place: Words = "on host \(code: opened.host)"
    var words: Words
    switch opened.verb {
    case .record: return nil
    case .run: words = "An executor took it up \(place)"
    case .resume: words = "The run was resumed \(place)"
    case .rollback: words = "The rollback was taken up \(place)"
    case .stop: words = "An executor came to stop it \(place)"
    }
    if let last = sessions.last, last.stretch.end == nil, last.opened.verb != .record {
      words += "; the executor before had ended without a word after \(TimeText.dateAndTime(lastAt))"
      return (words, .warning)
    }
    return (words, .active)
  }

  private func finishing(_ end: GroupFinished, _ what: String) -> (Words, Tone) {
    guard let error = end.error else { return ("\(what) \(code: end.id) is done", .good) }
    return ("\(what) \(code: end.id) failed: \(error.text)\(end.continued ? "; the run went on" : "")", .bad)
  }

  private func failing(_ outcome: StepOutcome) -> (Words, Tone)? {
    guard let error = outcome.error, outcome.work.undo == nil else { return nil }
    if let delay = outcome.retryAfter {
      let pause = TimeText.duration(delay)
      return (
        "Attempt \(outcome.work.attempt) of \(step: outcome.work.step) failed, another one after \(pause): \(error.text)",
        .warning
      )
    }
    return ("\(step: outcome.work.step) failed: \(error.text)\(outcome.continued ? "; the run went on" : "")", .bad)
  }

  private func answering(_ answer: GateAnswered) -> (Words, Tone) {
    let reason = answer.reason.map { ": “\($0)”" } ?? ""
    let roles = answer.roles.isEmpty ? "" : " as \(listed(answer.roles))"
    return (
      "\(strong: answer.person) \(answer.verb) \(step: answer.step)\(roles)\(reason)",
      answer.decision == .reject ? .bad : .good
    )
  }

  private func rollingBack(_ start: RollbackStarted) -> (Words, Tone) {
    let target: Words = start.to.map { " down to \(step: $0), which stays" } ?? ""
    let cause = start.requested ? "A rollback was asked for" : "The rollback began"
    return ("\(cause)\(target)", .undone)
  }

  private func ending(_ status: RunStatus) -> (Words, Tone) {
    switch status {
    case .waiting: ("The executor left; the run waits for a person", .waiting)
    case .inDoubt: ("The executor left; a person must say what happened", .warning)
    default: ("The run ended: \(strong: status.words)", status.tone)
    }
  }
}

extension RecordedError {
  /// `EDGE-002: the edge does not answer`
  var text: String { code + ": " + message }
}

extension StepResolved {
  var words: Words {
    let what: Words = undo == nil ? "\(step: step)" : "the undo of \(step: step)"
    let note = reason.map { ": “\($0)”" } ?? ""
    switch decision {
    case .done: return "It was said of \(what) that it is done\(note)"
    case .notDone: return "It was said of \(what) that it never happened\(note)"
    case .retry: return "It was decided to run \(what) again\(note)"
    }
  }
}

extension GateOpened {
  /// Whose answer is asked for.
  var people: String {
    let whom = roles.isEmpty ? "" : roles.count == 1 ? " of role \(roles[0])" : " of each role: \(listed(roles))"
    return (kind == .manual ? "confirmation by " : "approval by ") + counted(quorum, "person", "people") + whom
  }
}

extension StepRecovered.Finding {
  /// Why the step may be carried out again.
  var words: String {
    switch self {
    case .neverRan: "it never ran"
    case .idempotent: "it may be repeated"
    case .notDone: "it didn't happen"
    }
  }
}

extension GateAnswered {
  var verb: String {
    switch decision {
    case .approve: "approved"
    case .confirm: "confirmed"
    case .reject: "rejected"
    }
  }
}

extension RollbackFinished {
  var words: Words {
    switch result {
    case .complete: return "The rollback is complete"
    case .partial: return "The rollback reached the step that stays"
    case .blocked:
      let place: Words = step.map { " at \(step: $0)" } ?? ""
      return "The rollback is blocked\(place): \(reason ?? "no reason was given")"
    }
  }
}
