// What people say: answers at gates, stop, resolve, abandon.

import Diagnostics
import Expressions
import JSONText
import PlanModel
import StepKit

extension Engine {
  mutating func take(_ message: InboxMessage) throws(EventFault) {
    if let problem = refusal(of: message) { return try noteRefusal(message, problem) }
    switch message.content {
    case .answer(let answer): try take(answer, of: message.person)
    case .stop(let reason): try stop(message.person, reason)
    case .resolve(let step, let decision, let reason):
      guard let id = state.find(step).first else { return }
      let undo = state.stepState(id)?.undo?.openAttempt?.work.undo
      try record(
        .resolved(StepResolved(step: id, undo: undo, decision: decision, reason: reason)), actor: message.person)
    case .abandon(let reason):
      try record(.ended(RunEnded(status: .abandoned, reason: reason)), actor: message.person)
    }
  }

  /// What was said, and taken note of by the verb, but can't be done any more: it mustn't vanish.
  private mutating func noteRefusal(_ message: InboxMessage, _ problem: PersonProblem) throws(EventFault) {
    let (said, step): (String, String?) =
      switch message.content {
      case .answer(let answer): (answer.decision.rawValue, answer.step)
      case .resolve(let step, _, _): ("resolve", step)
      case .abandon: ("abandon", nil)
      case .stop: ("stop", nil)
      }
    let error = RecordedError(code: problem.id, message: problem.message, help: problem.help)
    try record(
      .messageRefused(MessageRefused(said: said, step: step, person: message.person, error: error)),
      actor: message.person)
  }

  // MARK: Gates

  mutating func openGate(
    _ number: Int, _ work: WorkID, _ gate: any GateStep, _ inputs: JSONObject, _ evidence: [Evidence]
  ) throws(EventFault) {
    let context: StepContext
    switch self.context(of: work, secrets: [:]) {
    case .success(let found): context = found
    case .failure(let error): return try gateFailed(number, work, error, evidence)
    }
    let request: GateRequest
    switch Result(catching: { () throws(StepFailure) in try gate.gate(context) }) {
    case .success(let asked): request = asked
    case .failure(let failure): return try gateFailed(number, work, RecordedError(failure), evidence)
    }
    live[number] = nil
    try record(
      .gateOpened(
        GateOpened(
          work: work, kind: request.kind, message: request.message, roles: request.roles,
          quorum: request.quorum, distinctFrom: request.distinctFrom, checklist: request.checklist,
          expiresAfter: request.expiresAfter, inputs: inputs, evidence: evidence)))
  }

  private mutating func gateFailed(
    _ number: Int, _ work: WorkID, _ error: RecordedError, _ evidence: [Evidence]
  ) throws(EventFault) {
    if work.undo == nil { return try refuse(number, error, evidence: evidence) }
    try failAttempt(number, work, error, report: nil, evidence: evidence, learned: .notBegun)
  }

  private mutating func take(_ answer: GateAnswer, of person: String) throws(EventFault) {
    guard let id = state.find(answer.step).first, let number = state.index[id], let gate = state.steps[number].gate
    else { return }
    let statement = statement(answer, of: person, at: id, gate.request)
    try record(
      .gateAnswered(
        GateAnswered(
          step: id, attempt: gate.request.work.attempt, decision: answer.decision, person: person,
          roles: Self.roles(of: person, answering: gate.request, in: state.plan), reason: answer.reason,
          expiresAt: expiry(answer, gate.request), statement: answer.statement ?? statement,
          signature: answer.signature, host: answer.host, osUser: answer.osUser)),
      actor: person)
    if session?.verb != .record { try decideGate(number) }
  }

  private func expiry(_ answer: GateAnswer, _ request: GateOpened) -> Int64? {
    answer.expiresAt ?? request.expiresAfter.map { now.wall + $0 }
  }

