// A simulated run: an executor that keeps the contract of the real one (records are durable before later commands),
// a journal that is encoded and decoded, crashes at chosen places, and people who answer, mend and resolve truthfully.

import Expressions
import JSONText
import PlanModel
import StepKit

@testable import Engine

/// Where an executor dies. Both count from the start of the run, over all executors.
enum CrashPoint: Hashable {
  /// Right after the n-th event is durable; what the same commit held besides, and every later command, is lost.
  case afterEvent(Int)
  /// Right after the n-th command was carried out.
  case afterCommand(Int)
}

/// Something is wrong with the engine; the words say what was expected.
struct SimulationFault: Error, CustomStringConvertible {
  var description: String
}

private struct Crash: Error {}

struct Simulation {
  struct Line: Hashable {
    var type: String
    var data: String
    var at: Int64
    var actor: String
  }

  struct Happening {
    var at: Int64
    var number: Int
    var what: What
    enum What {
      case stimulus(Stimulus)
      case ends(WorkID)
    }
  }

  let plan: SimulatedPlan
  var world: SimulatedWorld
  var crashes: Set<CrashPoint>
  /// What people do, beside what the plan makes necessary.
  var people: SimulatedPeople
  var journal: [Line] = []
  var events: [RecordedEvent] = []
  var commandCount = 0
  var stimulusCount = 0
  var sessions = 0
  var crashCount = 0
  var engine: Engine
  /// The fold of the decoded events.
  var shadow: RunState
  var queue: [Happening] = []
  var happenings = 0
  var ended: RunStatus?
  let sessionStart: Int64 = 0

  init(_ plan: SimulatedPlan, seed: UInt64, crashes: Set<CrashPoint> = [], people: SimulatedPeople = SimulatedPeople())
    throws
  {
    self.plan = plan
    self.crashes = crashes
    self.people = people
    world = SimulatedWorld(seed: seed)
    let created = RunCreated(
      planName: "demo", basis: RunBasis(of: plan.plan), binaryVersion: "1", starter: "ann", workingDirectory: "/")
    shadow = try RunState(run: "r1", plan: plan.plan, created: created, at: world.now)
    engine = Engine(state: shadow)
    let first = RecordedEvent(event: .created(created), at: world.now, actor: "ann")
    journal = [Self.encode(first)]
    events = [first]
  }

  // MARK: Journal

  static func encode(_ recorded: RecordedEvent) -> Line {
    Line(
      type: recorded.event.type, data: String(decoding: recorded.event.data.canonicalBytes(), as: UTF8.self),
      at: recorded.at, actor: recorded.actor)
  }

  static func decode(_ line: Line) throws -> RecordedEvent {
    RecordedEvent(
      event: try RunEvent(type: line.type, data: JSON(parsing: line.data)), at: line.at, actor: line.actor)
  }

  /// What a new executor knows: the fold of the journal, from its first line.
  func replay() throws -> RunState {
    guard let first = journal.first, case .created(let created) = try Self.decode(first).event else {
      throw SimulationFault(description: "the journal doesn't begin with run.created")
    }
    var state = try RunState(run: "r1", plan: plan.plan, created: created, at: first.at)
    for line in journal.dropFirst() { try state.fold(try Self.decode(line)) }
    return state
  }

  // MARK: An executor's life

  /// Opens the run and executes until it has ended for this executor; nil: the executor died.
  mutating func execute(_ verb: Verb, waits: Bool = false, orphans: OrphanPolicy = .wait, to: String? = nil) throws
    -> RunStatus?
  {
    sessions += 1
    if sessions > 80 { throw SimulationFault(description: "80 executors didn't bring the run to its end") }
    engine = Engine(state: try replay())
    shadow = engine.state
    queue = []
    ended = nil
    let opened = RunOpened(
      verb: verb, host: "h", pid: Int64(sessions), bootID: "b", binaryVersion: "1", registryDigest: "r")
    do {
      try take(.open(OpenRequest(opened: opened, actor: "ann", waits: waits, orphans: orphans, to: to)))
      while ended == nil { try goOn() }
    } catch is Crash {
      crashCount += 1
      world.crash()
      return nil
    }
    return ended
  }

  private mutating func goOn() throws {
    if let message = people.interruption(stimulusCount, &world) { return try take(.message(message)) }
    // A guard keeps the queue filled for ever: people don't wait until nothing else happens.
    if people.waits, !engine.state.waitingGates.isEmpty, world.random.chance(20),
      let message = people.answer(engine.state, &world)
    {
      return try take(.message(message))
    }
    guard let next = queue.indices.min(by: { (queue[$0].at, queue[$0].number) < (queue[$1].at, queue[$1].number) })
    else {
      guard let message = people.answer(engine.state, &world) else {
        throw SimulationFault(description: "nothing is under way, and the run hasn't ended: \(engine.state.status)")
      }
      return try take(.message(message))
    }
    let happening = queue.remove(at: next)
    world.now = max(world.now, happening.at)
    switch happening.what {
    case .stimulus(let stimulus): try take(stimulus)
    case .ends(let work):
      if let report = world.end(work) { try take(.finished(work, report)) }
    }
  }

