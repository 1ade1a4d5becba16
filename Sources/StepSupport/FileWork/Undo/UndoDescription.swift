// What an undo would do, one line a change, for the dry run's rollback path.

import StepKit

package enum UndoDescription {
  /// For a step that writes a file.
  package static func lines(ofWriting path: String, _ context: StepContext) -> [String] {
    guard let place = try? Place.of(path, in: context.workingDirectory) else { return [] }
    let predicted = context.predicted?[PathText.absolute(path, in: context.workingDirectory)]
    if case .file(_, let mode)? = predicted { return ["restore '\(path)' (mode \(FileMode.text(mode)))"] }
    if predicted == nil, let status = try? place.status(), status.kind == .file {
      return ["restore '\(path)' (\(status.size) bytes, mode \(FileMode.text(status.mode)))"]
    }
    return ["remove '\(path)'"] + place.missingPaths.reversed().map { "remove the folder '\($0)' if it is empty" }
  }

  /// For a step that removes something.
  package static func lines(ofRemoving path: String, _ context: StepContext) -> [String] {
    switch context.predicted?[PathText.absolute(path, in: context.workingDirectory)] {
    case .absent?: return []
    case .file(_, let mode)?: return ["restore '\(path)' (mode \(FileMode.text(mode)))"]
    case .unknown?: return ["restore '\(path)'"]
    case nil: break
    }
    guard let place = try? Place.of(path, in: context.workingDirectory), let status = try? place.status() else {
      return []
    }
    switch status.kind {
    case .file: return ["restore '\(path)' (\(status.size) bytes, mode \(FileMode.text(status.mode)))"]
    case .link: return ["restore the link '\(path)'"]
    case .directory: return ["restore the folder '\(path)' with all that it holds"]
    case .other: return []
    }
  }
}
