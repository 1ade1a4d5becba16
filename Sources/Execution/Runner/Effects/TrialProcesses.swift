// Processes for step types that are tried out outside of a run, with the real supervisor.

import Foundation
import ProcessHost
import StepKit

/// Runs the processes of trials, as a run would.
public final class TrialProcesses: Sendable {
  private let effects: Effects
  private let count = Counter()

  /// Logs, records and laid out programs go into `folder`.
  public init(folder: String, supervisor: String, environment: [String: String]) {
    effects = Effects(
      host: ProcessHost(runFolder: folder, token: 1, supervisor: supervisor), environment: environment, folder: folder)
  }

  public var layout: any FileLaying { effects.layout }

  /// What runs processes for a step. Confined: they can't write; nil where the kernel can't see to that.
  public func runner(for context: StepContext, confined: Bool) -> (any ProcessRunning)? {
    if confined, !ProcessHost.canConfine { return nil }
    var context = context
    // The trial itself sees whether a step of effect `read` writes.
    context.effect = .write
    let mark = Operation.Mark(token: 1, number: count.next())
    let operation =
      confined
      ? Operation(.observe, "trial", mark: mark, context, timeout: Self.timeout)
      : Operation(attempt: "trial.\(mark.number)", context, timeout: Self.timeout)
    let log = StepLog(path: effects.host.logPath(operation.unit), mask: operation.mask)
    return StepProcesses(effects, operation, log)
  }

  /// Ends the supervisor.
  public func close() async { await effects.host.close() }

  /// Milliseconds, for everything that one context asks.
  private static let timeout: Int64 = 120_000

  private final class Counter: @unchecked Sendable {  // guarded by `lock`
    private let lock = NSLock()
    private var number = 0

    func next() -> Int {
      lock.lock()
      defer { lock.unlock() }
      number += 1
      return number
    }
  }
}
