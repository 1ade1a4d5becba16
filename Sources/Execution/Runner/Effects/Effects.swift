// Carrying out what the engine decides: running step types, in this process or under the supervisor. Everything
// here is an async function from a prepared context to a result; the executor posts the results to its loop.

import Diagnostics
import Engine
import Expressions
import JSONText
import ProcessHost
import StepKit

/// The means to carry out the steps of one run.
struct Effects: Sendable {
  let host: ProcessHost
  let environment: [String: String]
  /// Units that a person wants stopped.
  let stops = StopRequests()

  /// The name of an attempt in the run's folder; unique for ever.
  static func unit(_ work: WorkID) -> String {
    let undo = work.undo.map { ".undo\($0)" } ?? ""
    return "\(work.step)\(undo).\(work.attempt)"
  }

  // MARK: Steps

  /// Carries an attempt out.
  func carryOut(_ type: any StepType, _ unit: String, _ context: StepContext, timeout: Int64?) async -> WorkReport {
    switch type {
    case let type as any ProcessStep: await runProcess(type, unit, context, timeout: timeout)
    case let type as any InProcessStep:
      await inProcess(unit, context, timeout: timeout) { context throws(StepFailure) in try await type.apply(context) }
    default: WorkReport(result: .failure(notCarriedOut(type.declaration.name)))
    }
  }

  /// Restores what was recorded.
  func undo(_ type: any Undoing, _ unit: String, _ context: StepContext, record: JSON) async -> WorkReport {
    await inProcess(unit, context, timeout: nil) { context throws(StepFailure) in
      try await type.undo(context, record: record)
      return [:]
    }
  }

  private func notCarriedOut(_ name: String) -> StepFailure {
    StepFailure(code: "BLY0998", message: "'\(name)' can't be carried out: this is a bug of Belay")
  }

  // MARK: In this process

  private func inProcess(
    _ unit: String, _ context: StepContext, timeout: Int64?,
    _ body: @escaping @Sendable (StepContext) async throws(StepFailure) -> [String: Value]
  ) async -> WorkReport {
    let log = StepLog(path: host.logPath(unit), secrets: context.secrets)
    var context = context
    context.log = { log.append($0) }
    let prepared = context
    let work = Task { () -> Result<[String: Value], StepFailure> in
      do throws(StepFailure) { return .success(try await body(prepared)) } catch { return .failure(error) }
    }
    let alarm = timeout.map { limit in
      Task {
        try await Task.sleep(for: .milliseconds(limit))
        work.cancel()
      }
    }
    var result = await withTaskCancellationHandler {
      await work.value
    } onCancel: {
      work.cancel()
    }
    if let alarm, let timeout, work.isCancelled, !Task.isCancelled, case .failure = result {
      let problem = RunProblem.timedOut(limit: "\(timeout)ms")
      result = .failure(StepFailure(code: problem.id, message: problem.message, help: problem.help))
      alarm.cancel()
    }
    alarm?.cancel()
    return WorkReport(result: masked(result, context.secrets), log: log.close(), wasStopped: Task.isCancelled)
  }

  /// What a step says must not hold a secret.
  private func masked(
    _ result: Result<[String: Value], StepFailure>, _ secrets: [String]
  ) -> Result<[String: Value], StepFailure> {
    guard case .success(let outputs) = result, !secrets.isEmpty else { return result }
    for (name, value) in outputs {
      let text = value.journaled(as: .dyn).text()
      if secrets.contains(where: { !$0.isEmpty && text.contains($0) }) {
        return .failure(
          StepFailure(
            code: "BLY0617", message: "output '\(name)' holds a secret", help: "keep secrets out of outputs"))
      }
    }
    return result
  }

  // MARK: Processes

  private func runProcess(
    _ type: any ProcessStep, _ unit: String, _ context: StepContext, timeout: Int64?
  ) async -> WorkReport {
    if stops.contains(unit) { return Self.stoppedReport }
    let request: ProcessRequest
    do throws(StepFailure) { request = try type.process(context) } catch { return WorkReport(result: .failure(error)) }
    switch await start(unit, spec(request, context, timeout: timeout)) {
    case .failed(let failure): return WorkReport(result: .failure(failure))
    case .unknown(let reason): return .unknown(reason)
    case .ended(let exit): return report(exit, type, context)
    case .started(let handle):
      // A stop that came while it was being started found nothing to stop.
      if stops.contains(unit) { Task { await host.stop(unit, graceMilliseconds: Self.grace) } }
      return await report(of: handle, type, context)
    }
  }

  private enum Start {
    case started(ProcessHandle)
    case ended(ProcessExit)
    case failed(StepFailure)
    /// It may have run, and nobody can know.
    case unknown(String)
  }

  /// Starts a process. A supervisor that dies before it has started it is replaced: nothing has happened then.
  private func start(_ unit: String, _ spec: ProcessSpec) async -> Start {
    for _ in 0..<3 {
      do {
        return .started(try await host.start(unit, spec))
      } catch .supervisorLost {
        let found = await startAfterLoss(unit)
        if case .failed = found { continue }
        return found
      } catch {
        return .failed(hostFailure("\(error)"))
      }
    }
    return .failed(hostFailure("its supervisor ended three times while it was asked to"))
  }

  /// The supervisor died while it was asked to start the process: only the records tell what became of that.
  private func startAfterLoss(_ unit: String) async -> Start {
    do {
      switch try await host.recover(unit, intentBootID: ProcessHost.bootID) {
      case .running(let handle): return .started(handle)
      case .exited(let exit): return .ended(exit)
      case .neverStarted: return .failed(hostFailure("the supervisor ended while it was asked to"))
      case .alive:
        try? await host.waitUntilGone(unit)
        return .unknown(Self.supervisorDied)
      case .lost: return .unknown(Self.supervisorDied)
      }
    } catch {
      return .unknown("\(Self.supervisorDied), and its records can't be read: \(error)")
    }
  }

