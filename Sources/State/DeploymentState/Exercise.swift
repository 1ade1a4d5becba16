// Trying the state manager out on private copies: what a person would click through before trusting it, with the
// team's own records. Nothing outside the copies is touched.

import JSONText

/// What was tried and how it went.
public struct Exercise: Sendable {
  /// What can be tried.
  public enum Check: String, Sendable, Hashable, CaseIterable {
    /// The factory opens every backend, by the environment's names and by the mode file.
    case factory
    /// Writes reach both backends; a failing one is recorded, repaired, and the test records are removed again.
    case dualWrite = "dual-write"
    /// The eight operations on every backend.
    case functions
    /// What the team's tools ask: old keys and spellings, addresses in any case, counts by network.
    case integration
    /// Damaged and missing files, a backend that fails, backup and restore.
    case recovery
    /// Readers and writers at the same time.
    case concurrency
  }

  /// One line for each thing that held.
  public private(set) var passed: [String] = []
  /// One line for each thing that didn't, with the reason.
  public private(set) var failed: [String] = []

  let records: [DeploymentRecord]
  let schema: SchemaValidator

  /// Tries things out with these records, which should be those in scope.
  public init(records: [DeploymentRecord], schema: SchemaValidator = .builtIn) {
    self.records = records
    self.schema = schema
  }

  /// Throws only when no private folder can be had; everything else is a line in `failed`.
  public mutating func run(_ check: Check) throws(StateError) {
    let folder = try PrivateFolder()
    let site = ExerciseSite(root: folder.path, schema: schema)
    switch check {
    case .factory: factory(site)
    case .dualWrite: dualWrite(site)
    case .functions: functions(site)
    case .integration: integration(site)
    case .recovery: recovery(site)
    case .concurrency: concurrency(site)
    }
    withExtendedLifetime(folder) {}
  }

  /// Notes whether something holds. An error is a failure with its message.
  mutating func expect(_ check: Check, _ what: String, _ holds: () throws(StateError) -> Bool) {
    do throws(StateError) {
      if try holds() {
        passed.append("\(check.rawValue): \(what)")
      } else {
        failed.append("\(check.rawValue): \(what)")
      }
    } catch {
      failed.append("\(check.rawValue): \(what): \(error.code) \(error.message)")
    }
  }

  /// Whether a body fails with a code.
  static func fails(with code: String, _ body: () throws(StateError) -> Void) -> Bool {
    do throws(StateError) {
      try body()
      return false
    } catch { return error.code == code }
  }
}

/// The places of one exercise.
struct ExerciseSite {
  let root: String
  let schema: SchemaValidator

  var leveldb: String { root + "/leveldb" }
  var json: String { root + "/json" }
  var state: String { root + "/state" }

  var factory: BackendFactory {
    BackendFactory(leveldb: leveldb, folder: json, stateFolder: state, schema: schema)
  }

  /// Fills both backends with the same records.
  func fill(_ records: [DeploymentRecord]) throws(StateError) {
    let database = try LevelDBBackend(path: leveldb, create: true)
    try database.batchPut(records)
    database.close()
    try JSONBackend(folder: json).batchPut(records)
  }

  func all(_ side: BackendSide) throws(StateError) -> [DeploymentRecord] {
    let backend = try factory.open(side == .leveldb ? .leveldb : .json)
    defer { backend.close() }
    return try backend.getAll()
  }

  func comparison() throws(StateError) -> Comparison {
    Comparison(source: try all(.leveldb), target: try all(.json))
  }
}
