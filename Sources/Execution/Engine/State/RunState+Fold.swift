// The fold: what each event makes of the state. Nothing else changes it.

import Diagnostics
import Expressions
import JSONText
import PlanModel
import StepKit

extension RunState {
  /// Takes the next event in. Throws when the event can't follow from this state: then the journal is another
  /// plan's, or was written by something else.
  public mutating func fold(_ recorded: RecordedEvent) throws(EventFault) {
    if case .opened = recorded.event { closeSession() }
    lastEventAt = recorded.at
    switch recorded.event {
    case .created: throw EventFault("a run is created once")
    case .opened(let opened): fold(opened, at: recorded.at)
    // The new plan itself is taken over by `adopt`, which whoever replays calls before.
    case .planChanged(let change): labels = change.labels
    case .phaseStarted(let start): try foldPhase(start)
    case .callStarted(let start): try foldCall(start)
    case .phaseFinished(let end), .callFinished(let end): try fold(end, at: recorded.at)
    case .expanded(let expansion): try fold(expansion)
    case .skipped(let mark): try settle(mark, as: .skipped, at: recorded.at)
    case .satisfied(let mark): try settle(mark, as: .satisfied, at: recorded.at)
    case .refused(let refusal): try fold(refusal, at: recorded.at)
    case .intent(let intent): try fold(intent, at: recorded.at)
    case .applied(let applied): try fold(applied)
    case .outcome(let outcome): try fold(outcome, at: recorded.at)
    case .inDoubt(let doubt): try fold(doubt)
    case .resolved(let decision): try fold(decision, at: recorded.at)
    case .gateOpened(let gate): try fold(gate, at: recorded.at)
    case .gateAnswered(let answer): steps[try node(answer.step)].gate?.answers.append(answer)
    case .failing(let failure):
      failing = failure
      stage = .draining(failure.mode == "rollback" ? .rollback : .halt)
    case .stopRequested: foldStop()
    case .alarm(let alarm): alarms.append(alarm.error)
    case .guardTripped(let trip): alarms.append(trip.error)
    case .rollbackStarted(let start): fold(start)
    case .undone(let mark): try foldUndone(mark, at: recorded.at)
    case .kept(let mark): try foldKept(mark)
    case .undoFailed(let failure): try foldUndoFailure(failure, at: recorded.at)
    case .rollbackFinished(let end): fold(end)
    case .finallyStarted(let start): fold(start)
    case .ended(let end): fold(end, at: recorded.at)
    case .unknown(let type, _): unknownEvent = unknownEvent ?? type
    }
  }

  func node(_ id: String) throws(EventFault) -> Int {
    guard let number = index[id] else { throw EventFault("the plan has no '\(id)'") }
    return number
  }
}

// MARK: - The run

extension RunState {
  private mutating func fold(_ event: RunOpened, at: Int64) {
    opened = event
    sessionStartedAt = event.verb == .record ? nil : at
    guard event.verb == .run || event.verb == .resume else { return }
    switch stage {
    case .forward, .rollingBack: return
    case .finalizing, .concluding:
      skipsFinally = false
      return
    case .draining(.rollback): return
    case .draining: break
    case .ended(let status):
      if status == .succeeded || status == .rolledBack || status == .abandoned { return }
    }
    finishedAt = nil
    if rollback != nil {
      goBackAgain()
    } else {
      stage = .forward
      failing = nil
      retryWhatFailed()
    }
  }

  /// A stop ends what runs. A rollback goes on with the next resume; an end that is decided stays.
  private mutating func foldStop() {
    switch stage {
    case .concluding, .finalizing: skipsFinally = true
    case .forward, .draining, .rollingBack: stage = .draining(.stop)
    case .ended: break
    }
  }

  /// The rollback goes on; an undo that failed has all its attempts again.
  private mutating func goBackAgain() {
    stage = .rollingBack
    skipsFinally = false
    blocked = nil
    for number in starts where steps[number].status == .undoFailed {
      steps[number].undo?.failures = 0
      steps[number].undo?.retryAt = nil
    }
  }

  private mutating func closeSession() {
    if let start = sessionStartedAt { spent += max(0, lastEventAt - start) }
    sessionStartedAt = nil
  }

  /// A resume gives what failed, and what was undone, another try.
  private mutating func retryWhatFailed() {
    for number in nodes.indices {
      switch steps[number].status {
      case .failed where !steps[number].continued, .kept where steps[number].error != nil:
        steps[number].status = .pending
        steps[number].failures = 0
        steps[number].gate = nil
      case .undone:
        steps[number].status = .pending
        steps[number].failures = 0
        steps[number].gate = nil
        steps[number].outputs = [:]
        steps[number].error = nil
      default: break
      }
    }
    recount()
    reconsiderWhatWasPassedOver()
  }

