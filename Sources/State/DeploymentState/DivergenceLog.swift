// The durable memory of dual-write: JSON Lines, one line a fact, each synced before what follows it. A write is
// announced before it starts and settled when both halves are there, so that a crash between the halves is seen too.

import JSONText

/// The log of divergences beside the state. One writer at a time.
public final class DivergenceLog: @unchecked Sendable {
  public let path: String
  private let files: any FileLayer
  private let lock = StateLock()
  private var entries: [Int64: Divergence] = [:]
  private var lastId: Int64 = 0
  /// A crash tore the last line: it is cut off before anything is appended.
  private var tornTail: [UInt8]?

  /// Reads the log; none yet is an empty one. Throws `MIGRATION-002` when a line other than the last is unreadable.
  public init(path: String, files: any FileLayer = SystemFiles()) throws(StateError) {
    self.path = path
    self.files = files
    try load()
  }

  /// Writes that must be repaired before the cutover, in their order.
  public var open: [Divergence] {
    lock.hold { entries.values.sorted { $0.id < $1.id } }
  }

  /// The keys of those writes.
  public var openKeys: Set<ExactText> { Set(open.flatMap(\.keys).map(ExactText.init)) }

  /// Announces a write. Until it is settled it counts as a divergence.
  func begin(operation: String, keys: [String], at time: String) throws(StateError) -> Int64 {
    try lock.hold { () throws(StateError) in
      let entry = Divergence(
        id: lastId + 1, operation: operation, keys: keys, at: time, missing: nil, reason: Self.unfinished)
      try append([
        "id": .int(entry.id), "state": "begun", "operation": .string(operation),
        "keys": .array(keys.map(JSON.string)), "at": .string(time),
      ])
      lastId = entry.id
      entries[entry.id] = entry
      return entry.id
    }
  }

  /// Both halves of a write are there, or neither is.
  func settle(_ id: Int64) throws(StateError) {
    try lock.hold { () throws(StateError) in
      try append(["id": .int(id), "state": "settled"])
      entries[id] = nil
    }
  }

  /// One half of a write is missing.
  func diverged(_ id: Int64, missing: BackendSide, reason: String) throws(StateError) {
    try lock.hold { () throws(StateError) in
      try append([
        "id": .int(id), "state": "diverged", "missing": .string(missing.rawValue), "reason": .string(reason),
      ])
      entries[id]?.missing = missing
      entries[id]?.reason = reason
    }
  }

  /// Records that the backends were made equal from `source`, which closes every open divergence.
  public func markRepaired(from source: BackendSide, at time: String) throws(StateError) {
    try lock.hold { () throws(StateError) in
      for id in entries.keys.sorted() {
        try append(Self.repaired(id, source, time))
        entries[id] = nil
      }
    }
  }

  /// What the whole log holds once every open divergence is marked as repaired; nil when none is open.
  public func bytesOnceRepaired(from source: BackendSide, at time: String) throws(StateError) -> [UInt8]? {
    try lock.hold { () throws(StateError) in
      if entries.isEmpty { return nil }
      let lines = entries.keys.sorted().map { Self.repaired($0, source, time).text() + "\n" }
      let present = try files.read(path) ?? []
      return (tornTail ?? present) + lines.flatMap { Array($0.utf8) }
    }
  }

  private static func repaired(_ id: Int64, _ source: BackendSide, _ time: String) -> JSON {
    ["id": .int(id), "state": "repaired", "source": .string(source.rawValue), "at": .string(time)]
  }

  // MARK: Lines

  private static let unfinished = "the writer ended between the two halves"

  private func append(_ line: JSON) throws(StateError) {
    if let tornTail {
      try AtomicFile.write(tornTail, to: path, files: files)
      self.tornTail = nil
    }
    _ = try files.makeFolder(Paths.parent(of: path))
    let isNew = try files.stamp(path) == nil
    try files.appendDurably(path, bytes: Array((line.text() + "\n").utf8))
    if isNew { try files.synchronizeFolder(Paths.parent(of: path)) }
  }

  private func load() throws(StateError) {
    guard let bytes = try files.read(path) else { return }
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    if end < bytes.count { tornTail = Array(bytes[..<end]) }
    for (number, line) in bytes[..<end].split(separator: UInt8(ascii: "\n")).enumerated() {
      guard let json = try? JSON(parsing: line), let id = json["id"]?.intValue,
        let state = json["state"]?.stringValue
      else {
        throw .synchronizationFailed(reason: "line \(number + 1) of '\(path)' is unreadable")
      }
      apply(json, id, state)
    }
  }

  private func apply(_ json: JSON, _ id: Int64, _ state: String) {
    lastId = max(lastId, id)
    switch state {
    case "begun":
      entries[id] = Divergence(
        id: id, operation: json["operation"]?.stringValue ?? "write",
        keys: json["keys"]?.arrayValue?.compactMap(\.stringValue) ?? [], at: json["at"]?.stringValue ?? "",
        missing: nil, reason: Self.unfinished)
    case "diverged":
      entries[id]?.missing = json["missing"]?.stringValue.flatMap(BackendSide.init(rawValue:))
      entries[id]?.reason = json["reason"]?.stringValue ?? "unknown"
    default:
      entries[id] = nil
    }
  }
}
