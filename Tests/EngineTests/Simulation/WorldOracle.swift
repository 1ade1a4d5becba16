// What must be true of the world when a run is over: a run that says it succeeded has every effect, one that says it
// was rolled back has none that could be undone, and nothing was left behind.

import PlanModel

@testable import Engine

enum WorldOracle {
  static func faults(_ simulation: Simulation, _ status: RunStatus) -> [String] {
    let world = simulation.world
    var faults = world.faults
    for (work, attempt) in world.attempts where !isFinal(work.step, simulation.engine.state) {
      if case .running = attempt.fate { faults.append("\(SimulatedWorld.name(work)) was left behind") }
    }
    for entry in simulation.engine.state.listing {
      guard let step = entry.step, step.effect != .read, !isFinal(entry.id, simulation.engine.state) else { continue }
      let present = world.present[entry.id, default: 0]
      switch status {
      case .succeeded where entry.state.status == .succeeded && present != 1:
        faults.append("\(entry.id) succeeded, and its effect is there \(present) times")
      case .rolledBack where canBeUndone(step) && present != 0:
        faults.append("the run is rolled back, and the effect of \(entry.id) is there")
      default: continue
      }
    }
    if status == .succeeded, !simulation.engine.state.inDoubt.filter({ !isFinal($0, simulation.engine.state) }).isEmpty
    {
      faults.append("the run succeeded with steps in doubt")
    }
    return faults
  }

  private static func canBeUndone(_ step: PlanStep) -> Bool {
    switch step.rollback {
    case .auto, .actions: true
    case .nothing, .declined: false
    }
  }

  static func isFinal(_ id: String, _ state: RunState) -> Bool {
    guard let number = state.index[id] else { return false }
    return state.ancestors(of: number).contains { if case .finale = state.nodes[$0].kind { true } else { false } }
  }
}
