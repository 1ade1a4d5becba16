// Operations that are carried out inside this process, by a step type's own code. It hears of stop and deadline as
// cancellation; the processes that it starts are the supervisor's and are ended then. A step type that doesn't look
// at Task.isCancelled in long work of its own keeps the executor, and with it the lease, until it has ended.

import Diagnostics
import Engine
import Foundation
import ProcessHost
import Secrets
import StepKit

extension Effects {
  /// Carries an operation out. `refuse` says why its answer can't be taken, if it can't.
  func inProcess<Value: Sendable>(
    _ operation: Operation, _ body: @escaping @Sendable (StepContext) async throws(StepFailure) -> Value,
    _ refuse: (SecretMask, Value) -> StepFailure?
  ) async -> Answer<Value> {
    let log = StepLog(path: host.logPath(operation.unit), mask: operation.mask)
    let processes = StepProcesses(self, operation, log)
    var context = operation.context
    context.log = { log.append($0) }
    context.processes = processes
    context.layout = layout
    let prepared = context
    let work = Task { () -> Result<Value, StepFailure> in
      do throws(StepFailure) { return .success(try await body(prepared)) } catch { return .failure(error) }
    }
    let alarm = operation.timeout.map { limit in
      Task {
        try await Task.sleep(for: .milliseconds(limit), clock: .suspending)
        work.cancel()
      }
    }
    var result = await withTaskCancellationHandler {
      await work.value
    } onCancel: {
      work.cancel()
    }
    let wasStopped = Task.isCancelled
    if let timeout = operation.timeout, work.isCancelled, !wasStopped, case .failure = result {
      let problem = RunProblem.timedOut(limit: "\(timeout)ms")
      result = .failure(StepFailure(code: problem.id, message: problem.message, help: problem.help))
    }
    alarm?.cancel()
    // One that the step began and didn't wait for.
    let unknown = await processes.end()
    if case .success(let value) = result, let failure = refuse(operation.mask, value) { result = .failure(failure) }
    return Answer(
      result: result.mapError { operation.mask($0) }, log: log.close(), wasStopped: wasStopped, unknown: unknown)
  }
}

/// The processes that a step type starts while it is asked something: `UNIT.process1` and so on, owned by the
/// supervisor. Their logs are added to the operation's when they have ended.
final class StepProcesses: ProcessRunning, @unchecked Sendable {  // guarded by `lock`
  private let effects: Effects
  private let operation: Operation
  private let log: StepLog
  private let begun = SuspendingClock.now
  private let lock = NSLock()
  private var count = 0
  private var isOver = false
  private var running: [Int: Task<ProcessEnding, Never>] = [:]
  private var unknown: String?

  init(_ effects: Effects, _ operation: Operation, _ log: StepLog) {
    self.effects = effects
    self.operation = operation
    self.log = log
  }

  func run(_ request: ProcessRequest) async throws(StepFailure) -> ProcessResult {
    let spec = try effects.spec(request, operation, timeout: timeLeft)
    guard let (number, task) = begin(spec) else { return ProcessResult(ending: .stopped) }
    let ending = await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
    ended(number, ending)
    switch ending {
    case .exited(let exit): return ProcessResult(exit)
    case .stopped: return ProcessResult(ending: .stopped)
    case .failed(let failure): throw failure
    case .unknown(let reason): throw effects.hostFailure(lost: reason)
    }
  }

  /// The supervisor keeps the deadline, too: it outlives the executor.
  private var timeLeft: Int64? {
    operation.timeout.map { limit in
      let spent = begun.duration(to: .now).components
      return max(0, limit - spent.seconds * 1000 - spent.attoseconds / 1_000_000_000_000_000)
    }
  }

  /// Nil when the operation is over: nothing is started any more.
  private func begin(_ spec: ProcessSpec) -> (Int, Task<ProcessEnding, Never>)? {
    lock.lock()
    defer { lock.unlock() }
    if isOver { return nil }
    count += 1
    let unit = "\(operation.unit).process\(count)"
    let effects = effects
    let task = Task { await effects.runToEnd(unit, spec) }
    running[count] = task
    return (count, task)
  }

  private func ended(_ number: Int, _ ending: ProcessEnding) {
    lock.lock()
    defer { lock.unlock() }
    guard running.removeValue(forKey: number) != nil else { return }
    if case .unknown(let reason) = ending { unknown = reason }
    log.append(fileAt: effects.host.logPath("\(operation.unit).process\(number)"))
  }

  /// Ends what still runs, and waits for it. Gives the reason for which nobody can know how one of them ended, if
  /// there is one.
  func end() async -> String? {
    for (number, task) in close() {
      task.cancel()
      ended(number, await task.value)
    }
    return lost()
  }

  private func close() -> [Int: Task<ProcessEnding, Never>] {
    lock.lock()
    defer { lock.unlock() }
    isOver = true
    return running
  }

  private func lost() -> String? {
    lock.lock()
    defer { lock.unlock() }
    return unknown
  }
}
