// Putting a source of a backup back: the new folder is built beside the old one, synced, and takes its place by two
// renames. A crash between the two leaves the old folder beside its place; doing it again ends it.

extension Backup {
  /// Makes `path` what the backup holds of `source`, and nothing else. A file that the backup doesn't have is gone
  /// afterwards; a source that wasn't there when the backup was made is removed.
  public static func restore(
    _ source: String, from folder: String, to path: String, files: any FileLayer = SystemFiles()
  ) throws(StateError) {
    let manifest = try verify(at: folder, files: files)
    guard manifest.sources.contains(where: { $0.name == source }) else {
      throw .initializationFailed(reason: "the backup '\(folder)' holds no '\(source)'")
    }
    try FolderSwap.replace(path, by: try content(of: source, manifest, in: folder, files: files), files: files)
  }

  /// The verified files of one source of a backup, paths relative to it.
  public static func content(
    of source: String, _ manifest: BackupManifest, in folder: String, files: any FileLayer = SystemFiles()
  ) throws(StateError) -> [PlacedFile] {
    var content: [PlacedFile] = []
    for item in manifest.items where item.path.utf8.starts(with: "\(source)/".utf8) {
      let relative = String(item.path.dropFirst(source.count + 1))
      content.append(PlacedFile(path: relative, bytes: try Self.content(of: item, in: folder, files: files)))
    }
    return content
  }
}

/// A file of a folder that is put in place as a whole.
public struct PlacedFile: Sendable, Hashable {
  /// Relative to the folder.
  public var path: String
  public var bytes: [UInt8]
  public var mode: UInt32

  public init(path: String, bytes: [UInt8], mode: UInt32 = 0o644) {
    self.path = path
    self.bytes = bytes
    self.mode = mode
  }
}

/// Replacing a folder as a whole.
public enum FolderSwap {
  /// Makes a folder hold exactly these files. With none, the folder is removed.
  public static func replace(
    _ path: String, by content: [PlacedFile], files: any FileLayer = SystemFiles()
  ) throws(StateError) {
    let parent = Paths.parent(of: path)
    let staging = Paths.join(parent, "." + Paths.name(of: path) + ".restoring")
    let replaced = Paths.join(parent, "." + Paths.name(of: path) + ".replaced")
    FolderTree.remove(staging)
    let exists = try files.list(path) != nil
    if !exists { _ = try files.makeFolder(parent) }
    if exists {
      try LevelDBLock.refuseIfHeld(path)
      FolderTree.remove(replaced)
    }
    if !content.isEmpty { try build(staging, content, files) }
    if exists { try files.rename(path, to: replaced) }
    if !content.isEmpty { try files.rename(staging, to: path) }
    try files.synchronizeFolder(parent)
    FolderTree.remove(replaced)
  }

  private static func build(
    _ folder: String, _ content: [PlacedFile], _ files: any FileLayer
  ) throws(StateError) {
    _ = try files.makeFolder(folder)
    for file in content {
      let target = Paths.join(folder, file.path)
      _ = try files.makeFolder(Paths.parent(of: target))
      try files.createDurably(target, bytes: file.bytes, mode: file.mode)
    }
    for inner in try FileTree.folders(under: folder, files: files) { try files.synchronizeFolder(inner) }
  }
}
