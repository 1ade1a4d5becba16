// What can go wrong with deployment state, as values: each case carries its data and one of the ten codes that
// the people who run the migration know.

/// A failure of the deployment state or of its migration.
public enum StateError: Error, Sendable, Hashable {
  /// MIGRATION-001: the migration could not be carried out.
  case migrationFailed(reason: String)
  /// MIGRATION-002: the two backends could not be kept equal.
  case synchronizationFailed(reason: String)
  /// MIGRATION-003: something stored is not what it must be. `key` names the record.
  case integrityViolation(key: String, reason: String)
  /// MIGRATION-004: the state manager could not be set up.
  case initializationFailed(reason: String)
  /// JSON-001: a file or folder could not be read or written.
  case fileAccess(path: String, operation: String, errorNumber: Int32)
  /// JSON-002: a file is not JSON.
  case parse(path: String, reason: String)
  /// JSON-003: a file is JSON, but not a document of the schema.
  case schema(path: String, violations: [SchemaViolation])
  /// LEVELDB-001: the database is damaged.
  case databaseCorrupt(path: String, reason: String)
  /// LEVELDB-002: another process, or another part of this one, holds the database's lock.
  case databaseLocked(path: String, holder: String?)
}
