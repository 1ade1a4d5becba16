// What people say to a run: written down at once if nobody executes it, else put into its inbox.

import Diagnostics
import Engine
import Journal
import OperatingSystem
import PlanModel

extension RunVerbs {
  /// Records what a person says: as an event if nobody executes the run, else through its inbox. Refused from the
  /// state alone.
  public func say(_ said: InboxMessage, to run: RunID) throws(RunnerError) {
    let loaded = try RunLoader(workspace).load(run)
    let message = bound(said, to: loaded)
    if let problem = Engine(state: loaded.state).refusal(of: message) {
      throw .refused(problem)
    }
    do throws(RunnerError) {
      let (current, lease) = try open(run, for: .record)
      defer { lease.close() }
      try record(message, current, lease)
    } catch {
      // Somebody executes it, here or on another host.
      switch error {
      case .journal(.leaseHeld), .journal(.leaseHeldElsewhere): break
      default: throw error
      }
      try RunnerError.wrapping { () throws(JournalError) in
        try workspace.store.post(message.kind, data: message.data, actor: message.person, to: run)
      }
    }
  }

  /// An answer is to the question as it stands now, and says from where it comes.
  private func bound(_ message: InboxMessage, to loaded: LoadedRun) -> InboxMessage {
    guard case .answer(var answer) = message.content else { return message }
    answer.host = ThisHost.name()
    answer.osUser = Self.osUser
    let now = SystemClock.now().wall
    let prepared = Engine(state: loaded.state).prepared(answer, of: message.person, at: now)
    return InboxMessage(person: message.person, content: .answer(prepared ?? answer))
  }

  /// Records what may only be said of a run that nobody executes, such as that it is abandoned; a living executor
  /// is left alone.
  public func sayOfIdle(_ message: InboxMessage, to run: RunID) throws(RunnerError) {
    let (loaded, lease) = try open(run, for: .record)
    defer { lease.close() }
    try record(message, loaded, lease)
  }

  private func record(_ message: InboxMessage, _ loaded: LoadedRun, _ lease: Lease) throws(RunnerError) {
    var engine = Engine(state: loaded.state)
    if let problem = engine.refusal(of: message) { throw .refused(problem) }
    var events: [RecordedEvent] = []
    do throws(EventFault) {
      let request = OpenRequest(opened: opened(.record, loaded), actor: message.person)
      for stimulus in [Stimulus.open(request), .message(message)] {
        for case .record(let recorded) in try engine.handle(stimulus, at: SystemClock.now()) { events += recorded }
      }
    } catch { throw .engine(error) }
    let state = engine.state
    let drafts = events.map(\.draft)
    _ = try RunnerError.wrapping { () throws(JournalError) in
      try workspace.store.append(
        drafts, to: loaded.id, after: loaded.head, lease: lease,
        summary: RunSummary(state, run: loaded.id, status: state.status),
        locks: state.releasesLocks ? .release : .none)
    }
  }
}
