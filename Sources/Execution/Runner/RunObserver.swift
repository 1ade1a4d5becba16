// Those who watch a run while it goes on.

import Engine
import Journal

/// Told of every entry after it is durable, in order.
public protocol RunObserver: Sendable {
  func recorded(_ entries: [(entry: Entry, event: RecordedEvent)], _ state: RunState)

  /// Told of what stands in the executor's way, while it goes on trying.
  func troubled(_ problem: JournalError)
}

extension RunObserver {
  public func troubled(_ problem: JournalError) {}
}
