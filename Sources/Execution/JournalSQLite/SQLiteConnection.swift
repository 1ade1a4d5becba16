// Opening `journal.db`: for writing with every commit synced, for reading without changing it.

import Foundation
import GRDB
import Journal

/// An open database.
final class SQLiteConnection: Sendable {
  let queue: DatabaseQueue
  let path: String
  /// A private copy that ends with the connection, where the original can't be read in place.
  private let copyFolder: String?

  private init(queue: DatabaseQueue, path: String, copyFolder: String? = nil) {
    self.queue = queue
    self.path = path
    self.copyFolder = copyFolder
  }

  deinit {
    try? queue.close()
    if let copyFolder { try? FileManager.default.removeItem(atPath: copyFolder) }
  }

  /// Calls a closure with the database and says in the journal's terms why it failed.
  func use<Answer>(_ body: (Database) throws -> Answer) throws(JournalError) -> Answer {
    do {
      return try queue.writeWithoutTransaction { try body($0) }
    } catch {
      throw journalError(error, path: path)
    }
  }

  // MARK: Writing

  /// Opens for writing and creates the tables where there are none.
  static func openForWriting(_ paths: StatePaths) throws(JournalError) -> SQLiteConnection {
    try paths.checkWritable()
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.label = "belay.journal"
    configuration.allowsUnsafeTransactions = true  // a transaction that can't be ended is an error, not a trap
    let path = paths.database
    let connection = try retryingWhileBusy(path) {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.writeWithoutTransaction { try setUp($0, path: path) }
      return SQLiteConnection(queue: queue, path: path)
    }
    let level = try connection.synchronousLevel()
    guard level == 2 else { throw .notDurable(path: path, synchronous: level) }
    return connection
  }

  /// GRDB sets `synchronous` to NORMAL by itself for a database in WAL mode, so this comes after opening.
  private static func setUp(_ database: Database, path: String) throws {
    let kind = try Schema.kind(of: database, path: path)
    try database.execute(sql: "PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF")
    let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
    guard mode == "wal" else { throw JournalError.writeFailed(path: path, reason: "no write-ahead log here") }
    try database.execute(sql: "PRAGMA synchronous = FULL")
    if kind == .empty { try Schema.create(in: database, path: path) }
  }

  /// `PRAGMA synchronous` of this connection: 2 is FULL.
  func synchronousLevel() throws(JournalError) -> Int64 {
    try use { try SQLStatement("PRAGMA synchronous", in: $0).first { $0.integer(0) } ?? -1 }
  }

  /// The change to WAL mode doesn't wait for other connections by itself.
  private static func retryingWhileBusy(
    _ path: String, _ body: () throws -> SQLiteConnection
  ) throws(JournalError) -> SQLiteConnection {
    var attempts = 0
    while true {
      do {
        return try body()
      } catch {
        attempts += 1
        guard let error = error as? DatabaseError, error.resultCode == .SQLITE_BUSY, attempts < 1000 else {
          throw journalError(error, path: path)
        }
        usleep(5000)
      }
    }
  }

  // MARK: Reading

  /// Opens for reading: no checkpoint, no change of the database or its write-ahead log. Where SQLite can't share its
  /// index of that log, because the folder can't be written, a private copy is read instead.
  static func openForReading(_ paths: StatePaths) throws(JournalError) -> SQLiteConnection {
    try paths.checkReadable()
    do throws(JournalError) {
      return try open(paths.database, readOnly: true)
    } catch {
      switch error {
      case .readOnly, .unreadable: return try openCopy(of: paths)
      default: throw error
      }
    }
  }

  /// Copies the database with its write-ahead log into a private folder and opens it there.
  static func openCopy(of paths: StatePaths) throws(JournalError) -> SQLiteConnection {
    var pattern = Array((NSTemporaryDirectory() + "/belay-read-" + String(repeating: "X", count: 6)).utf8CString)
    guard mkdtemp(&pattern) != nil else {
      throw .uncreatable(path: NSTemporaryDirectory(), reason: reason(errno))
    }
    let folder = String(decoding: pattern.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let copy = StatePaths(folder: folder)
    do {
      try FileManager.default.copyItem(atPath: paths.database, toPath: copy.database)
      if access(paths.writeAheadLog, F_OK) == 0 {
        try FileManager.default.copyItem(atPath: paths.writeAheadLog, toPath: copy.writeAheadLog)
      }
      chmod(copy.database, 0o600)
      chmod(copy.writeAheadLog, 0o600)
      return try open(copy.database, readOnly: false, shownAs: paths.database, copyFolder: folder)
    } catch {
      try? FileManager.default.removeItem(atPath: folder)
      if let error = error as? JournalError { throw error }
      throw .unreadable(path: paths.database, reason: error.localizedDescription)
    }
  }

  private static func open(
    _ file: String, readOnly: Bool, shownAs path: String? = nil, copyFolder: String? = nil
  ) throws(JournalError) -> SQLiteConnection {
    var configuration = Configuration()
    configuration.readonly = readOnly
    configuration.busyMode = .timeout(10)
    configuration.label = "belay.journal.reader"
    do {
      let queue = try DatabaseQueue(path: file, configuration: configuration)
      try queue.writeWithoutTransaction {
        try $0.execute(sql: "PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF")
      }
      return SQLiteConnection(queue: queue, path: path ?? file, copyFolder: copyFolder)
    } catch {
      throw journalError(error, path: path ?? file)
    }
  }

  /// Whether there are tables; an empty database is a journal that was never written.
  func hasTables() throws(JournalError) -> Bool {
    try use { try Schema.kind(of: $0, path: path) == .journal }
  }
}
