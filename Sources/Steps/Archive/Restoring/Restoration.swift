// Unpacks a checked archive.

import Expressions
import FileWork
import Glibc
import StepKit

struct Restoration {
  let plan: RestorePlan
  /// What was there before the first attempt, by path; nil: not known.
  let before: [[UInt8]: FileState]?
  let context: StepContext

  /// Gives whether anything was changed.
  func restore() throws(StepFailure) -> Bool {
    let made = try MadeFolders(of: plan.target.place)
    var changed = false
    if plan.target.place.name != "." { changed = try makeFolder(FileName(plan.target.place.name), in: made.innermost) }
    if changed { try setMode(FileMode.newFolder, of: FileName(plan.target.place.name), in: made.innermost) }
    // The folders were missing when the plan was made: from here on they are there.
    let target = try RestoreTarget(plan.target.place.path, context)
    var madeFolders: Set<[UInt8]> = []
    let reader = try ArchiveReader(plan.source, shown: plan.shown)
    var entries = plan.listing.entries[...]
    while let entry = entries.popFirst() {
      guard let (folder, name) = try target.parent(of: entry.path) else { throw gone(entry) }
      if Task.isCancelled { throw StepProblem.stopped.failure() }
      switch entry.kind {
      case .folder:
        if try makeFolder(FileName(name), in: folder) { madeFolders.insert(entry.path) }
      case .link(let link): changed = try restoreLink(link, entry, FileName(name), in: folder) || changed
      case .file(let digest):
        let content = try bytes(of: entry, reader, target)
        changed = try restoreFile(digest, entry, content, FileName(name), in: folder) || changed
      }
    }
    for entry in plan.listing.entries.reversed() where entry.kind == .folder {
      let isOurs = madeFolders.contains(entry.path) || before?[entry.path] == .absent
      if isOurs { try finish(entry, target) }
    }
    return changed || !madeFolders.isEmpty
  }

  // MARK: Files and links

  /// The bytes of a file: the reader goes on to its entry.
  private func bytes(
    of entry: ListedEntry, _ reader: ArchiveReader, _ target: RestoreTarget
  ) throws(StepFailure) -> FileContent {
    if let original = entry.bytesOf {
      guard let (folder, name) = try target.parent(of: original) else { throw gone(entry) }
      return .file(try OpenFile(FileName(name), in: folder))
    }
    while let next = try reader.next() {
      if next.kind == .file { return .produced(EntryBytes(reader: reader)) }
    }
    throw ArchiveProblem.changedMeanwhile(plan.shown).failure
  }

  private func restoreFile(
    _ digest: ContentDigest, _ entry: ListedEntry, _ content: FileContent, _ name: FileName, in folder: Folder
  ) throws(StepFailure) -> Bool {
    var owner: FileOwner?
    if let status = try folder.status(ofRaw: name.bytes), status.kind == .file {
      owner = FileOwner(user: status.owner, group: status.group)
      let file = try OpenFile(name, in: folder)
      if file.status.size == digest.size, try FileContent.file(file).digest() == digest {
        if file.status.mode == entry.mode { return false }
        try DurableFile.setMode(entry.mode, of: file)
        return true
      }
    }
    let attributes = FileAttributes(mode: entry.mode, owner: owner, modified: Timestamp(seconds: entry.seconds))
    let written = try DurableFile.replace(
      name, in: folder, temporary: FilePlacement.temporaryName(context, path: plan.target.place.path),
      content: content, attributes: attributes, ownerIsRequired: true)
    if written != digest { throw ArchiveProblem.changedMeanwhile(plan.shown).failure }
    return true
  }

  private func restoreLink(
    _ target: [UInt8], _ entry: ListedEntry, _ name: FileName, in folder: Folder
  ) throws(StepFailure) -> Bool {
    if let status = try folder.status(ofRaw: name.bytes) {
      if status.kind == .link, try folder.target(ofLink: name) == target { return false }
      try remove(name, in: folder)
    }
    let link = KeptLink(
      target: FileName(target), owner: FileOwner(user: getuid(), group: getgid()),
      modified: Timestamp(seconds: entry.seconds))
    try link.restore(name, in: folder)
    return true
  }

  private func remove(_ name: FileName, in folder: Folder) throws(StepFailure) {
    if withName(name.bytes, { unlinkat(folder.descriptor.number, $0, 0) }) != 0, errno != ENOENT {
      throw FileProblem.system("remove", folder.path(of: name.text), errno).failure
    }
  }

  // MARK: Folders

  /// True: it wasn't there. It can be worked in until it is finished, whatever its mode.
  private func makeFolder(_ name: FileName, in folder: Folder) throws(StepFailure) -> Bool {
    if withName(name.bytes, { mkdirat(folder.descriptor.number, $0, 0o700) }) == 0 {
      try folder.sync()
      return true
    }
    if errno != EEXIST { throw FileProblem.system("make the folder", folder.path(of: name.text), errno).failure }
    return false
  }

  private func finish(_ entry: ListedEntry, _ target: RestoreTarget) throws(StepFailure) {
    guard let (folder, name) = try target.parent(of: entry.path) else { throw gone(entry) }
    try setMode(entry.mode, of: FileName(name), in: folder)
    if entry.isImplied { return }
    _ = FileTimes(Timestamp(seconds: entry.seconds)).withTimes { times in
      withName(name) { utimensat(folder.descriptor.number, $0, times, AT_SYMLINK_NOFOLLOW) }
    }
  }

  private func setMode(_ mode: UInt32, of name: FileName, in folder: Folder) throws(StepFailure) {
    let path = folder.path(of: name.text)
    try FolderMode.set(mode, of: name, in: folder, path)
  }

  private func gone(_ entry: ListedEntry) -> StepFailure {
    ArchiveProblem.blocked(plan.target.path(of: entry.path), reason: "its folder was removed meanwhile").failure
  }
}

/// The mode of a folder, set on the folder itself, never through a link.
enum FolderMode {
  static func set(_ mode: UInt32, of name: FileName, in folder: Folder, _ path: String) throws(StepFailure) {
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    let number = withName(name.bytes) { openat(folder.descriptor.number, $0, flags) }
    guard number >= 0 else { throw FileProblem.system("open the folder", path, errno).failure }
    let open = Descriptor(number)
    guard fchmod(open.number, mode) == 0 else { throw FileProblem.system("set the mode of", path, errno).failure }
    guard fsync(open.number) == 0 || errno == EINVAL else {
      throw FileProblem.system("sync the folder", path, errno).failure
    }
  }
}

/// The bytes of the entry that a reader came to last. They can be read once: whoever is given them does so.
private struct EntryBytes: ContentProducer, @unchecked Sendable {
  let reader: ArchiveReader

  func forEachPiece(_ body: (UnsafeRawBufferPointer) throws(StepFailure) -> Void) throws(StepFailure) {
    try reader.forEachPiece(body)
  }
}