  private mutating func fold(_ start: RollbackStarted) {
    rollback = start
    rollbackFloor = start.to.flatMap { index[$0] }.map(lastStart) ?? 0
    // A step whose undo has begun can't stay done.
    for number in starts where steps[number].undo != nil {
      rollbackFloor = min(rollbackFloor, (steps[number].startOrder ?? 1) - 1)
    }
    ready = []
    closable = []
    goBackAgain()
  }

  /// The place in the order of start of the step below a node that started last.
  private func lastStart(below node: Int) -> Int {
    leaves(below: node).compactMap { steps[$0].startOrder }.max() ?? 0
  }

  private mutating func fold(_ end: RollbackFinished) {
    switch end.result {
    case .complete, .partial:
      rollback = nil
      blocked = nil
      stage = .concluding(end.result == .complete ? .rolledBack : .halted)
    case .blocked:
      blocked = end
      stage = .concluding(.rollbackBlocked)
    }
  }

  private mutating func fold(_ start: FinallyStarted) {
    stage = .finalizing(start.status)
    finallyRounds += 1
    ready = []
    closable = []
    for number in finales() {
      for child in nodes[number].children { beginAnew(child) }
      nodes[number].remaining = nodes[number].children.count
      open(number)
    }
  }

  /// Everything below a step of `finally` is as it was before it ran, but for the numbers of its attempts.
  private mutating func beginAnew(_ number: Int) {
    nodes[number].progress = .pending
    nodes[number].unmet = nodes[number].step?.needs.count ?? 0
    nodes[number].remaining = nodes[number].children.count { if case .finale = nodes[$0].kind { false } else { true } }
    let attempts = steps[number].attempts
    steps[number] = StepState()
    steps[number].attempts = attempts
    unsettled.remove(number)
    doubts.remove(number)
    for child in nodes[number].children { beginAnew(child) }
  }

  /// The `finally` lists of every body that was entered, the innermost first.
  func finales() -> [Int] {
    nodes.indices.reversed().filter { number in
      guard case .finale = nodes[number].kind else { return false }
      let body = nodes[number].parent
      return nodes[body].progress != .pending && !isInFinale(body)
    }
  }

  private mutating func fold(_ end: RunEnded, at: Int64) {
    closeSession()
    stage = .ended(end.status)
    finishedAt = at
  }
}

// MARK: - Groups

extension RunState {
  private mutating func foldPhase(_ start: GroupStarted) throws(EventFault) {
    let number = try node(start.id)
    leaveReady(number)
    open(number)
  }

  /// It was at or near the front: what starts is taken from there.
  private mutating func leaveReady(_ number: Int) {
    if let position = ready.firstIndex(of: number) { ready.remove(at: position) }
  }

  private mutating func foldCall(_ start: GroupStarted) throws(EventFault) {
    let number = try node(start.id)
    leaveReady(number)
    guard case .call(let step) = nodes[number].kind, let plan = step.body, let body = body(ofCall: number) else {
      throw EventFault("'\(start.id)' isn't a sub-plan")
    }
    var inputs: [String: Value] = [:]
    for input in plan.inputs {
      guard let json = start.inputs[input.name] else { continue }
      inputs[input.name] = try Self.decoded(json, as: input.type, name: input.name)
    }
    bodyInputs[body] = inputs
    open(number)
  }

  private mutating func fold(_ end: GroupFinished, at: Int64) throws(EventFault) {
    let number = try node(end.id)
    leaveReady(number)
    if let position = closable.firstIndex(of: number) { closable.remove(at: position) }
    steps[number].error = end.error
    steps[number].continued = end.continued
    steps[number].status = end.error == nil ? .succeeded : .failed
    steps[number].finishedAt = at
    if steps[number].countsAsDone { finish(number) } else { nodes[number].progress = .failed }
  }

  private mutating func fold(_ expansion: StepExpanded) throws(EventFault) {
    let number = try node(expansion.step)
    guard case .each(let step) = nodes[number].kind, let foreach = step.foreach,
      expansion.keys.count == expansion.items.count
    else { throw EventFault("'\(expansion.step)' has no items") }
    leaveReady(number)
    var items: [Value] = []
    for json in expansion.items {
      items.append(try Self.decoded(json, as: foreach.itemType, name: foreach.variable))
    }
    addInstances(of: number, keys: expansion.keys, items: items)
    open(number)
  }
}

