// Covers: going back. Order, named targets, attempts that never ran, retries of undo actions, stops, blocked and
// repeated rollbacks, and what goes forward again afterwards.

import Expressions
import PlanModel
import StepKit
import Testing

@testable import Engine

@Suite("Going back")
struct BackwardTests {
  private let undo = "rollback: {uses: sim.process, idempotent: true}"

  @Test("undoes in reverse order of start, not of the plan")
  func order() throws {
    var bench = try Bench(
      """
      steps:
        - {id: a, uses: sim.process, needs: [b], \(undo)}
        - {id: b, uses: sim.process, needs: [], \(undo)}
      """)
    try bench.open(.run)
    try bench.succeed("b")
    try bench.succeed("a")
    try bench.open(.rollback)
    #expect(bench.begins == [WorkID(step: "a", undo: 0, attempt: 1)])
    try bench.succeed("a", undo: 0)
    try bench.succeed("b", undo: 0)
    #expect(bench.end == .rolledBack)
  }

  @Test("a second attempt that never ran doesn't hide the first: its step is undone")
  func secondAttempt() throws {
    var bench = try Bench(
      "steps:\n  - {id: a, uses: sim.process, retry: {attempts: 2, delay: 1s}, \(undo)}\n")
    try bench.open(.run)
    try bench.fail("a")
    try bench.wake()
    try bench.open(.rollback)
    try bench.recover("a", .neverRan)
    #expect(bench.begins == [WorkID(step: "a", undo: 0, attempt: 1)])
  }

  @Test("a first attempt that never ran isn't undone")
  func firstAttempt() throws {
    var bench = try Bench("steps:\n  - {id: a, uses: sim.process, \(undo)}\n")
    try bench.open(.run)
    try bench.open(.rollback)
    try bench.recover("a", .neverRan)
    #expect(bench.begins.isEmpty)
    #expect(bench.end == .rolledBack)
  }

  @Test("attempts at undoing have numbers of their own, in every life of the step")
  func numbers() throws {
    var bench = try Bench(
      "steps:\n  - {id: z, uses: sim.look}\n  - {id: a, uses: sim.process, \(undo)}\n  - {id: b, uses: sim.process, \(undo)}\n"
    )
    try bench.open(.run)
    try bench.succeed("z")
    try bench.succeed("a")
    try bench.fail("b")
    for round in 1...2 {
      try bench.open(.rollback, to: "z")
      #expect(bench.begins == [WorkID(step: "b", undo: 0, attempt: round)])
      try bench.succeed("b", undo: 0)
      #expect(bench.begins.last == WorkID(step: "a", undo: 0, attempt: round))
      try bench.succeed("a", undo: 0)
      #expect(bench.end == .halted)
      try bench.open(.resume)
      #expect(bench.begins == [WorkID(step: "a", attempt: round + 1)])
      #expect(bench.engine.key(of: bench.begins[0], bench.state.index["a"] ?? 0) == "r1:a#\(round + 1)")
      try bench.succeed("a")
      try bench.fail("b")
    }
  }

  @Test("a stop while an undo waits for its next attempt runs nothing forward")
  func stopBetweenAttempts() throws {
    var bench = try Bench(
      "steps:\n  - {id: a, uses: sim.process, rollback: {uses: sim.process, retry: {attempts: 3, delay: 5s}}}\n")
    try bench.open(.run)
    try bench.succeed("a")
    try bench.open(.rollback)
    try bench.fail("a", undo: 0)
    #expect(bench.delays == [5000])
    try bench.say("ann", .stop(reason: "lunch"))
    #expect(bench.end == .halted)
    bench.now += 1000
    try bench.open(.resume)
    #expect(bench.delays == [4000])
    #expect(bench.begins.isEmpty)
    try bench.wake()
    #expect(bench.begins == [WorkID(step: "a", undo: 0, attempt: 2)])
    try bench.succeed("a", undo: 0)
    #expect(bench.end == .rolledBack)
  }

  @Test("an undo that is stopped blocks nothing; the next resume goes on with it")
  func stoppedUndo() throws {
    var bench = try Bench(
      "steps:\n  - {id: a, uses: sim.process, \(undo)}\nfinally:\n  - {id: tell, uses: sim.look}\n")
    try bench.open(.run)
    try bench.succeed("a")
    try bench.succeed("tell")
    try bench.open(.rollback)
    try bench.say("ann", .stop(reason: "lunch"))
    try bench.fail("a", undo: 0, wasStopped: true)
    #expect(bench.end == .halted)
    #expect(bench.status("a") == .undoFailed)
    try bench.open(.resume)
    try bench.succeed("a", undo: 0)
    try bench.succeed("tell")
    #expect(bench.end == .rolledBack)
  }

  @Test("a rollback that is blocked goes on after a resume, with all attempts anew")
  func blocked() throws {
    var bench = try Bench(
      "steps:\n  - {id: a, uses: sim.process, rollback: {uses: sim.process, retry: {attempts: 2, delay: 1s}}}\n")
    try bench.open(.run)
    try bench.succeed("a")
    try bench.open(.rollback)
    for round in 0..<2 {
      if round > 0 { try bench.open(.resume) }
      try bench.fail("a", undo: 0)
      try bench.wake()
      try bench.fail("a", undo: 0)
      #expect(bench.end == .rollbackBlocked)
      #expect(bench.status("a") == .undoFailed)
    }
  }

