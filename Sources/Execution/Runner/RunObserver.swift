// Those who watch a run while it goes on.

import Engine
import Journal

/// Told of every entry after it is durable, in order.
public protocol RunObserver: Sendable {
  func recorded(_ entries: [(entry: Entry, event: RecordedEvent)], _ state: RunState)
}
