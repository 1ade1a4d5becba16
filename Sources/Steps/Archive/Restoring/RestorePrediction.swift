// What `archive.restore` would change. Reads only.

import Expressions
import FileWork
import StepKit

struct RestorePrediction {
  /// A dry run names no more files than this.
  static let shownLimit = 50

  let context: StepContext

  func prediction() throws(StepFailure) -> Prediction {
    let view = PredictedView(context: context)
    let from = context.text("from") ?? ""
    var predicted: [UInt8]?
    switch view.predicted(from, followsLast: true) {
    case .absent?: throw FileProblem.sourceMissing(from).failure
    case .unknown?, .file(_, bytes: nil)?: return unknown()
    case .file(_, let bytes?)?: predicted = bytes
    case nil: break
    }
    let plan = try RestorePlan(context, predicted: predicted, keepsBytes: true)
    try plan.checkWay()
    var changes = try folders(plan, view)
    var files: [String: PredictedFile] = [:]
    var isCertain = true
    for entry in plan.listing.entries {
      let path = plan.target.path(of: entry.path)
      let kind = try kind(of: entry, plan, view.predicted(path))
      if kind == nil { isCertain = false }
      if kind != "none" { changes.append(change(entry, path, kind ?? "modify")) }
      if case .file = entry.kind {
        let file: PredictedFile = plan.listing.bytes[entry.path].map { .file(bytes: $0, mode: entry.mode) } ?? .unknown
        files.merge(view.files(path, file)) { $1 }
      }
    }
    var outputs = plan.outputs(changed: !changes.isEmpty)
    if !isCertain { outputs["changed"] = nil }
    if changes.isEmpty { changes = [PredictedChange(kind: "none", target: plan.target.place.path + "/")] }
    return Prediction(changes: shortened(changes, plan), outputs: outputs, files: files)
  }

  /// An earlier step makes the archive, and what will be in it isn't known.
  private func unknown() -> Prediction {
    let to = context.text("to") ?? ""
    return Prediction(
      changes: [PredictedChange(kind: "modify", target: to + "/")],
      outputs: ["path": .string(PathText.absolute(to, in: context.workingDirectory))])
  }

  private func folders(_ plan: RestorePlan, _ view: PredictedView) throws(StepFailure) -> [PredictedChange] {
    var missing = view.missingFolders(plan.target.place)
    if try plan.target.folder() == nil { missing.append(plan.target.place.path) }
    return missing.map { PredictedChange(kind: "create", target: $0 + "/") }
  }

  /// `create`, `modify`, `none`; nil: an earlier step makes that unknown.
  private func kind(
    of entry: ListedEntry, _ plan: RestorePlan, _ predicted: ExpectedFile?
  ) throws(StepFailure) -> String? {
    switch predicted {
    case .unknown?: return nil
    case .absent?: return "create"
    case .file(let facts, _)?: return .file(facts) == RestorePlan.state(of: entry) ? "none" : "modify"
    case nil: break
    }
    if try plan.target.kind(of: entry.path) == nil { return "create" }
    return try plan.isDone(entry, before: nil) ? "none" : "modify"
  }

  private func change(_ entry: ListedEntry, _ path: String, _ kind: String) -> PredictedChange {
    switch entry.kind {
    case .folder: PredictedChange(kind: kind, target: path + "/")
    case .link(let target): PredictedChange(kind: kind, target: path, diff: "link to \(FileName(target).text)\n")
    case .file(let digest):
      PredictedChange(kind: kind, target: path, diff: "\(digest.size) bytes, mode \(FileMode.text(entry.mode))\n")
    }
  }

  private func shortened(_ changes: [PredictedChange], _ plan: RestorePlan) -> [PredictedChange] {
    if changes.count <= Self.shownLimit { return changes }
    let more = changes.count - Self.shownLimit
    let rest = PredictedChange(kind: "modify", target: "\(plan.target.place.path)/… (\(more) more)")
    return changes.prefix(Self.shownLimit) + [rest]
  }
}
