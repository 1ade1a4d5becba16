// What must be true of every journal, judged from the events alone, without the engine's state:
// an undo follows a start, in reverse order of start; rollback never runs forward; an intent is settled before the
// run ends; idempotency keys are stable; `finally` runs whenever it must.

import PlanModel

@testable import Engine

struct JournalOracle {
  private var faults: [String] = []
  /// Steps with an effect that isn't undone, in the order of their first intent.
  private var order: [String] = []
  private var keys: [String: String] = [:]
  private var attempts: [String: Int] = [:]
  private var open: Set<String> = []
  private var goesBack = false
  private var finalStatus: RunStatus?
  private var isStopped = false
  private let finalSteps: Set<String>
  private let allSteps: Set<String>

  /// Everything wrong with a run's events; empty: nothing.
  static func faults(in events: [RecordedEvent], of plan: CheckedPlan) -> [String] {
    var oracle = JournalOracle(plan)
    for recorded in events { oracle.take(recorded.event) }
    return oracle.faults
  }

  private init(_ plan: CheckedPlan) {
    finalSteps = Set(plan.body.finally.map(\.id))
    allSteps = Set(plan.body.phases.flatMap(\.steps).map(\.id))
  }

  private func isFinal(_ step: String) -> Bool {
    let first = step.split(separator: "/").first.map(String.init) ?? step
    let name = first.split(separator: "[").first.map(String.init) ?? first
    return finalSteps.contains(name) && !(allSteps.contains(name) && !finalSteps.contains(name))
  }

  private mutating func take(_ event: RunEvent) {
    switch event {
    case .opened(let opened): if opened.verb != .record { isStopped = false }
    case .stopRequested: isStopped = true
    case .intent(let intent): take(intent)
    case .gateOpened(let gate):
      if goesBack { faults.append("gate \(gate.work.step) opens in a rollback") }
      if !isFinal(gate.work.step), !order.contains(gate.work.step) { order.append(gate.work.step) }
    case .outcome(let outcome): open.remove(name(outcome.work))
    case .inDoubt(let doubt): open.remove(name(doubt.work))
    case .resolved(let resolved):
      open = open.filter { $0 != resolved.step && !$0.hasPrefix(resolved.step + " undo ") }
      if resolved.decision == .notDone, resolved.undo == nil { order.removeAll { $0 == resolved.step } }
    case .undone(let mark), .kept(let mark):
      if order.last != mark.step {
        faults.append("\(mark.step) is undone or kept, and \(order.last ?? "nothing") was started last")
      }
      order.removeAll { $0 == mark.step }
      keys[mark.step] = nil
      open.remove(mark.step)
    case .rollbackStarted: goesBack = true
    case .rollbackFinished: goesBack = false
    case .finallyStarted(let start): finalStatus = start.status
    case .ended(let end): take(end)
    case .planChanged: keys = [:]
    default: break
    }
  }

  private func name(_ work: WorkID) -> String { SimulatedWorld.name(work) }

  private mutating func take(_ intent: StepIntent) {
    let name = name(intent.work)
    if intent.work.attempt <= attempts[name, default: 0] {
      faults.append("attempt \(intent.work.attempt) of \(name) comes after attempt \(attempts[name, default: 0])")
    }
    attempts[name] = intent.work.attempt
    open.insert(name)
    if intent.work.undo != nil {
      if order.last != intent.work.step {
        faults.append("\(name) begins, and \(order.last ?? "nothing") was started last")
      }
      return
    }
    if isFinal(intent.work.step) {
      if finalStatus == nil { faults.append("final step \(name) runs before finally") }
      return
    }
    if goesBack { faults.append("\(name) runs forward in a rollback") }
    if finalStatus != nil { faults.append("\(name) runs after finally has begun") }
    if let key = keys[intent.work.step], key != intent.key {
      faults.append("\(name) has the key \(intent.key) after \(key)")
    }
    keys[intent.work.step] = intent.key
    if !order.contains(intent.work.step) { order.append(intent.work.step) }
  }

  private mutating func take(_ end: RunEnded) {
    let unsettled = open.filter { !(isStopped && $0.contains(" undo ")) }
    if end.status != .abandoned, !unsettled.isEmpty {
      faults.append("the run ends as \(end.status) while \(unsettled.sorted()) is unsettled")
    }
    let mustTidy: [RunStatus] = [.succeeded, .halted, .rolledBack, .rollbackBlocked]
    if !finalSteps.isEmpty, mustTidy.contains(end.status), !isStopped, finalStatus != end.status {
      faults.append("the run ends as \(end.status), and finally ran for \(finalStatus?.rawValue ?? "nothing")")
    }
    if end.status == .rolledBack, !order.isEmpty { faults.append("rolled back, and \(order) isn't undone") }
    finalStatus = nil
    goesBack = false
  }
}
