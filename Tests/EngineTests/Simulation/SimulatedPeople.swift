// The people around a simulated run. They tell the truth: who resolves a step looks whether its effect is there.

import PlanModel

@testable import Engine

/// What people do.
struct SimulatedPeople {
  /// Answers to questions: how many in a hundred are a refusal.
  var refusals = 0
  /// A stop comes before this stimulus.
  var stopBefore: Int?
  /// After the run has succeeded it is rolled back.
  var regrets = false
  /// A halted run is rolled back down to the first step that started.
  var goesBackPartly = false
  /// A halted run is rolled back whole.
  var goesBack = false
  /// Executors wait at gates.
  var waits = false

  mutating func interruption(_ stimulus: Int, _ world: inout SimulatedWorld) -> InboxMessage? {
    guard let stopBefore, stimulus >= stopBefore else { return nil }
    self.stopBefore = nil
    return InboxMessage(person: "ann", content: .stop(reason: "lunch"))
  }

  /// The next answer at a gate that waits.
  func answer(_ state: RunState, _ world: inout SimulatedWorld) -> InboxMessage? {
    for (id, gate) in state.waitingGates {
      let answered = Set(gate.answers.filter { ($0.expiresAt ?? .max) >= world.now }.map(\.person))
      let asked = gate.request.roles.isEmpty ? ["bob"] : gate.request.roles.flatMap { state.plan.roles[$0] ?? [] }
      let free = asked.filter { !answered.contains($0) && !(gate.request.distinctFrom == ["starter"] && $0 == "ann") }
      guard let person = free.first else { continue }
      let refuses = world.random.chance(refusals)
      let decision: GateDecision = refuses ? .reject : gate.request.kind == .manual ? .confirm : .approve
      return InboxMessage(
        person: person, content: .answer(GateAnswer(step: id, decision: decision)))
    }
    return nil
  }

  /// The truth about a step in doubt.
  func resolution(_ id: String, _ state: RunState, _ world: inout SimulatedWorld) -> InboxMessage {
    let undo = state.stepState(id)?.undo?.openAttempt?.work.undo
    let happened =
      undo.map { world.undoneBy["\(id) undo \($0)", default: 0] > 0 } ?? (world.present[id, default: 0] > 0)
    let decision: StepResolved.Decision = happened ? .done : world.random.chance(50) ? .notDone : .retry
    return InboxMessage(person: "ann", content: .resolve(step: id, decision: decision, reason: "looked"))
  }
}
