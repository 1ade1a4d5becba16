// `archive.create`: packs a folder or a file into an archive. The archive is written beside its place and takes it as a
// whole, like any file that Belay writes; then it is read back, so that what it holds is known and not assumed.

import Expressions
import FileWork
import JSONText
import StepKit

/// Makes a tar archive. The same files give the same bytes, so that repeating it changes nothing.
public struct ArchiveCreate: InProcessStep, Predicting, Probing, Undoing {
  public init() {}

  public let declaration = StepDeclaration(
    name: "archive.create", summary: "Pack a folder or a file into an archive",
    inputs: [
      FieldDeclaration(
        "from", .string, required: true, role: .path,
        "A folder, whose content is stored by its paths in it, or one file. Links are stored as links. Modes and times "
          + "are kept, owners are not."),
      FieldDeclaration(
        "to", .string, required: true, role: .path,
        "The archive; the end of its name tells its kind: .tar, .tar.gz, .tgz, .tar.zst, .tar.xz, .tar.bz2. Missing "
          + "folders are made (0755). In `from` it is left out of itself."),
      FieldDeclaration(
        "include", .list(.string), "Only these, as paths in the folder; a folder with all it holds."),
      FieldDeclaration("exclude", .list(.string), "Not these, as paths in the folder; a folder with all it holds."),
      FileInputs.mode,
    ],
    outputs: ArchiveOutputs.declarations(archive: "path", of: "The archive, as an absolute path."), effect: .write,
    idempotent: true)

  public func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    var issues = FileInputs.check(path: "from", for: .read, in: inputs)
    let target = FileInputs.check(path: "to", for: .write, in: inputs)
    issues += target
    if case .constant(.string(let path))? = inputs["to"], target.isEmpty, ArchiveKind(name: path) == nil {
      issues.append(ArchiveProblem.unknownFormat(path).issue("to"))
    }
    for input in ["include", "exclude"] {
      guard case .constant(.list(let items))? = inputs[input] else { continue }
      for case .string(let text) in items where ArchiveContent.name(text) == nil {
        issues.append(FileProblem.leavesWorkspace(text).issue(input))
      }
    }
    return issues
  }

  public func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] {
    let placement = try placement(context)
    let outputs = try placement.apply(context)
    return try readBack(placement, outputs)
  }

  public func predict(_ context: StepContext) async throws(StepFailure) -> Prediction {
    try CreationPrediction(context: context).prediction()
  }

  public func probe(_ context: StepContext) async throws(StepFailure) -> ProbeResult {
    let placement = try placement(context)
    guard case .done(let outputs) = try placement.probe(context) else { return .notDone }
    return .done(try readBack(placement, outputs))
  }

  public func record(_ context: StepContext) async throws(StepFailure) -> JSON {
    try placement(context).record(context)
  }

  public func undo(_ context: StepContext, record: JSON) async throws(StepFailure) {
    try FileUndo(record, context, planned: try? placement(context)).undo()
  }

  public func describeUndo(_ context: StepContext) -> [String] {
    context.text("to").map { UndoDescription.lines(ofWriting: $0, context) } ?? []
  }

  private func placement(_ context: StepContext) throws(StepFailure) -> FilePlacement {
    let place = try FilePlacement.target(context.text("to") ?? "", context)
    let content = try ArchiveContent(context, target: place.path)
    return try FilePlacement(context, target: "to", content: .produced(content))
  }

  /// The outputs of a written archive, from what it really holds.
  private func readBack(_ placement: FilePlacement, _ outputs: [String: Value]) throws(StepFailure) -> [String: Value] {
    let file = try OpenFile(placement.place.name, in: try Place.of(placement.place.path, in: "/").folder)
    let listing = try ArchiveListing(.file(file), shown: placement.shownPath)
    return outputs.merging(ArchiveOutputs.facts(of: listing)) { own, _ in own }
  }
}
