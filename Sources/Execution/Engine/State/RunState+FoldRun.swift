// What the events about the run as a whole make of the state: executors that come and go, stops, rollbacks, `finally`.

import Diagnostics
import Expressions
import JSONText
import PlanModel
import StepKit

extension RunState {
  mutating func fold(_ event: RunOpened, at: Int64) {
    opened = event
    if event.writtenFormat > RunCreated.format, unknownEvent == nil {
      unknownEvent = "run.opened, format \(event.writtenFormat)"
    }
    if event.verb != .record, event.verb != .stop { executedBy = event }
    sessionStartedAt = event.verb == .record ? nil : at
    if event.verb != .record { skipsFinally = false }
    guard event.verb == .run || event.verb == .resume else { return }
    switch stage {
    case .forward, .rollingBack, .finalizing, .concluding: return
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
  mutating func foldStop() {
    switch stage {
    case .concluding, .finalizing: skipsFinally = true
    case .forward, .draining, .rollingBack: stage = .draining(.stop)
    case .ended: break
    }
  }

  /// The rollback goes on; an undo that failed has all its attempts again.
  mutating func goBackAgain() {
    stage = .rollingBack
    blocked = nil
    for number in starts where steps[number].status == .undoFailed {
      steps[number].undo?.failures = 0
      steps[number].undo?.retryAt = nil
    }
  }

  mutating func closeSession() {
    if let start = sessionStartedAt { spent += max(0, lastEventAt - start) }
    sessionStartedAt = nil
  }

  /// A resume gives what failed, and what was undone, another try.
  mutating func retryWhatFailed() {
    for number in nodes.indices {
      switch steps[number].status {
      case .failed where !steps[number].continued, .kept where steps[number].error != nil:
        steps[number].status = .pending
        steps[number].failures = 0
        steps[number].gate = nil
      case .undone, .kept:
        guard mayRepeat(number) else { continue }
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

  /// What was undone is done again. What kept its effect in that rollback comes after it: it is looked at, asked or done
  /// again too, unless that could double an effect.
  private func mayRepeat(_ number: Int) -> Bool {
    guard steps[number].status == .kept else { return true }
    guard let step = nodes[number].step else { return false }
    return step.effect == .read || step.idempotent
  }

  mutating func fold(_ start: RollbackStarted) {
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
  func lastStart(below node: Int) -> Int {
    leaves(below: node).compactMap { steps[$0].startOrder }.max() ?? 0
  }

  mutating func fold(_ end: RollbackFinished) {
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

  mutating func fold(_ start: FinallyStarted) {
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
  mutating func beginAnew(_ number: Int) {
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

  mutating func fold(_ end: RunEnded, at: Int64) {
    closeSession()
    stage = .ended(end.status)
    finishedAt = at
  }
}
