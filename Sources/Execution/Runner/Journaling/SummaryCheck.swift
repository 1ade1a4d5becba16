// Whether the list of runs says what the events say. The list is a cache that no hash protects: whoever edits it can
// make a run look finished that isn't.

import Journal

extension RunLoader {
  /// What the list of runs says otherwise than the fold of the run's events. It reads only.
  ///
  /// A living executor writes list and events in one commit; what it writes between two looks is no difference.
  ///
  /// - Returns: the differences; nil when this binary can't read the run, so that nothing was compared.
  public func differencesInList(of run: RunID) throws(JournalError) -> [RecordFault]? {
    while true {
      guard let loaded = try? load(run), loaded.state.unknownEvent == nil else { return nil }
      guard let listed = try workspace.store.summary(of: run) else { throw .runNotFound(run.text) }
      guard try workspace.store.head(of: run) == loaded.head else { continue }
      return Self.differences(listed, RunSummary(loaded.state, run: run, status: loaded.state.status))
    }
  }

  private static func differences(_ listed: RunSummary, _ recorded: RunSummary) -> [RecordFault] {
    let facts = [
      ("status", listed.status, recorded.status), ("plan", listed.plan, recorded.plan),
      ("operator", listed.operator, recorded.operator), ("start", listed.startedAt, recorded.startedAt),
    ]
    return facts.filter { $0.1 != $0.2 }.map { .summaryDiffers(fact: $0.0, listed: $0.1, recorded: $0.2) }
  }
}
