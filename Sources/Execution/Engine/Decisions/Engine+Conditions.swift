// Asking conditions: `done_when`, `preconditions`, `success`, one after another, polling where the plan says so.

import Diagnostics
import Expressions
import JSONText
import PlanModel
import StepKit

extension Engine {
  /// Begins to ask a list of conditions. What they decide, `answered` carries out.
  mutating func ask(
    _ number: Int, _ purpose: ConditionRun.Purpose, _ conditions: [PlanCondition], report: WorkReport?,
    evidence: [Evidence] = [], learned: Learned = .finished
  ) throws(EventFault) {
    var run = ConditionRun(purpose: purpose, conditions: conditions, askedAt: now, evidence: evidence)
    run.report = report
    run.learned = learned
    try proceed(number, run)
  }

  /// Asks on from the present condition, until something must be observed or all is decided.
  private mutating func proceed(_ number: Int, _ asked: ConditionRun) throws(EventFault) {
    var run = asked
    while run.position < run.conditions.count {
      let condition = run.conditions[run.position]
      if let observation = condition.observation {
        return try observe(number, run, observation)
      }
      let evidence = judge(condition, number, run)
      run.evidence.append(evidence)
      if !evidence.holds { return try answered(number, run, failed: condition, after: nil) }
      run.position += 1
      run.askedAt = now
    }
    try answered(number, run, failed: nil, after: nil)
  }

  private mutating func observe(
    _ number: Int, _ asked: ConditionRun, _ observation: PlanObservation
  ) throws(EventFault) {
    var run = asked
    run.observation = observed(run.observation, observation, number, undoes: run.undoes)
    let ticket = ticket(for: .condition(number))
    run.ticket = ticket
    live[number] = .asking(run)
    commands.append(
      .observe(
        ticket,
        ObservationRequest(
          step: state.nodes[number].id, undoes: run.undoes, uses: observation.uses, with: observation.with,
          declaredOutputs: observation.declaredOutputs, timeout: patience(number, run))))
  }

  /// How long one look may take: what is left of `within`, else what the step itself may take, else five minutes.
  private func patience(_ number: Int, _ run: ConditionRun) -> Int64 {
    let condition = run.conditions[run.position]
    if let within = condition.within {
      return max(within - (now.monotonic - run.askedAt.monotonic), Self.standardPause)
    }
    return min(state.nodes[number].step?.timeout ?? Self.longestLook, Self.longestLook)
  }

  private static let longestLook: Int64 = 300_000

  /// What is known of a read step that is carried out now, after what was known of it before.
  func observed(
    _ before: Observed?, _ observation: PlanObservation, _ number: Int, undoes: Bool
  ) -> Observed {
    var inputs: JSONObject = [:]
    if case .success(let journaled) = journaledInputs(number, observation.with, undoes: undoes) { inputs = journaled }
    return Observed(
      uses: observation.uses, inputs: inputs, times: (before?.times ?? 0) + 1, first: before?.first ?? now.wall,
      last: now.wall)
  }

  mutating func observed(
    _ ticket: Ticket, _ report: WorkReport
  ) throws(EventFault) {
    switch tickets.removeValue(forKey: ticket) {
    case .guardAnswer(let guardIndex)?: try guardAnswered(guardIndex, report)
    case .condition(let number)?:
      guard case .asking(var run)? = live[number], run.ticket == ticket else { return }
      run.ticket = nil
      let condition = run.conditions[run.position]
      run.observation?.log = report.log
      let evidence = judge(condition, number, run, observed: report.result)
      if evidence.holds {
        run.evidence.append(evidence)
        run.position += 1
        run.askedAt = now
        run.observation = nil
        return try proceed(number, run)
      }
      try notYet(number, run, condition, evidence)
    default: return
    }
  }

  /// False: asked again while the plan gives it time.
  private mutating func notYet(
    _ number: Int, _ asked: ConditionRun, _ condition: PlanCondition, _ evidence: Evidence
  ) throws(EventFault) {
    var run = asked
    let waited = now.monotonic - run.askedAt.monotonic
    if let within = condition.within, waited < within, polls(number, run.purpose) {
      let pause = min(condition.every ?? Self.standardPause, within - waited)
      let ticket = ticket(for: .condition(number))
      run.ticket = ticket
      live[number] = .asking(run)
      commands.append(.wake(ticket, after: pause))
      return
    }
    run.evidence.append(evidence)
    try answered(number, run, failed: condition, after: condition.within)
  }

  static let standardPause: Int64 = 1000

  /// A step whose run stops or goes back isn't waited for: its criterion is asked once.
  private func polls(_ number: Int, _ purpose: ConditionRun.Purpose) -> Bool {
    switch (state.stage, purpose) {
    case (.draining(.stop), _), (_, .doneWhen), (_, .settling): false
    case (.rollingBack, .success(let work)): work.undo != nil
    default: true
    }
  }

