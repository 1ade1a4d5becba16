// Covers: going forward. Retries and their delays, keys, conditions of phases and of plans without phases, `continue`,
// `foreach` after a failure, timers, limits, guards, what a stop leaves.

import Expressions
import PlanModel
import StepKit
import Testing

@testable import Engine

@Suite("Going forward")
struct ForwardTests {
  private let undo = "rollback: {uses: sim.process, idempotent: true}"

  @Test("retries wait longer each time, with the same key")
  func retries() throws {
    var bench = try Bench(
      "steps:\n  - {id: a, uses: sim.process, retry: {attempts: 4, delay: 2s, backoff: 3, max_delay: 10s}, \(undo)}\n")
    try bench.open(.run)
    for _ in 0..<3 {
      try bench.fail("a")
      try bench.wake()
    }
    try bench.fail("a")
    #expect(bench.delays == [2000, 6000, 10_000])
    #expect(bench.end == .halted)
    let keys = bench.events.compactMap { recorded in
      if case .intent(let intent) = recorded.event { intent.key } else { nil }
    }
    #expect(keys == ["r1:a", "r1:a", "r1:a", "r1:a"])
    try bench.open(.resume)
    #expect(bench.begins == [WorkID(step: "a", attempt: 5)])
    #expect(bench.engine.key(of: bench.begins[0], bench.state.index["a"] ?? 0) == "r1:a")
  }

  @Test("a plan without phases may have preconditions and criteria of its own")
  func flatConditions() throws {
    let body = "preconditions: ['true']\nsteps:\n  - {id: a, uses: sim.look}\nsuccess: [steps.a.status == 'skipped']\n"
    var bench = try Bench(body)
    try bench.open(.run)
    #expect(bench.story == ["run.opened", "phase.started /", "step.intent a"])
    try bench.succeed("a")
    #expect(bench.end == .halted)
    #expect(bench.state.failing?.step == nil)
  }

  @Test("a phase that fails before it starts is passed over under continue")
  func phaseContinues() throws {
    var bench = try Bench(
      """
      phases:
        - {id: p, on_failure: continue, preconditions: ['false'], steps: [{id: a, uses: sim.look}]}
        - {id: q, steps: [{id: b, uses: sim.look}]}
      """)
    try bench.open(.run)
    #expect(bench.begins.map(\.step) == ["q/b"])
    #expect(bench.status("p/a") == .pending)
    try bench.succeed("q/b")
    #expect(bench.end == .succeeded)
  }

  @Test("a foreach whose first instance failed has each instance once after a resume")
  func foreachResumed() throws {
    var bench = try Bench(
      "steps:\n  - {id: a, uses: sim.process, foreach: [x, y], max_parallel: 1, \(undo)}\n")
    try bench.open(.run)
    try bench.fail("a[x]")
    #expect(bench.end == .halted)
    try bench.open(.resume)
    #expect(bench.begins == [WorkID(step: "a[x]", attempt: 2)])
    try bench.succeed("a[x]")
    try bench.succeed("a[y]")
    #expect(bench.end == .succeeded)
    #expect(bench.state.listing.map(\.id) == ["a[x]", "a[y]"])
  }

  @Test("the lanes of max_parallel go on after a failure under continue")
  func lanes() throws {
    var bench = try Bench(
      "steps:\n  - {id: a, uses: sim.process, foreach: [x, y, z], max_parallel: 2, on_failure: continue, \(undo)}\n")
    try bench.open(.run)
    #expect(bench.begins.map(\.step) == ["a[x]", "a[y]"])
    try bench.fail("a[x]")
    #expect(bench.begins.map(\.step) == ["a[x]", "a[y]", "a[z]"])
    try bench.succeed("a[z]")
    try bench.succeed("a[y]")
    #expect(bench.end == .succeeded)
  }

  @Test("a wait counts from its first attempt, over a crash; one until a time ends then")
  func timers() throws {
    var bench = try Bench("steps:\n  - {id: pause, uses: sim.wait, with: {ms: 60000}}\n")
    try bench.open(.run)
    bench.now += 20_000
    try bench.open(.resume)
    #expect(bench.delays == [40_000])
    try bench.wake()
    #expect(bench.end == .succeeded)
    bench = try Bench("steps:\n  - {id: pause, uses: sim.wait, with: {ms: 5, until: 1800000007000}}\n")
    bench.now += 1000
    try bench.open(.run)
    #expect(bench.delays == [6000])
  }