  @Test("an undo whose inputs can't be had fails, however many attempts it has")
  func inputs() throws {
    var bench = try Bench(
      """
      steps:
        - id: a
          uses: sim.process
          rollback: {uses: sim.process, with: {fail: '${{ outputs.n }}'}, retry: {attempts: 3}}
      """)
    try bench.open(.run)
    try bench.fail("a")
    try bench.open(.rollback)
    try bench.wake()
    try bench.wake()
    #expect(bench.end == .rollbackBlocked)
    #expect(bench.state.stepState("a")?.error?.code == "BLY0604")
  }

  @Test("what was skipped after an undone step is asked again")
  func skippedAgain() throws {
    var bench = try Bench(
      """
      steps:
        - {id: z, uses: sim.look}
        - {id: a, uses: sim.process, \(undo)}
        - {id: b, uses: sim.look, when: steps.a.outputs.n == 2}
        - {id: c, uses: sim.process, \(undo)}
      """)
    try bench.open(.run)
    try bench.succeed("z")
    try bench.succeed("a")
    #expect(bench.status("b") == .skipped)
    try bench.fail("c")
    try bench.open(.rollback, to: "z")
    try bench.succeed("c", undo: 0)
    try bench.succeed("a", undo: 0)
    try bench.open(.resume)
    try bench.succeed("a", outputs: ["n": .int(2)])
    #expect(bench.begins.last?.step == "b")
  }

  @Test("a foreach over the outputs of an undone step is expanded anew")
  func expandedAnew() throws {
    var bench = try Bench(
      """
      steps:
        - {id: z, uses: sim.look}
        - {id: list, uses: sim.process, outputs: {items: list}, \(undo)}
        - {id: a, uses: sim.process, foreach: '${{ steps.list.outputs.items }}', max_parallel: 1, \(undo)}
      """)
    try bench.open(.run)
    try bench.succeed("z")
    try bench.succeed("list", outputs: ["n": .int(1), "items": .list(["x", "y"])])
    try bench.fail("a[x]")
    try bench.open(.rollback, to: "z")
    try bench.succeed("a[x]", undo: 0)
    try bench.succeed("list", undo: 0)
    try bench.open(.resume)
    try bench.succeed("list", outputs: ["n": .int(1), "items": .list(["x", "w"])])
    #expect(bench.begins.last == WorkID(step: "a[x]", attempt: 2))
    try bench.succeed("a[x]")
    try bench.succeed("a[w]")
    #expect(bench.end == .succeeded)
    #expect(bench.state.listing.map(\.id) == ["z", "list", "a[x]", "a[w]"])
  }

  @Test("a step whose undo has begun is undone, even if it is the one to stay")
  func halfUndone() throws {
    var bench = try Bench("steps:\n  - {id: a, uses: sim.process, \(undo)}\n")
    try bench.open(.run)
    try bench.succeed("a")
    try bench.open(.rollback)
    try bench.fail("a", undo: 0)
    #expect(bench.end == .rollbackBlocked)
    try bench.open(.rollback, to: "a")
    #expect(bench.begins.count == 1)
  }

  @Test("a sub-plan's criteria and finally: each end of the run has a finally of its own")
  func finallyTwice() throws {
    var bench = try Bench(
      """
      steps:
        - {id: a, uses: sim.process, \(undo)}
      finally:
        - {id: tidy, uses: plan.run, with: {plan: inner.yaml}}
        - {id: tell, uses: sim.look}
      """, files: ["inner.yaml": "steps:\n  - {id: x, uses: sim.once, rollback: {none: no}}\n"])
    try bench.open(.run)
    for round in 1...2 {
      if round > 1 { try bench.open(.resume) }
      if round == 1 { try bench.fail("a") } else { try bench.succeed("a") }
      try bench.succeed("tidy/x")
      try bench.succeed("tell")
      #expect(bench.end == (round == 1 ? .halted : .succeeded))
      #expect(bench.state.stepState("tidy/x")?.attempts == round)
    }
    #expect(bench.state.stepState("tidy/x")?.startOrder == nil, "a final step is never undone")
  }

  @Test("a rollback that is over isn't done again")
  func over() throws {
    var bench = try Bench("steps:\n  - {id: a, uses: sim.look}\n")
    try bench.open(.run)
    try bench.succeed("a")
    try bench.open(.rollback)
    #expect(bench.end == .rolledBack)
    let count = bench.events.count
    try bench.open(.rollback)
    #expect(bench.events.count == count + 1)
    #expect(bench.end == .rolledBack)
  }

  @Test("what was kept is looked at and asked again after a rollback down to a step, but never done twice")
  func keptSteps() throws {
    var bench = try Bench(
      """
      steps:
        - {id: a, uses: sim.process, \(undo)}
        - {id: w, uses: sim.process, \(undo)}
        - {id: sent, uses: sim.once, rollback: {none: it is out}}
        - {id: look, uses: sim.look, rollback: {none: nothing changed}}
        - {id: sign, uses: sim.gate, rollback: {none: a decision}}
        - {id: z, uses: sim.process, \(undo)}
      """)
    try bench.open(.run, waits: true)
    try bench.succeed("a")
    try bench.succeed("w")
    try bench.succeed("sent")
    try bench.succeed("look", outputs: [:])
    try bench.say("bob", .answer(GateAnswer(step: "sign", decision: .approve)))
    try bench.succeed("z")
    try bench.open(.rollback, to: "a")
    try bench.succeed("z", undo: 0)
    try bench.succeed("w", undo: 0)
    #expect(bench.end == .halted)
    try bench.open(.resume, waits: true)
    #expect(bench.begins.map(\.step) == ["w"])
    try bench.succeed("w")
    #expect(bench.begins.map(\.step) == ["w", "look"])
    try bench.succeed("look", outputs: [:])
    #expect(bench.status("sign") == .waiting)
    #expect(bench.status("sent") == .kept)
  }
}
