// A prepared statement bound and read byte for byte: a text may hold any bytes, a damaged row any types.

import GRDB
import GRDBSQLite
import Journal

/// What is bound to a statement.
enum SQLValue {
  case null
  case integer(Int64)
  case text(String)
  case bytes([UInt8])

  init(_ text: String?) { self = text.map(SQLValue.text) ?? .null }
}

/// A statement of the connection's cache, used through SQLite's own interface.
struct SQLStatement {
  private let statement: Statement
  private let database: Database

  init(_ sql: String, in database: Database) throws {
    statement = try database.cachedStatement(sql: sql)
    self.database = database
  }

  /// Runs the statement; rows that it gives are ignored.
  func run(_ values: SQLValue...) throws {
    try each(values) { _ in true }
  }

  /// Hands out the rows until the body says that it has enough.
  func each(_ values: [SQLValue], _ body: (SQLRow) throws -> Bool) throws {
    let handle = statement.sqliteStatement
    defer {
      sqlite3_reset(handle)
      sqlite3_clear_bindings(handle)
    }
    for (position, value) in values.enumerated() { try bind(value, at: Int32(position + 1)) }
    while true {
      switch sqlite3_step(handle) {
      case SQLITE_ROW:
        if try !body(SQLRow(handle: handle)) { return }
      case SQLITE_DONE: return
      case let code: throw failure(code)
      }
    }
  }

  /// The first row, read by a closure; nil when there is none.
  func first<Answer>(_ values: SQLValue..., read: (SQLRow) throws -> Answer) throws -> Answer? {
    var answer: Answer?
    try each(values) { row in
      answer = try read(row)
      return false
    }
    return answer
  }

  /// Every row, read by a closure.
  func all<Answer>(_ values: SQLValue..., read: (SQLRow) throws -> Answer) throws -> [Answer] {
    var answers: [Answer] = []
    try each(values) { row in
      answers.append(try read(row))
      return true
    }
    return answers
  }

  private func bind(_ value: SQLValue, at position: Int32) throws {
    let handle = statement.sqliteStatement
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)  // SQLITE_TRANSIENT: SQLite copies
    let code: Int32
    switch value {
    case .null: code = sqlite3_bind_null(handle, position)
    case .integer(let integer): code = sqlite3_bind_int64(handle, position, integer)
    case .text(var text):
      code = text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) {
          sqlite3_bind_text(handle, position, $0.baseAddress, Int32(clamping: $0.count), transient)
        }
      }
    case .bytes(let bytes):
      code =
        bytes.isEmpty
        ? sqlite3_bind_zeroblob(handle, position, 0)
        : sqlite3_bind_blob(handle, position, bytes, Int32(clamping: bytes.count), transient)
    }
    guard code == SQLITE_OK else { throw failure(code) }
  }

  private func failure(_ code: Int32) -> DatabaseError {
    DatabaseError(
      resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(database.sqliteConnection)))
  }
}

/// The current row of a statement.
struct SQLRow {
  fileprivate let handle: OpaquePointer

  /// A column as it is stored.
  func value(_ column: Int32) -> StoredValue {
    switch sqlite3_column_type(handle, column) {
    case SQLITE_NULL: .absent
    case SQLITE_INTEGER: .integer(sqlite3_column_int64(handle, column))
    case SQLITE_TEXT: .text(bytes(column))
    default: .other
    }
  }

  /// The bytes of a column, whatever its type.
  func bytes(_ column: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(handle, column) else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
  }

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

  func optionalText(_ column: Int32) -> String? {
    sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : text(column)
  }
}
