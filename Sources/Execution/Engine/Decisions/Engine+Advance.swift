// What to do next, until nothing more can be decided without the world.

import Diagnostics
import Expressions
import JSONText
import PlanModel
import StepKit

extension Engine {
  mutating func advance() throws(EventFault) {
    guard let verb = session?.verb, verb != .record else { return }
    while session?.hasEnded == false, try decide() {}
  }

  /// Takes one decision. False: the world is asked, or the run has ended.
  private mutating func decide() throws(EventFault) -> Bool {
    switch state.stage {
    case .forward: return try goForward()
    case .draining(let drain): return try self.drain(drain)
    case .rollingBack: return try goBack()
    case .concluding(let status): return try finishRun(status)
    case .finalizing(let status): return try finalize(status)
    case .ended(let status):
      session?.hasEnded = true
      cancelWhatIsAsked()
      commands.append(.end(status))
      return false
    }
  }

  /// Nobody is there to hear the answers any more: a guard's sample must not outlive the run.
  private mutating func cancelWhatIsAsked() {
    for (ticket, errand) in tickets.sorted(by: { $0.key.number < $1.key.number }) {
      switch errand {
      case .condition, .guardAnswer: commands.append(.cancel(ticket))
      case .retry, .timer, .probe, .runDuration, .rollbackDuration, .guardSample: continue
      }
    }
    tickets = [:]
  }

  private mutating func goForward() throws(EventFault) -> Bool {
    let hasDoubt = !state.inDoubtNodes.isEmpty
    if !hasDoubt {
      if try closeGroup() { return true }
      if try startNext() { return true }
    }
    guard live.isEmpty else { return false }
    if hasDoubt { return try end(.inDoubt) }
    if state.nodes[0].progress == .done { return try complete() }
    if state.waitingGates.isEmpty {
      if try takeUpFailure() { return true }
      throw EventFault("nothing is left to do, and the run isn't done: this is a bug of Belay")
    }
    return session?.waits == true ? false : try end(.waiting)
  }

  /// A failure whose consequences a crash has cut off.
  private mutating func takeUpFailure() throws(EventFault) -> Bool {
    for number in state.nodes.indices where state.nodes[number].progress == .failed {
      guard let error = state.steps[number].error else { continue }
      try failRun(number, error)
      return true
    }
    return false
  }

  /// All is done; guards have a last word.
  private mutating func complete() throws(EventFault) -> Bool {
    if try !sampleGuardsOnceMore() { return false }
    return try finishRun(.succeeded)
  }

  mutating func end(_ status: RunStatus) throws(EventFault) -> Bool {
    try record(.ended(RunEnded(status: status)))
    return true
  }

  /// `finally` runs before the run ends in one of these ways (DESIGN §5 "Failure").
  mutating func finishRun(_ status: RunStatus) throws(EventFault) -> Bool {
    let qualifies: [RunStatus] = [.succeeded, .halted, .rolledBack, .rollbackBlocked]
    guard qualifies.contains(status), !state.skipsFinally, !state.finales().isEmpty else { return try end(status) }
    try record(.finallyStarted(FinallyStarted(status: status)))
    return true
  }

  private mutating func finalize(_ status: RunStatus) throws(EventFault) -> Bool {
    if !state.skipsFinally {
      if try closeGroup() { return true }
      if try startNext() { return true }
    }
    guard live.isEmpty else { return false }
    return state.waitingGates.isEmpty || session?.waits == false ? try end(status) : false
  }

  private mutating func drain(_ drain: RunState.Drain) throws(EventFault) -> Bool {
    guard live.isEmpty else { return false }
    for number in state.unsettled.sorted() where state.steps[number].retryAt != nil { try giveUpRetry(number) }
    if !state.inDoubtNodes.isEmpty, drain != .rollback { return try end(.inDoubt) }
    switch drain {
    case .stop: return try end(.halted)
    case .halt: return try finishRun(.halted)
    case .rollback:
      try record(.rollbackStarted(RollbackStarted(requested: false, to: nil)))
      return true
    }
  }

  // MARK: Starting

  /// Starts the first node that is ready and not yet busy. False: none, or no room.
  private mutating func startNext() throws(EventFault) -> Bool {
    guard live.count < state.plan.limits.parallel, let number = state.ready.first(where: { live[$0] == nil }) else {
      return false
    }
    switch state.nodes[number].kind {
    case .phase(let phase): try ask(number, .groupPreconditions, phase.preconditions, report: nil)
    case .each(let step): try expand(number, step)
    case .call(let step), .leaf(let step): try begin(number, step)
    case .body, .finale: throw EventFault("'\(state.nodes[number].id)' can't be started")
    }
    return true
  }

