// Deployment state in a LevelDB database, through its C API.

import JSONText

/// The LevelDB backend. Opening a database writes to its folder (log files, compaction): to look at one without
/// touching it, use `LevelDBCopy`.
public final class LevelDBBackend: StateBackend, @unchecked Sendable {
  public let name = "leveldb"
  public let path: String
  private let lock = StateLock()
  private var handle: LevelDBHandle?
  private let claim: String
  /// The folder of a private copy, which goes away with the backend.
  private let folder: PrivateFolder?

  /// Opens a database. `synchronous`: every write is on the disk when it returns. Throws `LEVELDB-001` when it is
  /// damaged, `LEVELDB-002` when it is in use, `MIGRATION-004` when there is none and `create` is false.
  public convenience init(path: String, create: Bool = false, synchronous: Bool = true) throws(StateError) {
    try self.init(path: path, create: create, synchronous: synchronous, owning: nil)
  }

  init(path: String, create: Bool, synchronous: Bool, owning folder: PrivateFolder?) throws(StateError) {
    self.path = path
    self.folder = folder
    claim = try LevelDBLock.claim(path)
    do throws(StateError) {
      handle = try LevelDBHandle(path: path, create: create, synchronous: synchronous)
    } catch {
      LevelDBLock.release(claim)
      throw error
    }
  }

  deinit { close() }

  public func close() {
    lock.hold {
      guard handle != nil else { return }
      handle = nil
      LevelDBLock.release(claim)
    }
  }

  private func open() throws(StateError) -> LevelDBHandle {
    guard let handle = lock.hold({ handle }) else {
      throw .initializationFailed(reason: "the database '\(path)' is closed")
    }
    return handle
  }

  public func get(_ key: String) throws(StateError) -> DeploymentRecord? {
    guard let bytes = try open().value(of: key) else { return nil }
    return try DeploymentRecord(key: key, bytes: bytes)
  }

  public func exists(_ key: String) throws(StateError) -> Bool { try open().value(of: key) != nil }

  public func put(_ record: DeploymentRecord) throws(StateError) { try batchPut([record]) }

  public func batchPut(_ records: [DeploymentRecord]) throws(StateError) {
    try open().write(put: records.map { ($0.key, Array($0.json.text().utf8)) })
  }

  public func delete(_ key: String) throws(StateError) { try open().write(put: [], delete: [key]) }

  public func getAll() throws(StateError) -> [DeploymentRecord] { try query(RecordFilter()) }

  public func query(_ filter: RecordFilter) throws(StateError) -> [DeploymentRecord] {
    var found: [DeploymentRecord] = []
    for chain in filter.chainIds?.sorted(by: { "\($0)-" < "\($1)-" }).map(Optional.some) ?? [nil] {
      try collect(filter, chain, into: &found)
    }
    return found
  }

  /// The records of one chain, or all: keys of a chain stand together.
  private func collect(
    _ filter: RecordFilter, _ chain: Int64?, into found: inout [DeploymentRecord]
  ) throws(StateError) {
    let prefix = chain.map { "\($0)-" } ?? ""
    var records: [DeploymentRecord] = []
    try open().forEachEntry(from: prefix) { (key, value) throws(StateError) -> Bool in
      guard key.starts(with: prefix.utf8) else { return false }
      let record = try DeploymentRecord(key: try Self.text(of: key), bytes: value)
      if filter.matches(record) { records.append(record) }
      return true
    }
    found.append(contentsOf: records)
  }

  /// Walks every entry, readable or not. `body` gets the key as text (bytes that aren't UTF-8 are replaced by their
  /// mark) and the value's bytes, which live only as long as the call.
  public func forEachEntry(
    _ body: (_ key: String, _ value: UnsafeRawBufferPointer) throws(StateError) -> Void
  ) throws(StateError) {
    try open().forEachEntry { (key, value) throws(StateError) -> Bool in
      try body(String(decoding: key, as: UTF8.self), value)
      return true
    }
  }

  /// Puts entries as they are, whatever their values hold: for a restore, and for tests of damage.
  public func putEntries(_ entries: [(key: String, value: [UInt8])]) throws(StateError) {
    try open().write(put: entries)
  }

  private static func text(of key: UnsafeRawBufferPointer) throws(StateError) -> String {
    guard let text = String(validating: key, as: UTF8.self) else {
      throw .integrityViolation(key: String(decoding: key, as: UTF8.self), reason: "its key is not UTF-8")
    }
    return text
  }
}
