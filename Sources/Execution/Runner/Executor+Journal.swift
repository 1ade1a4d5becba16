// The executor's memory: appending events, and the inbox of those who aren't the executor.

import Engine
import Foundation
import JSONText
import Journal

extension Executor {
  /// Makes events durable. What has already happened must not be lost: an outcome is tried again for a while when
  /// the disk refuses; an intent alone isn't, since nothing has happened (ANCHORS §2, rows 9 and 10).
  func append(_ events: [RecordedEvent]) async throws(RunnerError) {
    let drafts = events.map(\.draft)
    let status = engine.state.status
    let summary = status == lastStatus ? nil : self.summary(status)
    let locks = lockChange(events)
    var patience = events.contains(where: isPast) ? Self.patience : 0
    while true {
      do throws(JournalError) {
        let entries = try appendNow(drafts, summary, locks)
        head = entries.last?.head ?? head
        lastStatus = status
        takenMessage = nil
        observer?.recorded(Array(zip(entries, events).map { ($0, $1) }), engine.state)
        tell(workspace.store.anchorTrouble())
        return
      } catch {
        guard error.mayPass, patience > 0 else { throw .journal(error) }
        tell(error)
        patience -= 1
        try? await Task.sleep(for: .milliseconds(Self.pause))
      }
    }
  }

  /// Says once what stands in the way, until that changes.
  private func tell(_ problem: JournalError?) {
    if let problem, problem != lastTrouble { observer?.troubled(problem) }
    lastTrouble = problem
  }

  /// Not async, so that the store's calls are the blocking ones.
  private func appendNow(
    _ drafts: [EntryDraft], _ summary: RunSummary?, _ locks: LockChange
  ) throws(JournalError) -> [Entry] {
    try workspace.store.append(
      drafts, to: run, after: head, lease: lease, summary: summary, locks: locks, attachments: [],
      taken: takenMessage)
  }

  /// Attempts at writing an outcome, and milliseconds between them: half a minute.
  private static var patience: Int { 60 }
  private static var pause: Int { 500 }

  private func isPast(_ event: RecordedEvent) -> Bool {
    switch event.event {
    case .outcome, .applied: true
    default: false
    }
  }

  /// An executor that goes forward or back holds the run's locks; the end of the run gives them back.
  private func lockChange(_ events: [RecordedEvent]) -> LockChange {
    if engine.state.releasesLocks { return .release }
    let isOpening = events.contains { if case .opened = $0.event { true } else { false } }
    return isOpening ? .acquire(engine.state.created.locks) : .none
  }

  func summary(_ status: RunStatus) -> RunSummary {
    RunSummary(engine.state, run: run, status: status)
  }

  // MARK: Inbox

  /// A stop that was meant for an executor before this one has had its effect.
  func dropOldStops() throws(RunnerError) {
    let old = try RunnerError.wrapping { () throws(JournalError) in try workspace.store.messages(for: run, after: 0) }
    // What was posted since the lease was taken is meant for this executor.
    let isOld = { (message: Message) in
      message.kind == InboxMessage.stopKind && message.at < self.lease.holder.startedAt
    }
    for message in old where !isOld(message) {
      if let content = InboxMessage(message) { mailbox.post(.message(content), message: message.id) }
    }
    // Ids grow, and taking one takes all before it: only a stop that nothing precedes can go at once.
    takenMessage = old.prefix(while: isOld).last?.id
    lastSeenMessage = old.last?.id ?? 0
  }

  /// Looks into the inbox a few times a second for as long as the executor lives.
  func watchInbox() -> Task<Void, Never> {
    let store = workspace.store
    let run = run
    let mailbox = mailbox
    let start = lastSeenMessage
    return Task.detached {
      var last = start
      while !Task.isCancelled {
        for message in (try? store.messages(for: run, after: last)) ?? [] {
          last = message.id
          if let content = InboxMessage(message) { mailbox.post(.message(content), message: message.id) }
        }
        try? await Task.sleep(for: .milliseconds(150))
      }
    }
  }
}

extension RunSummary {
  init(_ state: RunState, run: RunID, status: RunStatus) {
    self.init(
      run: run, plan: state.created.planName, planVersion: state.created.planVersion, title: state.created.planTitle,
      status: status.rawValue, operator: state.created.starter, startedAt: journalTime(state.startedAt),
      finishedAt: state.finishedAt.map(journalTime), planDigest: state.created.planDigest)
  }
}

extension JournalError {
  /// The next attempt may succeed. After a commit that may or may not have happened nothing is tried on the same store.
  fileprivate var mayPass: Bool {
    switch self {
    case .diskFull, .busy, .writeFailed, .anchorUnwritable: true
    default: false
    }
  }
}
