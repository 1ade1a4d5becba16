// An executor opens a run: what a dead one left behind is settled first (DESIGN §5 "In doubt").

import Diagnostics
import Expressions
import JSONText
import PlanModel
import StepKit

extension Engine {
  mutating func open(_ request: OpenRequest) throws(EventFault) {
    session = Session(
      verb: request.opened.verb, actor: request.actor, bootID: request.opened.bootID, waits: request.waits,
      orphans: request.orphans, openedAt: now)
    try record(.opened(request.opened))
    switch request.opened.verb {
    case .record: return
    case .run, .resume: if case .ended = state.stage { return }
    case .rollback:
      if case .ended(.rolledBack) = state.stage { return }
      try record(.rollbackStarted(RollbackStarted(requested: true, to: request.to)))
    case .stop:
      if case .ended = state.stage { return }
      try record(.stopRequested(StopRequested(reason: "belay stop")))
      session?.orphans = .stop
      session?.isStopping = true
    }
    try startRunTimers()
    for number in state.unsettled.sorted() { try pickUp(number) }
  }

  private mutating func startRunTimers() throws(EventFault) {
    startGuards()
    guard let limit = state.plan.limits.duration, state.stage == .forward else { return }
    // Its time is used up: no step starts any more, however often it is resumed.
    if state.spent >= limit { return try runTookTooLong() }
    wake(after: limit - state.spent, for: .runDuration)
  }

  /// An attempt, a retry or a gate that was open when the last executor left.
  private mutating func pickUp(_ number: Int) throws(EventFault) {
    let step = state.steps[number]
    if let intent = step.undo?.openAttempt {
      return try pickUp(number, intent, isApplied: step.undo?.isApplied == true)
    }
    if let intent = step.openAttempt { return try pickUp(number, intent, isApplied: step.isApplied) }
    if step.gate != nil, step.status == .waiting { return try decideGate(number) }
    if let due = step.undo?.retryAt {
      if state.stage == .rollingBack { wakeForRetry(number, due) }
      return
    }
    if let due = step.retryAt { try pickUpRetry(number, due) }
  }

  private mutating func pickUp(_ number: Int, _ intent: StepIntent, isApplied: Bool) throws(EventFault) {
    if isApplied {
      let known = state.steps[number]
      let learned = (intent.work.undo == nil ? known.learned : known.undo?.learned) ?? .finished
      return try askCriteria(number, intent.work, restoredReport(number, intent.work), learned: learned)
    }
    if type(of: intent.work) is any TimerStep {
      return try isStillWorth(intent.work) ? startTimer(number, intent.work) : failStopped(number, intent.work)
    }
    live[number] = .recovering(intent.work)
    commands.append(.recover(intent.work, intent))
  }

  /// Whether a wait that a dead executor began is waited for: not when the run stops or goes back.
  private func isStillWorth(_ work: WorkID) -> Bool {
    switch state.stage {
    case .forward, .finalizing, .draining(.halt), .draining(.rollback): true
    case .rollingBack: work.undo != nil
    case .draining(.stop), .concluding, .ended: false
    }
  }

  private func restoredReport(_ number: Int, _ work: WorkID) -> WorkReport {
    let outputs = work.undo == nil ? state.steps[number].outputs : state.steps[number].undo?.outputs ?? [:]
    return WorkReport(result: .success(outputs), log: state.steps[number].log)
  }

  private mutating func pickUpRetry(_ number: Int, _ due: Int64) throws(EventFault) {
    if mayRetry(number) { wakeForRetry(number, due) } else { try giveUpRetry(number) }
  }

  private mutating func wakeForRetry(_ number: Int, _ due: Int64) {
    let ticket = ticket(for: .retry(number))
    live[number] = .retrying(ticket)
    commands.append(.wake(ticket, after: max(0, due - now.wall)))
  }

  /// New attempts are for a run that goes forward, and for `finally`.
  func mayRetry(_ number: Int) -> Bool {
    switch state.stage {
    case .forward: true
    case .finalizing: isFinal(number)
    case .draining, .rollingBack, .concluding, .ended: false
    }
  }

  /// The run doesn't go on: a step that waited for its next attempt has failed.
  mutating func giveUpRetry(_ number: Int) throws(EventFault) {
    guard let error = state.steps[number].error else { return }
    live[number] = nil
    let work = WorkID(step: state.nodes[number].id, attempt: state.steps[number].attempts)
    try record(.outcome(StepOutcome(work: work, error: error, continued: isFinal(number), learned: .gaveUp)))
  }

  // MARK: What became of it

  mutating func recovered(_ work: WorkID, _ finding: AttemptFinding) throws(EventFault) {
    guard let number = state.index[work.step], case .recovering(work)? = live[number] else { return }
    switch finding {
    case .adopted:
      adopted.insert(work)
      live[number] = .executing(work)
      if session?.isStopping == true { commands.append(.stop(work)) }
    case .ended(let report):
      live[number] = .executing(work)
      try end(number, work, report, learned: .exitRecord)
    case .neverRan: try runOrForget(number, work)
    case .lost(let reason): try settle(number, work, reason)
    }
  }