  @Test("a stop doesn't wait for a wait that a dead executor began")
  func stopOfAWait() throws {
    var bench = try Bench("on_failure: rollback\nsteps:\n  - {id: pause, uses: sim.wait, with: {ms: 60000}}\n")
    try bench.open(.run)
    try bench.open(.stop)
    #expect(bench.end == .halted)
    #expect(bench.status("pause") == .failed)
  }

  @Test("time between a crash and a resume doesn't count against limits.duration")
  func duration() throws {
    let body = "limits: {duration: 60s}\nsteps:\n  - {id: a, uses: sim.process, \(undo)}\n"
    var bench = try Bench(body)
    try bench.open(.run)
    bench.now += 1_000_000
    try bench.open(.resume)
    #expect(bench.delays == [60_000])
    bench.now += 60_000
    try bench.wake()
    #expect(bench.state.failing?.error.code == "BLY0608")
    try bench.recover("a", .ended(WorkReport(result: .success(["n": .int(1)]))))
    #expect(bench.end == .halted)
    #expect(bench.status("a") == .succeeded)
  }

  @Test("a stop never starts a rollback, and what comes after the end changes nothing")
  func stop() throws {
    var bench = try Bench("on_failure: rollback\nsteps:\n  - {id: a, uses: sim.process, \(undo)}\n")
    try bench.open(.run)
    try bench.say("ann", .stop(reason: "lunch"))
    #expect(bench.stops == ["a"])
    try bench.fail("a", wasStopped: true)
    #expect(bench.end == .halted)
    let count = bench.events.count
    try bench.say("ann", .stop(reason: "again"))
    #expect(bench.events.count == count)
    #expect(bench.state.status == .halted)
  }

  @Test("a stop ends an undo record that is being taken, and nothing has happened")
  func stopOfARecord() throws {
    var bench = try Bench("steps:\n  - {id: a, uses: sim.put, rollback: auto}\n")
    try bench.open(.run)
    try bench.say("ann", .stop(reason: "lunch"))
    #expect(bench.stops == ["a"])
    #expect(bench.end == .halted)
    #expect(bench.status("a") == .pending)
  }

  @Test("when another step fails, an undo record that is being taken is ended, and its step never starts")
  func failureBesideARecord() throws {
    var bench = try Bench(
      "steps:\n  - {id: a, uses: sim.process, \(undo)}\n  - {id: b, uses: sim.put, needs: [], rollback: auto}\n")
    try bench.open(.run)
    #expect(bench.stops == [])
    try bench.fail("a")
    #expect(bench.stops == ["b"])
    #expect(bench.end == .halted)
    #expect(bench.status("b") == .pending)
    let count = bench.events.count
    try bench.prepare("b")
    #expect(bench.events.count == count, "its answer comes too late")
  }

