// Files that a step changes, before and after, as its undo record. Undoing meets three worlds for each file: what the
// step left (restored), what was there before (left alone), and anything else, which is somebody's newer work.

import DeploymentState
import Digests
import Glibc
import JSONText
import StepKit

/// One file, before and after.
struct FileChange {
  /// Absolute.
  var path: String
  /// What was there, kept in the vault; nil: nothing.
  var before: VaultItem?
  /// Permission bits before.
  var mode: UInt32
  /// SHA-256 of what the step leaves; nil: it removes the file.
  var after: String?

  var json: JSON {
    [
      "path": .string(path), "before": before?.json ?? .null, "mode": .int(Int64(mode)),
      "after": after.map(JSON.string) ?? .null,
    ]
  }

  init(path: String, before: VaultItem?, mode: UInt32, after: String?) {
    self.path = path
    self.before = before
    self.mode = mode
    self.after = after
  }

  init?(json: JSON) {
    guard let path = json["path"]?.stringValue, let mode = json["mode"]?.intValue, let before = json["before"] else {
      return nil
    }
    self.init(
      path: path, before: VaultItem(json: before), mode: UInt32(mode), after: json["after"]?.stringValue)
  }
}

/// All files that a step changes, and the folders that it makes for them.
struct FileChanges {
  var files: [FileChange]
  /// Absolute, outermost first.
  var folders: [String]

  /// What is there now, kept in the vault, beside what will be there; nil stands for no file.
  init(planned: [(path: String, bytes: [UInt8]?)], _ context: StepContext) throws(StepFailure) {
    try self.init(after: planned.map { ($0.path, $0.bytes.map { sha256Text(of: $0) }) }, context)
  }

  /// The same by the SHA-256 of what will be there.
  init(after planned: [(path: String, sha256: String?)], _ context: StepContext) throws(StepFailure) {
    var files: [FileChange] = []
    var folders: [String] = []
    for (path, digest) in planned {
      let now = try onState { () throws(StateError) in try SystemFiles().read(path) }
      files.append(
        FileChange(
          path: path, before: try now.map { (bytes) throws(StepFailure) in try context.vault.store(bytes) },
          mode: Self.mode(of: path), after: digest))
      if digest != nil {
        for folder in Self.missingFolders(of: path) where !folders.contains(folder) { folders.append(folder) }
      }
    }
    self.files = files
    self.folders = folders
  }

  var json: JSON { ["files": .array(files.map(\.json)), "folders": .array(folders.map(JSON.string))] }

  init(json: JSON?) throws(StepFailure) {
    guard let files = json?["files"]?.arrayValue, let folders = json?["folders"]?.arrayValue else {
      throw StateProblem.unreadableRecord.failure
    }
    self.files = files.compactMap(FileChange.init(json:))
    self.folders = folders.compactMap(\.stringValue)
    guard self.files.count == files.count, self.folders.count == folders.count else {
      throw StateProblem.unreadableRecord.failure
    }
  }

  /// Brings every file back, or touches none when one of them is somebody's newer work.
  func undo(_ context: StepContext) throws(StepFailure) {
    let layer = SystemFiles()
    var changed: [FileChange] = []
    for file in files {
      let now = try onState { () throws(StateError) in try layer.read(file.path) }
      let digest = now.map { sha256Text(of: $0) }
      if digest == file.before?.sha256 { continue }
      guard digest == file.after else { throw try newerWork(file, now, context) }
      changed.append(file)
    }
    for file in changed {
      if let before = file.before {
        let bytes = try context.vault.load(before)
        try onState { () throws(StateError) in
          _ = try layer.makeFolder(PathText.parent(of: file.path))
          try AtomicFile.write(bytes, to: file.path, mode: file.mode, files: layer)
        }
      } else {
        try onState { () throws(StateError) in try AtomicFile.remove(file.path, files: layer) }
      }
      context.log("restored '\(file.path)'")
    }
    try onState { () throws(StateError) in
      for file in files { try AtomicFile.clearTemporary(of: file.path, files: layer) }
    }
    try Self.removeFolders(folders, context)
  }

  /// Removes folders that the step made, from the innermost out, as far as they are empty.
  static func removeFolders(_ folders: [String], _ context: StepContext) throws(StepFailure) {
    for folder in folders.reversed() {
      if rmdir(folder) == 0 {
        try onState { () throws(StateError) in try SystemFiles().synchronizeFolder(PathText.parent(of: folder)) }
      } else if errno == ENOTEMPTY || errno == EEXIST {
        context.log("kept the folder '\(folder)': it holds something that this step didn't make")
        return
      } else if errno != ENOENT {
        throw StateError.fileAccess(path: folder, operation: "remove", errorNumber: errno).failure
      }
    }
  }

  private func newerWork(
    _ file: FileChange, _ now: [UInt8]?, _ context: StepContext
  ) throws(StepFailure) -> StepFailure {
    let before = try file.before.map { (item) throws(StepFailure) in try context.vault.load(item) } ?? []
    let difference = UnifiedDiff.text(
      from: before, to: now ?? [], oldName: "what was there before", newName: "what is there now", lineLimit: 60)
    return StateProblem.newerWork(path: file.path, difference: difference ?? "(not text)").failure
  }

  // MARK: Looking

  /// The folders on the way to a path that aren't there, outermost first.
  static func missingFolders(of path: String) -> [String] {
    var missing: [String] = []
    var folder = PathText.parent(of: path)
    var status = stat()
    while folder != "/", lstat(folder, &status) != 0 {
      missing.insert(folder, at: 0)
      folder = PathText.parent(of: folder)
    }
    return missing
  }

  static func mode(of path: String) -> UInt32 {
    var status = stat()
    return stat(path, &status) == 0 ? UInt32(status.st_mode) & 0o7777 : 0o644
  }
}
