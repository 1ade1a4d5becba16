// One simulated life of a run with its verdict; a failure says how to have it again.

import PlanModel

@testable import Engine

struct Trial {
  var status: RunStatus
  var journal: [Simulation.Line]
  var commands: Int
  var faults: [String]

  /// Lives a run and judges it.
  init(_ plan: SimulatedPlan, seed: UInt64, crashes: Set<CrashPoint> = [], people: SimulatedPeople = SimulatedPeople())
    throws
  {
    var simulation = try Simulation(plan, seed: seed, crashes: crashes, people: people)
    var found: [String] = []
    do {
      status = try simulation.live()
      found = WorldOracle.faults(simulation, status)
    } catch {
      status = simulation.engine.state.status
      found = ["\(error)"]
    }
    found += JournalOracle.faults(in: simulation.events, of: plan.plan)
    journal = simulation.journal
    commands = simulation.commandCount
    let places = crashes.map { "\($0)" }.sorted().joined(separator: ", ")
    let story = found.isEmpty ? "" : "\n" + Self.story(simulation)
    let head = "plan '\(plan.name)', seed \(seed), crashes [\(places)], ends \(status)"
    faults = found.map { "\(head): \($0)\(story)" }
  }

  /// The journal in short.
  private static func story(_ simulation: Simulation) -> String {
    simulation.journal.enumerated().map { "  \($0 + 1) \($1.type) \($1.data.prefix(140))" }.joined(separator: "\n")
  }
}