  /// One stimulus, and all that follows from it.
  mutating func take(_ stimulus: Stimulus) throws {
    stimulusCount += 1
    if stimulusCount > 20_000 { throw SimulationFault(description: "20,000 stimuli didn't bring the run to its end") }
    let commands = try engine.handle(stimulus, at: Moment(wall: world.now, monotonic: world.now - 1_799_999_999_000))
    for command in commands { if case .record(let recorded) = command { try append(recorded) } }
    try compareWithShadow()
    for command in commands { try carryOut(command) }
  }

  private mutating func append(_ recorded: [RecordedEvent]) throws {
    for event in recorded {
      let line = Self.encode(event)
      let decoded = try Self.decode(line)
      if decoded != event {
        throw SimulationFault(description: "\(event) comes back from the journal as \(decoded)")
      }
      journal.append(line)
      events.append(decoded)
      try shadow.fold(decoded)
      if crashes.contains(.afterEvent(journal.count)) { throw Crash() }
    }
  }

  private func compareWithShadow() throws {
    let difference = StateComparison.difference(engine.state, shadow)
    if let difference { throw SimulationFault(description: "the fold of the journal differs: \(difference)") }
  }

  // MARK: Commands

  private mutating func carryOut(_ command: Command) throws {
    if case .record = command { return }
    try perform(command)
    commandCount += 1
    if crashes.contains(.afterCommand(commandCount)) { throw Crash() }
  }

  private mutating func perform(_ command: Command) throws {
    switch command {
    case .record: break
    case .wake(let ticket, let delay): later(delay, .stimulus(.woke(ticket)))
    case .end(let status): ended = status
    case .observe(let ticket, let request): observe(ticket, request)
    case .probe(let ticket, let work): probe(ticket, work)
    case .prepare(let work): later(pause(), .stimulus(.prepared(work, .success(["was": "nothing"]))))
    case .begin(let work): begin(work)
    case .recover(let work, _): recover(work)
    case .stop(let work): stop(work)
    // The answer may be on its way already: the engine must take it or leave it.
    case .cancel: break
    }
  }

  private mutating func later(_ delay: Int64, _ what: Happening.What) {
    happenings += 1
    queue.append(Happening(at: world.now + delay, number: happenings, what: what))
  }

  private mutating func pause() -> Int64 { Int64(world.random.below(50)) }

  private mutating func observe(_ ticket: Ticket, _ request: ObservationRequest) {
    switch engine.context(of: request, secrets: [:]) {
    case .failure(let error):
      let failure = StepFailure(code: error.code, message: error.message)
      later(0, .stimulus(.observed(ticket, WorkReport(result: .failure(failure)))))
    case .success(let context): later(pause(), .stimulus(.observed(ticket, WorkReport(result: world.look(context)))))
    }
  }

  private mutating func probe(_ ticket: Ticket, _ work: WorkID) {
    let isThere = world.present[work.step, default: 0] > 0
    later(pause(), .stimulus(.probed(ticket, .success(isThere ? .done(["n": .int(1)]) : .notDone))))
  }

  private mutating func begin(_ work: WorkID) {
    guard let type = engine.type(of: work), let step = engine.state.planStep(work.step) else { return }
    switch engine.context(of: work, secrets: [:]) {
    case .failure(let error):
      later(
        0,
        .stimulus(.finished(work, WorkReport(result: .failure(StepFailure(code: error.code, message: error.message))))))
    case .success(let context):
      if type.declaration.name == "sim.look" {
        let result = world.look(context)
        return later(pause(), .stimulus(.finished(work, WorkReport(result: result))))
      }
      let isAuto = engine.undoRecord(of: work) != nil
      var order = SimulatedWorld.Order(
        work: work, fail: isAuto ? 0 : context.int("fail") ?? 0, isRepeatable: isAuto || step.idempotent,
        endsUndo: isAuto)
      // Each end of the run has a `finally` of its own.
      if WorldOracle.isFinal(work.step, engine.state) { order.isRepeatable = true }
      if let undo = work.undo, case .actions(let actions) = step.rollback {
        order.endsUndo = undo == actions.count - 1
        order.isRepeatable = actions[undo].idempotent
      }
      let endsAt = world.begin(order, isProcess: type is any ProcessStep && !isAuto)
      later(endsAt - world.now, .ends(work))
    }
  }

  private mutating func recover(_ work: WorkID) {
    let isProcess = engine.type(of: work) is any ProcessStep && engine.undoRecord(of: work) == nil
    let finding = world.finding(of: work, isProcess: isProcess)
    later(pause(), .stimulus(.recovered(work, finding)))
    if case .adopted = finding, let attempt = world.attempts[work] {
      later(max(60, attempt.endsAt - world.now), .ends(work))
    }
  }

  private mutating func stop(_ work: WorkID) {
    if let report = world.stop(work) { later(pause(), .stimulus(.finished(work, report))) }
  }
}
