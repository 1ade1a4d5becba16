// `file.remove`: removes a file, a link, or a folder with all that it holds.

import Expressions
import FileWork
import Glibc
import JSONText
import StepKit

/// Removes what is under a path. A link itself is removed, never what it points to.
public struct FileRemove: InProcessStep, Predicting, Probing, Undoing {
  public init() {}

  public let declaration = StepDeclaration(
    name: "file.remove", summary: "Remove a file, a link or a folder",
    inputs: [
      FieldDeclaration("path", .string, required: true, role: .path, "What to remove."),
      FieldDeclaration(
        "recursive", .bool, default: .bool(false), "Whether a folder may be removed, with all that it holds."),
      FieldDeclaration(
        "missing_ok", .bool, default: .bool(true), "Whether it is well when there is nothing to remove."),
    ],
    outputs: [
      FieldDeclaration("path", .string, required: true, "The path, absolute."),
      FieldDeclaration(
        "changed", .bool, required: true, "False: there was nothing before the step's first attempt."),
    ],
    effect: .write, idempotent: true)

  public func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    FileInputs.check(path: "path", for: .remove, in: inputs)
  }

  public func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] {
    let removal = try FileRemoval(context)
    guard let status = try removal.checkedStatus() else {
      if removal.isFirstAttempt, !(context.bool("missing_ok") ?? true) {
        throw FileProblem.nothingToRemove(removal.shownPath).failure
      }
      return removal.outputs(changed: removal.hasChanged(now: false))
    }
    if status.kind == .directory {
      try FileTree(removal.place).remove()
    } else {
      try DurableFile.remove(removal.place.name, in: removal.place.folder)
    }
    return removal.outputs(changed: removal.hasChanged(now: true))
  }

  public func predict(_ context: StepContext) async throws(StepFailure) -> Prediction {
    try RemovalPrediction(context: context).prediction()
  }

  public func probe(_ context: StepContext) async throws(StepFailure) -> ProbeResult {
    let removal = try FileRemoval(context)
    if try removal.place.status() != nil { return .notDone }
    return .done(removal.outputs(changed: removal.hasChanged(now: true)))
  }

  public func record(_ context: StepContext) async throws(StepFailure) -> JSON {
    let removal = try FileRemoval(context)
    guard let status = try removal.checkedStatus() else {
      if !(context.bool("missing_ok") ?? true) { throw FileProblem.nothingToRemove(removal.shownPath).failure }
      return RemovalRecord(path: removal.place.path, before: .nothing).json
    }
    let place = removal.place
    let before: RemovalRecord.Before
    switch status.kind {
    case .link:
      let target = FileName(try place.folder.target(ofLink: place.name))
      let owner = FileOwner(user: status.owner, group: status.group)
      before = .link(KeptLink(target: target, owner: owner, modified: status.modified))
    case .directory: before = .tree(try FileTree(place).keep(context))
    case .file, .other: before = .file(try KeptFile.keep(FileName(place.name), in: place.folder, context))
    }
    return RemovalRecord(path: place.path, before: before).json
  }

  public func undo(_ context: StepContext, record: JSON) async throws(StepFailure) {
    try RemovalUndo(record, context).undo()
  }

  public func describeUndo(_ context: StepContext) -> [String] {
    context.text("path").map { UndoDescription.lines(ofRemoving: $0, context) } ?? []
  }
}

/// What is to be removed, found and checked.
struct FileRemoval {
  let context: StepContext
  let shownPath: String
  let place: Place

  init(_ context: StepContext) throws(StepFailure) {
    self.context = context
    shownPath = context.text("path") ?? ""
    place = try Place.of(shownPath, in: context.workingDirectory)
    if place.name == "." { throw FileProblem.wholeWorkspace(shownPath).failure }
    // The folder in which everything happens may also be named by its absolute path, or hold the path's end.
    let workspace = try Folder.open(context.workingDirectory)
    if PathText.isInside(workspace.path, place.path) { throw FileProblem.wholeWorkspace(shownPath).failure }
  }

  /// A step that ran before may have removed it already: that is no failure.
  var isFirstAttempt: Bool { context.attempt == 1 }

  /// What is there. Fails when it must not be removed.
  func checkedStatus() throws(StepFailure) -> FileStatus? {
    guard let status = try place.status() else { return nil }
    switch status.kind {
    case .file, .link: return status
    case .directory:
      guard context.bool("recursive") ?? false else { throw FileProblem.needsRecursive(shownPath).failure }
      return status
    case .other:
      throw FileProblem.cannotBeKept(shownPath, reason: "it is " + status.kind.words).failure
    }
  }

  func hasChanged(now: Bool) -> Bool {
    if let json = context.recorded, let record = try? RemovalRecord(json: json) { return record.before != .nothing }
    return now || context.attempt > 1
  }

  func outputs(changed: Bool) -> [String: Value] {
    ["path": .string(PathText.absolute(shownPath, in: context.workingDirectory)), "changed": .bool(changed)]
  }
}
