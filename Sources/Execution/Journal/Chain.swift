// The writing end of a run's hash chain: numbers drafts and links them.

import JSONText

/// Appends drafts to a head. Each entry holds the hash of the one before, so that none can be changed, removed or
/// swapped without changing every hash after it (DESIGN §6).
public struct Chain: Sendable {
  public let run: RunID
  public private(set) var head: Head

  public init(run: RunID, head: Head = .empty) {
    self.run = run
    self.head = head
  }

  /// Makes the entries of drafts and moves the head behind them.
  ///
  /// - Throws: ``JournalError/numberNotPortable(type:place:)`` when a draft holds a number that another language might
  ///   write otherwise; the head doesn't move then.
  public mutating func append(_ drafts: [EntryDraft], token: Int64) throws(JournalError) -> [Entry] {
    var entries: [Entry] = []
    entries.reserveCapacity(drafts.count)
    var end = head
    for draft in drafts {
      if let place = placeOfUnportableNumber(in: draft.data) {
        throw .numberNotPortable(type: draft.type, place: place)
      }
      let entry = Entry(
        draft, run: run, after: end, token: token, canonicalData: draft.data.canonicalBytes())
      entries.append(entry)
      end = entry.head
    }
    head = end
    return entries
  }
}
