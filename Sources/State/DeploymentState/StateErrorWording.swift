// The words of every state error: what happened and what to do first. All of them stand here.

import Glibc

extension StateError {
  /// The code as the error catalogue of the migration lists it.
  public var code: String {
    switch self {
    case .migrationFailed: "MIGRATION-001"
    case .synchronizationFailed: "MIGRATION-002"
    case .integrityViolation: "MIGRATION-003"
    case .initializationFailed: "MIGRATION-004"
    case .fileAccess: "JSON-001"
    case .parse: "JSON-002"
    case .schema: "JSON-003"
    case .databaseCorrupt: "LEVELDB-001"
    case .databaseLocked: "LEVELDB-002"
    }
  }

  /// What happened, in one line.
  public var message: String {
    switch self {
    case .migrationFailed(let reason):
      return "the migration failed: \(reason)"
    case .synchronizationFailed(let reason):
      return "the backends are not in step: \(reason)"
    case .integrityViolation(let key, let reason):
      return "record '\(key)' is damaged: \(reason)"
    case .initializationFailed(let reason):
      return "the state manager can't start: \(reason)"
    case .fileAccess(let path, let operation, let errorNumber):
      return "can't \(operation) '\(path)': \(String(cString: strerror(errorNumber)))"
    case .parse(let path, let reason):
      return "'\(path)' is not JSON: \(reason)"
    case .schema(let path, let violations):
      let shown = violations.prefix(3).map { "\($0.path): \($0.rule)" }.joined(separator: "; ")
      let rest = violations.count > 3 ? "; and \(violations.count - 3) more" : ""
      return "'\(path)' is not a valid deployment document: \(shown)\(rest)"
    case .databaseCorrupt(let path, let reason):
      return "the database '\(path)' is damaged: \(reason)"
    case .databaseLocked(let path, let holder):
      return "the database '\(path)' is locked by \(holder ?? "another process")"
    }
  }

  /// What to do first.
  public var help: String {
    switch self {
    case .migrationFailed:
      "check disk space, permissions and the source, then resume the run"
    case .synchronizationFailed:
      "stop dual-write, make both backends equal with state.repair, verify with state.compare, then go on"
    case .integrityViolation:
      "look at the record, restore it from a backup, verify the database, and start again clean"
    case .initializationFailed:
      "check the paths and the names STATE_BACKEND, PRIMARY_BACKEND, DUAL_WRITE_MODE and FORCE_LEVELDB_ONLY"
    case .fileAccess:
      "check that the path exists, its permissions and the disk space"
    case .parse:
      "restore the file from a backup, or remove it and migrate that network again"
    case .schema:
      "check schemaVersion, mend or restore the file, or migrate that network again"
    case .databaseCorrupt:
      "restore the database from a backup and verify it; LevelDB's own repair may lose records"
    case .databaseLocked:
      "find the process that holds the lock and end it properly; never delete the lock file"
    }
  }
}
