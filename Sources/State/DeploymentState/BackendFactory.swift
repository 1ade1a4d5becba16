// Which backend to open, from configuration and environment. The environment's names are those that the team has in
// use; what it doesn't say, the mode file says, and without one it is LevelDB.

/// Where deployment state lives and how it is opened.
public struct BackendFactory: Sendable {
  /// What to open.
  public enum Kind: Sendable, Hashable {
    case leveldb
    case json
    case dualWrite(primary: BackendSide)
    case auto
  }

  public var leveldb: String
  public var folder: String
  /// Holds the mode file and the log of divergences.
  public var stateFolder: String
  public var schema: SchemaValidator
  public var files: any FileLayer

  public init(
    leveldb: String, folder: String, stateFolder: String, schema: SchemaValidator,
    files: any FileLayer = SystemFiles()
  ) {
    self.leveldb = leveldb
    self.folder = folder
    self.stateFolder = stateFolder
    self.schema = schema
    self.files = files
  }

  /// The log of divergences beside the mode file.
  public var divergencePath: String { Paths.join(stateFolder, "divergences.jsonl") }

  /// Decides what to open, in this order: `FORCE_LEVELDB_ONLY`, `DUAL_WRITE_MODE`, `STATE_BACKEND`, the mode file,
  /// LevelDB. Throws `MIGRATION-004` for a value that means nothing.
  public func kind(environment: [String: String]) throws(StateError) -> Kind {
    if try flag("FORCE_LEVELDB_ONLY", environment) == true { return .leveldb }
    let mode = try ModeFile(stateFolder: stateFolder, files: files).read()
    let primary = try side("PRIMARY_BACKEND", environment) ?? mode?.primary ?? .leveldb
    let dualWrite = try flag("DUAL_WRITE_MODE", environment)
    if dualWrite == true { return .dualWrite(primary: primary) }
    if let name = environment["STATE_BACKEND"], !name.isEmpty {
      switch name.lowercased() {
      case "leveldb": return .leveldb
      case "json": return .json
      case "dual-write", "dual": return .dualWrite(primary: primary)
      case "auto": return .auto
      default: throw unknown("STATE_BACKEND", name, "leveldb, json, dual-write, auto")
      }
    }
    switch mode {
    case nil, .leveldb: return .leveldb
    case .json: return .json
    // DUAL_WRITE_MODE=false leaves the primary alone.
    case .dualWrite: return dualWrite == false ? (primary == .leveldb ? .leveldb : .json) : .dualWrite(primary: primary)
    }
  }

  /// Opens the backend that the environment and the mode file ask for.
  public func open(environment: [String: String]) throws(StateError) -> any StateBackend {
    try open(try kind(environment: environment))
  }

  public func open(_ kind: Kind) throws(StateError) -> any StateBackend {
    switch kind {
    case .leveldb:
      return try LevelDBBackend(path: leveldb)
    case .json:
      return JSONBackend(folder: folder, files: files)
    case .dualWrite(let primary):
      return DualWriteBackend(
        leveldb: try LevelDBBackend(path: leveldb), json: JSONBackend(folder: folder, files: files),
        primary: primary, divergences: try DivergenceLog(path: divergencePath, files: files))
    case .auto:
      return try AutoBackend(
        leveldb: leveldb, folder: folder, schema: schema,
        divergences: try DivergenceLog(path: divergencePath, files: files), files: files)
    }
  }

  private func flag(_ name: String, _ environment: [String: String]) throws(StateError) -> Bool? {
    guard let value = environment[name], !value.isEmpty else { return nil }
    switch value.lowercased() {
    case "1", "true", "yes", "on", "enabled": return true
    case "0", "false", "no", "off", "disabled": return false
    default: throw unknown(name, value, "true, false")
    }
  }

  private func side(_ name: String, _ environment: [String: String]) throws(StateError) -> BackendSide? {
    guard let value = environment[name], !value.isEmpty else { return nil }
    guard let side = BackendSide(rawValue: value.lowercased()) else { throw unknown(name, value, "leveldb, json") }
    return side
  }

  private func unknown(_ name: String, _ value: String, _ allowed: String) -> StateError {
    .initializationFailed(reason: "\(name) is '\(value)', which is none of \(allowed)")
  }
}
