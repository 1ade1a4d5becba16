// The tables of a journal. An auditor may read them with the sqlite3 tool: every value is plain text or a number.

import GRDB
import Journal

/// The format of `journal.db`.
enum Schema {
  /// `PRAGMA application_id`: "BELY".
  static let applicationID: Int64 = 0x4245_4C59
  /// `PRAGMA user_version`, raised by each change of the tables.
  static let version: Int64 = 1

  /// Entries come in the order of their key, so that an append touches one page, and are never changed again. The
  /// other tables are caches and bookkeeping beside them.
  static let statements = [
    """
    CREATE TABLE events (
      run TEXT NOT NULL, seq INTEGER NOT NULL, at TEXT NOT NULL, type TEXT NOT NULL, actor TEXT NOT NULL,
      token INTEGER NOT NULL, data TEXT NOT NULL, prev TEXT NOT NULL, hash TEXT NOT NULL,
      PRIMARY KEY (run, seq)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events are only ever appended'); END
    """,
    keepingEvents,
    """
    CREATE TABLE runs (
      number INTEGER PRIMARY KEY AUTOINCREMENT, run TEXT NOT NULL UNIQUE, plan TEXT NOT NULL,
      plan_version TEXT NOT NULL, title TEXT, status TEXT NOT NULL, operator TEXT NOT NULL,
      started_at TEXT NOT NULL, finished_at TEXT, plan_digest TEXT NOT NULL
    ) STRICT
    """,
    "CREATE TABLE leases (run TEXT PRIMARY KEY, token INTEGER NOT NULL, holder TEXT) STRICT, WITHOUT ROWID",
    "CREATE TABLE locks (name TEXT PRIMARY KEY, run TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE attachments (digest TEXT NOT NULL UNIQUE, bytes BLOB NOT NULL) STRICT",
    """
    CREATE TABLE run_attachments (
      number INTEGER PRIMARY KEY, run TEXT NOT NULL, digest TEXT NOT NULL, UNIQUE (run, digest)
    ) STRICT
    """,
    """
    CREATE TABLE messages (
      id INTEGER PRIMARY KEY AUTOINCREMENT, run TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL,
      kind TEXT NOT NULL, data TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX messages_of_run ON messages (run, id)",
    "PRAGMA application_id = \(applicationID)",
    "PRAGMA user_version = \(version)",
  ]

  /// The trigger that keeps events from being removed by accident.
  static let keepingEvents = """
    CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'events are only ever appended'); END
    """

  /// What a database is.
  enum Kind {
    case empty
    case journal
  }

  /// Tells a journal from an empty database, and refuses every other one.
  static func kind(of database: Database, path: String) throws -> Kind {
    let application = try SQLStatement("PRAGMA application_id", in: database).first { $0.integer(0) } ?? 0
    let found = try SQLStatement("PRAGMA user_version", in: database).first { $0.integer(0) } ?? 0
    let objects = try SQLStatement("SELECT count(*) FROM sqlite_schema", in: database).first { $0.integer(0) } ?? 0
    if application == 0, found == 0, objects == 0 { return .empty }
    guard application == applicationID else { throw JournalError.foreignDatabase(path: path) }
    guard found <= version else { throw JournalError.newerFormat(path: path, found: found, supported: version) }
    guard found > 0 else { throw JournalError.databaseDamaged(path: path, detail: "it has no format number") }
    return .journal
  }

  /// Creates the tables in an empty database, all or none.
  static func create(in database: Database, path: String) throws {
    try database.beginTransaction(.immediate)
    do {
      if try kind(of: database, path: path) == .empty {
        for statement in statements { try database.execute(sql: statement) }
      }
      try database.commit()
    } catch {
      try? database.rollback()
      throw error
    }
  }
}
