// Every store: locks keep runs apart.

import Journal
import Testing

@Suite("Every store: locks")
struct StoreLockTests {
  @Test("A run refused by a lock leaves nothing behind", arguments: StoreKind.allCases)
  func refused(kind: StoreKind) throws {
    let journal = kind.make()
    let (first, second) = (journal.open(), journal.open())
    let (a, b) = (sampleRun(1), sampleRun(2))
    _ = try first.start(a, locks: ["edge:1", "edge:2"])
    let plan = Attachment(bytes: [1])
    let before = try journal.anchor()
    #expect(throws: JournalError.lockHeld(name: "edge:2", by: a)) {
      try second.start(b, attachments: [plan], locks: ["edge:3", "edge:2"])
    }
    #expect(try second.runs().map(\.run) == [a])
    #expect(try second.head(of: b) == .empty)
    #expect(try second.holder(of: b) == nil)
    #expect(try second.attachment(plan.digest) == nil)
    #expect(try second.lockOwners().map(\.name) == ["edge:1", "edge:2"])
    #expect(try journal.anchor() == before)
    _ = try second.start(b, locks: ["edge:3"])
  }

  @Test("Locks stay with a run without an executor until an append releases them", arguments: StoreKind.allCases)
  func kept(kind: StoreKind) throws {
    let journal = kind.make()
    let first = journal.open()
    let (a, b) = (sampleRun(1), sampleRun(2))
    let started = try first.start(a, locks: ["x"])
    journal.kill(first, started.lease)
    let store = journal.open()
    #expect(throws: JournalError.lockHeld(name: "x", by: a)) { try store.start(b, locks: ["x"]) }
    let lease = try store.acquireLease(a, holder: sampleHolder())
    _ = try store.append([sampleDraft()], to: a, after: started.head, lease: lease, locks: .release)
    #expect(try store.lockOwners() == [])
    let other = try store.start(b, locks: ["x"])
    #expect(try store.lockOwners() == [LockOwner(name: "x", run: b)])
    let head = try store.head(of: a)
    #expect(throws: JournalError.lockHeld(name: "x", by: b)) {
      try store.append([sampleDraft()], to: a, after: head, lease: lease, locks: .acquire(["w", "x"]))
    }
    #expect(try store.head(of: a) == head)
    _ = try store.append([], to: b, after: other.head, lease: other.lease, locks: .release)
    _ = try store.append([sampleDraft()], to: a, after: head, lease: lease, locks: .acquire(["w", "x"]))
    let names = try store.lockOwners().map(\.name)
    #expect(names == ["w", "x"])
    _ = try store.append(
      [], to: a, after: try store.head(of: a), lease: lease, locks: .acquire(["x", "x", "y"]))
    #expect(try store.lockOwners().map(\.name) == ["w", "x", "y"], "a run may ask for what it has")
  }
}
