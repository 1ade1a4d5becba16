// Attempts: intent, effect, criteria, outcome, retry. The same for a step and for an action of its rollback.

import Diagnostics
import Expressions
import JSONText
import PlanModel
import StepKit

extension Engine {
  /// Begins the next attempt of a step: its undo record first, where it has one and none is there yet.
  mutating func launch(_ number: Int, evidence: [Evidence]) throws(EventFault) {
    guard let step = state.nodes[number].step else { return }
    let work = WorkID(step: state.nodes[number].id, attempt: state.steps[number].attempts + 1)
    if case .auto = step.rollback, state.steps[number].undoRecord == nil, registry[step.uses]?.undoing != nil {
      if case .failure(let error) = journaledInputs(number, step.with) {
        return try refuse(number, error, evidence: evidence)
      }
      live[number] = .preparing(work, evidence)
      commands.append(.prepare(work))
      return
    }
    try intend(number, work, step.uses, step.with, undoRecord: nil, evidence: evidence)
  }

  mutating func prepared(_ work: WorkID, _ result: Result<JSON?, StepFailure>) throws(EventFault) {
    guard let number = state.index[work.step], case .preparing(work, let evidence)? = live[number],
      let step = state.nodes[number].step
    else { return }
    switch result {
    case .success(let record):
      try intend(number, work, step.uses, step.with, undoRecord: record, evidence: evidence)
    case .failure(let failure):
      try refuse(number, catalogued(RecordedError(failure), code: nil), evidence: evidence)
    }
  }

  /// Writes the intent down. What follows it may happen only after it is durable.
  mutating func intend(
    _ number: Int, _ work: WorkID, _ uses: String, _ with: [PlanField], undoRecord: JSON?, evidence: [Evidence]
  ) throws(EventFault) {
    let outputs = work.undo == nil ? nil : state.steps[number].outputs
    switch journaledInputs(number, with, outputs: outputs, undoes: work.undo != nil) {
    case .failure(let error):
      if work.undo == nil, state.steps[number].attempts == 0 {
        return try refuse(number, error, evidence: evidence)
      }
      try failAttempt(number, work, error, report: nil, evidence: evidence, learned: .notBegun)
    case .success(let inputs):
      let claim = claim(of: work)
      if let gate = registry[uses] as? any GateStep {
        return try openGate(number, work, gate, inputs, evidence)
      }
      try record(
        .intent(
          StepIntent(
            work: work, key: key(of: work, number), uses: uses, effect: claim.effect, idempotent: claim.idempotent,
            timeout: timeout(of: work), inputs: inputs, undoRecord: undoRecord, bootID: session?.bootID ?? "",
            evidence: evidence)))
      if registry[uses] is any TimerStep { return try startTimer(number, work) }
      live[number] = .executing(work)
      commands.append(.begin(work))
    }
  }

  /// What an attempt claims to be. An `auto` undo may be carried out twice: a step type's undo is the same twice as once.
  private func claim(of work: WorkID) -> (effect: Effect, idempotent: Bool) {
    guard let step = state.step(of: work) else { return (.write, false) }
    guard let undo = work.undo else { return (step.effect, step.idempotent) }
    guard case .actions(let actions) = step.rollback, actions.indices.contains(undo) else { return (.write, true) }
    return (actions[undo].effect, actions[undo].idempotent)
  }

  /// The same for every attempt, over retries and resumes; another one after an undo.
  func key(of work: WorkID, _ number: Int) -> String {
    var key = state.id + ":" + work.step
    let life = isFinal(number) ? state.finallyRounds - 1 : state.steps[number].generation
    if life > 0 { key += "#\(life + 1)" }
    if let undo = work.undo { key += ":undo:\(undo)" }
    return key
  }

  // MARK: Timers