  /// The pause is over: the present condition is asked again.
  mutating func askAgain(_ number: Int, _ ticket: Ticket) throws(EventFault) {
    guard case .asking(let run)? = live[number], run.ticket == ticket else { return }
    try proceed(number, run)
  }

  private func outputs(for run: ConditionRun) -> [String: Value]? {
    if case .success(let outputs)? = run.report?.result { outputs } else { nil }
  }

  // MARK: Judging

  /// A condition, and what it saw.
  private func judge(
    _ condition: PlanCondition, _ number: Int, _ run: ConditionRun,
    observed: Result<[String: Value], StepFailure>? = nil
  ) -> Evidence {
    var evidence = Evidence(
      list: run.purpose.list, place: run.position, check: condition.check.text, holds: false, seen: [:],
      observation: observed == nil ? nil : run.observation)
    var local = outputs(for: run)
    switch observed {
    case .failure(let failure)?:
      evidence.error = failure.message
      return evidence
    case .success(let values)?: local = values
    case nil: break
    }
    judge(condition.check, activation(number, outputs: local, undoes: run.undoes), &evidence)
    return evidence
  }

  /// Fills in what an expression says, and what it read.
  func judge(_ check: Expression, _ activation: RunActivation, _ evidence: inout Evidence) {
    evidence.seen = values(of: check, activation)
    switch check.evaluate(activation) {
    case .value(.bool(let holds)): evidence.holds = holds
    case .value: evidence.error = "it isn't a bool"
    case .unknown(let paths):
      evidence.error = "not known: " + paths.map { $0.joined(separator: ".") }.sorted().joined(separator: ", ")
    case .error(let error): evidence.error = error.message
    }
  }

  /// What an expression read, for the person who asks why.
  func values(of expression: Expression, _ activation: RunActivation) -> JSONObject {
    var seen: JSONObject = [:]
    for reference in expression.references {
      guard case .value(let value, let consumed) = activation.resolve(reference.root, reference.path[...]) else {
        continue
      }
      let name = ([reference.root] + reference.path.prefix(consumed)).joined(separator: ".")
      seen[name] = value.journaled(as: .dyn)
    }
    return seen
  }

  /// The failure that a false condition is, with the author's code and words where there are some.
  func failure(
    of condition: PlanCondition, _ number: Int, _ evidence: Evidence?, isCriterion: Bool, after: Int64?,
    outputs: [String: Value]?
  ) -> RecordedError {
    let activation = RunActivation(state: state, node: number, outputs: outputs, secrets: nil)
    var words: String?
    if case .value(let value)? = condition.message?.evaluate(activation) { words = value.text() }
    let seen = evidence.map(Self.facts) ?? ""
    let problem: RunProblem =
      isCriterion
      ? .criterionFalse(
        check: condition.check.text, seen: seen, message: words, after: after.map(Self.duration))
      : .preconditionFalse(check: condition.check.text, seen: seen, message: words)
    return catalogued(RecordedError(problem), code: condition.code)
  }

  /// What was seen, short enough for one line.
  static func facts(_ evidence: Evidence) -> String {
    if let error = evidence.error { return error }
    let parts = evidence.seen.prefix(6).map { name, value in
      let natural = (try? Value(journaled: value, as: .dyn))?.json() ?? value
      let text = natural.stringValue ?? natural.text()
      return "\(name) = \(text.count > 60 ? String(text.prefix(57)) + "…" : text)"
    }
    return parts.joined(separator: ", ")
  }

  static func duration(_ milliseconds: Int64) -> String {
    if milliseconds % 1000 != 0 { return "\(milliseconds)ms" }
    let seconds = milliseconds / 1000
    if seconds % 3600 == 0, seconds > 0 { return "\(seconds / 3600)h" }
    if seconds % 60 == 0, seconds > 0 { return "\(seconds / 60)m" }
    return "\(seconds)s"
  }

  /// A code of the plan replaces Belay's own; the catalogue's resolution becomes the next step to take.
  func catalogued(_ error: RecordedError, code: String?) -> RecordedError {
    guard let code else { return error }
    guard let entry = state.plan.errorCatalog[code] else {
      return RecordedError(code: code, message: error.message, help: error.help)
    }
    let help = entry.resolution.isEmpty ? error.help : entry.resolution.joined(separator: "; ")
    return RecordedError(code: code, message: "\(entry.message): \(error.message)", help: help)
  }
}

extension RecordedError {
  /// A problem that Belay found.
  init(_ problem: RunProblem) {
    self.init(code: problem.id, message: problem.message, help: problem.help)
  }

  /// A failure that a step reported.
  init(_ failure: StepFailure) {
    self.init(code: failure.code, message: failure.message, help: failure.help)
  }
}
