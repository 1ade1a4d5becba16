// `belay stop`: ask the executor, or, where it is dead, stop what it left running (DESIGN §5 "Stop").

import Engine
import Foundation
import Journal

/// Stops runs.
public struct StopVerb: Sendable {
  let workspace: Workspace

  public init(_ workspace: Workspace) { self.workspace = workspace }

  /// Stops a run and returns when it has stopped, with its status.
  public func stop(_ run: RunID, person: String) async throws(RunnerError) -> RunStatus {
    if let status = try await takeOver(run, person: person) { return status }
    try post(run, person: person)
    while let holder = try holder(run), holder.alive {
      try? await Task.sleep(for: .milliseconds(50))
    }
    // It may have died without having stopped.
    if let status = try await takeOver(run, person: person) { return status }
    return try RunLoader(workspace).load(run).state.status
  }

  /// Asks the executor of a run to stop, if one lives, without waiting for it.
  public func ask(_ run: RunID, person: String) throws(RunnerError) {
    if let holder = try holder(run), holder.alive { try post(run, person: person) }
  }

  private func post(_ run: RunID, person: String) throws(RunnerError) {
    let message = InboxMessage(person: person, content: .stop(reason: "belay stop"))
    try RunnerError.wrapping { () throws(JournalError) in
      try workspace.store.post(message.kind, data: message.data, actor: person, to: run)
    }
  }

  private func holder(_ run: RunID) throws(RunnerError) -> (holder: Holder, alive: Bool)? {
    try RunnerError.wrapping { () throws(JournalError) in try workspace.store.holder(of: run) }
  }

  /// Takes the lease and stops what a dead executor left; nil when a living one holds it.
  private func takeOver(_ run: RunID, person: String) async throws(RunnerError) -> RunStatus? {
    let verbs = RunVerbs(workspace)
    let opened: (LoadedRun, Lease)
    do throws(RunnerError) {
      opened = try verbs.open(run, for: .stop)
    } catch {
      switch error {
      case .journal(.leaseHeld), .journal(.leaseHeldElsewhere): return nil
      default: throw error
      }
    }
    let (loaded, lease) = opened
    guard loaded.state.isUnderWay else {
      lease.close()
      return loaded.state.status
    }
    let executor = Executor(workspace, loaded, lease: lease, observer: nil)
    let opening = verbs.opened(.stop, loaded, orphans: .stop)
    return try await executor.execute(OpenRequest(opened: opening, actor: person, orphans: .stop))
  }

  /// Runs that an executor works on, or should.
  public func candidates() throws(RunnerError) -> [RunID] {
    try RunnerError.wrapping { () throws(JournalError) in try workspace.store.runs() }
      .filter { ["running", "rolling_back", "waiting"].contains($0.status) }.map(\.run)
  }
}
