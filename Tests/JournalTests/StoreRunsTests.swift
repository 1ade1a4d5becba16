// Every store: starting runs, finding them, what is shown of them.

import JSONText
import Journal
import Testing

@Suite("Every store: runs")
struct StoreRunsTests {
  @Test("A new run holds its first entries, texts and lease", arguments: StoreKind.allCases)
  func create(kind: StoreKind) throws {
    let store = kind.make().open()
    let run = sampleRun(1)
    let plan = Attachment(bytes: Array("belay: 1\n".utf8))
    let started = try store.start(
      run, first: [sampleDraft("run.started"), sampleDraft("step.intent")], attachments: [plan, plan])
    #expect(started.entries.map(\.seq) == [1, 2])
    #expect(started.entries.map(\.token) == [1, 1])
    #expect(started.head == Head(count: 2, hash: started.entries[1].hash))
    #expect(started.lease.token == 1)
    #expect(started.lease.run == run)
    #expect(try store.head(of: run) == started.head)
    #expect(try store.entries(of: run, from: 1) == started.entries)
    #expect(try store.entries(of: run, from: 2) == Array(started.entries[1...]))
    #expect(try store.entries(of: run, from: 3) == [])
    #expect(try store.verifiedEntries(of: run) == started.entries)
    #expect(try store.attachments(of: run) == [plan.digest])
    #expect(try store.attachment(plan.digest) == plan.bytes)
    #expect(try store.attachment(Head.empty.hash) == nil)
    #expect(try store.runs() == [sampleSummary(run)])
    #expect(try store.summary(of: run) == sampleSummary(run))
    #expect(try store.summary(of: sampleRun(2)) == nil)
  }

  @Test("A run may start without entries", arguments: StoreKind.allCases)
  func createEmpty(kind: StoreKind) throws {
    let store = kind.make().open()
    let started = try store.start(sampleRun(1), first: [])
    #expect(started.head == .empty)
    let entries = try store.append([sampleDraft()], to: sampleRun(1), after: .empty, lease: started.lease)
    #expect(entries.map(\.seq) == [1])
  }

  @Test("A second run of the same id is refused and changes nothing", arguments: StoreKind.allCases)
  func createTwice(kind: StoreKind) throws {
    let store = kind.make().open()
    let first = try store.start(sampleRun(1))
    first.lease.close()
    #expect(throws: JournalError.runExists(sampleRun(1))) {
      try store.start(sampleRun(1), first: [sampleDraft("other")], locks: ["x"])
    }
    #expect(try store.entries(of: sampleRun(1), from: 1) == first.entries)
    #expect(try store.lockOwners() == [])
  }

  @Test("An empty journal has nothing", arguments: StoreKind.allCases)
  func empty(kind: StoreKind) throws {
    let store = kind.make().open()
    let run = sampleRun(1)
    #expect(try store.runs() == [])
    #expect(try store.head(of: run) == .empty)
    #expect(try store.entries(of: run, from: 1) == [])
    #expect(try store.attachments(of: run) == [])
    #expect(try store.messages(for: run, after: 0) == [])
    #expect(try store.holder(of: run) == nil)
    #expect(try store.lockOwners() == [])
    #expect(throws: JournalError.noRuns) { try store.find(prefix: "last") }
    #expect(throws: JournalError.runNotFound("20")) { try store.find(prefix: "20") }
    #expect(throws: JournalError.runNotFound(run.text)) { try store.acquireLease(run, holder: sampleHolder()) }
    #expect(throws: JournalError.runNotFound(run.text)) { try store.post("stop", data: nil, actor: "ann", to: run) }
  }

  @Test("Runs come newest first and are found by id, unique prefix and 'last'", arguments: StoreKind.allCases)
  func find(kind: StoreKind) throws {
    let store = kind.make().open()
    let runs = try ["b2", "b1", "c"].map { try #require(RunID($0)) }
    for run in runs { _ = try store.start(run) }
    #expect(try store.runs().map(\.run.text) == ["c", "b1", "b2"])
    #expect(try store.find(prefix: "last").text == "c")
    #expect(try store.find(prefix: "b1").text == "b1")
    #expect(throws: JournalError.runAmbiguous(prefix: "b", runs: [runs[1], runs[0]])) { try store.find(prefix: "b") }
    #expect(throws: JournalError.runNotFound("d")) { try store.find(prefix: "d") }
    #expect(throws: JournalError.runNotFound("")) { try store.find(prefix: "") }
    #expect(throws: JournalError.runNotFound("%")) { try store.find(prefix: "%") }
    let exact = try #require(RunID("b"))
    _ = try store.start(exact)
    #expect(try store.find(prefix: "b") == exact)
  }

  @Test("A summary changes with the append that says so", arguments: StoreKind.allCases)
  func summary(kind: StoreKind) throws {
    let store = kind.make().open()
    let started = try store.start(sampleRun(1))
    var summary = sampleSummary(sampleRun(1), status: "succeeded")
    summary.title = nil
    summary.finishedAt = "2026-11-24T14:31:00.000Z"
    _ = try store.append(
      [sampleDraft()], to: sampleRun(1), after: started.head, lease: started.lease, summary: summary)
    #expect(try store.runs() == [summary])
  }

  @Test("A run is removed from journal and anchor alike, and nothing of another run", arguments: StoreKind.allCases)
  func remove(kind: StoreKind) throws {
    let journal = kind.make()
    let store = journal.open()
    let (a, b) = (try #require(RunID("a")), try #require(RunID("a-")))
    let (own, shared) = (Attachment(bytes: [1]), Attachment(bytes: [2]))
    let first = try store.start(a, attachments: [own, shared], locks: ["x"])
    let second = try store.start(b, attachments: [shared], locks: ["y"])
    _ = try store.post("stop", data: nil, actor: "ann", to: a)
    let message = try store.post("stop", data: nil, actor: "ann", to: b)
    #expect(throws: JournalError.leaseHeld(sampleHolder())) { try store.remove(a, holder: sampleHolder()) }
    #expect(try store.head(of: a) == first.head)
    first.lease.close()
    try store.remove(a, holder: sampleHolder())
    #expect(try store.runs().map(\.run) == [b])
    #expect(try store.head(of: a) == .empty)
    #expect(try store.attachments(of: a) == [])
    #expect(try store.attachment(own.digest) == nil)
    #expect(try store.attachment(shared.digest) == [2])
    #expect(try store.messages(for: a, after: 0) == [])
    #expect(try store.messages(for: b, after: 0) == [message])
    #expect(try store.lockOwners() == [LockOwner(name: "y", run: b)])
    #expect(try journal.anchor() == "\(b) 1 \(second.head.hash)\n")
    #expect(throws: JournalError.runNotFound("a")) { try store.remove(a, holder: sampleHolder()) }
    // A store that had the anchor open goes on with the new one.
    let more = try store.append([sampleDraft()], to: b, after: second.head, lease: second.lease)
    #expect(try journal.anchor() == "\(b) 1 \(second.head.hash)\n\(b) 2 \(more[0].hash)\n")
    #expect(try store.verifiedEntries(of: b).count == 2)
  }

  @Test("A closed store does nothing", arguments: StoreKind.allCases)
  func closed(kind: StoreKind) throws {
    let store = kind.make().open()
    let started = try store.start(sampleRun(1))
    store.close()
    #expect(throws: JournalError.closed) { try store.runs() }
    #expect(throws: JournalError.closed) {
      try store.append([sampleDraft()], to: sampleRun(1), after: started.head, lease: started.lease)
    }
  }
}
