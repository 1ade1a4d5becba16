// The SQLite store's commits: every one synced, and what happens when one fails (ANCHORS §2, rows 9, 11 and 17).

import Foundation
import GRDB
import JSONText
import Testing

@testable import Journal
@testable import JournalSQLite

@Suite("SQLite: commits")
struct SQLiteCommitTests {
  let journal = SQLiteUnderTest()

  private func store() throws -> SQLiteStore { try #require(journal.open() as? SQLiteStore) }

  @Test("Each commit is synced: synchronous is FULL on the journal in use")
  func synchronous() throws {
    let store = try store()
    _ = try store.start(sampleRun(1))
    #expect(try store.synchronousLevel() == 2)
    let again = try self.store()
    _ = try again.post("stop", data: nil, actor: "ann", to: sampleRun(1))
    #expect(try again.synchronousLevel() == 2, "a journal that exists already")
  }

  @Test("The journal is a log-ahead database with our marks")
  func marks() throws {
    _ = try store().start(sampleRun(1))
    let queue = try DatabaseQueue(path: journal.state + "/journal.db")
    let marks = try queue.read { database in
      try ["journal_mode", "application_id", "user_version"].map {
        try String.fetchOne(database, sql: "PRAGMA \($0)")
      }
    }
    #expect(marks == ["wal", "1111837785", "1"])
  }

  @Test("An anchor that can't be written loses nothing, and isn't silent")
  func anchorTrouble() throws {
    let store = try store()
    let run = sampleRun(1)
    let (lease, _, head) = try store.start(run)
    let anchor = journal.state + "/anchor"
    truncate(anchor, 0)
    unlink(anchor)
    mkdir(anchor, 0o700)
    let entries = try store.append([sampleDraft()], to: run, after: head, lease: lease)
    #expect(entries.count == 1)
    #expect(store.anchorTrouble() != nil)
    rmdir(anchor)
    _ = try store.append([sampleDraft()], to: run, after: try store.head(of: run), lease: lease)
    #expect(store.anchorTrouble() == nil)
  }

  @Test("An auditor reads events as plain text, and nobody changes them by accident")
  func plainText() throws {
    let started = try store().start(sampleRun(1), first: [sampleDraft("run.started", ["z": "ä", "a": 1])])
    let queue = try DatabaseQueue(path: journal.state + "/journal.db")
    let row = try #require(
      try queue.read { try Row.fetchOne($0, sql: "SELECT seq, type, token, data, prev, hash FROM events") })
    #expect(
      row == [
        "seq": 1, "type": "run.started", "token": 1, "data": #"{"a":1,"z":"ä"}"#, "prev": Head.empty.hash,
        "hash": started.head.hash,
      ])
    for statement in ["UPDATE events SET actor = 'eve'", "DELETE FROM events"] {
      #expect {
        try queue.write { try $0.execute(sql: statement) }
      } throws: { error in
        (error as? DatabaseError)?.message == "events are only ever appended"
      }
    }
  }

  @Test("A commit whose reply is lost is read back and counts once")
  func replyLost() throws {
    let store = try store()
    let run = sampleRun(1)
    store.failCommits { if $0 == .after { throw DatabaseError(resultCode: .SQLITE_IOERR_WRITE) } }
    let started = try store.start(run)
    let entries = try store.append([sampleDraft()], to: run, after: started.head, lease: started.lease)
    store.failCommits(nil)
    #expect(try store.verifiedEntries(of: run) == started.entries + entries)
    #expect(try store.synchronousLevel() == 2, "on the new connection too")
    #expect(try journal.anchor()?.split(separator: "\n").count == 2)
  }

  @Test("A commit that didn't happen is reported, and can be tried again")
  func notDone() throws {
    let store = try store()
    let run = sampleRun(1)
    let started = try store.start(run)
    for code in [ResultCode.SQLITE_IOERR_WRITE, .SQLITE_FULL, .SQLITE_BUSY] {
      store.failCommits { if $0 == .before { throw DatabaseError(resultCode: code) } }
      #expect(throws: JournalError.self) {
        try store.append([sampleDraft()], to: run, after: started.head, lease: started.lease)
      }
      store.failCommits(nil)
      #expect(try store.head(of: run) == started.head)
    }
    let entries = try store.append([sampleDraft()], to: run, after: started.head, lease: started.lease)
    #expect(try store.verifiedEntries(of: run) == started.entries + entries)
    #expect(try journal.anchor()?.split(separator: "\n").count == 2)
  }

  @Test("A full disk is named as such")
  func diskFull() throws {
    let store = try store()
    let started = try store.start(sampleRun(1))
    store.failCommits { if $0 == .before { throw DatabaseError(resultCode: .SQLITE_FULL) } }
    #expect(throws: JournalError.diskFull(path: journal.state + "/journal.db")) {
      try store.append([sampleDraft()], to: sampleRun(1), after: started.head, lease: started.lease)
    }
  }

  @Test("After a failed sync nothing more is written by this store; another one reads what is there")
  func syncFailed() throws {
    let store = try store()
    let run = sampleRun(1)
    let started = try store.start(run)
    store.failCommits { if $0 == .after { throw DatabaseError(resultCode: .SQLITE_IOERR_FSYNC) } }
    #expect {
      try store.append([sampleDraft()], to: run, after: started.head, lease: started.lease)
    } throws: { error in
      guard case .outcomeUnknown(run, 2, _) = error as? JournalError else { return false }
      return true
    }
    store.failCommits(nil)
    #expect(throws: JournalError.self) {
      try store.append([sampleDraft()], to: run, after: started.head, lease: started.lease)
    }
    #expect(throws: JournalError.self) { try store.runs() }
    started.lease.close()
    let next = try self.store()
    #expect(try next.verifiedEntries(of: run).count == 2)
    #expect(try next.acquireLease(run, holder: sampleHolder()).token == 2)
    #expect(try journal.anchor()?.split(separator: "\n").count == 2)
  }

  @Test("A new run whose commit fails leaves neither a run nor a lease")
  func createFails() throws {
    let store = try store()
    store.failCommits { if $0 == .before { throw DatabaseError(resultCode: .SQLITE_FULL) } }
    #expect(throws: JournalError.diskFull(path: journal.state + "/journal.db")) {
      try store.start(sampleRun(1), locks: ["x"])
    }
    store.failCommits(nil)
    #expect(try store.runs() == [])
    #expect(try store.lockOwners() == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: journal.state + "/leases") == [])
    _ = try store.start(sampleRun(1), locks: ["x"])
  }

  @Test("Several stores append to their runs at once")
  func concurrent() async throws {
    let state = journal.state
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...6 as ClosedRange<UInt64> {
        group.addTask {
          let store = SQLiteStore(folder: state)
          let run = sampleRun(number)
          var (lease, _, head) = try store.start(run, locks: ["\(number)"])
          for _ in 0..<20 {
            let entries = try store.append([sampleDraft()], to: run, after: head, lease: lease)
            head = Head(count: entries[0].seq, hash: entries[0].hash)
          }
        }
      }
      try await group.waitForAll()
    }
    let store = try store()
    for number in 1...6 as ClosedRange<UInt64> {
      #expect(try store.verifiedEntries(of: sampleRun(number)).count == 21)
      #expect(try store.anchor(for: sampleRun(number)).heads.map(\.count) == Array(1...21))
    }
  }
}