  private mutating func expand(_ number: Int, _ step: PlanStep) throws(EventFault) {
    guard let foreach = step.foreach else { return }
    let items: [(String, Value)]
    switch foreach.items.evaluate(activation(number)) {
    case .value(.list(let list)): items = list.map { (InstanceKey.text(of: $0), $0) }
    case .value(.map(let map)): items = map.map { (InstanceKey.text(of: $0.key), $0.value) }
    case .value(let other):
      return try refuse(number, .cannotEvaluate(what: "foreach", reason: "it gives \(other.type.description)"))
    case .unknown: return try refuse(number, .cannotEvaluate(what: "foreach", reason: "it isn't known"))
    case .error(let error): return try refuse(number, .cannotEvaluate(what: "foreach", reason: error.message))
    }
    var seen: Set<String> = []
    for (key, _) in items where !seen.insert(key).inserted { return try refuse(number, .itemsNotDistinct(key: key)) }
    try record(
      .expanded(
        StepExpanded(
          step: state.nodes[number].id, keys: items.map(\.0),
          items: items.map { $0.1.journaled(as: foreach.itemType) })))
  }

  private mutating func begin(_ number: Int, _ step: PlanStep) throws(EventFault) {
    var asked: [Evidence] = []
    if let when = step.when {
      let seen = values(of: when, activation(number))
      switch when.evaluate(activation(number)) {
      case .value(.bool(true)): asked.append(Evidence(list: "when", check: when.text, holds: true, seen: seen))
      case .value(.bool(false)):
        let evidence = Evidence(list: "when", check: when.text, holds: false, seen: seen)
        return try record(
          .skipped(StepSettled(step: state.nodes[number].id, reason: "when is false", evidence: [evidence])))
      case .error(let error): return try refuse(number, .cannotEvaluate(what: "when", reason: error.message))
      default: return try refuse(number, .cannotEvaluate(what: "when", reason: "it gives no bool"))
      }
    }
    if step.doneWhen.isEmpty { return try askPreconditions(number, step, evidence: asked) }
    try ask(number, .doneWhen, step.doneWhen, report: nil, evidence: asked)
  }

  mutating func askPreconditions(_ number: Int, _ step: PlanStep, evidence: [Evidence]) throws(EventFault) {
    try ask(number, .preconditions, step.preconditions, report: nil, evidence: evidence)
  }

  func activation(
    _ number: Int, outputs: [String: Value]? = nil, secrets: [String: Value]? = nil, undoes: Bool = false
  ) -> RunActivation {
    RunActivation(state: state, node: number, outputs: outputs, secrets: secrets, undoes: undoes)
  }

  // MARK: What conditions decide

  mutating func answered(
    _ number: Int, _ run: ConditionRun, failed: PlanCondition?, after: Int64?
  ) throws(EventFault) {
    live[number] = nil
    switch run.purpose {
    case .doneWhen:
      guard let step = state.nodes[number].step else { return }
      if failed == nil {
        return try record(
          .satisfied(StepSettled(step: state.nodes[number].id, reason: "done_when holds", evidence: run.evidence)))
      }
      try askPreconditions(number, step, evidence: run.evidence)
    case .preconditions:
      if let failed {
        let error = failure(
          of: failed, number, run.evidence.last, isCriterion: false, after: after, outputs: nil)
        return try refuse(number, error, evidence: run.evidence)
      }
      try enter(number, run.evidence)
    case .settling(let work):
      if failed == nil {
        let report = WorkReport(result: .success([:]))
        return try succeed(number, work, report, evidence: run.evidence, learned: .doneWhen)
      }
      // Not "no", but no answer: then it isn't known whether it happened.
      if let reason = run.evidence.last?.error { return try doubt(number, work, "done_when can't be asked: \(reason)") }
      try repeatOrFail(number, work, .notDone, "done_when says that it didn't happen", evidence: run.evidence)
    case .success(let work): try criteriaAnswered(number, work, run, failed, after)
    case .groupPreconditions: try groupMayStart(number, run, failed, after)
    case .groupSuccess: try groupEnds(number, run, failed, after)
    }
  }

  /// Nothing speaks against it: a sub-plan is entered, a step is carried out.
  private mutating func enter(_ number: Int, _ evidence: [Evidence]) throws(EventFault) {
    guard case .call(let step) = state.nodes[number].kind else {
      return try launch(number, evidence: evidence)
    }
    switch callInputs(number, step) {
    case .success(let inputs):
      try record(.callStarted(GroupStarted(id: state.nodes[number].id, inputs: inputs, evidence: evidence)))
    case .failure(let error): try refuse(number, error, evidence: evidence)
    }
  }

