// What an executor carries out beside its loop: each is a task that posts its answer when it has ended, and that is
// stopped by being cancelled. The executor doesn't give up its lease before all of them have ended.

import Engine

/// Something that is being carried out.
struct Undertaking {
  /// What it is for; there is one of each at a time.
  enum Subject: Hashable {
    case attempt(WorkID)
    case record(WorkID)
    /// A probe, or a read step of a condition.
    case question(Ticket)
  }
  /// The attempt that it concerns, if it does one.
  var work: WorkID?
  /// It isn't this executor that does the work, but a process: that goes on when the executor can't.
  var outlivesExecutor: Bool
  var task: Task<Void, Never>
}

extension Undertaking.Subject {
  fileprivate var work: WorkID? {
    switch self {
    case .attempt(let work), .record(let work): work
    case .question: nil
    }
  }
}

extension Executor {
  /// Carries something out beside the loop, and posts what it gives.
  func undertake(
    _ subject: Undertaking.Subject, about work: WorkID? = nil, outlives: Bool = false,
    _ body: @escaping @Sendable (Mailbox) async -> Stimulus
  ) {
    // Should one be asked for anew before the last has ended, nobody waits for the last.
    drop(subject)
    let mailbox = mailbox
    undertakings[subject] = Undertaking(
      work: work ?? subject.work, outlivesExecutor: outlives,
      task: Task { mailbox.post(await body(mailbox)) })
  }

  /// Nobody waits for it any more: it is ended.
  func drop(_ subject: Undertaking.Subject) {
    guard let undertaking = undertakings.removeValue(forKey: subject) else { return }
    undertaking.task.cancel()
    dropped.append(undertaking)
  }

  /// Ends all that is still being carried out, and waits for it.
  func endUndertakings() async {
    let left = dropped + undertakings.values
    for undertaking in left { undertaking.task.cancel() }
    for undertaking in left { await undertaking.task.value }
    dropped = []
    undertakings = [:]
  }
}

extension AttemptFinding {
  var isAdoption: Bool { if case .adopted = self { true } else { false } }
}
