// The events of a run, sorted by what they speak of. The state says where things stand; this says how they got there.

import Engine

/// A stretch of time in which something went on. Without an end it still does.
struct Stretch: Sendable, Hashable {
  var start: Int64
  var end: Int64?
}

/// An executor's work on the run.
struct Session: Sendable {
  var opened: RunOpened
  var actor: String
  var stretch: Stretch
  /// The status in which it left the run; nil: it ended without a word, or goes on.
  var endStatus: RunStatus?
}

/// One round of undoing.
struct RollbackRound: Sendable {
  var started: RollbackStarted
  var actor: String
  var stretch: Stretch
  var finished: RollbackFinished?
  /// Steps that were undone, kept, or whose undo failed, in that order of events.
  var marks: [(step: String, mark: StepMark)] = []
}

/// Something with its time and the person whose act it is.
struct Dated<Content: Sendable>: Sendable {
  var content: Content
  var at: Int64
  var actor: String
}

/// What happened in a run.
struct RunHistory: Sendable {
  var steps: [String: StepHistory] = [:]
  /// Full ids in the order in which the events first name them.
  var order: [String] = []
  var groups: [String: Stretch] = [:]
  var groupEvidence: [String: [Evidence]] = [:]
  /// Sub-plans that were entered, with their inputs.
  var calls: [Dated<GroupStarted>] = []
  /// What each `foreach` was found to stand for.
  var expansions: [Dated<StepExpanded>] = []
  var sessions: [Session] = []
  var rollbacks: [RollbackRound] = []
  var finals: [(status: RunStatus, stretch: Stretch)] = []
  var gates: [Dated<GateOpened>] = []
  var answers: [Dated<GateAnswered>] = []
  var resolutions: [Dated<StepResolved>] = []
  var planChanges: [Dated<PlanChanged>] = []
  var stops: [Dated<StopRequested>] = []
  var alarms: [Dated<RunAlarm>] = []
  var trips: [Dated<GuardTripped>] = []
  var failures: [Dated<RunFailing>] = []
  var moments: [HistoryMoment] = []
  /// As the run was created; the state has what an edited plan made of it.
  var created: RunCreated?
  /// The time of the first and of the last event.
  var startedAt: Int64
  var lastAt: Int64

  init(_ events: [RecordedEvent], startedAt: Int64) {
    self.startedAt = startedAt
    lastAt = startedAt
    for recorded in events {
      let moment = self.moment(for: recorded)
      take(recorded)
      if let moment { moments.append(moment) }
      lastAt = max(lastAt, recorded.at)
    }
  }

  /// The answers that people gave while a gate was open: those between its opening and the next one of that step.
  func answers(to gate: Dated<GateOpened>) -> [Dated<GateAnswered>] {
    let next = gates.first { $0.content.work.step == gate.content.work.step && $0.at > gate.at }?.at ?? .max
    return answers.filter { $0.content.step == gate.content.work.step && $0.at >= gate.at && $0.at < next }
  }

  /// Executors that worked on the run, those that only wrote down what a person said left out.
  var workingSessions: [Session] { sessions.filter { $0.opened.verb != .record } }
}

extension RunHistory {
  private mutating func take(_ recorded: RecordedEvent) {
    let at = recorded.at
    switch recorded.event {
    case .created(let first):
      created = first
      startedAt = at
    case .opened(let opened): open(opened, recorded)
    case .planChanged(let change): planChanges.append(dated(change, recorded))
    case .phaseStarted(let start), .callStarted(let start):
      groups[start.id] = Stretch(start: groups[start.id]?.start ?? at, end: nil)
      groupEvidence[start.id, default: []] += start.evidence
      if case .callStarted = recorded.event { calls.append(dated(start, recorded)) }
    case .phaseFinished(let end), .callFinished(let end):
      groups[end.id] = Stretch(start: groups[end.id]?.start ?? at, end: at)
      groupEvidence[end.id, default: []] += end.evidence
    case .expanded(let expansion): expansions.append(dated(expansion, recorded))
    // Told by the timeline of moments.
    case .recovered, .messageRefused, .unknown: break
    case .skipped(let mark): note(mark.step, settled(mark, .skipped, at))
    case .satisfied(let mark): note(mark.step, settled(mark, .satisfied, at))
    case .refused(let refusal): note(refusal.step, refused(refusal, .refused, at))
    case .undone(let mark): noteUndo(mark.step, settled(mark, .undone, at))
    case .kept(let mark): noteUndo(mark.step, settled(mark, .kept, at))
    case .undoFailed(let failure): noteUndo(failure.step, refused(failure, .undoFailed, at))
    case .intent(let intent): begin(intent, at)
    case .applied(let applied):
      with(applied.work) {
        $0.outputs = applied.outputs
        $0.log = applied.log ?? $0.log
      }
    case .outcome(let outcome): end(outcome, at)
    case .inDoubt(let doubt): leaveInDoubt(doubt, at)
    case .resolved(let decision): resolutions.append(dated(decision, recorded))
    case .gateOpened(let gate): open(gate, recorded)
    case .gateAnswered(let answer): answers.append(dated(answer, recorded))
    case .failing(let failure): failures.append(dated(failure, recorded))
    case .stopRequested(let stop): stops.append(dated(stop, recorded))
    case .alarm(let alarm): alarms.append(dated(alarm, recorded))
    case .guardTripped(let trip): trips.append(dated(trip, recorded))
    case .rollbackStarted(let start):
      rollbacks.append(
        RollbackRound(started: start, actor: recorded.actor, stretch: Stretch(start: at, end: nil)))
    case .rollbackFinished(let end): if !rollbacks.isEmpty { finishRollback(end, at) }
    case .finallyStarted(let start): finals.append((start.status, Stretch(start: at, end: nil)))
    case .ended(let end): close(end.status, at)
    }
  }

