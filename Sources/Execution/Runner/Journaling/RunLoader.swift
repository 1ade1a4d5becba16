// A run from its journal: entries → events → state. Needs no file but the state folder; the plan comes from the
// attachments (DESIGN §5: resume never needs the original file).

import Diagnostics
import Engine
import JSONText
import Journal
import PlanModel
import StepKit

/// A run as its journal has it.
public struct LoadedRun: Sendable {
  public let id: RunID
  public var state: RunState
  public var head: Head
  public let entries: [Entry]
}

/// Loads runs.
public struct RunLoader: Sendable {
  let workspace: Workspace

  public init(_ workspace: Workspace) { self.workspace = workspace }

  /// Replays a run. With `verified`, its chain is checked first: what a resume builds on.
  public func load(_ run: RunID, verified: Bool = false) throws(RunnerError) -> LoadedRun {
    let entries = try anchoredEntries(of: run, verified: verified)
    guard let first = entries.first, case .created(let created) = try RecordedEvent(first).event else {
      throw .unreadableEvent(run: run, seq: 1, reason: "it doesn't begin with run.created")
    }
    let plan = try plan(created.files, of: run)
    var state: RunState
    do {
      state = try RunState(run: run.text, plan: plan, created: created, at: try RecordedEvent(first).at)
    } catch let fault as EventFault {
      throw .unreadableEvent(run: run, seq: 1, reason: fault.message)
    } catch let error as RunnerError {
      throw error
    } catch { throw .unreadableEvent(run: run, seq: 1, reason: "\(error)") }
    for entry in entries.dropFirst() { try fold(entry, into: &state) }
    return LoadedRun(id: run, state: state, head: entries.last?.head ?? .empty, entries: entries)
  }

  /// The entries, which are at least those that the anchor knows: a journal whose tail is gone is never shown as if it
  /// were whole. The anchor is read first, for a living executor goes on writing.
  private func anchoredEntries(of run: RunID, verified: Bool) throws(RunnerError) -> [Entry] {
    let store = workspace.store
    return try RunnerError.wrapping { () throws(JournalError) in
      let anchor = try store.anchor(for: run)
      let entries = verified ? try store.verifiedEntries(of: run) : try store.entries(of: run, from: 1)
      let head = entries.last?.head ?? .empty
      _ = try anchor.check(run: run, journal: head, anchorPath: workspace.folder + "/anchor") { seq in
        entries.indices.contains(Int(seq) - 1) ? entries[Int(seq) - 1].hash : nil
      }
      return entries
    }
  }

  private func fold(_ entry: Entry, into state: inout RunState) throws(RunnerError) {
    let recorded = try RecordedEvent(entry)
    var edited: CheckedPlan?
    if case .planChanged(let change) = recorded.event { edited = try plan(change.basis.files, of: entry.run) }
    do {
      try state.fold(recorded, plan: edited)
    } catch {
      throw .unreadableEvent(run: entry.run, seq: entry.seq, reason: error.message)
    }
  }

  /// Checks a stored plan anew: the same text under the same registry gives the same plan.
  func plan(_ files: [FileReference], of run: RunID) throws(RunnerError) -> CheckedPlan {
    var stored: [PlanFile] = []
    for file in files {
      let bytes = try RunnerError.wrapping { () throws(JournalError) in try workspace.store.attachment(file.sha256) }
      guard let bytes else { throw .planMissing(run: run, file: file.name) }
      stored.append(PlanFile(name: file.name, bytes: bytes))
    }
    let result = PlanChecker(registry: workspace.registry).check(files: stored)
    guard let plan = result.plan else { throw .planDoesNotCheck(run: run, result.diagnostics) }
    return plan
  }
}
