// The undo record of a step that puts a file in a place: what was there, what the step will leave, which folders it
// will make.

import JSONText
import StepKit

/// What undoing a write needs to know.
package struct FileRecord: Hashable, Sendable {
  /// Absolute, without links.
  package var path: String
  /// Nil: there was nothing.
  package var before: KeptFile?
  package var after: FileFacts
  /// Folders that the step makes, the outermost first; absolute.
  package var folders: [String]

  package var stateBefore: FileState { before.map { .file($0.facts) } ?? .absent }

  package var json: JSON {
    [
      "path": .string(path), "before": before?.json ?? .null, "after": FileState.file(after).json,
      "folders": .array(folders.map { .string($0) }),
    ]
  }

  package init(path: String, before: KeptFile?, after: FileFacts, folders: [String]) {
    self.path = path
    self.before = before
    self.after = after
    self.folders = folders
  }

  package init(json: JSON) throws(StepFailure) {
    guard let path = json["path"]?.stringValue, path.hasPrefix("/"), let before = json["before"],
      case .file(let after)? = FileState(json: json["after"]), let folders = json["folders"]?.arrayValue
    else { throw StepProblem.unreadableRecord(reason: "it is not the record of a file").failure() }
    self.path = path
    self.after = after
    self.folders = folders.compactMap(\.stringValue)
    if before.isNull { return }
    guard let kept = KeptFile(json: before) else {
      throw StepProblem.unreadableRecord(reason: "what was there before is incomplete").failure()
    }
    self.before = kept
  }
}
