// The backend that chooses: JSON when every document of it validates and nothing is known to be missing there,
// LevelDB otherwise.

/// Auto: decided once, when it is opened.
public struct AutoBackend: StateBackend {
  public let name = "auto"
  /// The backend that was chosen.
  public let chosen: BackendSide
  /// Why, in one line.
  public let reason: String
  private let backend: any StateBackend

  /// Opens the JSON folder if it validates, else the database.
  public init(
    leveldb path: String, folder: String, schema: SchemaValidator, divergences: DivergenceLog?,
    files: any FileLayer = SystemFiles()
  ) throws(StateError) {
    if let objection = Self.objection(folder: folder, schema: schema, divergences: divergences, files: files) {
      chosen = .leveldb
      reason = objection
      backend = try LevelDBBackend(path: path)
    } else {
      chosen = .json
      reason = "every document in '\(folder)' is valid"
      backend = JSONBackend(folder: folder, files: files)
    }
  }

  /// Why JSON can't be used; nil when it can.
  static func objection(
    folder: String, schema: SchemaValidator, divergences: DivergenceLog?, files: any FileLayer
  ) -> String? {
    if let open = divergences?.open.first(where: { $0.missing != .leveldb }) { return open.summary }
    do throws(StateError) {
      let names = (try files.list(folder) ?? []).filter { Network.chainId(ofFileNamed: $0) != nil }
      if names.isEmpty { return "there is no document in '\(folder)'" }
      for name in names {
        let path = Paths.join(folder, name)
        guard let bytes = try files.read(path) else { continue }
        _ = try NetworkDocument(validating: bytes, path: path, against: schema)
      }
      return nil
    } catch {
      return error.message
    }
  }

  public func close() { backend.close() }
  public func get(_ key: String) throws(StateError) -> DeploymentRecord? { try backend.get(key) }
  public func put(_ record: DeploymentRecord) throws(StateError) { try backend.put(record) }
  public func delete(_ key: String) throws(StateError) { try backend.delete(key) }
  public func exists(_ key: String) throws(StateError) -> Bool { try backend.exists(key) }
  public func getAll() throws(StateError) -> [DeploymentRecord] { try backend.getAll() }
  public func query(_ filter: RecordFilter) throws(StateError) -> [DeploymentRecord] { try backend.query(filter) }
  public func batchPut(_ records: [DeploymentRecord]) throws(StateError) { try backend.batchPut(records) }
}
