// The memory store's faults, on which simulations rely.

import Journal
import Testing

@Suite("Memory store: faults")
struct MemoryStoreTests {
  @Test("The nth append can be refused with nothing written")
  func refused() throws {
    let store = MemoryStore(faults: { operation, number in
      operation == .append && number == 2 ? .refused(.diskFull(path: "journal.db")) : nil
    })
    let run = sampleRun(1)
    let started = try store.start(run)
    _ = try store.append([sampleDraft()], to: run, after: started.head, lease: started.lease)
    let head = try store.head(of: run)
    #expect(throws: JournalError.diskFull(path: "journal.db")) {
      try store.append([sampleDraft()], to: run, after: head, lease: started.lease)
    }
    #expect(try store.head(of: run) == head)
    _ = try store.append([sampleDraft()], to: run, after: head, lease: started.lease)
  }

  @Test("An append can be done although the caller sees an error, and reading back tells")
  func doneButUnknown() throws {
    let store = MemoryStore(faults: { operation, number in
      operation == .append && number == 1 ? .doneButUnknown : nil
    })
    let run = sampleRun(1)
    let started = try store.start(run)
    var unknown: (seq: Int64, hash: String)?
    do throws(JournalError) {
      _ = try store.append([sampleDraft()], to: run, after: started.head, lease: started.lease)
    } catch {
      if case .outcomeUnknown(run, let seq, let hash) = error { unknown = (seq, hash) }
    }
    let (seq, hash) = try #require(unknown)
    #expect(try store.head(of: run) == Head(count: seq, hash: hash))
  }

  @Test("A crash ends every lease of the store, and the store")
  func crash() throws {
    let journal = MemoryJournal()
    let store = MemoryStore(sharing: journal)
    let started = try [1, 2].map { try store.start(sampleRun($0)) }
    store.crash()
    #expect(throws: JournalError.closed) { try store.runs() }
    #expect(started.allSatisfy { !$0.lease.handle.isHeld })
    let next = MemoryStore(sharing: journal, host: HostIdentity(name: "edge-1", bootID: "boot-1"))
    #expect(try next.acquireLease(sampleRun(1), holder: sampleHolder()).token == 2)
  }
}