// MARK: - Steps going forward

extension RunState {
  private mutating func settle(_ mark: StepSettled, as status: StepStatus, at: Int64) throws(EventFault) {
    let number = try node(mark.step)
    leaveReady(number)
    steps[number].status = status
    steps[number].finishedAt = at
    steps[number].error = nil
    if let step = nodes[number].step { steps[number].outputs = try outputs(mark.outputs, step.outputs) }
    for leaf in leaves(below: number) where leaf != number { steps[leaf].status = status }
    finish(number)
  }

  private mutating func fold(_ refusal: StepRefused, at: Int64) throws(EventFault) {
    let number = try node(refusal.step)
    fail(number, refusal.error, continued: refusal.continued, at: at)
  }

  private mutating func fail(_ number: Int, _ error: RecordedError, continued: Bool, at: Int64) {
    leaveReady(number)
    steps[number].status = .failed
    steps[number].error = error
    steps[number].continued = continued
    steps[number].finishedAt = at
    if continued { finish(number) } else { nodes[number].progress = .failed }
  }

  private mutating func fold(_ intent: StepIntent, at: Int64) throws(EventFault) {
    let number = try node(intent.work.step)
    unsettled.insert(number)
    if intent.work.undo != nil { return foldUndoIntent(intent, number, at: at) }
    noteStart(number, attempt: intent.work.attempt, at: at)
    steps[number].status = .running
    steps[number].attempts = intent.work.attempt
    steps[number].openAttempt = intent
    steps[number].isApplied = false
    steps[number].retryAt = nil
    steps[number].error = nil
    steps[number].finishedAt = nil
    doubts.remove(number)
    if let record = intent.undoRecord { steps[number].undoRecord = record }
  }

  private mutating func noteStart(_ number: Int, attempt: Int, at: Int64) {
    leaveReady(number)
    nodes[number].progress = .open
    guard steps[number].startOrder == nil else { return }
    if isInFinale(number) {
      if steps[number].startedAt == nil { steps[number].startedAt = at }
      return
    }
    steps[number].startedAt = at
    steps[number].firstAttempt = attempt
    steps[number].startOrder = (starts.last.flatMap { steps[$0].startOrder } ?? 0) + 1
    starts.append(number)
  }

  private mutating func fold(_ applied: StepApplied) throws(EventFault) {
    let number = try node(applied.work.step)
    guard let step = nodes[number].step else { throw EventFault("'\(applied.work.step)' is no step") }
    if let action = applied.work.undo {
      steps[number].undo?.isApplied = true
      let values = try outputs(applied.outputs, undoOutputs(of: step, action))
      steps[number].undo?.outputs = values
    } else {
      steps[number].isApplied = true
      steps[number].outputs = try outputs(applied.outputs, step.outputs)
      steps[number].log = applied.log ?? steps[number].log
    }
  }

  private mutating func fold(_ outcome: StepOutcome, at: Int64) throws(EventFault) {
    let number = try node(outcome.work.step)
    guard let step = nodes[number].step else { throw EventFault("'\(outcome.work.step)' is no step") }
    if let action = outcome.work.undo { return foldUndoOutcome(outcome, number, action, at: at) }
    steps[number].openAttempt = nil
    steps[number].isApplied = false
    steps[number].retryAt = nil
    steps[number].log = outcome.log ?? steps[number].log
    unsettled.remove(number)
    guard let error = outcome.error else {
      steps[number].outputs = try outputs(outcome.outputs, step.outputs)
      steps[number].status = .succeeded
      steps[number].error = nil
      steps[number].finishedAt = at
      return finish(number)
    }
    steps[number].failures += 1
    if let delay = outcome.retryAfter {
      steps[number].retryAt = at + delay
      steps[number].error = error
      unsettled.insert(number)
    } else {
      fail(number, error, continued: outcome.continued, at: at)
    }
  }

  func outputs(_ json: JSONObject, _ types: [String: ValueType]) throws(EventFault) -> [String: Value] {
    var values: [String: Value] = [:]
    for (name, value) in json {
      values[name] = try Self.decoded(value, as: types[name] ?? .dyn, name: name)
    }
    return values
  }

  private mutating func fold(_ doubt: StepInDoubt) throws(EventFault) {
    let number = try node(doubt.work.step)
    steps[number].status = .inDoubt
    doubts.insert(number)
    steps[number].error = RecordedError(
      RunProblem.inDoubt(step: doubt.work.step, reason: doubt.reason))
    unsettled.remove(number)
  }

