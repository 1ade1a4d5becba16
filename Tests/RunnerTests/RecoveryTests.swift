// An executor that is gone leaves processes of an operation inside it: the next one waits for them or stops them before
// anything is decided, and nothing runs twice side by side.

import Expressions
import Foundation
import JSONText
import Journal
import StepKit
import Testing

@testable import Engine
@testable import Runner

@Suite struct RecoveryTests {
  /// Fails when another is at it; goes on when the test says so.
  private static let exclusive = """
    mkdir busy || exit 9; echo $$ > process; while ! [ -e go ]; do sleep 0.01; done; echo x >> count; rmdir busy
    """

  /// A run whose executor is gone while the step's process goes on. The executor's own tasks are still there, as those
  /// of one that lost its lease.
  private func leftBehind(_ scene: Scene) async throws -> (RunID, Task<RunStatus?, Never>) {
    let (workspace, store) = scene.workspace()
    let opened = try scene.create(workspace)
    let run = opened.0.id
    let executor = Task { try? await Scene.execute(workspace, opened, .run) }
    try await eventually("the step's process") { lives(scene.workFile("process")) }
    store.crash()
    return (run, executor)
  }

  private func go(_ scene: Scene) throws {
    try Data().write(to: URL(fileURLWithPath: scene.folder + "/work/go"))
  }

  private func step(idempotent: Bool) -> FakeStep {
    FakeStep(
      name: "do", idempotent: idempotent,
      applying: { context throws(StepFailure) in ["text": .string(try await context.sh(Self.exclusive))] })
  }

  @Test func resumeWaits() async throws {
    let scene = try Scene(
      "steps: [{id: a, uses: fake.do, rollback: {none: x}}]", [step(idempotent: true)])
    let (run, old) = try await leftBehind(scene)
    let process = scene.workFile("process")
    async let ended = scene.open(run, .resume)
    // The old executor has heard of the new one: its process isn't its own any more.
    #expect(await old.value == nil)
    #expect(lives(process))
    #expect(try scene.ended(run).state.stepState("a")?.attempts == 1)
    try go(scene)
    let end = try await ended
    #expect(end.status == .succeeded)
    #expect(end.state.stepState("a")?.attempts == 2)
    #expect(scene.workFile("count") == "x\nx\n")
  }

  @Test func orphansAreStoppedOnDemand() async throws {
    let scene = try Scene(
      "steps: [{id: a, uses: fake.do, rollback: {none: x}}]", [step(idempotent: false)])
    let (run, old) = try await leftBehind(scene)
    let process = scene.workFile("process")
    let ended = try await scene.open(run, .resume, orphans: .stop)
    #expect(!lives(process))
    #expect(ended.status == .inDoubt && ended.step("a") == .inDoubt)
    #expect(await old.value == nil)
  }

  @Test func whatIsWaitedForCanBeStopped() async throws {
    let scene = try Scene(
      "steps: [{id: a, uses: fake.do, rollback: {none: x}}]", [step(idempotent: false)])
    let (run, old) = try await leftBehind(scene)
    let process = scene.workFile("process")
    let (workspace, _) = scene.workspace()
    let opened = try RunVerbs(workspace).open(run, for: .resume)
    async let status = Scene.execute(workspace, opened, .resume)
    #expect(await old.value == nil)
    #expect(lives(process))
    try StopVerb(workspace).ask(run, person: "bob")
    #expect(try await status == .inDoubt)
    #expect(!lives(process))
  }

  @Test func aDeadUndoIsWaitedFor() async throws {
    let step = FakeStep(
      name: "do", recording: { _ in .null },
      restoring: { context, _ throws(StepFailure) in _ = try await context.sh(Self.exclusive) })
    let scene = try Scene("steps: [{id: a, uses: fake.do, rollback: auto}]", [step])
    let run = try await scene.run().run
    let (workspace, store) = scene.workspace()
    let opened = try RunVerbs(workspace).open(run, for: .rollback)
    let old = Task { try? await Scene.execute(workspace, opened, .rollback) }
    try await eventually("the undo's process") { lives(scene.workFile("process")) }
    store.crash()
    async let ended = scene.open(run, .resume)
    #expect(await old.value == nil)
    #expect(lives(scene.workFile("process")))
    try go(scene)
    #expect(try await ended.status == .rolledBack)
    #expect(scene.workFile("count") == "x\nx\n")
  }

  /// A look of an executor that is gone is of no use to anybody.
  @Test func aDeadRecordIsEnded() async throws {
    let isFirst = Flag()
    let step = FakeStep(
      name: "do",
      recording: { context throws(StepFailure) in
        if isFirst.isSet { return .null }
        isFirst.set()
        return .string(try await context.sh("echo $$; exec sleep 1000"))
      })
    let scene = try Scene("steps: [{id: a, uses: fake.do, rollback: auto}]", [step])
    let (workspace, store) = scene.workspace()
    let opened = try scene.create(workspace)
    let run = opened.0.id
    let old = Task { try? await Scene.execute(workspace, opened, .run) }
    try await eventually("the record's process") {
      lives(scene.runFile(run, "a.1.record.1-1.process1.log"))
    }
    store.crash()
    let ended = try await scene.open(run, .resume)
    #expect(ended.status == .succeeded)
    #expect(!lives(scene.runFile(run, "a.1.record.1-1.process1.log")))
    #expect(await old.value == nil)
  }

  @Test(arguments: [true, false]) func aHangingProbe(_ isStopped: Bool) async throws {
    let step = FakeStep(
      name: "do",
      applying: { context throws(StepFailure) in ["text": .string(try await context.sh(Self.exclusive))] },
      asking: { context throws(StepFailure) in
        .cannotTell(try await context.sh("echo $$; exec sleep 1000"))
      })
    let scene = try Scene(
      "steps: [{id: a, uses: fake.do, rollback: {none: x}, timeout: \(isStopped ? "1h" : "2s")}]", [step])
    let (run, old) = try await leftBehind(scene)
    let (workspace, _) = scene.workspace()
    let opened = try RunVerbs(workspace).open(run, for: .resume)
    async let status = Scene.execute(workspace, opened, .resume, orphans: .stop)
    let log = "a.1.probe.\(opened.1.token)-1.process1.log"
    try await eventually("the probe's process") { lives(scene.runFile(run, log)) }
    if isStopped { try StopVerb(workspace).ask(run, person: "bob") }
    #expect(try await status == .inDoubt)
    #expect(!lives(scene.runFile(run, log)))
    #expect(await old.value == nil)
  }
}
