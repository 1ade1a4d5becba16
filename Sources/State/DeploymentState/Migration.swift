// From one database to one document a network: first everything is read, checked and composed in memory, then each
// file is put in place atomically. Composing is a function of what is read and of the time that is given, so doing it
// again gives the same bytes.

import Digests
import JSONText

/// The migration of a database into documents.
public struct Migration: Sendable {
  /// Where everything is. Paths are absolute.
  public struct Places: Sendable, Hashable {
    public var leveldb: String
    public var versionOne: String
    public var deployments: String

    public init(leveldb: String, versionOne: String, deployments: String) {
      self.leveldb = leveldb
      self.versionOne = versionOne
      self.deployments = deployments
    }
  }

  /// What happens to one network's file.
  public struct PlannedDocument: Sendable {
    public enum Change: String, Sendable { case create, modify, none }
    public var chainId: Int64
    public var path: String
    public var records: Int
    public var change: Change
    /// What the file will hold; when nothing changes, what it holds.
    public var bytes: [UInt8]
    /// SHA-256 of these bytes.
    public var sha256: String
    public var network: Network { Network.of(chainId: chainId) }
  }

  /// In the order of the chains.
  public private(set) var documents: [PlannedDocument] = []
  public private(set) var quarantined: [SourceInventory.Damage] = []
  public private(set) var findings: [Finding] = []
  public private(set) var total = 0

  /// Records that are in a document.
  public var migrated: Int { documents.reduce(0) { $0 + $1.records } }

  /// Reads and checks everything, and composes the documents. Writes nothing. `time` is the moment that the documents
  /// will name. Throws `MIGRATION-003` when the database isn't what is expected, `MIGRATION-002` when a document that
  /// is there holds records that the database doesn't, `JSON-003` when a composed document would break the schema.
  /// What was composed last is given again while no file that it came from has changed.
  public init(
    from places: Places, expected: ExpectedContents, schema: SchemaValidator, time: String,
    files: any FileLayer = SystemFiles()
  ) throws(StateError) {
    let inventory = try SourceInventory(databaseAt: places.leveldb)
    try expected.check(inventory)
    let chains = Set(inventory.counts.keys).subtracting(expected.quarantine).sorted()
    let key = CacheKey(places: places, expected: expected, schema: schema, time: time)
    let stamps = try Self.stamps(places, chains, files)
    if let known = Self.cache.content(of: key, stamps: stamps) {
      self = known
      return
    }
    try self.init(composing: inventory, chains, places, expected, schema, time, files)
    if try Self.stamps(places, chains, files) == stamps { Self.cache.keep(self, of: key, stamps: stamps) }
  }

  private init(
    composing inventory: SourceInventory, _ chains: [Int64], _ places: Places, _ expected: ExpectedContents,
    _ schema: SchemaValidator, _ time: String, _ files: any FileLayer
  ) throws(StateError) {
    let known = try VersionOne.read(folder: places.versionOne, files: files)
    total = inventory.total
    quarantined = inventory.quarantined(expected.quarantine)
    let byChain = inventory.byChain(outside: expected.quarantine)
    let parts = try Parallel.map(chains) { (chainId) throws(StateError) in
      let records = byChain[chainId] ?? []
      let document = NetworkDocument(
        chainId: chainId, records: records, versionOne: known[chainId], lastUpdated: time,
        migrationHistory: [Self.note(time)])
      var findings = FindingsRules.findings(chainId: chainId, records: records, versionOne: known[chainId])
      let planned = try Self.plan(document, in: places.deployments, schema, files, &findings)
      return (planned, findings)
    }
    documents = parts.map(\.0)
    findings = parts.flatMap(\.1)
    for chainId in known.keys.sorted() where !chains.contains(chainId) && !expected.quarantine.contains(chainId) {
      findings.append(
        Finding(.contractMissing, chainId: chainId, "version 1 has a file of it, the database has no record"))
    }
    guard migrated + quarantined.count == total else {
      throw .migrationFailed(
        reason: "\(total) records were found, but \(migrated) are in documents and \(quarantined.count) quarantined")
    }
  }