  private mutating func fold(_ gate: GateOpened, at: Int64) throws(EventFault) {
    let number = try node(gate.work.step)
    noteStart(number, attempt: gate.work.attempt, at: at)
    steps[number].status = .waiting
    steps[number].attempts = gate.work.attempt
    steps[number].gate = GateState(request: gate, openedAt: at)
    steps[number].error = nil
    unsettled.insert(number)
  }

  private mutating func fold(_ decision: StepResolved, at: Int64) throws(EventFault) {
    let number = try node(decision.step)
    doubts.remove(number)
    if decision.undo != nil || steps[number].status == .undoFailed {
      return resolveUndo(number, decision.decision)
    }
    steps[number].openAttempt = nil
    steps[number].isApplied = false
    steps[number].failures = 0
    steps[number].retryAt = nil
    unsettled.remove(number)
    switch decision.decision {
    case .done:
      steps[number].status = .succeeded
      steps[number].error = nil
      steps[number].finishedAt = at
      finish(number)
    case .retry:
      steps[number].status = .pending
    case .notDone:
      steps[number].status = .pending
      steps[number].startOrder = nil
      starts.removeAll { $0 == number }
    }
    if decision.decision != .done { nodes[number].progress = .pending }
    if stage == .forward { recount() }
  }
}

// MARK: - Steps going back

extension RunState {
  func undoOutputs(of step: PlanStep, _ action: Int) -> [String: ValueType] {
    guard case .actions(let actions) = step.rollback, actions.indices.contains(action) else { return [:] }
    return actions[action].declaredOutputs
  }

  private mutating func foldUndoIntent(_ intent: StepIntent, _ number: Int, at: Int64) {
    var undo = steps[number].undo ?? UndoState()
    undo.action = intent.work.undo ?? 0
    undo.startedAt = undo.startedAt ?? at
    steps[number].undoAttempts = intent.work.attempt
    undo.openAttempt = intent
    undo.isApplied = false
    undo.retryAt = nil
    steps[number].undo = undo
    steps[number].status = .undoing
  }

  private mutating func foldUndoOutcome(_ outcome: StepOutcome, _ number: Int, _ action: Int, at: Int64) {
    unsettled.remove(number)
    // An attempt whose inputs can't be had fails without an intent.
    var undo = steps[number].undo ?? UndoState()
    undo.openAttempt = nil
    undo.isApplied = false
    undo.retryAt = nil
    if outcome.error == nil {
      undo.action = action + 1
      undo.failures = 0
      undo.startedAt = nil
    } else {
      undo.failures += 1
      undo.retryAt = outcome.retryAfter.map { at + $0 }
      if undo.retryAt != nil { unsettled.insert(number) }
    }
    steps[number].undo = undo
  }

  private mutating func foldUndone(_ mark: StepSettled, at: Int64) throws(EventFault) {
    let number = try node(mark.step)
    steps[number].status = .undone
    steps[number].finishedAt = at
    leaveStarts(number)
    steps[number].undo = nil
    steps[number].undoRecord = nil
    steps[number].generation += 1
    steps[number].openAttempt = nil
    steps[number].isApplied = false
    steps[number].retryAt = nil
    nodes[number].progress = .pending
  }

  private mutating func foldKept(_ mark: StepSettled) throws(EventFault) {
    let number = try node(mark.step)
    // A step that succeeded and keeps its effect stays done; one that failed may be tried again.
    if steps[number].status == .succeeded { steps[number].error = nil }
    steps[number].status = .kept
    leaveStarts(number)
    steps[number].openAttempt = nil
    steps[number].retryAt = nil
  }

  private mutating func leaveStarts(_ number: Int) {
    unsettled.remove(number)
    doubts.remove(number)
    steps[number].startOrder = nil
    if starts.last == number { starts.removeLast() } else { starts.removeAll { $0 == number } }
  }

  private mutating func foldUndoFailure(_ failure: StepRefused, at: Int64) throws(EventFault) {
    let number = try node(failure.step)
    steps[number].status = .undoFailed
    steps[number].error = failure.error
    steps[number].finishedAt = at
    steps[number].undo = steps[number].undo ?? UndoState()
    unsettled.remove(number)
  }

  private mutating func resolveUndo(_ number: Int, _ decision: StepResolved.Decision) {
    steps[number].undo?.openAttempt = nil
    steps[number].undo?.isApplied = false
    steps[number].undo?.failures = 0
    steps[number].status = .undoing
    steps[number].error = nil
    unsettled.remove(number)
    if decision == .done { steps[number].undo?.action += 1 }
  }
}