  /// It surely never ran: its intent stands, and is carried out if the run goes on.
  private mutating func runOrForget(_ number: Int, _ work: WorkID) throws(EventFault) {
    if work.undo != nil ? state.stage == .rollingBack : mayRetry(number) {
      let reason = "no started record on the same boot"
      try record(.recovered(StepRecovered(work: work, finding: .neverRan, reason: reason)))
      live[number] = .executing(work)
      commands.append(.begin(work))
      return
    }
    live[number] = nil
    // An undo stays as it is, for the rollback that goes on later.
    if work.undo != nil { return }
    if work.attempt > state.steps[number].firstAttempt || isFinal(number) {
      let reason = "attempt \(work.attempt) never ran, and the run doesn't go on"
      return try recordLost(number, work, reason)
    }
    try record(
      .resolved(
        StepResolved(
          step: work.step, decision: .notDone, reason: "no started record on the same boot: it never ran")))
  }

  /// It is over, and nobody knows how.
  mutating func settle(_ number: Int, _ work: WorkID, _ reason: String) throws(EventFault) {
    guard let step = state.step(of: work) else { return }
    if work.undo != nil { return try settleUndo(number, work, reason) }
    if isSafeToRepeat(number) || (!mayRetry(number) && canUndoBlindly(step)) {
      return try repeatOrFail(number, work, .idempotent, reason)
    }
    if !step.doneWhen.isEmpty {
      return try ask(number, .settling(work), step.doneWhen, report: nil)
    }
    if registry[step.uses]?.probing != nil {
      let ticket = ticket(for: .probe(number, work))
      live[number] = .probing(work, ticket)
      commands.append(.probe(ticket, work))
      return
    }
    try doubt(number, work, reason)
  }

  /// What it claimed to be when it began counts, not what its step type says now.
  private func isSafeToRepeat(_ number: Int) -> Bool { state.steps[number].openAttempt?.idempotent == true }

  /// Its undo restores what was recorded, whether or not it ran.
  private func canUndoBlindly(_ step: PlanStep) -> Bool {
    guard state.stage == .rollingBack || state.stage == .draining(.rollback) else { return false }
    if case .auto = step.rollback { return true }
    return false
  }

  private mutating func settleUndo(_ number: Int, _ work: WorkID, _ reason: String) throws(EventFault) {
    live[number] = nil
    guard state.steps[number].undo?.openAttempt?.idempotent == true else { return try doubt(number, work, reason) }
    guard state.stage == .rollingBack else { return }
    try record(.recovered(StepRecovered(work: work, finding: .idempotent, reason: reason)))
    try beginUndo(number)
  }

  /// Going forward it runs again with the same key; otherwise it has failed, perhaps half-way.
  mutating func repeatOrFail(
    _ number: Int, _ work: WorkID, _ finding: StepRecovered.Finding, _ reason: String, evidence: [Evidence] = []
  ) throws(EventFault) {
    live[number] = nil
    if mayRetry(number) {
      try record(.recovered(StepRecovered(work: work, finding: finding, reason: reason, evidence: evidence)))
      return try launch(number, evidence: [])
    }
    try recordLost(number, work, reason)
  }

  private mutating func recordLost(_ number: Int, _ work: WorkID, _ reason: String) throws(EventFault) {
    let error = RecordedError(RunProblem.inDoubt(step: work.step, reason: reason, undo: work.undo != nil))
    try record(.outcome(StepOutcome(work: work, error: error, continued: isFinal(number), learned: .lost)))
  }

  /// Only a person can say. A step of `finally` counts as failed instead: it doesn't change how the run ends.
  mutating func doubt(_ number: Int, _ work: WorkID, _ reason: String) throws(EventFault) {
    live[number] = nil
    if isFinal(number) { return try recordLost(number, work, reason) }
    try record(.inDoubt(StepInDoubt(work: work, reason: reason)))
  }

  mutating func probed(_ ticket: Ticket, _ result: Result<ProbeResult, StepFailure>) throws(EventFault) {
    guard case .probe(let number, let work)? = tickets.removeValue(forKey: ticket),
      case .probing(work, ticket)? = live[number]
    else { return }
    switch result {
    case .success(.done(let outputs)):
      live[number] = nil
      try succeed(number, work, WorkReport(result: .success(outputs)), evidence: [], learned: .probe)
    case .success(.notDone): try repeatOrFail(number, work, .notDone, "the step type says that it didn't happen")
    case .success(.cannotTell(let reason)): try doubt(number, work, reason)
    case .failure(let failure): try doubt(number, work, failure.message)
    }
  }
}
