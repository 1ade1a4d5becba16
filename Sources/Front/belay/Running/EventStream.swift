// `--format json`: the journal's events as JSON Lines.

import Engine
import JSONText
import Journal
import Runner

struct EventStream: RunView {
  func begin(_ loaded: LoadedRun) {
    for entry in loaded.entries where loaded.entries.count == 1 { Output.jsonLine(entry.json()) }
  }

  func recorded(_ entries: [(entry: Entry, event: RecordedEvent)], _ state: RunState) {
    for (entry, _) in entries { Output.jsonLine(entry.json()) }
  }

  func finish() {}
}
