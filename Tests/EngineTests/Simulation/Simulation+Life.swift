// A run from its start to its end, whatever happens to its executors.

import PlanModel
import StepKit

@testable import Engine

extension Simulation {
  /// Drives the run until it is over, or until nothing that people can do brings it further.
  mutating func live() throws -> RunStatus {
    var verb = Verb.run
    var target: String?
    var halts = 0
    while true {
      let waits = people.waits
      guard let status = try execute(verb, waits: waits, to: target) else {
        verb = verb == .rollback && !events.contains(where: isRollbackStart) ? .rollback : .resume
        continue
      }
      target = nil
      verb = .resume
      switch status {
      case .succeeded:
        guard people.regrets else { return status }
        people.regrets = false
        verb = .rollback
      case .rolledBack, .abandoned: return status
      case .waiting: try sayWhenIdle { people, state, world in people.answer(state, &world) }
      case .inDoubt:
        for id in try replay().inDoubt {
          try sayWhenIdle { people, state, world in people.resolution(id, state, &world) }
        }
      case .rollbackBlocked:
        if world.isMended { return status }
        world.isMended = true
      case .halted:
        halts += 1
        if halts > 6 { return status }
        if people.goesBackPartly, let first = try replay().starts.first {
          people.goesBackPartly = false
          verb = .rollback
          target = engine.state.nodes[first].id
        } else if people.goesBack {
          people.goesBack = false
          verb = .rollback
        } else if halts > 1 {
          world.isMended = true
        }
      case .running, .rollingBack: throw SimulationFault(description: "a run can't end as \(status)")
      }
    }
  }

  private func isRollbackStart(_ recorded: RecordedEvent) -> Bool {
    if case .rollbackStarted(let start) = recorded.event { start.requested } else { false }
  }

  /// A person says something while nobody executes the run.
  private mutating func sayWhenIdle(
    _ message: (SimulatedPeople, RunState, inout SimulatedWorld) -> InboxMessage?
  ) throws {
    let state = try replay()
    guard let message = message(people, state, &world) else {
      throw SimulationFault(description: "nobody can say anything, and the run waits: \(state.waitingGates)")
    }
    engine = Engine(state: state)
    shadow = state
    if let problem = engine.refusal(of: message) {
      throw SimulationFault(description: "\(message) is refused: \(problem)")
    }
    let opened = RunOpened(verb: .record, host: "h", pid: 0, bootID: "b", binaryVersion: "1", registryDigest: "r")
    let kept = crashes
    crashes = []
    try take(.open(OpenRequest(opened: opened, actor: message.person)))
    try take(.message(message))
    crashes = kept
    queue = []
  }
}
