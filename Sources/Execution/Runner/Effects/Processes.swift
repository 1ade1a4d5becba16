// Processes under the run's supervisor, from start to end: one that is to be stopped is stopped at whatever moment the
// wish comes, and a supervisor that dies is replaced, or its records are asked.

import Diagnostics
import Engine
import Expressions
import Foundation
import ProcessHost
import StepKit

/// How a process ended, as far as anybody can know.
enum ProcessEnding: Sendable {
  case exited(ProcessExit)
  /// A person wanted it stopped: it was never started, or is gone.
  case stopped
  /// It never ran.
  case failed(StepFailure)
  /// It may have run, and nobody can know how it ended.
  case unknown(String)
}

extension Effects {
  /// SIGTERM to SIGKILL, in milliseconds.
  static let grace: Int64 = 5000

  /// An attempt that is a process.
  func process(_ type: any ProcessStep, _ operation: Operation) async -> Answer<[String: Value]> {
    if Task.isCancelled { return .stopped }
    let spec: ProcessSpec
    var context = operation.context
    context.layout = layout
    do throws(StepFailure) {
      spec = try self.spec(try type.process(context), operation, timeout: operation.timeout)
    } catch { return Answer(result: .failure(operation.mask(error))) }
    return judge(await runToEnd(operation.unit, spec), type, operation)
  }

  func spec(
    _ request: ProcessRequest, _ operation: Operation, timeout: Int64?
  ) throws(StepFailure) -> ProcessSpec {
    let context = operation.context
    if operation.isConfined, mustConfine, !ProcessHost.canConfine {
      throw hostFailure("this kernel can't keep it from writing, and nothing may be changed now")
    }
    return ProcessSpec(
      argv: request.argv,
      environment: ProcessEnvironment.make(context, added: request.environment, from: environment),
      workingDirectory: request.workingDirectory ?? context.workingDirectory,
      standardInput: request.standardInput, secrets: context.secrets,
      readOnly: operation.isConfined && ProcessHost.canConfine, deadlineMilliseconds: timeout,
      captureLimit: min(max(0, request.captureLimit), ProcessRequest.largestCapture), logsStdout: request.logsStdout)
  }

  // MARK: From start to end

  /// Runs a process. Returns when it is gone; when the task is cancelled it is stopped.
  func runToEnd(_ unit: String, _ spec: ProcessSpec) async -> ProcessEnding {
    if Task.isCancelled { return .stopped }
    // A stop that comes while it is being started would find nothing to stop: `end` looks again.
    switch await start(unit, spec) {
    case .started(let handle): return await end(of: handle)
    case .orphaned: return await endOfOrphan(unit)
    case .ended(let ending): return ending
    }
  }

  private enum Start: Sendable {
    case started(ProcessHandle)
    /// It goes on, and its supervisor is gone.
    case orphaned
    case ended(ProcessEnding)
  }

  /// Starts a process. A supervisor that dies before it has started it is replaced: nothing has happened then.
  private func start(_ unit: String, _ spec: ProcessSpec) async -> Start {
    for _ in 0..<3 {
      do {
        return .started(try await host.start(unit, spec))
      } catch .supervisorLost {
        let found = await lookAfterLoss(unit)
        if case .ended(.failed) = found { continue }
        return found
      } catch {
        return .ended(.failed(hostFailure("\(error)")))
      }
    }
    return .ended(.failed(hostFailure("its supervisor ended three times while it was asked to")))
  }

  /// The supervisor died: only the records tell what became of the process.
  private func lookAfterLoss(_ unit: String) async -> Start {
    do {
      switch try await host.recover(unit, intentBootID: ProcessHost.bootID) {
      case .running(let handle): return .started(handle)
      case .exited(let exit): return .ended(.exited(exit))
      case .neverStarted: return .ended(.failed(hostFailure("the supervisor ended while it was asked to")))
      case .alive: return .orphaned
      case .lost: return .ended(.unknown(Self.supervisorDied))
      }
    } catch {
      return .ended(.unknown("\(Self.supervisorDied), and its records can't be read: \(error)"))
    }
  }

  static let supervisorDied = "its supervisor died: how it ended can't be known"

  /// Waits for the end of a process that runs; when the task is cancelled it is stopped.
  func end(of handle: ProcessHandle) async -> ProcessEnding {
    let ending = await untilEnd {
      await watch(handle)
    } onStop: {
      await host.stop(handle.unit, graceMilliseconds: Self.grace)
    }
    if case .unknown = ending, Task.isCancelled { return .stopped }
    return ending
  }

