// Undoing a removal: brings back what was there, unless somebody has put something else in its place.

import Glibc
import JSONText
import Secrets
import StepKit

/// Restores what `file.remove` removed.
package struct RemovalUndo {
  package let record: RemovalRecord
  package let context: StepContext
  private let place: Place
  private let temporary: String

  package init(_ json: JSON, _ context: StepContext) throws(StepFailure) {
    record = try RemovalRecord(json: json)
    self.context = context
    place = try Place.of(record.path, in: context.workingDirectory)
    temporary = FilePlacement.temporaryName(context, path: record.path)
  }

  package func undo() throws(StepFailure) {
    switch record.before {
    case .nothing: return
    case .file(let kept): try restore(kept)
    case .link(let link): try restoreLink(link)
    case .tree(let item):
      try TreeRestoration(entries: try entries(item), place: try open(), temporary: temporary, context).restore()
    }
    if place.missing.isEmpty { unlinkat(place.folder.descriptor.number, temporary, 0) }
  }

  private func restore(_ kept: KeptFile) throws(StepFailure) {
    let now = try FileState.of(place)
    if now == .file(kept.facts) { return }
    guard now == .absent else { throw try newerWork(now, kept) }
    try kept.restore(FileName(place.name), in: try open().folder, temporary: temporary, context)
  }

  private func restoreLink(_ link: KeptLink) throws(StepFailure) {
    let now = try FileState.of(place)
    if now == .link(target: link.target.bytes) { return }
    guard now == .absent else {
      let was = FileState.link(target: link.target.bytes)
      let words = "there was \(was.words); now there is \(now.words)\n"
      throw FileProblem.newerWork(record.path, difference: words, kept: nil).failure
    }
    try link.restore(FileName(place.name), in: try open().folder)
  }

  /// The folder that held what was removed must still be there.
  private func open() throws(StepFailure) -> Place {
    if place.missing.isEmpty { return place }
    let gone = "the folder '\(PathText.parent(of: record.path))', in which it was, is gone\n"
    throw FileProblem.newerWork(record.path, difference: gone, kept: nil).failure
  }

  private func entries(_ item: VaultItem) throws(StepFailure) -> [TreeEntry] {
    let bytes = try context.vault.load(item)
    guard let list = (try? JSON(parsing: bytes))?.arrayValue else {
      throw StepProblem.unreadableRecord(reason: "the list of the folder's files is damaged").failure()
    }
    var entries: [TreeEntry] = []
    for json in list {
      guard let entry = TreeEntry(json: json) else {
        throw StepProblem.unreadableRecord(reason: "the list of the folder's files is incomplete").failure()
      }
      entries.append(entry)
    }
    return entries
  }

  private func newerWork(_ now: FileState, _ kept: KeptFile) throws(StepFailure) -> StepFailure {
    let keptPath = try? context.vault.path(of: kept.item)
    guard case .file(let facts) = now else {
      return FileProblem.newerWork(record.path, difference: "there is \(now.words) now\n", kept: keptPath).failure
    }
    let limit = FileDifference.textLimit
    let nowBytes = try FileContent.file(try OpenFile(place.name, in: place.folder)).bytes(limit: limit)
    var oldBytes: [UInt8]?
    if kept.item.size <= Int64(limit) { oldBytes = try context.vault.load(kept.item) }
    var difference = FileDifference(mask: SecretMask(context.secrets))
    difference.lineLimit = 60
    let text = difference.text(
      from: DifferenceSide(name: "what was there before", facts: kept.facts, bytes: oldBytes),
      to: DifferenceSide(name: "what is there now", facts: facts, bytes: nowBytes))
    return FileProblem.newerWork(record.path, difference: text, kept: keptPath).failure
  }
}