  mutating func startTimer(_ number: Int, _ work: WorkID) throws(EventFault) {
    guard let timer = type(of: work) as? any TimerStep else { return }
    let context: StepContext
    switch self.context(of: work, secrets: [:]) {
    case .success(let found): context = found
    case .failure(let error):
      return try failAttempt(number, work, error, report: nil, evidence: [], learned: .notBegun)
    }
    switch Result(catching: { () throws(StepFailure) in try end(of: timer, context, number, work) }) {
    case .failure(let failure):
      try failAttempt(number, work, RecordedError(failure), report: nil, evidence: [], learned: .notBegun)
    case .success(let delay):
      let ticket = ticket(for: .timer(number, work))
      live[number] = .timing(work, ticket)
      commands.append(.wake(ticket, after: max(0, delay - now.wall)))
    }
  }

  /// When a wait is over, in milliseconds since 1970. It counts from the first attempt on, over crashes and resumes.
  private func end(
    of timer: any TimerStep, _ context: StepContext, _ number: Int, _ work: WorkID
  ) throws(StepFailure) -> Int64 {
    if let due = try timer.due(context) { return due }
    let step = state.steps[number]
    let begun = (work.undo == nil ? step.startedAt : step.undo?.startedAt) ?? now.wall
    return begun + (try timer.delay(context))
  }

  mutating func woke(_ ticket: Ticket) throws(EventFault) {
    guard let errand = tickets.removeValue(forKey: ticket) else { return }
    switch errand {
    case .condition(let number): try askAgain(number, ticket)
    case .retry(let number):
      guard case .retrying(ticket)? = live[number] else { return }
      live[number] = nil
      // The next attempt of an undo: going back begins it.
      if state.steps[number].undo != nil { return }
      if mayRetry(number) { try launch(number, evidence: []) } else { try giveUpRetry(number) }
    case .timer(let number, let work):
      guard case .timing(work, ticket)? = live[number] else { return }
      live[number] = .executing(work)
      try end(number, work, WorkReport(result: .success([:])), learned: .timePassed)
    case .runDuration: try runTookTooLong()
    case .rollbackDuration: try rollbackTookTooLong()
    case .probe, .guardAnswer: return
    case .guardSample(let index): try sampleGuard(index)
    }
  }

  mutating func runTookTooLong() throws(EventFault) {
    guard state.stage == .forward, let limit = state.plan.limits.duration else { return }
    try failRun(nil, RecordedError(RunProblem.durationExceeded(limit: Self.duration(limit))))
  }

  private mutating func rollbackTookTooLong() throws(EventFault) {
    guard state.stage == .rollingBack, let limit = state.plan.limits.rollback else { return }
    try record(.alarm(RunAlarm(error: RecordedError(RunProblem.rollbackOverBudget(limit: Self.duration(limit))))))
  }

  // MARK: Ending

  mutating func finished(_ work: WorkID, _ report: WorkReport) throws(EventFault) {
    guard let number = state.index[work.step], case .executing(work)? = live[number] else { return }
    if let reason = report.unknown { return try settle(number, work, reason) }
    try end(number, work, report, learned: adopted.remove(work) == nil ? .finished : .adopted)
  }

  mutating func end(_ number: Int, _ work: WorkID, _ report: WorkReport, learned: Learned) throws(EventFault) {
    live[number] = nil
    switch report.result {
    case .failure(let failure):
      let error = catalogued(RecordedError(failure), code: state.plan.errorCatalog[failure.code]?.code)
      try failAttempt(number, work, error, report: report, evidence: [], learned: learned)
    case .success: try succeed(number, work, report, evidence: [], learned: learned)
    }
  }

  /// The effect ended well; the criteria have the last word.
  mutating func succeed(
    _ number: Int, _ work: WorkID, _ report: WorkReport, evidence: [Evidence], learned: Learned
  ) throws(EventFault) {
    let criteria = criteria(number, work)
    if criteria.isEmpty { return try writeSuccess(number, work, report, evidence, learned) }
    if criteria.contains(where: { $0.observation != nil }) {
      let outputs = journaled(report, number, work)
      try record(.applied(StepApplied(work: work, outputs: outputs, learned: learned, log: report.log)))
    }
    try askCriteria(number, work, report, learned: learned)
  }

  mutating func askCriteria(
    _ number: Int, _ work: WorkID, _ report: WorkReport, learned: Learned
  ) throws(EventFault) {
    try ask(number, .success(work), criteria(number, work), report: report, learned: learned)
  }