  static let supervisorDied = "its supervisor died: how it ended can't be known"

  /// It didn't run, or was ended, because a person asked for that.
  static var stoppedReport: WorkReport {
    WorkReport(
      result: .failure(StepFailure(code: RunProblem.stopped.id, message: RunProblem.stopped.message)), wasStopped: true)
  }

  private func hostFailure(_ reason: String) -> StepFailure {
    StepFailure(
      code: "BLY0618", message: "the process can't be started: \(reason)",
      help: "look at the state folder's free space and permissions, and whether belay-exec is installed beside belay")
  }

  private func spec(_ request: ProcessRequest, _ context: StepContext, timeout: Int64?) -> ProcessSpec {
    ProcessSpec(
      argv: request.argv,
      environment: ProcessEnvironment.make(context, added: request.environment, from: environment),
      workingDirectory: request.workingDirectory ?? context.workingDirectory,
      standardInput: request.standardInput, secrets: context.secrets,
      readOnly: context.effect == .read, deadlineMilliseconds: timeout)
  }

  /// Waits for a process and lets its step type judge the end.
  func report(of handle: ProcessHandle, _ type: any ProcessStep, _ context: StepContext) async -> WorkReport {
    do {
      return report(try await handle.exit(), type, context)
    } catch ProcessHostError.supervisorLost {
      return await reportAfterLoss(handle.unit, type, context)
    } catch {
      return .unknown("its supervisor can't be heard: \(error)")
    }
  }

  /// The supervisor died while we watched: its records tell, or nobody can.
  private func reportAfterLoss(_ unit: String, _ type: any ProcessStep, _ context: StepContext) async -> WorkReport {
    switch await startAfterLoss(unit) {
    case .ended(let exit): return report(exit, type, context)
    case .started(let handle): return await report(of: handle, type, context)
    case .unknown(let reason): return stops.contains(unit) ? Self.stoppedReport : .unknown(reason)
    case .failed: return .unknown(Self.supervisorDied)
    }
  }

  func report(_ exit: ProcessExit, _ type: any ProcessStep, _ context: StepContext) -> WorkReport {
    let result = ProcessResult(exit)
    let log = LogReference(
      sha256: exit.logSHA256, bytes: Int64(exit.logBytes),
      process: ProcessFacts(
        startedAt: exit.startedAt, endedAt: exit.endedAt, isLogCut: exit.logTruncated,
        familyRemained: exit.familyRemained))
    do throws(StepFailure) {
      return WorkReport(result: .success(try type.outputs(of: result, context)), log: log)
    } catch {
      return WorkReport(result: .failure(error), log: log, wasStopped: exit.status == .stopped)
    }
  }

  // MARK: Recovery

  /// What became of an attempt that an executor before this one began (DESIGN §5 "In doubt").
  func recover(
    _ type: any StepType, _ unit: String, _ context: StepContext, bootID: String, orphans: OrphanPolicy,
    isAutoUndo: Bool
  ) async -> Recovery {
    guard !isAutoUndo, let type = type as? any ProcessStep else {
      return .known(.lost("the executor died while it was carried out"))
    }
    do {
      return await recovery(from: try await host.recover(unit, intentBootID: bootID), type, unit, context, orphans)
    } catch {
      return .known(.lost("its supervisor can't be asked: \(error)"))
    }
  }

  private func recovery(
    from finding: Finding, _ type: any ProcessStep, _ unit: String, _ context: StepContext,
    _ orphans: OrphanPolicy
  ) async -> Recovery {
    switch finding {
    case .exited(let exit): return .known(.ended(report(exit, type, context)))
    case .neverStarted: return .known(.neverRan)
    case .running(let handle):
      if orphans == .stop { stops.insert(unit) }
      if stops.contains(unit) { Task { await host.stop(unit, graceMilliseconds: Self.grace) } }
      return .adopted(handle)
    case .alive(let pid):
      if orphans == .stop { stops.insert(unit) }
      if stops.contains(unit) { await host.killOrphans(of: unit, graceMilliseconds: Self.grace) }
      try? await host.waitUntilGone(unit)
      if stops.contains(unit) { return .known(.ended(Self.stoppedReport)) }
      return .known(.lost("process \(pid) went on after its supervisor died: its exit code can't be known"))
    case .lost: return .known(.lost("it was started, and neither its process nor an exit record is left"))
    }
  }

  /// SIGTERM to SIGKILL, in milliseconds.
  static let grace: Int64 = 5000

  enum Recovery: Sendable {
    case known(AttemptFinding)
    /// It lives; its handle tells when it ends.
    case adopted(ProcessHandle)
  }
}

extension ProcessResult {
  init(_ exit: ProcessExit) {
    let ending: Ending =
      switch exit.status {
      case .exited(let code): .exited(code)
      case .signaled(let signal): .signaled(signal)
      case .failedToStart(let reason): .failedToStart(reason)
      case .timedOut: .timedOut
      case .stopped: .stopped
      }
    self.init(
      ending: ending, stdout: String(decoding: exit.stdout, as: UTF8.self),
      stderr: String(decoding: exit.stderr, as: UTF8.self), output: exit.output, outputHeldSecret: exit.outputHadSecret,
      outputWasCut: exit.outputTruncated)
  }
}
