// The first thing that a reader sees: how it ended, in words, and what that means for them.

import Engine
import PlanModel

/// How the run ended or stands.
struct Outcome: Sendable {
  /// Title, name and version of the plan.
  var plan: String
  /// Two or three words.
  var headline: String
  var tone: Tone
  /// Sentences: what was done, what wasn't.
  var summary: [Words]
  /// What went wrong, with what to do about it.
  var failure: FailureNote?
  /// Commands for the next step, with what each does.
  var next: [(command: String, purpose: String)]
  var facts: [Fact]
}

/// A failure with its resolution.
struct FailureNote: Sendable {
  var title: Words
  var cause: String?
  var resolution: [String]
}

extension RunFacts {
  var outcome: Outcome {
    Outcome(
      plan: planLine, headline: headline, tone: hasFailedQuietly ? .warning : state.status.tone, summary: summary,
      failure: state.status == .succeeded ? nil : failureNote, next: nextSteps, facts: outcomeFacts)
  }

  private var failed: [ListedStep] { steps.filter { $0.status == .failed && !$0.isPassedOver } }
  private var passedOver: [ListedStep] { steps.filter(\.isPassedOver) }
  private var hasFailedQuietly: Bool { state.status == .succeeded && !passedOver.isEmpty }

  /// The last stop was what ended the run.
  private var wasStopped: Bool {
    guard let stop = history.stops.last else { return false }
    return stop.at >= (history.workingSessions.last?.stretch.start ?? .min)
  }

  var headline: String {
    switch state.status {
    case .succeeded: return hasFailedQuietly ? "Succeeded, with failures passed over" : "Succeeded"
    case .halted: return haltedHeadline
    case .rolledBack:
      return history.rollbacks.last?.started.requested == true ? "Rolled back" : "Failed and rolled back"
    case .rollbackBlocked: return "Rollback blocked"
    case .inDoubt: return "In doubt"
    case .waiting: return "Waiting for a person"
    case .running: return "Still running"
    case .rollingBack: return "Rolling back"
    case .abandoned: return "Abandoned"
    }
  }

  private var haltedHeadline: String {
    if let round = history.rollbacks.last, round.finished?.result == .partial, failed.isEmpty {
      return "Rolled back in part"
    }
    if wasStopped { return "Stopped" }
    return history.trips.last?.content.error == state.failing?.error && state.failing != nil
      ? "Halted by a guard" : "Failed and halted"
  }

  // MARK: Sentences

  var summary: [Words] {
    var sentences: [Words] = [counts]
    switch state.status {
    case .succeeded: break
    case .halted: sentences.append("What was done stays done. Nothing else was started.")
    case .rolledBack:
      let kept = steps(in: .kept)
      sentences.append(
        kept.isEmpty
          ? "Everything that had been started was undone."
          : "What had been started was undone, but for \(counted(kept.count, "step")) whose effect was kept.")
    case .rollbackBlocked:
      sentences.append(blockedSentence)
    case .inDoubt:
      let ids = state.inDoubt
      let subject = ids.count == 1 ? "this step" : "these steps"
      sentences.append(
        "Nobody can know from the record whether the effect of \(subject) happened: \(Words.steps(ids)).")
    case .waiting:
      for gate in state.waitingGates { sentences.append("\(step: gate.id) needs \(gate.gate.request.people).") }
    case .running, .rollingBack:
      sentences.append(
        "When this report was made, the record had no end: the run was going on, or its executor had died.")
    case .abandoned: sentences.append("A person gave the run up. What was done stays done.")
    }
    if !passedOver.isEmpty {
      sentences.append("Failed, and passed over as the plan says: \(Words.steps(passedOver.map(\.id))).")
    }
    return sentences
  }

  private var blockedSentence: Words {
    let place: Words = state.blocked?.step.map { " at \(step: $0)" } ?? ""
    let reason = state.blocked?.reason.map { ": " + $0 } ?? ""
    var words: Words = "Undoing came to a stop\(place)\(reason). What was started before that step is as it was."
    if let failure = state.failing, let step = failure.step {
      words += " The rollback had begun because \(step: step) failed with \(code: failure.error.code)."
    }
    return words
  }

  /// `12 steps: 9 succeeded, 2 undone, 1 failed.`
  private var counts: Words {
    let order: [StepStatus] = [
      .succeeded, .satisfied, .skipped, .undone, .kept, .failed, .undoFailed, .inDoubt, .waiting, .running, .undoing,
      .pending,
    ]
    let own = steps.filter(\.isOwn)
    let parts = order.compactMap { status -> String? in
      let count = own.count { $0.status == status }
      return count == 0 ? nil : "\(count) \(status.word.words)"
    }
    return "\(counted(own.count, "step")): \(parts.joined(separator: ", "))."
  }

  // MARK: What went wrong

  private var failureNote: FailureNote? {
    if state.blocked != nil, let blocking = steps(in: .undoFailed).last, let error = blocking.error {
      return note("Undoing \(step: blocking.id) failed", error)
    }
    guard let failure = state.failing else { return nil }
    return note(failure.step.map { "\(step: $0) failed" } ?? "The run failed", failure.error)
  }

  private func note(_ subject: Words, _ error: RecordedError) -> FailureNote {
    FailureNote(
      title: "\(subject): \(code: error.code) \(error.message)", cause: state.plan.errorCatalog[error.code]?.cause,
      resolution: resolution(of: error))
  }

  /// What the catalogue of the plan says to do, or what came with the error.
  func resolution(of error: RecordedError) -> [String] {
    if let entry = state.plan.errorCatalog[error.code], !entry.resolution.isEmpty { return entry.resolution }
    return error.help.map { [$0] } ?? []
  }

  private var nextSteps: [(command: String, purpose: String)] {
    let run = input.run
    let undo = ("belay rollback \(run)", "undo what was done")
    switch state.status {
    case .succeeded, .rolledBack, .abandoned, .running, .rollingBack: return []
    case .halted: return [("belay resume \(run)", "go on once the cause is mended"), undo]
    case .rollbackBlocked:
      return [("belay rollback \(run)", "try again once the cause is mended")]
        + steps(in: .undoFailed).map { ("belay resolve \(run) \($0.id) done", "say that it was undone by hand") }
    case .inDoubt:
      return state.inDoubt.flatMap { id in
        [
          ("belay resolve \(run) \(id) done", "it happened"),
          ("belay resolve \(run) \(id) not-done", "it never happened"),
          ("belay resolve \(run) \(id) retry", "run it again"),
        ]
      }
    case .waiting:
      return state.waitingGates.map { gate in
        let verb = gate.gate.request.kind == .manual ? "confirm" : "approve"
        return ("belay \(verb) \(run) \(gate.id)", gate.gate.request.people)
      }
    }
  }
}

extension Words {
  /// `a, b and c`, each a link; of many only the first.
  static func steps(_ ids: [String], limit: Int = 12) -> Words {
    var words = Words([Span]())
    let shown = ids.prefix(limit)
    for (position, id) in shown.enumerated() {
      if position > 0 { words += position == ids.count - 1 ? " and " : ", " }
      words += .step(id)
    }
    if ids.count > limit { words += " and \(ids.count - limit) more" }
    return words
  }
}
