// Every store: the journal is compared with its anchor before anyone goes on with a run (ANCHORS §2, rows 12 and 13).

import JSONText
import Journal
import Testing

@Suite("Every store: anchor")
struct StoreAnchorTests {
  /// A run of three commits with five entries, its lease given back.
  private func finished(_ journal: any JournalUnderTest) throws -> (run: RunID, entries: [Entry]) {
    let store = journal.open()
    let run = sampleRun(1)
    var (lease, entries, head) = try store.start(run)
    for _ in 0..<2 {
      entries += try store.append([sampleDraft(), sampleDraft()], to: run, after: head, lease: lease)
      head = try store.head(of: run)
    }
    lease.close()
    store.close()
    return (run, entries)
  }

  private func line(_ run: RunID, _ count: Int64, _ hash: String) -> String { "\(run) \(count) \(hash)\n" }

  @Test("Each commit with entries appends one line", arguments: StoreKind.allCases)
  func lines(kind: StoreKind) throws {
    let journal = kind.make()
    let (run, entries) = try finished(journal)
    let expected = [0, 2, 4].map { line(run, entries[$0].seq, entries[$0].hash) }.joined()
    #expect(try journal.anchor() == expected)
  }

  @Test("An anchor that lags behind is extended", arguments: StoreKind.allCases)
  func behind(kind: StoreKind) throws {
    let journal = kind.make()
    let (run, entries) = try finished(journal)
    let (first, last) = (line(run, 1, entries[0].hash), line(run, 5, entries[4].hash))
    let torn = "\(run) 3 " + entries[2].hash.prefix(20)
    let cases: [(start: String?, expected: String)] = [
      (first, first + last), ("", last), (nil, last), (first + torn, first + last), (torn, last), (last, last),
    ]
    for (start, expected) in cases {
      try journal.setAnchor(start)
      _ = try journal.open().acquireLease(run, holder: sampleHolder())
      #expect(try journal.anchor() == expected)
    }
  }

  @Test("A journal shorter than its anchor is refused", arguments: StoreKind.allCases)
  func shorter(kind: StoreKind) throws {
    let journal = kind.make()
    let (run, entries) = try finished(journal)
    let anchor = try #require(try journal.anchor()) + line(run, 6, entries[0].hash)
    try journal.setAnchor(anchor)
    let store = journal.open()
    #expect(throws: JournalError.journalShorterThanAnchor(run: run, journal: 5, anchor: 6)) {
      try store.acquireLease(run, holder: sampleHolder())
    }
    #expect(try journal.anchor() == anchor)
    #expect(try store.holder(of: run) == nil, "nothing was taken")
  }

  @Test("A journal that has another entry than its anchor is refused", arguments: StoreKind.allCases)
  func different(kind: StoreKind) throws {
    let journal = kind.make()
    let (run, entries) = try finished(journal)
    for wrong in [line(run, 5, entries[3].hash), line(run, 5, entries[4].hash) + line(run, 5, entries[3].hash)] {
      try journal.setAnchor(wrong)
      #expect(throws: JournalError.journalDiffersFromAnchor(run: run, count: 5)) {
        try journal.open().acquireLease(run, holder: sampleHolder())
      }
    }
  }

  @Test("Lines may come out of order, as when an owner was paused", arguments: StoreKind.allCases)
  func outOfOrder(kind: StoreKind) throws {
    let journal = kind.make()
    let (run, entries) = try finished(journal)
    let anchor = line(run, 5, entries[4].hash) + line(run, 3, entries[2].hash)
    try journal.setAnchor(anchor)
    _ = try journal.open().acquireLease(run, holder: sampleHolder())
    #expect(try journal.anchor() == anchor)
  }

  @Test("A damaged line about the run is refused, one about another run isn't", arguments: StoreKind.allCases)
  func damagedLine(kind: StoreKind) throws {
    let journal = kind.make()
    let (run, _) = try finished(journal)
    let anchor = try #require(try journal.anchor())
    try journal.setAnchor(anchor + "\(run) 6 x\n")
    #expect {
      try journal.open().acquireLease(run, holder: sampleHolder())
    } throws: { error in
      guard case .anchorDamaged(_, line: 4) = error as? JournalError else { return false }
      return true
    }
    try journal.setAnchor(anchor + "other 6 x\n")
    _ = try journal.open().acquireLease(run, holder: sampleHolder())
  }

  @Test("A run that only the anchor knows is named as such", arguments: StoreKind.allCases)
  func onlyInAnchor(kind: StoreKind) throws {
    let journal = kind.make()
    let (run, entries) = try finished(journal)
    let lost = try #require(RunID("zz-lost"))
    try journal.setAnchor(try #require(try journal.anchor()) + line(lost, 7, entries[0].hash))
    let store = journal.open()
    let missing = JournalError.runMissing(run: "zz-lost", anchor: 7)
    #expect(throws: missing) { try store.find(prefix: "zz") }
    #expect(throws: missing) { try store.acquireLease(lost, holder: sampleHolder()) }
    #expect(throws: missing) { try store.post("stop", data: nil, actor: "ann", to: lost) }
    #expect(try store.find(prefix: "last") == run)
  }
}
