// What SQLite's result codes mean for a journal.

import GRDB
import Journal

/// Says in the journal's terms why SQLite refused.
func journalError(_ error: any Error, path: String) -> JournalError {
  if let error = error as? JournalError { return error }
  guard let error = error as? DatabaseError else { return .writeFailed(path: path, reason: "\(error)") }
  let detail = error.message ?? "\(error.extendedResultCode)"
  switch error.extendedResultCode {
  case .SQLITE_IOERR_SHORT_READ: return .databaseDamaged(path: path, detail: "it ends too early")
  default: break
  }
  switch error.resultCode {
  case .SQLITE_NOTADB: return .notADatabase(path: path)
  case .SQLITE_CORRUPT, .SQLITE_FORMAT, .SQLITE_MISMATCH, .SQLITE_ERROR:
    // An error in one of our own statements means that the tables aren't those of the format.
    return .databaseDamaged(path: path, detail: detail)
  case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL: return .busy(path: path)
  case .SQLITE_READONLY: return .readOnly(path: path)
  case .SQLITE_FULL: return .diskFull(path: path)
  case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: return .unreadable(path: path, reason: detail)
  default: return .writeFailed(path: path, reason: detail)
  }
}

/// What a failed commit leaves behind.
enum CommitFailure {
  /// Nothing was written; the connection is good.
  case surelyNotDone
  /// It may have been written: ask a new connection.
  case unknown
  /// The disk didn't confirm: what a new connection reads may not be on it.
  case notSynced

  init(_ error: any Error) {
    guard let error = error as? DatabaseError else {
      self = .unknown
      return
    }
    switch error.extendedResultCode {
    case .SQLITE_IOERR_FSYNC, .SQLITE_IOERR_DIR_FSYNC: self = .notSynced
    default:
      switch error.resultCode {
      case .SQLITE_FULL, .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_CONSTRAINT, .SQLITE_READONLY: self = .surelyNotDone
      default: self = .unknown
      }
    }
  }
}
