// The powers of a step type, and the processes that they run: confined, logged, masked, ended by stop and deadline.

import Expressions
import Foundation
import JSONText
import Journal
import ProcessHost
import StepConformance
import StepKit
import Testing

@testable import Engine
@testable import Runner

/// A script that says its process id in `FILE` and then hangs.
private func hanging(_ file: String) -> String { "echo $$ > \(file); exec sleep 1000" }

@Suite struct PowersTests {
  @Test func aStepRunsAProcess() async throws {
    let step = FakeStep(
      name: "do",
      applying: { context throws(StepFailure) in
        context.log("before")
        let result = try await context.run(
          shell("cat; echo said >&2; echo done > made", input: "answer", logsStdout: false))
        context.log("after")
        return ["text": .string(result.stdout)]
      })
    let scene = try Scene("steps: [{id: a, uses: fake.do, rollback: {none: x}}]", [step])
    let ended = try await scene.run()
    #expect(ended.status == .succeeded)
    #expect(ended.state.stepState("a")?.outputs == ["text": .string("answer")])
    #expect(scene.workFile("made") == "done\n")
    #expect(scene.runFile(ended.run, "a.1.log") == "before\nsaid\nafter\n")
    #expect(scene.runFile(ended.run, "a.1.process1.log") == "said\n")
    #expect(ended.state.stepState("a")?.log?.bytes == 18)
  }

  @Test(.enabled(if: ProcessHost.canConfine), arguments: ["record", "probe", "predict", "apply"])
  func whatOnlyLooksCannotWrite(_ power: String) async throws {
    let touch: @Sendable (StepContext) async throws(StepFailure) -> String = { context throws(StepFailure) in
      try await context.sh("cat /etc/passwd > /dev/null; echo x > made; echo $?")
    }
    var step = FakeStep(name: "do", effect: power == "apply" ? .read : .write)
    var rollback = "{none: x}"
    switch power {
    case "record":
      rollback = "auto"
      step.recording = { context throws(StepFailure) in .string(try await touch(context)) }
    case "probe":
      step.asking = { context throws(StepFailure) in .done(["text": .string(try await touch(context))]) }
    case "predict":
      step.foreseeing = { context throws(StepFailure) in
        Prediction(changes: [PredictedChange(kind: "k", target: try await touch(context))])
      }
    default: step.applying = { context throws(StepFailure) in ["text": .string(try await touch(context))] }
    }
    let undo = power == "apply" ? "" : ", rollback: \(rollback)"
    let scene = try Scene("steps: [{id: a, uses: fake.do\(undo)}]", [step])
    let (workspace, _) = scene.workspace()
    switch power {
    case "predict":
      let state = try RunVerbs(workspace).draft(
        RunVerbs.Order(plan: scene.plan, inputs: [:], starter: "ann", workingDirectory: scene.folder + "/work"))
      var dryRun = try DryRun(workspace, state: state)
      #expect(await dryRun.run().steps.first?.changes.map(\.target) == ["2\n"])
    case "probe":
      let effects = try effects(of: scene)
      let context = context(scene)
      let operation = Operation(.probe, "a.1", mark: .init(token: 1, number: 1), context, timeout: nil)
      guard case .success(.done(let outputs)) = await effects.probe(step, operation).result else {
        Issue.record("the probe failed")
        return
      }
      #expect(outputs == ["text": .string("2\n")])
    default:
      let ended = try await scene.run()
      #expect(ended.status == .succeeded)
      let said = power == "record" ? ended.state.stepState("a")?.undoRecord : .string("2\n")
      #expect(said == .string("2\n"))
      if power == "record" { #expect(scene.runFile(ended.run, "a.1.record.1-1.log")?.contains("2\n") == true) }
    }
    #expect(scene.workFile("made") == nil)
  }

  @Test func aHangingRecordIsStopped() async throws {
    let step = FakeStep(
      name: "do",
      recording: { context throws(StepFailure) in .string(try await context.sh("echo $$; exec sleep 1000")) })
    let scene = try Scene("steps: [{id: a, uses: fake.do, rollback: auto}]", [step])
    let (workspace, _) = scene.workspace()
    let opened = try scene.create(workspace)
    async let status = Scene.execute(workspace, opened, .run)
    try await eventually("the record's process") {
      scene.runFile(opened.0.id, "a.1.record.1-1.process1.log")?.isEmpty == false
    }
    let process = scene.runFile(opened.0.id, "a.1.record.1-1.process1.log")
    #expect(lives(process))
    try StopVerb(workspace).ask(opened.0.id, person: "bob")
    #expect(try await status == .halted)
    #expect(!lives(process))
    #expect(try scene.ended(opened.0.id).step("a") == .pending)
  }

  @Test func aHangingRecordMissesItsDeadline() async throws {
    let step = FakeStep(
      name: "do",
      recording: { context throws(StepFailure) in .string(try await context.sh("echo $$; exec sleep 1000")) })
    let scene = try Scene("steps: [{id: a, uses: fake.do, rollback: auto, timeout: 300ms}]", [step])
    let ended = try await scene.run()
    #expect(ended.status == .halted && ended.step("a") == .failed)
    #expect(ended.error("a")?.message.contains("300ms") == true, "\(String(describing: ended.error("a")))")
    #expect(!lives(scene.runFile(ended.run, "a.1.record.1-1.process1.log")))
  }

  @Test func aHangingUndoMissesTheDeadlineOfItsStep() async throws {
    let step = FakeStep(
      name: "do", recording: { _ in .null },
      restoring: { context, _ throws(StepFailure) in _ = try await context.sh(hanging("undoing")) })
    let scene = try Scene("steps: [{id: a, uses: fake.do, rollback: auto, timeout: 300ms}]", [step])
    let run = try await scene.run()
    #expect(run.status == .succeeded)
    let ended = try await scene.open(run.run, .rollback)
    #expect(ended.status == .rollbackBlocked && ended.step("a") == .undoFailed)
    #expect(scene.workFile("undoing") != nil && !lives(scene.workFile("undoing")))
  }

  @Test func aProcessThatTheStepDidNotWaitForIsEnded() async throws {
    let step = FakeStep(
      name: "do",
      applying: { context throws(StepFailure) in
        Task { try await context.run(shell(hanging("left"))) }
        while access(context.workingDirectory + "/left", F_OK) != 0 { await Task.yield() }
        return [:]
      })
    let scene = try Scene("steps: [{id: a, uses: fake.do, rollback: {none: x}}]", [step])
    let ended = try await scene.run()
    #expect(ended.status == .succeeded)
    #expect(!lives(scene.workFile("left")))
  }

  @Test func outsideOfARunNothingOwnsAProcess() async throws {
    let scene = try Scene("steps: [{id: a, uses: fake.do, rollback: {none: x}}]", [FakeStep(name: "do")])
    await #expect(throws: StepProblem.noProcesses(program: "true").failure()) {
      try await context(scene).run(ProcessRequest(argv: ["true"]))
    }
  }

