// Which backend the team's tools use: a small durable file that the factory reads. Changing it is the whole of
// enabling dual-write and of the cutover.

import JSONText

/// Which backend is in use.
public enum StateMode: Sendable, Hashable {
  case leveldb
  case dualWrite(primary: BackendSide)
  case json

  /// As the plan and the mode file name it.
  public var name: String {
    switch self {
    case .leveldb: "leveldb"
    case .dualWrite: "dual-write"
    case .json: "json"
    }
  }

  /// The backend that reads come from.
  public var primary: BackendSide {
    switch self {
    case .leveldb: .leveldb
    case .dualWrite(let primary): primary
    case .json: .json
    }
  }

  public init?(name: String, primary: BackendSide) {
    switch name {
    case "leveldb": self = .leveldb
    case "dual-write": self = .dualWrite(primary: primary)
    case "json": self = .json
    default: return nil
    }
  }
}

/// The mode file: `{"mode": "dual-write", "primary": "leveldb"}`.
public struct ModeFile: Sendable {
  public let path: String
  private let files: any FileLayer

  /// The mode file of a state folder.
  public init(stateFolder: String, files: any FileLayer = SystemFiles()) {
    path = Paths.join(stateFolder, "mode.json")
    self.files = files
  }

  /// The mode; nil when none was ever set. Throws `MIGRATION-004` when the file doesn't name one.
  public func read() throws(StateError) -> StateMode? {
    guard let bytes = try files.read(path) else { return nil }
    guard let json = try? JSON(parsing: bytes), let name = json["mode"]?.stringValue,
      let primary = BackendSide(rawValue: json["primary"]?.stringValue ?? "leveldb"),
      let mode = StateMode(name: name, primary: primary)
    else {
      throw .initializationFailed(reason: "'\(path)' names no mode (leveldb, dual-write, json)")
    }
    return mode
  }

  public static func bytes(of mode: StateMode) -> [UInt8] {
    let json: JSON = ["mode": .string(mode.name), "primary": .string(mode.primary.rawValue)]
    return Array((json.prettyText() + "\n").utf8)
  }

  /// Sets the mode, making the state folder where it is missing.
  public func write(_ mode: StateMode) throws(StateError) {
    _ = try files.makeFolder(Paths.parent(of: path))
    try AtomicFile.write(Self.bytes(of: mode), to: path, files: files)
  }
}
