// A real process that dies with the lease: the kernel frees it, and the next executor has it at once.

import Foundation
import Testing

@testable import Journal
@testable import JournalSQLite

@Suite("SQLite: death of an executor")
struct SQLiteDeathTests {
  @Test("The lease of a killed process is taken over at once, what it wrote stays")
  func killed() async throws {
    let journal = SQLiteUnderTest()
    let state = journal.state
    await #expect(processExitsWith: .signal(SIGKILL)) { [state = state as String] in
      let store = SQLiteStore(folder: state)
      let holder = Holder.thisProcess(executor: "child")
      let started = try store.start(sampleRun(1), locks: ["x"], holder: holder)
      _ = try store.append([sampleDraft()], to: sampleRun(1), after: started.head, lease: started.lease)
      kill(getpid(), SIGKILL)
    }
    let store = SQLiteStore(folder: state)
    let run = sampleRun(1)
    let holder = try #require(try store.holder(of: run))
    #expect(holder.holder.executor == "child")
    #expect(holder.holder.pid != getpid())
    #expect(!holder.alive)
    let lease = try store.acquireLease(run, holder: .thisProcess(executor: "parent"))
    #expect(lease.token == 2)
    #expect(try store.verifiedEntries(of: run).count == 2)
    #expect(try store.lockOwners() == [LockOwner(name: "x", run: run)])
    #expect(try store.anchor(for: run).highest == store.head(of: run))
  }

  @Test("A process that was started by the executor doesn't keep its lease")
  func child() throws {
    let journal = SQLiteUnderTest()
    let store = journal.open()
    let started = try store.start(sampleRun(1))
    let sleeper = Process()
    sleeper.executableURL = URL(fileURLWithPath: "/bin/sh")
    sleeper.arguments = ["-c", "read line"]
    let input = Pipe()
    sleeper.standardInput = input
    try sleeper.run()
    journal.kill(store, started.lease)
    #expect(try journal.open().acquireLease(sampleRun(1), holder: sampleHolder()).token == 2)
    #expect(sleeper.isRunning)
    input.fileHandleForWriting.write(Data("end\n".utf8))
    sleeper.waitUntilExit()
  }
}
