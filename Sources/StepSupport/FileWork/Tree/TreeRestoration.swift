// Brings a removed folder back with all that it held. It may find part of it still there, or already back.

import Expressions
import Glibc
import StepKit

package struct TreeRestoration {
  package let entries: [TreeEntry]
  package let place: Place
  package let temporary: String
  package let context: StepContext

  package init(entries: [TreeEntry], place: Place, temporary: String, _ context: StepContext) {
    self.entries = entries
    self.place = place
    self.temporary = temporary
    self.context = context
  }

  package func restore() throws(StepFailure) {
    let present = try checkedPresent()
    for entry in entries where !present.contains(entry.path) {
      if Task.isCancelled { throw StepProblem.stopped.failure() }
      try restore(entry)
    }
    // From the innermost out: a folder's mode may forbid to work in it, and its time is that of its last change.
    for entry in entries.reversed() where entry.kind == .folder { try finish(entry) }
  }

  /// The paths that are there already. Fails when something is there that wasn't, or is something else than it was.
  private func checkedPresent() throws(StepFailure) -> Set<[UInt8]> {
    guard let status = try place.status() else { return [] }
    guard status.kind == .directory else { throw newerWork(["there is \(status.kind.words) now"]) }
    let wanted = Dictionary(entries.map { ($0.path, $0) }) { first, _ in first }
    var present: Set<[UInt8]> = []
    var differences: [String] = []
    for entry in try FileTree(place).entries() {
      let name = FileName(entry.path).text
      guard let was = wanted[entry.path] else {
        if entry.path.split(separator: UInt8(ascii: "/")).last.map(Array.init) == Array(temporary.utf8) {
          let (folder, raw) = try TreePath.open(entry.path, below: place)
          _ = withName(raw) { unlinkat(folder.descriptor.number, $0, 0) }
        } else {
          differences.append("+ \(name)")
        }
        continue
      }
      if try isSame(entry, was) { present.insert(entry.path) } else { differences.append("! \(name)") }
    }
    if !differences.isEmpty { throw newerWork(differences) }
    return present
  }

  private func isSame(_ entry: TreeEntry, _ was: TreeEntry) throws(StepFailure) -> Bool {
    guard entry.kind == was.kind else { return false }
    switch entry.kind {
    case .folder: return true
    case .link: return entry.target == was.target
    case .file:
      guard entry.size == was.size, entry.mode == was.mode else { return false }
      let (folder, name) = try TreePath.open(entry.path, below: place)
      let file = try OpenFile(FileName(name), in: folder)
      return try FileContent.file(file).digest().sha256 == was.item?.sha256
    }
  }

  private func newerWork(_ differences: [String]) -> StepFailure {
    let shown = differences.prefix(60).joined(separator: "\n")
    let more = differences.count > 60 ? "\n… \(differences.count - 60) more" : ""
    return FileProblem.newerWork(place.path, difference: shown + more + "\n", kept: nil).failure
  }

  private func restore(_ entry: TreeEntry) throws(StepFailure) {
    if entry.path.isEmpty {
      guard mkdirat(place.folder.descriptor.number, place.name, 0o700) == 0 || errno == EEXIST else {
        throw FileProblem.system("make the folder", place.path, errno).failure
      }
      return
    }
    let (folder, name) = try TreePath.open(entry.path, below: place)
    switch entry.kind {
    case .folder:
      guard withName(name, { mkdirat(folder.descriptor.number, $0, 0o700) }) == 0 || errno == EEXIST else {
        throw FileProblem.system("make the folder", folder.path(of: FileName(name).text), errno).failure
      }
    case .link:
      let link = KeptLink(target: FileName(entry.target), owner: entry.owner, modified: entry.modified)
      try link.restore(FileName(name), in: folder)
    case .file:
      guard let item = entry.item else { return }
      let kept = KeptFile(item: item, mode: entry.mode, owner: entry.owner, modified: entry.modified)
      try kept.restore(FileName(name), in: folder, temporary: temporary, context)
    }
  }

  /// Gives a folder its owner, mode and time, and makes it durable.
  private func finish(_ entry: TreeEntry) throws(StepFailure) {
    let folder: Folder
    if entry.path.isEmpty {
      folder = try place.folder.folder(place.name)
    } else {
      let (parent, name) = try TreePath.open(entry.path, below: place)
      folder = try parent.folder(raw: name)
    }
    try folder.sync()
    let number = openat(folder.descriptor.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { throw FileProblem.system("open the folder", folder.path, errno).failure }
    let open = Descriptor(number)
    // Only root can give a folder away; for anybody else it already has its owner.
    fchown(open.number, entry.owner.user, entry.owner.group)
    guard fchmod(open.number, entry.mode) == 0 else {
      throw FileProblem.system("set the mode of", folder.path, errno).failure
    }
    _ = FileTimes(entry.modified).withTimes { futimens(open.number, $0) }
    guard fsync(open.number) == 0 || errno == EINVAL else {
      throw FileProblem.system("sync the folder", folder.path, errno).failure
    }
    if entry.path.isEmpty { try place.folder.sync() }
  }
}