  private func watch(_ handle: ProcessHandle) async -> ProcessEnding {
    var handle = handle
    while true {
      do {
        return .exited(try await handle.exit())
      } catch ProcessHostError.supervisorLost {
        switch await lookAfterLoss(handle.unit) {
        case .started(let found): handle = found
        case .orphaned:
          try? await host.waitUntilGone(handle.unit)
          return .unknown(Self.supervisorDied)
        case .ended(.failed): return .unknown(Self.supervisorDied)
        case .ended(let ending): return ending
        }
      } catch {
        return .unknown("its supervisor can't be heard: \(error)")
      }
    }
  }

  /// Waits until a process without supervisor is gone; when the task is cancelled it is ended.
  func endOfOrphan(_ unit: String) async -> ProcessEnding {
    await untilEnd {
      try? await host.waitUntilGone(unit)
    } onStop: {
      await host.killOrphans(of: unit, graceMilliseconds: Self.grace)
    }
    return Task.isCancelled ? .stopped : .unknown(Self.supervisorDied)
  }

  // MARK: Judging

  /// Lets the step type judge how its process ended.
  func judge(
    _ ending: ProcessEnding, _ type: any ProcessStep, _ operation: Operation
  ) -> Answer<[String: Value]> {
    switch ending {
    case .failed(let failure): return Answer(result: .failure(failure))
    case .unknown(let reason): return .unknown(reason)
    case .stopped: return .stopped
    case .exited(let exit): return judge(exit, type, operation)
    }
  }

  private func judge(_ exit: ProcessExit, _ type: any ProcessStep, _ operation: Operation) -> Answer<[String: Value]> {
    let log = LogReference(
      sha256: exit.logSHA256, bytes: Int64(exit.logBytes),
      process: ProcessFacts(
        startedAt: exit.startedAt, endedAt: exit.endedAt, isLogCut: exit.logTruncated,
        familyRemained: exit.familyRemained))
    do throws(StepFailure) {
      let outputs = try type.outputs(of: ProcessResult(exit), operation.context)
      if let failure = operation.mask.refuse(outputs: outputs) { throw failure }
      return Answer(result: .success(outputs), log: log)
    } catch {
      return Answer(result: .failure(operation.mask(error)), log: log, wasStopped: exit.status == .stopped)
    }
  }

  func hostFailure(_ reason: String) -> StepFailure {
    StepFailure(
      code: "BLY0618", message: "the process can't be started: \(reason)",
      help: "look at the state folder's free space and permissions, and whether belay-exec is installed beside belay")
  }

  /// Of a process that a step type waits for.
  func hostFailure(lost reason: String) -> StepFailure {
    StepFailure(
      code: "BLY0618", message: "what became of the process can't be known: \(reason)",
      help: "see in supervisor.log of the run's folder why the supervisor ended")
  }
}

/// Waits for something that doesn't hear of cancellation; when the task is cancelled, `onStop` is carried out beside
/// it, and waited for, too.
func untilEnd<Value: Sendable>(
  _ body: @escaping @Sendable () async -> Value, onStop: @escaping @Sendable () async -> Void
) async -> Value {
  let stop = StopOnce(onStop)
  let value = await withTaskCancellationHandler {
    await Task { await body() }.value
  } onCancel: {
    stop.begin()
  }
  await stop.isDone()
  return value
}

/// Something that is done at most once, and may be waited for.
private final class StopOnce: @unchecked Sendable {  // guarded by `lock`
  private let lock = NSLock()
  private let body: @Sendable () async -> Void
  private var task: Task<Void, Never>?

  init(_ body: @escaping @Sendable () async -> Void) { self.body = body }

  func begin() {
    lock.lock()
    defer { lock.unlock() }
    let body = body
    if task == nil { task = Task { await body() } }
  }

  /// Returns when it is done, or was never begun.
  func isDone() async { await begun()?.value }

  private func begun() -> Task<Void, Never>? {
    lock.lock()
    defer { lock.unlock() }
    return task
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
      outputWasCut: exit.outputTruncated, stdoutWasCut: exit.stdoutTruncated, stderrWasCut: exit.stderrTruncated,
      stdoutHeldSecret: exit.stdoutHadSecret)
  }
}
