// Every store: one executor a run, fencing, takeover of the dead, never of another host (ANCHORS §2, rows 15 and 16).

import JSONText
import Journal
import Testing

@Suite("Every store: leases")
struct StoreLeaseTests {
  @Test("A second executor is refused while the first lives", arguments: StoreKind.allCases)
  func held(kind: StoreKind) throws {
    let journal = kind.make()
    let (first, second) = (journal.open(), journal.open())
    let run = sampleRun(1)
    let started = try first.start(run)
    for store in [first, second] {
      #expect(throws: JournalError.leaseHeld(sampleHolder())) { try store.acquireLease(run, holder: sampleHolder()) }
      let holder = try #require(try store.holder(of: run))
      #expect(holder.holder == sampleHolder())
      #expect(holder.alive)
    }
    _ = try first.append([sampleDraft()], to: run, after: started.head, lease: started.lease)
  }

  @Test("A lease that is given back goes to the next with a higher token", arguments: StoreKind.allCases)
  func givenBack(kind: StoreKind) throws {
    let journal = kind.make()
    let (first, second) = (journal.open(), journal.open())
    let run = sampleRun(1)
    let started = try first.start(run)
    started.lease.close()
    started.lease.close()
    #expect(try second.holder(of: run) == nil)
    let lease = try second.acquireLease(run, holder: sampleHolder())
    #expect(lease.token == 2)
    #expect(throws: JournalError.leaseLost(run: run, token: 1)) {
      try first.append([sampleDraft()], to: run, after: started.head, lease: started.lease)
    }
    let entries = try second.append([sampleDraft()], to: run, after: started.head, lease: lease)
    #expect(entries.map(\.token) == [2])
    #expect(throws: JournalError.leaseHeld(sampleHolder())) { try first.acquireLease(run, holder: sampleHolder()) }
  }

  @Test("The lease of a dead holder is taken over at once", arguments: StoreKind.allCases)
  func dead(kind: StoreKind) throws {
    let journal = kind.make()
    let first = journal.open()
    let run = sampleRun(1)
    let started = try first.start(run)
    journal.kill(first, started.lease)
    let second = journal.open()
    let holder = try #require(try second.holder(of: run))
    #expect(holder.holder == sampleHolder())
    #expect(!holder.alive)
    let lease = try second.acquireLease(run, holder: sampleHolder(pid: 2))
    #expect(lease.token == 2)
    #expect(try second.holder(of: run)?.holder.pid == 2)
    #expect(try second.append([sampleDraft()], to: run, after: started.head, lease: lease).map(\.token) == [2])
  }

  @Test("A holder that was killed on an earlier boot of this host is dead", arguments: StoreKind.allCases)
  func rebooted(kind: StoreKind) throws {
    let journal = kind.make()
    let first = journal.open()
    let started = try first.start(sampleRun(1))
    journal.kill(first, started.lease)
    let second = journal.open(host: HostIdentity(name: "edge-1", bootID: "boot-2"))
    #expect(try second.acquireLease(sampleRun(1), holder: sampleHolder(bootID: "boot-2")).token == 2)
  }

  @Test("A holder of another host is never assumed dead", arguments: StoreKind.allCases)
  func elsewhere(kind: StoreKind) throws {
    let journal = kind.make()
    let first = journal.open()
    let started = try first.start(sampleRun(1))
    journal.kill(first, started.lease)
    let second = journal.open(host: HostIdentity(name: "edge-2", bootID: "boot-9"))
    #expect(throws: JournalError.leaseHeldElsewhere(run: sampleRun(1), sampleHolder())) {
      try second.acquireLease(sampleRun(1), holder: sampleHolder(host: "edge-2", bootID: "boot-9"))
    }
    let third = journal.open()
    let lease = try third.acquireLease(sampleRun(1), holder: sampleHolder())
    #expect(lease.token == 2, "the refused one hasn't taken a token")
    lease.close()
    let token = try second.acquireLease(sampleRun(1), holder: sampleHolder(host: "edge-2")).token
    #expect(token == 3, "what was given back is free for every host")
  }

  @Test("An owner that was paused and taken over can't append", arguments: StoreKind.allCases)
  func fenced(kind: StoreKind) throws {
    let journal = kind.make()
    let (first, second) = (journal.open(), journal.open())
    let run = sampleRun(1)
    let started = try first.start(run)
    // The lock of the first is lost without its knowledge, as on a file system that drops locks.
    let paused = Lease(run: run, token: 1, holder: sampleHolder(), handle: AlwaysHeld())
    started.lease.close()
    let lease = try second.acquireLease(run, holder: sampleHolder(pid: 2))
    #expect(throws: JournalError.leaseLost(run: run, token: 1)) {
      try first.append([sampleDraft()], to: run, after: started.head, lease: paused)
    }
    #expect(try second.append([sampleDraft()], to: run, after: started.head, lease: lease).map(\.seq) == [2])
  }

  @Test("A lease ends with its last copy", arguments: StoreKind.allCases)
  func dropped(kind: StoreKind) throws {
    let journal = kind.make()
    let store = journal.open()
    do { _ = try store.start(sampleRun(1)) }
    #expect(try store.acquireLease(sampleRun(1), holder: sampleHolder()).token == 2)
  }

  @Test("Of many that want the lease at once one gets it", arguments: StoreKind.allCases)
  func contention(kind: StoreKind) async throws {
    let journal = kind.make()
    let run = sampleRun(1)
    let first = journal.open()
    try first.start(run).lease.close()
    let leases = await withTaskGroup(of: Lease?.self) { group in
      for _ in 0..<8 {
        let store = journal.open()
        group.addTask { try? store.acquireLease(run, holder: sampleHolder()) }
      }
      return await group.reduce(into: [Lease]()) { leases, lease in if let lease { leases.append(lease) } }
    }
    #expect(leases.map(\.token) == [2])
  }
}

/// A handle that doesn't notice the loss of its lease.
private final class AlwaysHeld: LeaseHandle {
  var isHeld: Bool { true }
  func release() {}
}
