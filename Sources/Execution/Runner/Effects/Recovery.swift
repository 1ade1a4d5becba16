// What became of an attempt that an executor before this one began (DESIGN §5 "In doubt"). Nothing may run twice side
// by side: before an attempt counts as over, all that it had running is over.

import Engine
import Expressions
import ProcessHost
import StepKit

extension Effects {
  enum Recovery: Sendable {
    case known(AttemptFinding)
    /// It lives; its handle tells when it ends.
    case adopted(ProcessHandle)
  }

  /// Finds out what became of an attempt that is a process. When the task is cancelled what it has running is stopped.
  func recover(
    _ type: any ProcessStep, _ operation: Operation, bootID: String, orphans: OrphanPolicy
  ) async -> Recovery {
    let unit = operation.unit
    do {
      switch try await host.recover(unit, intentBootID: bootID) {
      case .exited(let exit): return .known(.ended(judge(.exited(exit), type, operation).report))
      case .neverStarted: return .known(.neverRan)
      case .running(let handle): return .adopted(handle)
      case .alive(let pid):
        switch await endOfOrphan(unit, orphans) {
        case .stopped: return .known(.ended(Answer.stopped.report))
        default:
          return .known(.lost("process \(pid) went on after its supervisor died: its exit code can't be known"))
        }
      case .lost: return .known(.lost("it was started, and neither its process nor an exit record is left"))
      }
    } catch {
      return .known(.lost("its supervisor can't be asked: \(error)"))
    }
  }

  /// Waits until nothing is left of an attempt that was carried out inside an executor: what it did itself ended with
  /// it, the processes that it had started went on.
  func recoverInProcess(_ unit: String, bootID: String, orphans: OrphanPolicy) async -> AttemptFinding {
    var number = 1
    do {
      while true {
        let process = "\(unit).process\(number)"
        switch try await host.recover(process, intentBootID: bootID) {
        case .running(let handle): _ = await end(of: handle, orphans)
        case .alive: _ = await endOfOrphan(process, orphans)
        case .exited, .neverStarted, .lost:
          if number >= host.lastProcess(of: unit) {
            return .lost("the executor died while it was carried out")
          }
        }
        number += 1
      }
    } catch {
      return .lost("the executor died while it was carried out, and its supervisor can't be asked: \(error)")
    }
  }

  /// Waits for a process of a dead executor, or stops it.
  func end(of handle: ProcessHandle, _ orphans: OrphanPolicy) async -> ProcessEnding {
    await orStopped(orphans) { await end(of: handle) }
  }

  private func endOfOrphan(_ unit: String, _ orphans: OrphanPolicy) async -> ProcessEnding {
    await orStopped(orphans) { await endOfOrphan(unit) }
  }

  /// Waits for something that is stopped by cancelling it: at once, where that is the policy.
  private func orStopped(
    _ orphans: OrphanPolicy, _ body: @escaping @Sendable () async -> ProcessEnding
  ) async -> ProcessEnding {
    let task = Task { await body() }
    if orphans == .stop { task.cancel() }
    return await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
  }
}
