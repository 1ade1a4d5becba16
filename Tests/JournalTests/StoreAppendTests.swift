// Every store: appends are conditional, all or nothing, and chained.

import JSONText
import Journal
import Testing

@Suite("Every store: appends")
struct StoreAppendTests {
  @Test("Entries are chained over appends", arguments: StoreKind.allCases)
  func chained(kind: StoreKind) throws {
    let journal = kind.make()
    let store = journal.open()
    let run = sampleRun(1)
    var (lease, all, head) = try store.start(run)
    for number in 1...20 {
      let entries = try store.append(
        [sampleDraft("a", ["n": .int(Int64(number))]), sampleDraft("b", ["text": "ä\u{0}€\n\"\\"])], to: run,
        after: head, lease: lease)
      all += entries
      head = Head(count: entries[1].seq, hash: entries[1].hash)
    }
    #expect(try store.head(of: run) == head)
    #expect(try store.entries(of: run, from: 1) == all)
    #expect(ChainVerifier.problems(in: all, of: run) == [])
    #expect(try journal.open().verifiedEntries(of: run) == all, "another store sees the same")
  }

  @Test("Runs don't mix", arguments: StoreKind.allCases)
  func apart(kind: StoreKind) throws {
    let store = kind.make().open()
    let (a, b) = (try #require(RunID("a")), try #require(RunID("a-")))
    let first = try store.start(a)
    let second = try store.start(b)
    let more = try store.append([sampleDraft()], to: a, after: first.head, lease: first.lease)
    #expect(try store.entries(of: a, from: 1) == first.entries + more)
    #expect(try store.entries(of: b, from: 1) == second.entries)
    #expect(throws: JournalError.leaseLost(run: b, token: 1)) {
      try store.append([sampleDraft()], to: b, after: second.head, lease: first.lease)
    }
  }

  @Test("An append behind another head is refused with nothing written", arguments: StoreKind.allCases)
  func headMoved(kind: StoreKind) throws {
    let store = kind.make().open()
    let run = sampleRun(1)
    let started = try store.start(run)
    let next = try store.append([sampleDraft()], to: run, after: started.head, lease: started.lease)
    let head = try store.head(of: run)
    let wrongHash = Head(count: head.count, hash: started.head.hash)
    for wrong in [started.head, .empty, wrongHash] {
      #expect(throws: JournalError.headMoved(run: run, expected: wrong, found: head)) {
        try store.append(
          [sampleDraft()], to: run, after: wrong, lease: started.lease,
          summary: sampleSummary(run, status: "halted"), locks: .acquire(["x"]))
      }
    }
    #expect(try store.entries(of: run, from: 1) == started.entries + next)
    #expect(try store.lockOwners() == [])
    #expect(try store.runs() == [sampleSummary(run)])
  }

  @Test("A number that another language may write otherwise is refused", arguments: StoreKind.allCases)
  func numbers(kind: StoreKind) throws {
    let store = kind.make().open()
    let run = sampleRun(1)
    let started = try store.start(run)
    let cases: [(JSON, String)] = [
      (["a": ["b": .number("1.5")]], "a.b"), (["a": [1, .int(9_007_199_254_740_993)]], "a[1]"),
      (["a": .int(-9_007_199_254_740_993)], "a"), (["a": [["b": .number("1e3")]]], "a[0].b"),
    ]
    for (data, place) in cases {
      #expect(throws: JournalError.numberNotPortable(type: "t", place: place)) {
        try store.append([sampleDraft("t", data)], to: run, after: started.head, lease: started.lease)
      }
    }
    #expect(try store.head(of: run) == started.head)
    _ = try store.append(
      [sampleDraft("t", [.int(1 << 53), .int(-(1 << 53))])], to: run, after: started.head, lease: started.lease)
  }

  @Test("Texts and taken messages belong to the same commit", arguments: StoreKind.allCases)
  func extras(kind: StoreKind) throws {
    let store = kind.make().open()
    let run = sampleRun(1)
    let plan = Attachment(bytes: Array("one".utf8))
    let started = try store.start(run, attachments: [plan])
    let first = try store.post("approve", data: ["step": "a"], actor: "bob", to: run)
    let second = try store.post("stop", data: nil, actor: "cid", to: run)
    let edited = Attachment(bytes: [0, 255])
    #expect(throws: JournalError.headMoved(run: run, expected: .empty, found: started.head)) {
      try store.append(
        [sampleDraft()], to: run, after: .empty, lease: started.lease, summary: nil, locks: .none,
        attachments: [edited], taken: first.id)
    }
    #expect(try store.messages(for: run, after: 0) == [first, second])
    #expect(try store.attachments(of: run) == [plan.digest])
    _ = try store.append(
      [sampleDraft()], to: run, after: started.head, lease: started.lease, summary: nil, locks: .none,
      attachments: [edited], taken: first.id)
    #expect(try store.messages(for: run, after: 0) == [second])
    #expect(try store.attachments(of: run) == [plan.digest, edited.digest])
    #expect(try store.attachment(edited.digest) == [0, 255])
  }

  @Test("An append may hold no entry, only other changes", arguments: StoreKind.allCases)
  func noEntries(kind: StoreKind) throws {
    let store = kind.make().open()
    let run = sampleRun(1)
    let started = try store.start(run, locks: ["x"])
    let entries = try store.append(
      [], to: run, after: started.head, lease: started.lease, summary: sampleSummary(run, status: "halted"),
      locks: .release)
    #expect(entries == [])
    #expect(try store.head(of: run) == started.head)
    #expect(try store.lockOwners() == [])
    #expect(try store.runs().map(\.status) == ["halted"])
  }
}
