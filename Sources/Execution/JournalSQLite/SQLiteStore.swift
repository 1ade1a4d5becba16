// The store of a state folder: `journal.db` with its anchor and leases (DESIGN §6). This file holds what is open and
// how a commit is made; the promises of a store are kept in SQLiteStoreWriting and SQLiteStoreReading.

import Foundation
import GRDB
import Journal

/// A journal in a folder on this host.
///
/// Nothing is opened before it is needed, and nothing is created by reading: a folder without a journal has no runs.
/// A store that has only read never changes the database or its write-ahead log.
public final class SQLiteStore: JournalStore, @unchecked Sendable {  // mutable state is guarded by `guarding`
  let paths: StatePaths
  let host: HostIdentity
  let clock: @Sendable () -> String
  let anchorFile: AnchorFile
  private let guarding = NSLock()
  private var reader: SQLiteConnection?
  private var writer: SQLiteConnection?
  /// Why nothing can be done any more.
  private var end: JournalError?
  private var anchorProblem: JournalError?
  /// Called around each commit; tests make it throw.
  private var commitFault: (@Sendable (CommitMoment) throws -> Void)?

  /// - Parameters:
  ///   - folder: the state folder, by default `.belay` (DESIGN §7); it needn't exist.
  ///   - host: which host this is; the truth by default.
  ///   - clock: gives the time of messages, RFC 3339 in UTC.
  public init(
    folder: String, host: HostIdentity = .current(), clock: @escaping @Sendable () -> String = systemTime
  ) {
    paths = StatePaths(folder: folder)
    self.host = host
    self.clock = clock
    anchorFile = AnchorFile(path: paths.anchor)
  }

  public func close() {
    guarding.lock()
    defer { guarding.unlock() }
    reader = nil
    writer = nil
    end = .closed
  }

  public func anchorTrouble() -> JournalError? {
    guarding.lock()
    defer { guarding.unlock() }
    return anchorProblem
  }

  func note(anchorProblem problem: JournalError?) {
    guarding.lock()
    defer { guarding.unlock() }
    anchorProblem = problem
  }

  /// `PRAGMA synchronous` of the connection that writes, as SQLite reports it: 2 is FULL.
  public func synchronousLevel() throws(JournalError) -> Int64 {
    try writingConnection(creating: false)?.synchronousLevel() ?? -1
  }

  // MARK: Connections

  /// What reads are made with: the writing connection when there is one; nil when there is no journal.
  func readingConnection() throws(JournalError) -> SQLiteConnection? {
    guarding.lock()
    defer { guarding.unlock() }
    if let end { throw end }
    if let open = writer ?? reader { return open }
    guard try paths.hasDatabase() else { return nil }
    let opened = try SQLiteConnection.openForReading(paths)
    guard try opened.hasTables() else { return nil }
    reader = opened
    return opened
  }

  /// What writes are made with; nil when there is no journal and none is to be created.
  func writingConnection(creating: Bool) throws(JournalError) -> SQLiteConnection? {
    guarding.lock()
    defer { guarding.unlock() }
    if let end { throw end }
    if let writer { return writer }
    let exists = try paths.hasDatabase()
    guard exists || creating else { return nil }
    if exists { try paths.checkWritable() }
    try paths.createFolders()
    if !exists { try paths.createDatabase() }
    let opened = try SQLiteConnection.openForWriting(paths)
    try anchorFile.prepare()
    writer = opened
    reader = nil
    return opened
  }

  /// Never uses a connection again whose last commit failed.
  private func drop(_ connection: SQLiteConnection, because error: JournalError?) {
    guarding.lock()
    defer { guarding.unlock() }
    if writer === connection { writer = nil }
    if let error { end = error }
  }

  /// Ends as the death of the process does, as far as the database shows.
  func crash() { close() }

  /// Makes commits fail, for tests.
  func failCommits(_ fault: (@Sendable (CommitMoment) throws -> Void)?) {
    guarding.lock()
    defer { guarding.unlock() }
    commitFault = fault
  }

  private func pretend(_ moment: CommitMoment) throws {
    guarding.lock()
    let fault = commitFault
    guarding.unlock()
    try fault?(moment)
  }

  // MARK: Commits

  /// Calls a closure in a transaction of its own and commits it durably.
  ///
  /// When the commit fails in such a way that it may have happened, the connection isn't used again and a new one is
  /// asked (ANCHORS §2, rows 11 and 17).
  ///
  /// - Parameters:
  ///   - run: the run that is written to.
  ///   - mark: its head after the commit, by which to find out; nil when it doesn't change.
  func commit<Answer>(
    on connection: SQLiteConnection, run: RunID, mark: Head?, _ body: (Tables) throws -> Answer
  ) throws(JournalError) -> Answer {
    var answer: Answer?
    do {
      try connection.queue.writeWithoutTransaction { database in
        try SQLStatement("BEGIN IMMEDIATE", in: database).run()
        do {
          let made = try body(Tables(database: database))
          answer = made
          try pretend(.before)
          try SQLStatement("COMMIT", in: database).run()
          try pretend(.after)
        } catch {
          if database.isInsideTransaction { try? SQLStatement("ROLLBACK", in: database).run() }
          throw error
        }
      }
    } catch {
      let failure = journalError(error, path: connection.path)
      guard answer != nil else { throw failure }
      try settle(error, failure, connection, run: run, mark: mark)
    }
    guard let answer else { throw .closed }
    return answer
  }

  /// Returns when a commit that failed has happened all the same, and throws when it hasn't or can't be told.
  private func settle(
    _ error: any Error, _ failure: JournalError, _ connection: SQLiteConnection, run: RunID, mark: Head?
  ) throws(JournalError) {
    let unknown = JournalError.outcomeUnknown(run: run, seq: mark?.count ?? 0, hash: mark?.hash ?? Head.empty.hash)
    switch CommitFailure(error) {
    case .surelyNotDone: throw failure
    case .notSynced:
      drop(connection, because: failure)
      throw unknown
    case .unknown:
      // What isn't committed ends with the connection, so that the new one sees the truth.
      drop(connection, because: nil)
      try? connection.queue.close()
      guard let mark else { throw failure }
      let isDone: Bool
      do {
        guard let fresh = try writingConnection(creating: false) else { throw JournalError.closed }
        isDone = try fresh.use { try Tables(database: $0).hash(of: run, seq: mark.count) == mark.hash }
      } catch {
        drop(connection, because: failure)
        throw unknown
      }
      if !isDone { throw failure }
    }
  }
}

/// When a commit is made to fail.
enum CommitMoment: Sendable {
  case before, after
}
