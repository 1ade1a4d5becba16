// Without a terminal: one plain line an event.

import Engine
import Journal
import Presentation
import Runner

struct LineView: RunView {
  let usesColor: Bool

  func begin(_ loaded: LoadedRun) {}

  func recorded(_ entries: [(entry: Entry, event: RecordedEvent)], _ state: RunState) {
    for (_, event) in entries {
      if let line = EventLine.text(event) { Output.line(line) }
    }
  }

  func finish() {}
}
