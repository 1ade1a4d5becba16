// A process that runs under the supervisor, as its executor holds it.

/// A started process.
public struct ProcessHandle: Sendable {
  /// The unit's name, as given to ``ProcessHost/start(_:_:)``.
  public let unit: String
  /// The id of the process; `nil` if it never existed because the system had no room for one.
  public let process: Int32?
  let end: UnitEnd

  /// Waits for the end. Any number of tasks may wait.
  ///
  /// Throws ``ProcessHostError/supervisorLost`` if the supervisor dies, and `CancellationError` if the task is
  /// cancelled: the process goes on then.
  public func exit() async throws -> ProcessExit {
    try await end.value()
  }
}

/// The end of a unit, which is known at some time or has been for long.
final class UnitEnd: Sendable {
  private struct State {
    var result: Result<ProcessExit, ProcessHostError>?
    var waiting: [Int: CheckedContinuation<ProcessExit, any Error>] = [:]
    var cancelled: Set<Int> = []
    var lastTicket = 0
  }

  private let state = Protected(State())

  func settle(_ result: Result<ProcessExit, ProcessHostError>) {
    let waiting = state.withLock { state -> [CheckedContinuation<ProcessExit, any Error>] in
      guard state.result == nil else { return [] }
      state.result = result
      defer { state.waiting = [:] }
      return Array(state.waiting.values)
    }
    for continuation in waiting { continuation.resume(with: result.mapError { $0 }) }
  }

  func value() async throws -> ProcessExit {
    let ticket = state.withLock { state in
      state.lastTicket += 1
      return state.lastTicket
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { wait(ticket, $0) }
    } onCancel: {
      cancel(ticket)
    }
  }

  private func wait(_ ticket: Int, _ continuation: CheckedContinuation<ProcessExit, any Error>) {
    let known = state.withLock { state -> Result<ProcessExit, any Error>? in
      if let result = state.result { return result.mapError { $0 } }
      if state.cancelled.remove(ticket) != nil { return .failure(CancellationError()) }
      state.waiting[ticket] = continuation
      return nil
    }
    if let known { continuation.resume(with: known) }
  }

  private func cancel(_ ticket: Int) {
    let continuation = state.withLock { state in
      if state.waiting[ticket] == nil { state.cancelled.insert(ticket) }
      return state.waiting.removeValue(forKey: ticket)
    }
    continuation?.resume(throwing: CancellationError())
  }
}
