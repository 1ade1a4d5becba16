// Undoing a restoration: brings back the files that were there and removes those that weren't, unless somebody has
// worked on any of them since; then nothing is touched.

import FileWork
import Glibc
import JSONText
import Secrets
import StepKit

struct RestoreUndo {
  private static let shownDifferences = 40

  let record: RestoreRecord
  let context: StepContext
  private let target: RestoreTarget
  private let temporary: String

  init(_ json: JSON, _ context: StepContext) throws(StepFailure) {
    record = try RestoreRecord(json, context)
    self.context = context
    target = try RestoreTarget(record.path, context)
    temporary = FilePlacement.temporaryName(context, path: record.path)
  }

  func undo() throws(StepFailure) {
    let pending = try checked()
    try openOwnFolders()
    for item in record.items.reversed() {
      if Task.isCancelled { throw StepProblem.stopped.failure() }
      guard let (folder, name) = try target.parent(of: item.path) else { continue }
      unlinkat(folder.descriptor.number, temporary, 0)
      if pending.contains(item.path) { try bringBack(item, FileName(name), in: folder) }
    }
    for path in record.folders.reversed() {
      let place = try Place.of(path, in: context.workingDirectory)
      guard try place.status()?.kind == .directory else { continue }
      if try !removeFolder(FileName(place.name), in: place.folder) { return }
    }
  }

  /// The paths that are to be brought back. Fails when one of them is neither as it was nor as the step left it.
  private func checked() throws(StepFailure) -> Set<[UInt8]> {
    var pending: Set<[UInt8]> = []
    var differences: [String] = []
    for item in record.items {
      if Task.isCancelled { throw StepProblem.stopped.failure() }
      let now = try target.state(of: item.path)
      if now == item.stateBefore { continue }
      if now == item.after { pending.insert(item.path) } else { differences += try difference(item, now) }
    }
    if differences.isEmpty { return pending }
    let more = differences.count - Self.shownDifferences
    let lines = differences.prefix(Self.shownDifferences) + (more > 0 ? ["… \(more) more lines"] : [])
    throw FileProblem.newerWork(record.path, difference: lines.map { $0 + "\n" }.joined(), kept: nil).failure
  }

  private func difference(_ item: RestoredItem, _ now: FileState) throws(StepFailure) -> [String] {
    let name = FileName(item.path).text
    guard case .file(let facts) = now, let (folder, raw) = try target.parent(of: item.path) else {
      return ["! \(name): \(item.after.words) was left, \(now.words) is there now"]
    }
    let limit = FileDifference.textLimit
    let bytes = try FileContent.file(try OpenFile(FileName(raw), in: folder)).bytes(limit: limit)
    var old = DifferenceSide(name: "what was there before", facts: nil, bytes: nil)
    if case .file(let kept) = item.before {
      let held = kept.item.size <= Int64(limit) ? try context.vault.load(kept.item) : nil
      old = DifferenceSide(name: "what was there before", facts: kept.facts, bytes: held)
    }
    let new = DifferenceSide(name: "what is there now", facts: facts, bytes: bytes)
    let text = FileDifference(mask: SecretMask(context.secrets)).text(from: old, to: new)
    return ["! \(name)"] + text.split(separator: "\n").map(String.init)
  }

  private func bringBack(_ item: RestoredItem, _ name: FileName, in folder: Folder) throws(StepFailure) {
    switch item.before {
    case .folder: return
    case .absent:
      if item.after == .folder {
        _ = try removeFolder(name, in: folder)
      } else {
        try remove(name, in: folder)
      }
    case .file(let kept): try kept.restore(name, in: folder, temporary: temporary, context)
    case .link(let link):
      try remove(name, in: folder)
      try link.restore(name, in: folder)
    }
  }

  private func remove(_ name: FileName, in folder: Folder) throws(StepFailure) {
    if withName(name.bytes, { unlinkat(folder.descriptor.number, $0, 0) }) != 0, errno != ENOENT {
      throw FileProblem.system("remove", folder.path(of: name.text), errno).failure
    }
    try folder.sync()
  }

  /// Folders that the step made may forbid to work in them.
  private func openOwnFolders() throws(StepFailure) {
    for item in record.items where item.after == .folder && item.stateBefore == .absent {
      guard let (folder, name) = try target.parent(of: item.path),
        let status = try folder.status(ofRaw: name), status.kind == .directory, status.mode & 0o700 != 0o700
      else { continue }
      try FolderMode.set(status.mode | 0o700, of: FileName(name), in: folder, target.path(of: item.path))
    }
  }

  /// False: it holds something that this step didn't make, and stays.
  private func removeFolder(_ name: FileName, in folder: Folder) throws(StepFailure) -> Bool {
    let path = folder.path(of: name.text)
    if withName(name.bytes, { unlinkat(folder.descriptor.number, $0, AT_REMOVEDIR) }) == 0 {
      try folder.sync()
    } else if errno == ENOTEMPTY || errno == EEXIST {
      context.log("kept the folder '\(path)': it holds something that this step didn't make")
      return false
    } else if errno != ENOENT {
      throw FileProblem.system("remove the folder", path, errno).failure
    }
    return true
  }
}