  @Test("a stop ends a probe; what it asked stays in doubt")
  func stopOfAProbe() throws {
    var bench = try Bench("steps:\n  - {id: a, uses: sim.probed, \(undo)}\n")
    try bench.open(.run)
    try bench.open(.resume)
    try bench.recover("a", .lost("gone"))
    try bench.say("ann", .stop(reason: "lunch"))
    #expect(bench.stops == ["a"])
    let ticket = try #require(
      bench.commands.compactMap { if case .probe(let ticket, _) = $0 { ticket } else { nil } }.last)
    try bench.take(.probed(ticket, .failure(StepFailure(code: "X", message: "was stopped"))))
    #expect(bench.end == .inDoubt)
    #expect(bench.status("a") == .inDoubt)
  }

  @Test("an orphan that is stopped on resume halts the run, whatever on_failure says")
  func stoppedOrphan() throws {
    var bench = try Bench("on_failure: rollback\nsteps:\n  - {id: a, uses: sim.process, \(undo)}\n")
    try bench.open(.run)
    try bench.open(.resume)
    try bench.recover("a", .adopted)
    try bench.fail("a", wasStopped: true)
    #expect(bench.end == .halted)
  }

  @Test("a guard that trips with stop ends waits as well")
  func guardStops() throws {
    var bench = try Bench(
      """
      guards: [{id: g, check: "run.status == 'halted'", every: 1s, on_trip: stop}]
      steps:
        - {id: a, uses: sim.process, \(undo)}
        - {id: pause, uses: sim.wait, needs: [], with: {ms: 60000}}
      """)
    try bench.open(.run)
    let sample = bench.commands.compactMap { command in if case .wake(let ticket, 0) = command { ticket } else { nil } }
    try bench.take(.woke(try #require(sample.first)))
    #expect(bench.stops == ["a"])
    #expect(bench.status("pause") == .failed)
    try bench.fail("a", wasStopped: true)
    #expect(bench.end == .halted)
  }

  @Test("outputs of a foreach are a map by key; the run's status is known in finally")
  func outputs() throws {
    var bench = try Bench(
      """
      steps:
        - {id: a, uses: sim.process, foreach: [x, y], \(undo)}
        - {id: b, uses: sim.look, when: "steps.a.outputs['y'].n == 2 && steps.a.outputs.size() == 2"}
      finally:
        - {id: bad, uses: sim.look, when: run.status == 'halted'}
        - {id: good, uses: sim.look, when: run.status == 'succeeded'}
      """)
    try bench.open(.run)
    try bench.succeed("a[x]", outputs: ["n": .int(1)])
    try bench.succeed("a[y]", outputs: ["n": .int(2)])
    try bench.succeed("b")
    #expect(bench.status("bad") == .skipped)
    try bench.succeed("good")
    #expect(bench.end == .succeeded)
  }

  @Test("done_when that can't be asked settles nothing: the step is in doubt")
  func unanswered() throws {
    var bench = try Bench(
      "steps:\n  - {id: a, uses: sim.process, done_when: [{uses: sim.look, check: outputs.there}], \(undo)}\n")
    try bench.open(.run)
    try bench.take(.observed(try Self.question(bench), WorkReport(result: .success(["there": .bool(false)]))))
    try bench.open(.resume)
    try bench.recover("a", .lost("gone"))
    let failure = StepFailure(code: "x", message: "no network")
    try bench.take(.observed(try Self.question(bench), WorkReport(result: .failure(failure))))
    #expect(bench.end == .inDoubt)
    #expect(bench.state.inDoubt == ["a"])
  }

  private static func question(_ bench: Bench) throws -> Ticket {
    try #require(bench.commands.compactMap { if case .observe(let ticket, _) = $0 { ticket } else { nil } }.last)
  }

  @Test("asks nothing any more when the run has ended: a guard's sample that is out is cancelled")
  func cancelledSample() throws {
    var bench = try Bench(
      """
      guards:
        - {id: g, uses: sim.look, check: outputs.ok, every: 1s, on_trip: pause}
      steps:
        - {id: a, uses: sim.process, rollback: {none: no}}
      """)
    try bench.open(.run)
    try bench.wake()
    let asked = try #require(
      bench.commands.compactMap { command -> (Ticket, Int64)? in
        if case .observe(let ticket, let request) = command { (ticket, request.timeout) } else { nil }
      }.first)
    #expect(asked.1 == 5000)
    try bench.fail("a")
    #expect(bench.end == .halted)
    #expect(bench.commands.contains { if case .cancel(asked.0) = $0 { true } else { false } })
  }

  @Test("compares a later executor with the last that carried steps out, not with one that only recorded words")
  func executedBy() throws {
    var bench = try Bench("steps:\n  - {id: sign, uses: sim.gate}\n")
    try bench.open(.run)
    let opened = RunOpened(verb: .record, host: "h", pid: 2, bootID: "b", binaryVersion: "2", registryDigest: "s")
    bench.engine = Engine(state: bench.state)
    try bench.take(.open(OpenRequest(opened: opened, actor: "bob")))
    #expect(bench.state.opened?.binaryVersion == "2")
    #expect(bench.state.executedBy?.binaryVersion == "1")
  }
}
