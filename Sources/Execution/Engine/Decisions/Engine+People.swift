// What people say: answers at gates, stop, resolve, abandon.

import Diagnostics
import Expressions
import JSONText
import PlanModel
import StepKit

extension Engine {
  mutating func take(_ message: InboxMessage) throws(EventFault) {
    guard refusal(of: message) == nil else { return }
    switch message.content {
    case .answer(let step, let decision, let reason, let statement, let signature):
      try answer(message.person, step, decision, reason, statement, signature)
    case .stop(let reason): try stop(message.person, reason)
    case .resolve(let step, let decision, let reason):
      guard let id = state.find(step).first else { return }
      let undo = state.stepState(id)?.undo?.openAttempt?.work.undo
      try record(
        .resolved(StepResolved(step: id, undo: undo, decision: decision, reason: reason)), actor: message.person)
    case .abandon: try record(.ended(RunEnded(status: .abandoned)), actor: message.person)
    }
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
          work: work, kind: request.kind.rawValue, message: request.message, roles: request.roles,
          quorum: request.quorum, distinctFrom: request.distinctFrom, checklist: request.checklist,
          expiresAfter: request.expiresAfter, inputs: inputs, evidence: evidence)))
  }

  private mutating func gateFailed(
    _ number: Int, _ work: WorkID, _ error: RecordedError, _ evidence: [Evidence]
  ) throws(EventFault) {
    if work.undo == nil { return try refuse(number, error, evidence: evidence) }
    try failAttempt(number, work, error, report: nil, evidence: evidence, learned: "not begun")
  }

  private mutating func answer(
    _ person: String, _ step: String, _ decision: GateDecision, _ reason: String?, _ statement: JSON?,
    _ signature: String?
  ) throws(EventFault) {
    guard let id = state.find(step).first, let number = state.index[id], let gate = state.steps[number].gate else {
      return
    }
    let roles = Self.roles(of: person, in: state.plan).filter { gate.request.roles.contains($0) }
    let expiry = gate.request.expiresAfter.map { now.wall + $0 }
    try record(
      .gateAnswered(
        GateAnswered(
          step: id, decision: decision.rawValue, person: person, roles: roles, reason: reason, expiresAt: expiry,
          statement: statement ?? self.statement(id, decision, roles: roles, expiresAt: expiry), signature: signature)),
      actor: person)
    if session?.verb != .record { try decideGate(number) }
  }

  /// What a person agrees to: exactly this, in canonical form, is what a signature covers (DESIGN §6).
  public func statement(
    _ step: String, _ decision: GateDecision, roles: [String], expiresAt: Int64?
  ) -> JSON {
    [
      "planDigest": .string(state.created.planDigest), "inputsDigest": .string(state.created.inputsDigest),
      "run": .string(state.id), "step": .string(step), "roles": .array(roles.map { .string($0) }),
      "decision": .string(decision.rawValue), "expiresAt": expiresAt.map { .int($0) } ?? .null,
    ]
  }

  static func roles(of person: String, in plan: CheckedPlan) -> [String] {
    plan.roles.filter { $0.value.contains(person) }.map(\.key).sorted()
  }

  /// Enough people have agreed, or one has refused.
  mutating func decideGate(_ number: Int) throws(EventFault) {
    guard let gate = state.steps[number].gate else { return }
    let work = gate.request.work
    let valid = gate.answers.filter { ($0.expiresAt ?? .max) >= now.wall }
    if let refusal = valid.first(where: { $0.decision == GateDecision.reject.rawValue }) {
      let error = RecordedError(RunProblem.rejected(person: refusal.person, reason: refusal.reason))
      return try failAttempt(number, work, error, report: nil, evidence: [], learned: "answered")
    }
    guard Self.isAgreed(gate.request, valid) else { return }
    let people = Self.distinct(valid.map(\.person))
    let outputs: [String: Value] = ["approvers": .list(people.map { .string($0) })]
    try succeed(number, work, WorkReport(result: .success(outputs)), evidence: [], learned: "answered")
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
    for (_, activity) in live.sorted(by: { $0.key < $1.key }) {
      if case .preparing(let work, _) = activity { commands.append(.stop(work)) }
    }
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
      report: WorkReport(result: .failure(failure), wasStopped: true), evidence: [], learned: "stopped")
  }
}