  /// What a person agrees to: exactly this, in canonical form, is what a signature covers (DESIGN §6).
  private func statement(
    _ answer: GateAnswer, of person: String, at step: String, _ request: GateOpened
  ) -> JSON {
    [
      "planDigest": .string(state.created.planDigest), "inputsDigest": .string(state.created.inputsDigest),
      "run": .string(state.id), "step": .string(step), "attempt": .int(Int64(request.work.attempt)),
      "question": .string(request.message), "checklist": .array(request.checklist.map { .string($0) }),
      "roles": .array(Self.roles(of: person, answering: request, in: state.plan).map { .string($0) }),
      "decision": .string(answer.decision.rawValue),
      "expiresAt": expiry(answer, request).map { .int($0) } ?? .null,
    ]
  }

  /// An answer made ready to be given: bound to the question that is open now, with what the person agrees to. Nil: there
  /// is no such question.
  public func prepared(_ answer: GateAnswer, of person: String, at wall: Int64) -> GateAnswer? {
    guard let id = state.find(answer.step).first, let gate = state.stepState(id)?.gate else { return nil }
    var bound = answer
    bound.attempt = gate.request.work.attempt
    bound.expiresAt = answer.expiresAt ?? gate.request.expiresAfter.map { wall + $0 }
    bound.statement = statement(bound, of: person, at: id, gate.request)
    return bound
  }

  /// The roles in which a person answers a question.
  static func roles(of person: String, answering request: GateOpened, in plan: CheckedPlan) -> [String] {
    roles(of: person, in: plan).filter { request.roles.contains($0) }
  }

  static func roles(of person: String, in plan: CheckedPlan) -> [String] {
    plan.roles.filter { $0.value.contains(person) }.map(\.key).sorted()
  }

  /// Enough people have agreed, or one has refused.
  mutating func decideGate(_ number: Int) throws(EventFault) {
    guard let gate = state.steps[number].gate else { return }
    let work = gate.request.work
    let valid = gate.answers.filter { ($0.expiresAt ?? .max) >= now.wall }
    if let refusal = valid.first(where: { $0.decision == .reject }) {
      let error = RecordedError(RunProblem.rejected(person: refusal.person, reason: refusal.reason))
      return try failAttempt(number, work, error, report: nil, evidence: [], learned: .answered)
    }
    guard Self.isAgreed(gate.request, valid) else { return }
    let people = Self.distinct(valid.map(\.person))
    let outputs: [String: Value] = ["approvers": .list(people.map { .string($0) })]
    try succeed(number, work, WorkReport(result: .success(outputs)), evidence: [], learned: .answered)
  }

  /// A quorum of distinct people for each role.
  static func isAgreed(_ gate: GateOpened, _ answers: [GateAnswered]) -> Bool {
    if gate.roles.isEmpty { return distinct(answers.map(\.person)).count >= gate.quorum }
    return gate.roles.allSatisfy { role in
      distinct(answers.filter { $0.roles.contains(role) }.map(\.person)).count >= gate.quorum
    }
  }

  static func distinct(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  // MARK: Stop

  /// No new step; what runs is stopped. Never the start of a rollback.
  private mutating func stop(_ person: String, _ reason: String) throws(EventFault) {
    try record(.stopRequested(StopRequested(reason: reason)), actor: person)
    try stopWhatRuns()
  }

  /// Ends what runs, and what turns out to run while a dead executor's steps are looked for.
  mutating func stopWhatRuns() throws(EventFault) {
    session?.isStopping = true
    try dropWhatHasNotStarted()
    for (number, activity) in live.sorted(by: { $0.key < $1.key }) {
      switch activity {
      case .executing(let work): commands.append(.stop(work))
      case .timing(let work, _): try failStopped(number, work)
      case .asking(let run):
        cancelQuestion(of: run)
        if case .success(let work) = run.purpose { try failStopped(number, work) }
      case .recovering(let work), .probing(let work, _): commands.append(.stop(work))
      case .preparing, .retrying: continue
      }
    }
  }

  mutating func failStopped(_ number: Int, _ work: WorkID) throws(EventFault) {
    let failure = StepFailure(code: RunProblem.stopped.id, message: RunProblem.stopped.message)
    try failAttempt(
      number, work, RecordedError(RunProblem.stopped),
      report: WorkReport(result: .failure(failure), wasStopped: true), evidence: [], learned: .stopped)
  }
}
