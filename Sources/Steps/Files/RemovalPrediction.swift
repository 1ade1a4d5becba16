// What `file.remove` would remove. Reads only.

import Expressions
import FileWork
import Secrets
import StepKit

struct RemovalPrediction {
  /// A dry run names no more of a folder's files than this.
  static let shownLimit = 50

  let context: StepContext

  func prediction() throws(StepFailure) -> Prediction {
    let removal = try FileRemoval(context)
    let view = PredictedView(context: context)
    switch view.predicted(removal.shownPath) {
    case .absent?: return try nothing(removal, view)
    case .unknown?: return result(removal, view, [PredictedChange(kind: "remove", target: removal.shownPath)], [])
    case .file(let facts, let bytes)?: return file(removal, view, facts, bytes)
    case nil: break
    }
    guard let status = try removal.checkedStatus() else { return try nothing(removal, view) }
    switch status.kind {
    case .file:
      guard case .file(let facts, let bytes) = try view.onDisk(removal.place) else { return try nothing(removal, view) }
      return file(removal, view, facts, bytes)
    case .directory: return try folder(removal, view)
    case .link, .other:
      let target = FileName(try removal.place.folder.target(ofLink: removal.place.name)).text
      let change = PredictedChange(kind: "remove", target: removal.shownPath, diff: "link to \(target)\n")
      return result(removal, view, [change], [])
    }
  }

  private func nothing(_ removal: FileRemoval, _ view: PredictedView) throws(StepFailure) -> Prediction {
    if !(context.bool("missing_ok") ?? true) { throw FileProblem.nothingToRemove(removal.shownPath).failure }
    return Prediction(
      changes: [PredictedChange(kind: "none", target: removal.shownPath)], outputs: removal.outputs(changed: false),
      files: view.files(removal.shownPath, .absent))
  }

  private func file(
    _ removal: FileRemoval, _ view: PredictedView, _ facts: FileFacts, _ bytes: [UInt8]?
  ) -> Prediction {
    let old = DifferenceSide(name: removal.shownPath, facts: facts, bytes: bytes)
    let new = DifferenceSide(name: removal.shownPath, facts: nil, bytes: nil)
    let diff = FileDifference(mask: SecretMask(context.secrets)).text(from: old, to: new)
    return result(removal, view, [PredictedChange(kind: "remove", target: removal.shownPath, diff: diff)], [])
  }

  private func folder(_ removal: FileRemoval, _ view: PredictedView) throws(StepFailure) -> Prediction {
    let entries = try FileTree(removal.place).entries().filter { !$0.path.isEmpty }
    let names = entries.map { FileName($0.path).text + ($0.kind == .folder ? "/" : "") }
    var changes = [PredictedChange(kind: "remove", target: removal.shownPath + "/")]
    changes += names.prefix(Self.shownLimit).map {
      PredictedChange(kind: "remove", target: removal.shownPath + "/" + $0)
    }
    if names.count > Self.shownLimit {
      let more = names.count - Self.shownLimit
      changes.append(PredictedChange(kind: "remove", target: "\(removal.shownPath)/… (\(more) more)"))
    }
    return result(removal, view, changes, entries.map { FileName($0.path).text })
  }

  private func result(
    _ removal: FileRemoval, _ view: PredictedView, _ changes: [PredictedChange], _ inside: [String]
  ) -> Prediction {
    var files = view.files(removal.shownPath, .absent)
    for path in view.keys(removal.shownPath) {
      for name in inside { files[path + "/" + name] = .absent }
    }
    return Prediction(changes: changes, outputs: removal.outputs(changed: true), files: files)
  }
}
