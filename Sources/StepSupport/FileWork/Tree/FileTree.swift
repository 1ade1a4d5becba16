// A folder with all that it holds: listed, kept in the vault, removed. Links in it are never followed.

import Glibc
import JSONText
import StepKit

package struct FileTree {
  /// More than this is not kept: the undo would take too long to be of use.
  package static let entryLimit = 100_000
  package static let depthLimit = 200

  package let place: Place
  /// Paths in it that are left out, with all that they hold.
  private let leftOut: Set<[UInt8]>
  /// The failure when something in it can't be handled, by the folder's path and the reason.
  private let refusal: @Sendable (String, String) -> StepFailure

  package init(
    _ place: Place, leavingOut leftOut: Set<[UInt8]> = [],
    refusal: @escaping @Sendable (String, String) -> StepFailure = {
      FileProblem.cannotBeKept($0, reason: $1).failure
    }
  ) {
    self.place = place
    self.leftOut = leftOut
    self.refusal = refusal
  }

  /// Everything in the folder, the folder itself first, each folder before what it holds, names in order. Fails when
  /// something in it couldn't be restored.
  package func entries() throws(StepFailure) -> [TreeEntry] {
    guard let status = try place.status(), status.kind == .directory else { return [] }
    var list = TreeList(device: status.device, root: place.path, leftOut: leftOut, refusal: refusal)
    list.entries.append(TreeEntry(path: [], kind: .folder, status: status))
    try list.add(try place.folder.folder(place.name), below: [], depth: 1)
    return list.entries
  }

  /// Stores every file in the vault, and the list of everything. Gives the item of the list.
  package func keep(_ context: StepContext) throws(StepFailure) -> VaultItem {
    var entries = try entries()
    for index in entries.indices where entries[index].kind == .file {
      if Task.isCancelled { throw StepProblem.stopped.failure() }
      let (folder, name) = try TreePath.open(entries[index].path, below: place)
      let kept = try KeptFile.keep(FileName(name), in: folder, context)
      entries[index].item = kept.item
      entries[index].size = kept.item.size
      entries[index].mode = kept.mode
    }
    return try context.vault.store(JSON.array(entries.map(\.json)).canonicalBytes())
  }

  /// Removes everything, from the innermost out. What is gone already is as good.
  package func remove() throws(StepFailure) {
    for entry in try entries().reversed() {
      if Task.isCancelled { throw StepProblem.stopped.failure() }
      if entry.path.isEmpty {
        if unlinkat(place.folder.descriptor.number, place.name, AT_REMOVEDIR) != 0, errno != ENOENT {
          throw FileProblem.system("remove the folder", place.path, errno).failure
        }
        continue
      }
      let (folder, name) = try TreePath.open(entry.path, below: place)
      let flags = entry.kind == .folder ? AT_REMOVEDIR : 0
      if withName(name, { unlinkat(folder.descriptor.number, $0, flags) }) != 0, errno != ENOENT {
        throw FileProblem.system("remove", folder.path(of: FileName(name).text), errno).failure
      }
    }
    try place.folder.sync()
  }
}

/// Collects the entries of a tree.
private struct TreeList {
  let device: UInt64
  let root: String
  let leftOut: Set<[UInt8]>
  let refusal: (String, String) -> StepFailure
  var entries: [TreeEntry] = []

  init(
    device: UInt64, root: String, leftOut: Set<[UInt8]>, refusal: @escaping (String, String) -> StepFailure
  ) {
    self.device = device
    self.root = root
    self.leftOut = leftOut
    self.refusal = refusal
  }

  mutating func add(_ folder: Folder, below path: [UInt8], depth: Int) throws(StepFailure) {
    if depth > FileTree.depthLimit { throw cannot("it nests more than \(FileTree.depthLimit) folders deep") }
    for name in try folder.names() {
      if Task.isCancelled { throw StepProblem.stopped.failure() }
      guard let status = try folder.status(ofRaw: name) else { continue }
      let child = path.isEmpty ? name : path + [UInt8(ascii: "/")] + name
      if leftOut.contains(child) { continue }
      if status.device != device { throw cannot("another file system is mounted at '\(FileName(child).text)'") }
      if entries.count >= FileTree.entryLimit { throw cannot("it holds more than \(FileTree.entryLimit) things") }
      switch status.kind {
      case .file: entries.append(TreeEntry(path: child, kind: .file, status: status))
      case .link:
        var entry = TreeEntry(path: child, kind: .link, status: status)
        entry.target = try folder.target(ofLink: FileName(name))
        entries.append(entry)
      case .directory:
        entries.append(TreeEntry(path: child, kind: .folder, status: status))
        try add(try folder.folder(raw: name), below: child, depth: depth + 1)
      case .other: throw cannot("'\(FileName(child).text)' is \(status.kind.words)")
      }
    }
  }

  private func cannot(_ reason: String) -> StepFailure { refusal(root, reason) }
}

/// Paths in a tree, walked folder by folder without following links.
package enum TreePath {
  /// The folder that holds an entry, and the entry's name in it.
  package static func open(_ path: [UInt8], below place: Place) throws(StepFailure) -> (folder: Folder, name: [UInt8]) {
    var folder = try place.folder.folder(place.name)
    let parts = path.split(separator: UInt8(ascii: "/")).map(Array.init)
    for part in parts.dropLast() { folder = try folder.folder(raw: part) }
    return (folder, parts.last ?? [])
  }
}