  private mutating func groupMayStart(
    _ number: Int, _ run: ConditionRun, _ failed: PlanCondition?, _ after: Int64?
  ) throws(EventFault) {
    let id = state.nodes[number].eventID
    guard let failed else { return try record(.phaseStarted(GroupStarted(id: id, evidence: run.evidence))) }
    let error = failure(of: failed, number, run.evidence.last, isCriterion: false, after: after, outputs: nil)
    try groupFailed(number, error, run.evidence, isCall: false)
  }

  private mutating func groupEnds(
    _ number: Int, _ run: ConditionRun, _ failed: PlanCondition?, _ after: Int64?
  ) throws(EventFault) {
    let isCall = if case .call = state.nodes[number].kind { true } else { false }
    if let failed {
      let error = failure(of: failed, number, run.evidence.last, isCriterion: true, after: after, outputs: nil)
      return try groupFailed(number, error, run.evidence, isCall: isCall)
    }
    let end = GroupFinished(id: state.nodes[number].eventID, evidence: run.evidence)
    try record(isCall ? .callFinished(end) : .phaseFinished(end))
  }

  private mutating func groupFailed(
    _ number: Int, _ error: RecordedError, _ evidence: [Evidence], isCall: Bool
  ) throws(EventFault) {
    let continued = isFinal(number) || failureMode(of: number) == .continue
    let end = GroupFinished(
      id: state.nodes[number].eventID, error: error, continued: continued, evidence: evidence)
    try record(isCall ? .callFinished(end) : .phaseFinished(end))
    if !continued { try failRun(number, error) }
  }

  /// A phase or sub-plan in which all is done: its own criteria decide.
  private mutating func closeGroup() throws(EventFault) -> Bool {
    guard let number = state.closable.first(where: { live[$0] == nil }) else { return false }
    switch state.nodes[number].kind {
    case .phase(let phase): try ask(number, .groupSuccess, phase.success, report: nil)
    case .call(let step):
      let outputs = callOutputs(number)
      try ask(number, .groupSuccess, step.success, report: WorkReport(result: .success(outputs)))
    default: throw EventFault("'\(state.nodes[number].id)' has no criteria")
    }
    return true
  }

  // MARK: Failing

  mutating func refuse(_ number: Int, _ problem: RunProblem) throws(EventFault) {
    try refuse(number, RecordedError(problem), evidence: [])
  }

  /// It fails before it starts.
  mutating func refuse(_ number: Int, _ error: RecordedError, evidence: [Evidence]) throws(EventFault) {
    live[number] = nil
    let continued = isFinal(number) || failureMode(of: number) == .continue
    try record(
      .refused(
        StepRefused(step: state.nodes[number].id, error: error, continued: continued, evidence: evidence)))
    if !continued { try failRun(number, error) }
  }

  /// The first failure decides what becomes of the run. What a person stops never leads to a rollback.
  mutating func failRun(_ number: Int?, _ error: RecordedError, halts: Bool = false) throws(EventFault) {
    guard state.stage == .forward else { return }
    let mode = halts ? .halt : number.map(failureMode) ?? state.plan.onFailure
    let id = number.flatMap { state.nodes[$0].id.isEmpty ? nil : state.nodes[$0].id }
    try record(.failing(RunFailing(step: id, error: error, mode: mode == .rollback ? .rollback : .halt)))
    try dropWhatHasNotStarted()
  }

  /// Conditions and undo records of steps that haven't started are forgotten; retries are given up.
  mutating func dropWhatHasNotStarted() throws(EventFault) {
    for (number, activity) in live.sorted(by: { $0.key < $1.key }) {
      switch activity {
      case .asking(let run):
        if case .success = run.purpose { continue }
        if case .settling = run.purpose { continue }
        cancelQuestion(of: run)
        live[number] = nil
      case .preparing(let work, _):
        commands.append(.stop(work))
        live[number] = nil
      case .retrying: if state.steps[number].undo == nil { try giveUpRetry(number) } else { live[number] = nil }
      case .executing, .timing, .recovering, .probing: continue
      }
    }
  }

  /// Nobody waits for the answer any more.
  mutating func cancelQuestion(of run: ConditionRun) {
    guard let ticket = run.ticket, tickets.removeValue(forKey: ticket) != nil else { return }
    commands.append(.cancel(ticket))
  }

  /// `on_failure` of the step, of what is around it, of the plan.
  func failureMode(of number: Int) -> PlanFailureMode {
    if let mode = state.nodes[number].step?.onFailure { return mode }
    if case .phase(let phase) = state.nodes[number].kind, let mode = phase.onFailure { return mode }
    for ancestor in state.ancestors(of: number) {
      switch state.nodes[ancestor].kind {
      case .phase(let phase): if let mode = phase.onFailure { return mode }
      case .call(let step): if let mode = step.onFailure { return mode }
      default: continue
      }
    }
    return state.plan.onFailure
  }

  /// A step of `finally`.
  func isFinal(_ number: Int) -> Bool { state.isInFinale(number) }
}
