// Deployment state as one JSON file a network. Every write replaces a whole file atomically and durably; what was
// read stays in a cache for as long as the file on the disk is the same one.

import JSONText

/// The JSON backend: a folder of documents, `bscmainnet.json` and so on. Other files in the folder are left alone.
public final class JSONBackend: StateBackend, @unchecked Sendable {
  public let name = "json"
  public let folder: String
  private let files: any FileLayer
  private let now: @Sendable () -> Int64
  private let lock = StateLock()
  private var cache: [Int64: Cached] = [:]
  private var isClosed = false

  private struct Cached {
    var stamp: FileStamp
    var document: NetworkDocument
  }

  /// `now` gives the time that changed documents carry, in milliseconds since 1970.
  public init(
    folder: String, files: any FileLayer = SystemFiles(),
    now: @escaping @Sendable () -> Int64 = { SystemClock.milliseconds() }
  ) {
    self.folder = folder
    self.files = files
    self.now = now
  }

  public func close() {
    lock.hold {
      isClosed = true
      cache = [:]
    }
  }

  // MARK: Operations

  public func get(_ key: String) throws(StateError) -> DeploymentRecord? {
    guard let parts = RecordKey(key) else { return nil }
    return try lock.hold { () throws(StateError) in
      try document(parts.chainId)?.records[ExactText(parts.contractName)]
    }
  }

  public func put(_ record: DeploymentRecord) throws(StateError) { try batchPut([record]) }

  public func batchPut(_ records: [DeploymentRecord]) throws(StateError) {
    let byChain = Dictionary(grouping: records, by: \.chainId)
    try lock.hold { () throws(StateError) in
      for chainId in byChain.keys.sorted() {
        var document =
          try document(chainId)
          ?? NetworkDocument(chainId: chainId, records: [], lastUpdated: Instant.text(milliseconds: now()))
        for record in byChain[chainId] ?? [] { document.put(record) }
        try save(document)
      }
    }
  }

  public func delete(_ key: String) throws(StateError) {
    guard let parts = RecordKey(key) else { return }
    try lock.hold { () throws(StateError) in
      guard var document = try document(parts.chainId), document.records[ExactText(parts.contractName)] != nil else {
        return
      }
      document.remove(contractName: parts.contractName)
      try save(document)
    }
  }

  public func getAll() throws(StateError) -> [DeploymentRecord] { try query(RecordFilter()) }

  public func query(_ filter: RecordFilter) throws(StateError) -> [DeploymentRecord] {
    let found = try lock.hold { () throws(StateError) -> [DeploymentRecord] in
      var found: [DeploymentRecord] = []
      for chainId in try chains() where filter.chainIds?.contains(chainId) ?? true {
        guard let document = try document(chainId) else { continue }
        for record in document.records.values where filter.matches(record) { found.append(record) }
      }
      return found
    }
    return found.map { (ExactText($0.key), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
  }

  // MARK: Documents

  /// The documents in the folder, by chain.
  public func documents() throws(StateError) -> [NetworkDocument] {
    try lock.hold { () throws(StateError) in
      let chains = try chains()
      let (files, paths) = (files, chains.map(path(of:)))
      // Parsed side by side; the loop below then finds them all.
      _ = try Parallel.map(paths) { (path) throws(StateError) in
        try files.stamp(path).map { (stamp) throws(StateError) in try Self.read(path, stamp, files) }
      }
      var found: [NetworkDocument] = []
      for chainId in chains {
        if let document = try document(chainId) { found.append(document) }
      }
      return found
    }
  }

  /// Where the document of a chain is, or would be.
  public func path(of chainId: Int64) -> String {
    Paths.join(folder, Network.of(chainId: chainId).fileName)
  }

  private func chains() throws(StateError) -> [Int64] {
    try refuseIfClosed()
    return (try files.list(folder) ?? []).compactMap(Network.chainId(ofFileNamed:)).sorted()
  }

  private func document(_ chainId: Int64) throws(StateError) -> NetworkDocument? {
    try refuseIfClosed()
    let path = path(of: chainId)
    guard let stamp = try files.stamp(path) else {
      cache[chainId] = nil
      return nil
    }
    if let cached = cache[chainId], cached.stamp == stamp { return cached.document }
    guard let document = try Self.read(path, stamp, files) else { return nil }
    guard document.chainId == chainId else {
      let rule = "is \(document.chainId) in the file of chain \(chainId)"
      throw .schema(path: path, violations: [SchemaViolation(path: "/chainId", rule: rule)])
    }
    if stamp.isSettled { cache[chainId] = Cached(stamp: stamp, document: document) }
    return document
  }

  /// Parses a document, unless this process has just done so.
  private static func read(
    _ path: String, _ stamp: FileStamp, _ files: any FileLayer
  ) throws(StateError) -> NetworkDocument? {
    if let known = KnownDocuments.parsed.document(path, stamp) { return known }
    guard let bytes = try files.read(path) else { return nil }
    let document = try NetworkDocument(parsing: bytes, path: path)
    if try files.stamp(path) == stamp { KnownDocuments.parsed.keep(document, path, stamp) }
    return document
  }

  /// Writes a document, or removes its file when nothing is left in it.
  private func save(_ document: NetworkDocument) throws(StateError) {
    let path = path(of: document.chainId)
    cache[document.chainId] = nil
    guard document.isWorthKeeping else { return try AtomicFile.remove(path, files: files) }
    var document = document
    document.lastUpdated = Instant.text(milliseconds: now())
    _ = try files.makeFolder(folder)
    try AtomicFile.write(document.bytes(), to: path, files: files)
    if let stamp = try files.stamp(path) { cache[document.chainId] = Cached(stamp: stamp, document: document) }
  }

  private func refuseIfClosed() throws(StateError) {
    if isClosed { throw .initializationFailed(reason: "the JSON backend on '\(folder)' is closed") }
  }
}