  private func criteria(_ number: Int, _ work: WorkID) -> [PlanCondition] {
    guard let step = state.step(of: work) else { return [] }
    guard let undo = work.undo else { return step.success }
    guard case .actions(let actions) = step.rollback, actions.indices.contains(undo) else { return [] }
    return actions[undo].success
  }

  mutating func criteriaAnswered(
    _ number: Int, _ work: WorkID, _ run: ConditionRun, _ failed: PlanCondition?, _ after: Int64?
  ) throws(EventFault) {
    guard let report = run.report else { return }
    guard let failed else { return try writeSuccess(number, work, report, run.evidence, run.learned) }
    var outputs: [String: Value]?
    if case .success(let values) = report.result { outputs = values }
    let error = failure(of: failed, number, run.evidence.last, isCriterion: true, after: after, outputs: outputs)
    try failAttempt(number, work, error, report: report, evidence: run.evidence, learned: run.learned)
  }

  private mutating func writeSuccess(
    _ number: Int, _ work: WorkID, _ report: WorkReport, _ evidence: [Evidence], _ learned: Learned
  ) throws(EventFault) {
    live[number] = nil
    try record(
      .outcome(
        StepOutcome(
          work: work, outputs: journaled(report, number, work), learned: learned, log: report.log,
          evidence: evidence)))
  }

  private func journaled(_ report: WorkReport, _ number: Int, _ work: WorkID) -> JSONObject {
    guard case .success(let outputs) = report.result, let step = state.step(of: work) else { return [:] }
    let types = work.undo.map { state.undoOutputs(of: step, $0) } ?? step.outputs
    var object: JSONObject = [:]
    for (name, value) in outputs.sorted(by: { $0.key < $1.key }) {
      object[name] = value.journaled(as: types[name] ?? .dyn)
    }
    return object
  }

  /// A failed attempt: another one follows, or the step has failed.
  mutating func failAttempt(
    _ number: Int, _ work: WorkID, _ error: RecordedError, report: WorkReport?, evidence: [Evidence],
    learned: Learned
  ) throws(EventFault) {
    live[number] = nil
    let wasStopped = report?.wasStopped == true
    let delay = wasStopped ? nil : retryDelay(number, work)
    let continued =
      delay == nil && work.undo == nil && (isFinal(number) || failureMode(of: number) == .continue) && !wasStopped
    try record(
      .outcome(
        StepOutcome(
          work: work, outputs: report.map { journaled($0, number, work) } ?? [:], error: error, retryAfter: delay,
          continued: continued || (wasStopped && isFinal(number)), learned: learned, log: report?.log,
          evidence: evidence)))
    if let delay {
      let ticket = ticket(for: .retry(number))
      live[number] = .retrying(ticket)
      commands.append(.wake(ticket, after: delay))
    } else if work.undo != nil {
      try blockRollback(number, error)
    } else if !continued, !isFinal(number) {
      try failRun(number, error, halts: wasStopped)
    }
  }

  /// Milliseconds until the next attempt; nil: there is none.
  private func retryDelay(_ number: Int, _ work: WorkID) -> Int64? {
    guard let step = state.step(of: work) else { return nil }
    var retry = step.retry
    var failures = state.steps[number].failures
    if let undo = work.undo {
      guard case .actions(let actions) = step.rollback, actions.indices.contains(undo), state.stage == .rollingBack
      else { return nil }
      retry = actions[undo].retry
      failures = state.steps[number].undo?.failures ?? 0
    } else if !mayRetry(number) || registry[step.uses] is any GateStep {
      return nil
    }
    guard failures + 1 < retry.attempts else { return nil }
    return Self.delay(retry, failures: failures)
  }

  /// `delay × backoff^failures`, at most `max_delay`, at most a day.
  static func delay(_ retry: PlanRetry, failures: Int) -> Int64 {
    var delay = Double(retry.delay)
    for _ in 0..<min(failures, 1000) where delay < 86_400_000 { delay *= retry.backoff }
    return min(Int64(min(delay, 86_400_000)), retry.maxDelay ?? 86_400_000)
  }
}