  private struct CacheKey: Hashable {
    var places: Places
    var expected: ExpectedContents
    var schema: SchemaValidator
    var time: String
  }

  private static let cache = ReadingCache<CacheKey, Migration>()

  /// Everything that a migration is made of, by path.
  private static func stamps(
    _ places: Places, _ chains: [Int64], _ files: any FileLayer
  ) throws(StateError) -> [String: FileStamp?] {
    var found = try LevelDBCopy.stamps(places.leveldb).mapValues(Optional.some)
    let documents = chains.map { Paths.join(places.deployments, Network.of(chainId: $0).fileName) }
    for path in try VersionOne.paths(in: places.versionOne, files: files) + documents {
      found[path] = .some(try files.stamp(path))
    }
    return found
  }

  static func note(_ time: String) -> MigrationNote {
    MigrationNote(from: "1.0.0", to: NetworkDocument.schemaVersion, timestamp: time, migrator: "state.migrate")
  }

  /// What is to be done with one network's file, given what is there.
  private static func plan(
    _ document: NetworkDocument, in folder: String, _ schema: SchemaValidator, _ files: any FileLayer,
    _ findings: inout [Finding]
  ) throws(StateError) -> PlannedDocument {
    let path = Paths.join(folder, document.network.fileName)
    let present = try files.read(path)
    var change = PlannedDocument.Change.create
    if let present {
      change = .modify
      switch try look(at: present, path, beside: document, schema) {
      case .same:
        return PlannedDocument(
          chainId: document.chainId, path: path, records: document.records.count, change: .none, bytes: present,
          sha256: sha256Text(of: present))
      case .part: break
      case .other(let reason):
        findings.append(
          Finding(.replaced, chainId: document.chainId, "a file that was there is replaced: \(reason)"))
      }
    }
    let bytes = document.bytes()
    let digest = sha256Text(of: bytes)
    try schema.check(bytes, path: path, digest: digest)
    return PlannedDocument(
      chainId: document.chainId, path: path, records: document.records.count, change: change, bytes: bytes,
      sha256: digest)
  }

  private enum Present {
    /// It already holds these records and these facts.
    case same
    /// It holds some of them, and nothing else.
    case part
    /// It is no document of version 2.0.0.
    case other(String)
  }

  private static func look(
    at bytes: [UInt8], _ path: String, beside document: NetworkDocument, _ schema: SchemaValidator
  ) throws(StateError) -> Present {
    let present: NetworkDocument
    do throws(StateError) {
      present = try NetworkDocument(validating: bytes, path: path, against: schema)
    } catch {
      return .other(error.message)
    }
    let comparison = Comparison(source: [document.chainId: document.sortedRecords], documents: [present])
    guard comparison.onlyInTarget.isEmpty && comparison.different.isEmpty else {
      let lines =
        (comparison.onlyInTarget.map { "\($0): not in the database" }
          + comparison.different.map { "\($0.key): \($0.fields.joined(separator: ", ")) differ" })
      throw .synchronizationFailed(
        reason: "'\(path)' holds records that the database doesn't have so: \(lines.prefix(3).joined(separator: "; "))"
          + (lines.count > 3 ? " and \(lines.count - 3) more" : ""))
    }
    return comparison.isEqual && present.versionOne == document.versionOne ? .same : .part
  }

  /// Puts the documents in place, one file after the other, and clears what a killed attempt left. `progress` hears
  /// of every file. `isStopped` is asked between files: when it says so, the migration ends with `MIGRATION-001`.
  public func write(
    files: any FileLayer = SystemFiles(), isStopped: () -> Bool = { false }, progress: (PlannedDocument) -> Void
  ) throws(StateError) {
    for document in documents {
      if isStopped() { throw .migrationFailed(reason: "it was stopped before \(document.network.name)") }
      _ = try files.makeFolder(Paths.parent(of: document.path))
      try AtomicFile.clearTemporary(of: document.path, files: files)
      if document.change != .none { try AtomicFile.write(document.bytes, to: document.path, files: files) }
      progress(document)
    }
  }
}
