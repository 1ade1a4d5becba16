// Undoing a write: brings back what was there, unless somebody has worked on the file since.

import Glibc
import JSONText
import Secrets
import StepKit

/// Restores the place of a `FilePlacement`.
package struct FileUndo {
  package let record: FileRecord
  package let context: StepContext
  /// What the step would leave if it ran now. It differs from what the record foresaw when the source of a copy was
  /// mended between two attempts; either is the step's own work. Nil: not known any more.
  package let planned: FilePlacement?
  private let temporary: String
  private let place: Place

  package init(_ json: JSON, _ context: StepContext, planned: FilePlacement?) throws(StepFailure) {
    record = try FileRecord(json: json)
    self.context = context
    self.planned = planned
    temporary = FilePlacement.temporaryName(context, path: record.path)
    place = try Place.of(record.path, in: context.workingDirectory)
  }

  package func undo() throws(StepFailure) {
    let now = try FileState.of(place)
    if now != record.stateBefore {
      guard try isOwnWork(now) else { throw try newerWork(now) }
      try restore()
    }
    if place.missing.isEmpty { unlinkat(place.folder.descriptor.number, temporary, 0) }
    try removeFolders()
  }

  private func isOwnWork(_ now: FileState) throws(StepFailure) -> Bool {
    if now == .file(record.after) { return true }
    guard case .file(let facts) = now, let planned else { return false }
    let mode = planned.mode(over: record.before?.mode)
    guard facts.mode == mode else { return false }
    return try planned.content.digest() == facts.content
  }

  private func restore() throws(StepFailure) {
    guard let before = record.before else {
      return try DurableFile.remove(place.name, in: place.folder)
    }
    try before.restore(FileName(place.name), in: place.folder, temporary: temporary, context)
  }

  /// Removes the folders that the step made, from the innermost out, as far as they are empty.
  private func removeFolders() throws(StepFailure) {
    for path in record.folders.reversed() {
      let folder = try Place.of(path, in: context.workingDirectory)
      guard try folder.status()?.kind == .directory else { continue }
      if unlinkat(folder.folder.descriptor.number, folder.name, AT_REMOVEDIR) == 0 {
        try folder.folder.sync()
      } else if errno == ENOTEMPTY || errno == EEXIST {
        context.log("kept the folder '\(path)': it holds something that this step didn't make")
        return
      } else {
        throw FileProblem.system("remove the folder", path, errno).failure
      }
    }
  }

  private func newerWork(_ now: FileState) throws(StepFailure) -> StepFailure {
    var difference = FileDifference(mask: SecretMask(context.secrets))
    difference.lineLimit = 60
    let text: String
    switch now {
    case .file(let facts):
      let file = try OpenFile(place.name, in: place.folder)
      let bytes = try FileContent.file(file).bytes(limit: FileDifference.textLimit)
      let new = DifferenceSide(name: "what is there now", facts: facts, bytes: bytes)
      text = difference.text(from: try left(), to: new)
    case .absent: text = difference.text(from: try left(), to: DifferenceSide(name: "", facts: nil, bytes: nil))
    default: text = "there is \(now.words) now\n"
    }
    let kept = record.before.flatMap { try? context.vault.path(of: $0.item) }
    return FileProblem.newerWork(record.path, difference: text, kept: kept).failure
  }

  /// What the step left, with its bytes where they are still known.
  private func left() throws(StepFailure) -> DifferenceSide {
    var bytes: [UInt8]?
    if let planned, try planned.content.digest() == record.after.content {
      bytes = try planned.content.bytes(limit: FileDifference.textLimit)
    }
    return DifferenceSide(name: "what the step left", facts: record.after, bytes: bytes)
  }
}
