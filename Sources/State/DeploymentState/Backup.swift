// Backups: a folder with a copy of every source and a manifest of checksums. It appears under its name only when it
// is complete, on the disk and verified.

import Digests
import Glibc
import JSONText

/// One thing that a backup holds: a folder or a file.
public struct BackupSource: Sendable, Hashable {
  /// Its name inside the backup: `leveldb`, `deployments`, `v1`, `state`.
  public var name: String
  public var path: String

  public init(name: String, path: String) {
    self.name = name
    self.path = path
  }
}

/// What a backup holds, with checksums.
public struct BackupManifest: Sendable, Hashable {
  public struct Item: Sendable, Hashable {
    /// Relative to the backup: `leveldb/CURRENT`.
    public var path: String
    public var size: Int64
    /// Lowercase hex.
    public var sha256: String
  }

  /// ISO 8601.
  public var createdAt: String
  /// Where each source was; one that wasn't there has no items.
  public var sources: [BackupSource]
  public var items: [Item]

  public static let fileName = "manifest.json"

  var json: JSON {
    [
      "backup": 1, "createdAt": .string(createdAt),
      "sources": .array(sources.map { ["name": .string($0.name), "path": .string($0.path)] }),
      "items": .array(
        items.map { ["path": .string($0.path), "size": .int($0.size), "sha256": .string($0.sha256)] }),
    ]
  }

  init?(json: JSON) {
    guard json["backup"]?.intValue == 1, let created = json["createdAt"]?.stringValue,
      let sources = json["sources"]?.arrayValue, let items = json["items"]?.arrayValue
    else { return nil }
    createdAt = created
    self.sources = sources.compactMap { source in
      guard let name = source["name"]?.stringValue, let path = source["path"]?.stringValue else { return nil }
      return BackupSource(name: name, path: path)
    }
    self.items = items.compactMap { item in
      guard let path = item["path"]?.stringValue, let size = item["size"]?.intValue,
        let digest = item["sha256"]?.stringValue
      else { return nil }
      return Item(path: path, size: size, sha256: digest)
    }
    guard self.sources.count == sources.count, self.items.count == items.count else { return nil }
  }

  init(createdAt: String, sources: [BackupSource], items: [Item]) {
    self.createdAt = createdAt
    self.sources = sources
    self.items = items
  }
}

public enum Backup {
  /// Makes a backup under `folder`, which must not exist. `createdAt` is ISO 8601. Refuses a database that is in use
  /// (`LEVELDB-002`).
  public static func create(
    _ sources: [BackupSource], at folder: String, createdAt: String, files: any FileLayer = SystemFiles()
  ) throws(StateError) -> BackupManifest {
    let staging = stagingPath(of: folder)
    FolderTree.remove(staging)
    _ = try files.makeFolder(staging)
    var items: [BackupManifest.Item] = []
    for source in sources {
      let isDatabase = try files.stamp(Paths.join(source.path, "CURRENT")) != nil
      if isDatabase { try LevelDBLock.refuseIfHeld(source.path) }
      for file in try FileTree.files(under: source.path, files: files) where Paths.name(of: file) != "LOCK" {
        guard let bytes = try files.read(file.isEmpty ? source.path : Paths.join(source.path, file)) else { continue }
        let relative = file.isEmpty ? source.name : "\(source.name)/\(file)"
        let target = Paths.join(staging, relative)
        _ = try files.makeFolder(Paths.parent(of: target))
        try files.createDurably(target, bytes: bytes, mode: 0o600)
        items.append(.init(path: relative, size: Int64(bytes.count), sha256: sha256Text(of: bytes)))
      }
      if isDatabase { try LevelDBLock.refuseIfHeld(source.path) }
    }
    let manifest = BackupManifest(createdAt: createdAt, sources: sources, items: items)
    let text = Array((manifest.json.prettyText() + "\n").utf8)
    try files.createDurably(Paths.join(staging, BackupManifest.fileName), bytes: text, mode: 0o600)
    for inner in try FileTree.folders(under: staging, files: files) { try files.synchronizeFolder(inner) }
    _ = try verify(at: staging, files: files)
    try files.rename(staging, to: folder)
    try files.synchronizeFolder(Paths.parent(of: folder))
    return manifest
  }

  /// Reads a backup's manifest and every file that it lists. Throws `MIGRATION-003` when anything is missing or
  /// differs, `MIGRATION-004` when there is no backup.
  public static func verify(at folder: String, files: any FileLayer = SystemFiles()) throws(StateError)
    -> BackupManifest
  {
    let path = Paths.join(folder, BackupManifest.fileName)
    guard let bytes = try files.read(path) else {
      throw .initializationFailed(reason: "there is no backup at '\(folder)'")
    }
    guard let json = try? JSON(parsing: bytes), let manifest = BackupManifest(json: json) else {
      throw .parse(path: path, reason: "it is no manifest of a backup")
    }
    for item in manifest.items { _ = try content(of: item, in: folder, files: files) }
    return manifest
  }

  /// The verified bytes of an item.
  static func content(
    of item: BackupManifest.Item, in folder: String, files: any FileLayer
  ) throws(StateError) -> [UInt8] {
    guard !item.path.split(separator: "/").contains("..") else {
      throw .integrityViolation(key: item.path, reason: "the manifest names a place outside the backup")
    }
    guard let bytes = try files.read(Paths.join(folder, item.path)) else {
      throw .integrityViolation(key: item.path, reason: "the backup lacks this file")
    }
    guard sha256Text(of: bytes) == item.sha256 else {
      throw .integrityViolation(key: item.path, reason: "the backup's file differs from its checksum")
    }
    return bytes
  }

  /// Removes a backup that this module made, its folder included.
  public static func remove(at folder: String, files: any FileLayer = SystemFiles()) throws(StateError) {
    FolderTree.remove(stagingPath(of: folder))
    guard try files.list(folder) != nil else { return }
    FolderTree.remove(folder)
    try files.synchronizeFolder(Paths.parent(of: folder))
  }

  static func stagingPath(of folder: String) -> String {
    Paths.join(Paths.parent(of: folder), "." + Paths.name(of: folder) + ".partial")
  }
}
