// The fold: what each event makes of the state. Nothing else changes it.

import Diagnostics
import Expressions
import JSONText
import PlanModel
import StepKit

extension RunState {
  /// Takes the next event in. Throws when the event can't follow from this state: then the journal is another
  /// plan's, or was written by something else. After an event of a newer version such a gap is expected: what can be
  /// understood is still shown.
  ///
  /// - Parameter plan: of `run.plan_changed`, the plan that it names, checked.
  public mutating func fold(_ recorded: RecordedEvent, plan: CheckedPlan? = nil) throws(EventFault) {
    do throws(EventFault) {
      try take(recorded, plan)
    } catch {
      if unknownEvent == nil { throw error }
    }
  }

  private mutating func take(_ recorded: RecordedEvent, _ plan: CheckedPlan?) throws(EventFault) {
    if case .opened = recorded.event { closeSession() }
    lastEventAt = recorded.at
    switch recorded.event {
    case .created: throw EventFault("a run is created once")
    case .opened(let opened): fold(opened, at: recorded.at)
    case .planChanged(let change): try fold(change, plan)
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
    // Only says why what follows is done.
    case .recovered, .messageRefused: break
    case .resolved(let decision): try fold(decision, at: recorded.at)
    case .gateOpened(let gate): try fold(gate, at: recorded.at)
    case .gateAnswered(let answer): steps[try node(answer.step)].gate?.answers.append(answer)
    case .failing(let failure):
      failing = failure
      stage = .draining(failure.mode == .rollback ? .rollback : .halt)
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

// MARK: - Groups

extension RunState {
  mutating func foldPhase(_ start: GroupStarted) throws(EventFault) {
    let number = try node(start.id)
    leaveReady(number)
    open(number)
  }

  /// It was at or near the front: what starts is taken from there.
  mutating func leaveReady(_ number: Int) {
    if let position = ready.firstIndex(of: number) { ready.remove(at: position) }
  }

  mutating func foldCall(_ start: GroupStarted) throws(EventFault) {
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

  mutating func fold(_ end: GroupFinished, at: Int64) throws(EventFault) {
    let number = try node(end.id)
    leaveReady(number)
    if let position = closable.firstIndex(of: number) { closable.remove(at: position) }
    steps[number].error = end.error
    steps[number].continued = end.continued
    steps[number].status = end.error == nil ? .succeeded : .failed
    steps[number].finishedAt = at
    if steps[number].countsAsDone { finish(number) } else { nodes[number].progress = .failed }
  }

  mutating func fold(_ expansion: StepExpanded) throws(EventFault) {
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
    // No items: there is nothing to do, and the step says so.
    if items.isEmpty { steps[number].status = .satisfied }
    open(number)
  }
}
