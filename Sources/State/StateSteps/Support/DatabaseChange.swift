// A database that a step replaces as a whole, before and after, as its undo record.

import DeploymentState
import Digests
import JSONText
import StepKit

/// A database folder, before and after.
struct DatabaseChange {
  /// Absolute.
  var path: String
  /// Files before, by name; none: there was no folder.
  var before: [FileChange]
  /// SHA-256 of the files that the step leaves, by name.
  var after: [String: String]
  /// Digest of the entries that the step leaves. LevelDB rewrites its files when it is opened: the entries tell that
  /// nobody has worked on them.
  var entries: String
  /// Folders that the step makes.
  var folders: [String]

  /// What is there now, kept in the vault, beside what will be there.
  init(
    path: String, after files: [PlacedFile], entries: [(key: String, value: [UInt8])], _ context: StepContext
  ) throws(StepFailure) {
    self.path = path
    var before: [FileChange] = []
    for name in try onState({ () throws(StateError) in try FileTree.files(under: path, files: SystemFiles()) }) {
      let file = path + "/" + name
      before.append(
        FileChange(
          path: name, before: try context.vault.store(fileAt: file), mode: FileChanges.mode(of: file), after: nil))
    }
    self.before = before
    after = Dictionary(files.map { ($0.path, sha256Text(of: $0.bytes)) }, uniquingKeysWith: { first, _ in first })
    self.entries = DatabaseFiles.digest(of: entries)
    folders = FileChanges.missingFolders(of: path)
  }

  var json: JSON {
    var digests = JSONObject()
    for (name, digest) in after.sorted(by: { $0.key < $1.key }) { digests[name] = .string(digest) }
    return [
      "database": .string(path), "before": .array(before.map(\.json)), "after": .object(digests),
      "entries": .string(entries), "folders": .array(folders.map(JSON.string)),
    ]
  }

  init(json: JSON?) throws(StepFailure) {
    guard let path = json?["database"]?.stringValue, let before = json?["before"]?.arrayValue,
      let after = json?["after"]?.objectValue, let entries = json?["entries"]?.stringValue,
      let folders = json?["folders"]?.arrayValue
    else { throw StateProblem.unreadableRecord.failure }
    self.path = path
    self.before = before.compactMap(FileChange.init(json:))
    self.after = [:]
    for (name, digest) in after { self.after[name] = digest.stringValue }
    self.entries = entries
    self.folders = folders.compactMap(\.stringValue)
  }

  /// Brings the folder back as it was, unless somebody has worked on the database since.
  func undo(_ context: StepContext) throws(StepFailure) {
    if try isAsBefore() { return try FileChanges.removeFolders(folders, context) }
    guard try isOwnWork() else {
      throw StateProblem.newerWork(path: path, difference: try words()).failure
    }
    var content: [PlacedFile] = []
    for file in before {
      guard let item = file.before else { continue }
      content.append(PlacedFile(path: file.path, bytes: try context.vault.load(item), mode: file.mode))
    }
    let restored = content
    try onState { () throws(StateError) in try FolderSwap.replace(path, by: restored) }
    context.log(restored.isEmpty ? "removed '\(path)'" : "restored '\(path)'")
    try FileChanges.removeFolders(folders, context)
  }

  /// Data files as they are now, with their digests.
  private func digests() throws(StepFailure) -> [String: String] {
    let files = try onState { () throws(StateError) in try DatabaseFiles.reading(path) }
    return Dictionary(files.map { ($0.path, sha256Text(of: $0.bytes)) }, uniquingKeysWith: { first, _ in first })
  }

  private func isAsBefore() throws(StepFailure) -> Bool {
    let now = try digests()
    let old = before.filter { !DatabaseFiles.isIncidental($0.path) }
    return now.count == old.count && old.allSatisfy { now[$0.path] == $0.before?.sha256 }
  }

  /// What the step left, byte for byte; or what LevelDB made of it when it was opened since: then `CURRENT` names
  /// another manifest, and the entries must be the same.
  private func isOwnWork() throws(StepFailure) -> Bool {
    let now = try digests()
    if now == after { return true }
    guard now["CURRENT"] != after["CURRENT"], let present = try? DatabaseFiles.entries(of: path) else { return false }
    return DatabaseFiles.digest(of: present) == entries
  }

  private func words() throws(StepFailure) -> String {
    let now = try digests()
    let names = Set(now.keys).union(after.keys).filter { now[$0] != after[$0] }.sorted()
    return "files that differ from what the step left: \(names.joined(separator: ", "))"
  }
}