  @Test func whatIsKeptOfAnAnswer() async throws {
    let step = FakeProcess(name: "do", script: "printf %0100000d 7", captureLimit: 90_000)
    let scene = try Scene("steps: [{id: a, uses: fake.do, rollback: {none: x}}]", [step])
    let ended = try await scene.run()
    #expect(ended.state.stepState("a")?.outputs["text"]?.text()?.utf8.count == 90_000)
  }

  private func context(_ scene: Scene) -> StepContext {
    StepContext(
      run: "r", step: "a", attempt: 1, idempotencyKey: "k", inputs: [:], effect: .write,
      workingDirectory: scene.folder + "/work", runStartedAt: 0, runOperator: "ann",
      vault: FolderVault(scene.folder + "/vault"))
  }

  private func effects(of scene: Scene) throws -> Effects {
    let (workspace, _) = scene.workspace()
    return Effects(
      host: ProcessHost(runFolder: scene.folder + "/probes", token: 1, supervisor: workspace.supervisor),
      environment: workspace.environment, folder: scene.folder + "/probes")
  }
}

@Suite struct LeavingTests {
  /// The journal refuses; the lease isn't given up while something may still write to the vault.
  @Test func theLeaseIsKeptUntilARecordHasEnded() async throws {
    let ended = Flag()
    let record = FakeStep(
      name: "slow",
      recording: { context throws(StepFailure) in
        _ = try? await context.sh("trap 'sleep 0.2; exit 0' TERM; echo recording; sleep 1000 & wait; wait")
        ended.set()
        return .null
      })
    let quick = FakeStep(
      name: "quick",
      applying: { context throws(StepFailure) in
        while access(context.workingDirectory + "/go", F_OK) != 0 { await Task.yield() }
        return [:]
      })
    let scene = try Scene(
      """
      steps:
        - {id: a, uses: fake.slow, needs: [], rollback: auto}
        - {id: b, uses: fake.quick, needs: [], rollback: {none: x}}
      """, [record, quick])
    // What comes after the intent of b can't be written.
    let (workspace, _) = scene.workspace { operation, number in
      operation == .append && number > 1 ? .refused(.closed) : nil
    }
    let opened = try scene.create(workspace)
    let executor = Task { try await Scene.execute(workspace, opened, .run) }
    try await eventually("the record") { scene.runFile(opened.0.id, "a.1.record.1-1.process1.log") == "recording\n" }
    try Data().write(to: URL(fileURLWithPath: scene.folder + "/work/go"))
    await #expect(throws: RunnerError.self) { try await executor.value }
    #expect(ended.isSet)
  }
}

/// Something that happens once.
final class Flag: @unchecked Sendable {  // guarded by `lock`
  private let lock = NSLock()
  private var value = false

  func set() {
    lock.lock()
    value = true
    lock.unlock()
  }

  var isSet: Bool {
    lock.lock()
    defer { lock.unlock() }
    return value
  }
}
