// Events to and from journal entries.

import Engine
import Journal

extension RecordedEvent {
  var draft: EntryDraft {
    EntryDraft(type: event.type, at: journalTime(at), actor: actor, data: event.data)
  }

  /// Reads an entry; a fault names its place.
  public init(_ entry: Entry) throws(RunnerError) {
    guard let at = milliseconds(ofJournalTime: entry.at) else {
      throw .unreadableEvent(run: entry.run, seq: entry.seq, reason: "'\(entry.at)' is no time")
    }
    do {
      self.init(event: try RunEvent(type: entry.type, data: entry.data), at: at, actor: entry.actor)
    } catch {
      throw .unreadableEvent(run: entry.run, seq: entry.seq, reason: error.message)
    }
  }
}
