// Opening a state folder: nothing is created by reading, modes keep others out, and every file that isn't a journal
// is refused with its reason and a next step (ANCHORS §3).

import Foundation
import GRDB
import Testing

@testable import Journal
@testable import JournalSQLite

@Suite("SQLite: opening")
struct SQLiteOpeningTests {
  let journal = SQLiteUnderTest()
  private var database: String { journal.state + "/journal.db" }

  private func mode(_ path: String) throws -> Int {
    var status = stat()
    try #require(lstat(path, &status) == 0, "\(path)")
    return Int(status.st_mode & 0o777)
  }

  /// A journal with one run, closed.
  private func finished() throws {
    let store = journal.open()
    try store.start(sampleRun(1)).lease.close()
    store.close()
  }

  /// What reading and writing say of the folder.
  private func errors() -> [JournalError?] {
    let actions: [(any JournalStore) throws -> Void] = [
      { _ = try $0.runs() },
      { _ = try $0.acquireLease(sampleRun(1), holder: sampleHolder()) },
      { _ = try $0.start(sampleRun(2)) },
    ]
    return actions.map { action in
      do {
        try action(journal.open())
        return nil
      } catch {
        return error as? JournalError
      }
    }
  }

  @Test("Reading an absent journal creates nothing")
  func absent() throws {
    let store = journal.open()
    #expect(try store.runs() == [])
    #expect(throws: JournalError.noRuns) { try store.find(prefix: "last") }
    #expect(throws: JournalError.runNotFound(sampleRun(1).text)) {
      try store.acquireLease(sampleRun(1), holder: sampleHolder())
    }
    #expect(!FileManager.default.fileExists(atPath: journal.folder.path + "/state"))
  }

  @Test("Folders have mode 0700 and files 0600")
  func modes() throws {
    let before = umask(0)
    defer { umask(before) }
    let store = journal.open()
    let started = try store.start(sampleRun(1))
    for folder in ["", "/leases"] { #expect(try mode(journal.state + folder) == 0o700) }
    for file in ["/journal.db", "/journal.db-wal", "/journal.db-shm", "/anchor", "/leases/\(started.lease.run)"] {
      #expect(try mode(journal.state + file) == 0o600, "\(file)")
    }
  }

  @Test("A lease that is given back leaves no file")
  func leaseFile() throws {
    try finished()
    #expect(try FileManager.default.contentsOfDirectory(atPath: journal.state + "/leases") == [])
  }

  @Test("Reading doesn't change the database or its write-ahead log")
  func readingChangesNothing() throws {
    let store = journal.open()
    _ = try store.start(sampleRun(1))
    let copy = SQLiteUnderTest()
    try FileManager.default.createDirectory(atPath: copy.state, withIntermediateDirectories: true)
    for file in ["journal.db", "journal.db-wal", "anchor"] {
      try FileManager.default.copyItem(atPath: journal.state + "/" + file, toPath: copy.state + "/" + file)
    }
    func contents() -> [Data?] {
      ["journal.db", "journal.db-wal", "anchor"].map { FileManager.default.contents(atPath: copy.state + "/" + $0) }
    }
    let before = contents()
    let reader = copy.open()
    #expect(try reader.runs().map(\.run) == [sampleRun(1)], "the write-ahead log is honoured")
    #expect(try reader.verifiedEntries(of: sampleRun(1)).count == 1)
    reader.close()
    #expect(contents() == before)
  }

  @Test("A resume that is refused changes nothing")
  func refusedResume() throws {
    let store = journal.open()
    let started = try store.start(sampleRun(1))
    _ = try store.append([sampleDraft()], to: sampleRun(1), after: started.head, lease: started.lease)
    let copy = SQLiteUnderTest()
    try FileManager.default.createDirectory(atPath: copy.state, withIntermediateDirectories: true)
    for file in ["journal.db", "journal.db-wal", "anchor"] {
      try FileManager.default.copyItem(atPath: journal.state + "/" + file, toPath: copy.state + "/" + file)
    }
    let log = copy.state + "/journal.db-wal"
    let whole = try #require(FileManager.default.contents(atPath: log))
    try whole.dropLast(100).write(to: URL(fileURLWithPath: log))
    let refused = copy.open()
    #expect(throws: JournalError.journalShorterThanAnchor(run: sampleRun(1), journal: 1, anchor: 2)) {
      try refused.acquireLease(sampleRun(1), holder: sampleHolder())
    }
    refused.close()
    #expect(FileManager.default.contents(atPath: log) == whole.dropLast(100))
  }

  @Test("Missing folders are made again")
  func missingLeases() throws {
    try finished()
    try FileManager.default.removeItem(atPath: journal.state + "/leases")
    #expect(try journal.open().acquireLease(sampleRun(1), holder: sampleHolder()).token == 2)
  }

  @Test("Where the folder can't be written a private copy is read")
  func privateCopy() throws {
    let store = journal.open()
    let started = try store.start(sampleRun(1))
    let connection = try SQLiteConnection.openCopy(of: StatePaths(folder: journal.state))
    #expect(try connection.use { try Tables(database: $0).head(of: sampleRun(1)) } == started.head)
    #expect(connection.path == database)
  }

  @Test("An empty file is a journal that was never written")
  func emptyFile() throws {
    try FileManager.default.createDirectory(atPath: journal.state, withIntermediateDirectories: true)
    try Data().write(to: URL(fileURLWithPath: database))
    #expect(try journal.open().runs() == [])
    _ = try journal.open().start(sampleRun(1))
    #expect(try journal.open().runs().count == 1)
  }

  @Test("A journal that was emptied or removed isn't a new one", arguments: [false, true])
  func emptied(isRemoved: Bool) throws {
    try finished()
    try isRemoved ? FileManager.default.removeItem(atPath: database) : Data().write(to: URL(fileURLWithPath: database))
    let detail = isRemoved ? "it is missing, but its anchor knows runs" : "it is empty, but its anchor knows runs"
    #expect(errors() == [JournalError?](repeating: .databaseDamaged(path: database, detail: detail), count: 3))
    try FileManager.default.removeItem(atPath: journal.state + "/anchor")
    #expect(errors() == [nil, .runNotFound(sampleRun(1).text), nil], "without an anchor nothing tells")
  }

  @Test("A log without its database isn't thrown away")
  func logAlone() throws {
    let store = journal.open()
    _ = try store.start(sampleRun(1))
    let copy = SQLiteUnderTest()
    try FileManager.default.createDirectory(atPath: copy.state, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: database + "-wal", toPath: copy.state + "/journal.db-wal")
    try Data().write(to: URL(fileURLWithPath: copy.state + "/journal.db"))
    #expect(
      throws: JournalError.databaseDamaged(
        path: copy.state + "/journal.db", detail: "it is empty, but its write-ahead log isn't")
    ) { try copy.open().start(sampleRun(2)) }
    #expect(FileManager.default.fileExists(atPath: copy.state + "/journal.db-wal"))
  }

  @Test(
    "What isn't a database is refused",
    arguments: [
      "x", "not a database, but longer than the header of one, which has one hundred bytes, all in all. Yes.",
    ])
  func notADatabase(text: String) throws {
    try FileManager.default.createDirectory(atPath: journal.state, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: database))
    #expect(errors() == [JournalError?](repeating: .notADatabase(path: database), count: 3))
    #expect(FileManager.default.contents(atPath: database) == Data(text.utf8), "and stays as it is")
  }

  @Test("A folder where the database should be is refused")
  func folder() throws {
    try FileManager.default.createDirectory(atPath: database, withIntermediateDirectories: true)
    #expect(errors().prefix(2) == [.notADatabase(path: database), .notADatabase(path: database)])
    #expect(errors()[2] != nil)
  }

  @Test("A database of another program is refused")
  func foreign() throws {
    try FileManager.default.createDirectory(atPath: journal.state, withIntermediateDirectories: true)
    let queue = try DatabaseQueue(path: database)
    try queue.write { try $0.execute(sql: "CREATE TABLE t (x)") }
    try queue.close()
    #expect(errors() == [JournalError?](repeating: .foreignDatabase(path: database), count: 3))
  }

  @Test("A newer format is refused, and left as it is")
  func newer() throws {
    try finished()
    let queue = try DatabaseQueue(path: database)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 7") }
    try queue.close()
    #expect(errors() == [JournalError?](repeating: .newerFormat(path: database, found: 7, supported: 1), count: 3))
  }

  @Test("A database without the tables of its format is damaged")
  func tables() throws {
    try finished()
    let queue = try DatabaseQueue(path: database)
    try queue.writeWithoutTransaction { try $0.execute(sql: "DROP TABLE runs") }
    try queue.close()
    #expect(errors()[0] == .databaseDamaged(path: database, detail: "no such table: runs"))
    #expect(errors()[2] == .databaseDamaged(path: database, detail: "no such table: runs"))
  }

  @Test("A read-only file is read but not written")
  func readOnly() throws {
    try finished()
    chmod(database, 0o400)
    #expect(errors() == [nil, .readOnly(path: database), .readOnly(path: database)])
  }

  @Test("A file of another user isn't written", .enabled(if: geteuid() == 0, "only root can give a file away"))
  func otherOwner() throws {
    try finished()
    chown(database, 12345, 12345)
    let owned = JournalError.ownedByAnother(path: database, owner: "user 12345")
    #expect(errors() == [nil, owned, owned])
  }

  @Test("A folder that can't be made is refused")
  func uncreatable() throws {
    try Data().write(to: URL(fileURLWithPath: journal.folder.path + "/state"))
    #expect(errors()[0] == nil)
    #expect(errors()[2]?.id == "BLY0724")
  }

  @Test("Each error says what is the matter and what to do")
  func words() {
    let error = JournalError.newerFormat(path: "j", found: 7, supported: 1)
    #expect(error.message == "j has journal format 7; this version of Belay reads up to 1")
    #expect(error.help == "use the newer version of Belay")
    let short = JournalError.journalShorterThanAnchor(run: sampleRun(1), journal: 3, anchor: 5)
    #expect(
      short.message
        == "journal shorter than its anchor: run \(sampleRun(1)) has 3 events, but its anchor says 5")
    #expect(short.category == .damaged)
  }
}