  private func dated<Content>(_ content: Content, _ recorded: RecordedEvent) -> Dated<Content> {
    Dated(content: content, at: recorded.at, actor: recorded.actor)
  }

  // MARK: Executors

  private mutating func open(_ opened: RunOpened, _ recorded: RecordedEvent) {
    if let last = sessions.indices.last, sessions[last].stretch.end == nil {
      sessions[last].stretch.end = lastAt
      if let round = rollbacks.indices.last, rollbacks[round].stretch.end == nil {
        rollbacks[round].stretch.end = lastAt
      }
    }
    sessions.append(
      Session(opened: opened, actor: recorded.actor, stretch: Stretch(start: recorded.at, end: nil), endStatus: nil))
    guard opened.verb != .record, let round = rollbacks.last, round.finished == nil, round.stretch.end != nil else {
      return
    }
    // A rollback that a crash interrupted goes on.
    rollbacks[rollbacks.count - 1].stretch.end = nil
  }

  private mutating func close(_ status: RunStatus, _ at: Int64) {
    if let last = sessions.indices.last {
      sessions[last].stretch.end = at
      sessions[last].endStatus = status
    }
    if let last = finals.indices.last, finals[last].stretch.end == nil { finals[last].stretch.end = at }
    if let last = rollbacks.indices.last, rollbacks[last].stretch.end == nil { rollbacks[last].stretch.end = at }
  }

  private mutating func finishRollback(_ end: RollbackFinished, _ at: Int64) {
    rollbacks[rollbacks.count - 1].finished = end
    rollbacks[rollbacks.count - 1].stretch.end = at
  }

  // MARK: Steps

  private mutating func step(_ id: String, _ change: (inout StepHistory) -> Void) {
    if steps[id] == nil { order.append(id) }
    change(&steps[id, default: StepHistory()])
  }

  private func settled(_ mark: StepSettled, _ kind: StepMark.Kind, _ at: Int64) -> StepMark {
    StepMark(kind: kind, at: at, reason: mark.reason, evidence: mark.evidence, outputs: mark.outputs)
  }

  private func refused(_ refusal: StepRefused, _ kind: StepMark.Kind, _ at: Int64) -> StepMark {
    StepMark(kind: kind, at: at, error: refusal.error, evidence: refusal.evidence)
  }

  private mutating func note(_ id: String, _ mark: StepMark) { step(id) { $0.marks.append(mark) } }

  private mutating func noteUndo(_ id: String, _ mark: StepMark) {
    note(id, mark)
    if !rollbacks.isEmpty { rollbacks[rollbacks.count - 1].marks.append((id, mark)) }
  }

  private var isInFinally: Bool { finals.last.map { $0.stretch.end == nil } ?? false }

  private mutating func begin(_ intent: StepIntent, _ at: Int64) {
    var attempt = Attempt(
      work: intent.work, kind: intent.work.undo == nil ? .step : .undo, uses: intent.uses, inputs: intent.inputs,
      key: intent.key, hasUndoRecord: intent.undoRecord != nil, startedAt: at)
    attempt.evidenceBefore = intent.evidence
    attempt.isFinal = isInFinally
    step(intent.work.step) { $0.attempts.append(attempt) }
  }

  private mutating func open(_ gate: GateOpened, _ recorded: RecordedEvent) {
    gates.append(dated(gate, recorded))
    var attempt = Attempt(
      work: gate.work, kind: .gate, uses: gate.kind == .manual ? "manual.confirm" : "approval.request",
      inputs: gate.inputs, startedAt: recorded.at)
    attempt.evidenceBefore = gate.evidence
    attempt.isFinal = isInFinally
    step(gate.work.step) { $0.attempts.append(attempt) }
  }

  private mutating func with(_ work: WorkID, _ change: (inout Attempt) -> Void) {
    step(work.step) { history in
      guard let index = history.attempts.lastIndex(where: { $0.work == work }) else { return }
      change(&history.attempts[index])
    }
  }

  private mutating func end(_ outcome: StepOutcome, _ at: Int64) {
    with(outcome.work) { attempt in
      attempt.endedAt = at
      attempt.result = outcome.error == nil ? .succeeded : .failed
      attempt.error = outcome.error
      attempt.retryAt = outcome.retryAfter.map { at + $0 }
      attempt.learned = outcome.learned.rawValue
      attempt.log = outcome.log ?? attempt.log
      attempt.evidenceAfter = outcome.evidence
      if outcome.outputs.count > 0 { attempt.outputs = outcome.outputs }
    }
  }

  private mutating func leaveInDoubt(_ doubt: StepInDoubt, _ at: Int64) {
    step(doubt.work.step) { $0.doubts.append((at, doubt.reason)) }
    with(doubt.work) { attempt in
      attempt.endedAt = at
      attempt.result = .inDoubt
    }
  }
}
