// A run driven by hand, one stimulus at a time: for tests that pin what the engine decides at a certain moment.

import Expressions
import JSONText
import PlanModel
import StepKit

@testable import Engine

/// An engine on the bench, with the commands that it has given and that nobody has carried out yet.
struct Bench {
  let plan: SimulatedPlan
  var engine: Engine
  var now: Int64 = 1_800_000_000_000
  var events: [RecordedEvent] = []
  var commands: [Command] = []

  init(_ body: String, files: [String: String] = [:], starter: String = "ann") throws {
    plan = try SimulatedPlan("bench", body, files: files)
    let created = RunCreated(
      planName: "demo", basis: RunBasis(of: plan.plan), binaryVersion: "1", starter: starter, workingDirectory: "/")
    engine = Engine(
      state: try RunState(run: "r1", plan: plan.plan, created: created, at: now))
  }

  var state: RunState { engine.state }
  /// `type step` of every event, shortest form.
  var story: [String] {
    events.map { event in
      let subject =
        event.event.data["step"]?.stringValue ?? event.event.data["id"]?.stringValue
        ?? event.event.data["status"]?.stringValue
      return subject.map { event.event.type + " " + $0 } ?? event.event.type
    }
  }

  func status(_ step: String) -> StepStatus? { state.stepState(step)?.status }

  @discardableResult
  mutating func take(_ stimulus: Stimulus) throws -> [Command] {
    let given = try engine.handle(stimulus, at: Moment(wall: now, monotonic: now))
    for command in given {
      if case .record(let recorded) = command { events += recorded } else { commands.append(command) }
    }
    return given
  }

  /// A new executor: what was under way before is forgotten.
  mutating func open(_ verb: Verb, waits: Bool = false, to: String? = nil) throws {
    engine = Engine(state: engine.state)
    commands = []
    let opened = RunOpened(verb: verb, host: "h", pid: 1, bootID: "b", binaryVersion: "1", registryDigest: "r")
    try take(.open(OpenRequest(opened: opened, actor: "ann", waits: waits, to: to)))
  }

  /// The plan is edited, and nobody executes it yet.
  mutating func edit(_ body: String, files: [String: String] = [:]) throws -> [StepLabel] {
    let edited = try SimulatedPlan("edited", body, files: files).plan
    let basis = RunBasis(of: edited)
    let labels = try state.labels(under: edited, basis: basis)
    let change = try state.change(to: edited, basis: basis, labels: labels, accepted: true)
    var moved = state
    try moved.fold(RecordedEvent(event: .planChanged(change), at: now, actor: "ann"), plan: edited)
    engine = Engine(state: moved)
    return labels
  }

  mutating func say(_ person: String, _ content: InboxMessage.Content) throws {
    try take(.message(InboxMessage(person: person, content: content)))
  }

  mutating func succeed(_ step: String, undo: Int? = nil, outputs: [String: Value] = ["n": .int(1)]) throws {
    try take(.finished(try begun(step, undo), WorkReport(result: .success(outputs))))
  }

  mutating func fail(_ step: String, undo: Int? = nil, wasStopped: Bool = false) throws {
    let failure = StepFailure(code: "SIM-1", message: "no")
    try take(.finished(try begun(step, undo), WorkReport(result: .failure(failure), wasStopped: wasStopped)))
  }

  /// The attempt that was begun last.
  private func begun(_ step: String, _ undo: Int?) throws -> WorkID {
    for command in commands.reversed() {
      switch command {
      case .begin(let work), .recover(let work, _): if work.step == step, work.undo == undo { return work }
      default: continue
      }
    }
    throw SimulationFault(description: "\(step) isn't under way: \(commands)")
  }

  /// What `prepare`, `recover` and timers wait for.
  mutating func prepare(_ step: String) throws {
    for command in commands.reversed() {
      if case .prepare(let work) = command, work.step == step {
        try take(.prepared(work, .success(["was": "x"])))
        return
      }
    }
  }

  mutating func recover(_ step: String, undo: Int? = nil, _ finding: AttemptFinding) throws {
    try take(.recovered(try begun(step, undo), finding))
  }

  /// Delays of the timers that were set, in order.
  var delays: [Int64] {
    commands.compactMap { command in if case .wake(_, let delay) = command { delay } else { nil } }
  }

  /// The last timer rings.
  mutating func wake() throws {
    for command in commands.reversed() {
      if case .wake(let ticket, let delay) = command {
        now += delay
        try take(.woke(ticket))
        return
      }
    }
  }

  var begins: [WorkID] {
    commands.compactMap { command in if case .begin(let work) = command { work } else { nil } }
  }

  var stops: [String] {
    commands.compactMap { command in if case .stop(let work) = command { work.step } else { nil } }
  }

  var end: RunStatus? {
    for command in commands { if case .end(let status) = command { return status } }
    return nil
  }
}
