// `archive.restore`: unpacks an archive into a folder. The archive is read to its end and checked against everything
// that could lead out of the folder before the first byte is written; each file then takes its place as a whole.

import Expressions
import FileWork
import JSONText
import StepKit

/// Unpacks a tar archive. What is in the folder and not in the archive stays.
public struct ArchiveRestore: InProcessStep, Predicting, Probing, Undoing {
  public init() {}

  /// 16 GiB.
  static let defaultLimit: Int64 = 16 << 30

  public let declaration = StepDeclaration(
    name: "archive.restore", summary: "Unpack an archive into a folder",
    inputs: [
      FieldDeclaration(
        "from", .string, required: true, role: .sourceFile,
        "The archive: tar, compressed with gzip, zstd, xz or bzip2, or not at all."),
      FieldDeclaration(
        "to", .string, required: true, role: .path,
        "The folder. Missing ones are made (0755). Files in it are replaced by those of the archive; folders that are "
          + "there keep their modes; whatever isn't in the archive stays."),
      FieldDeclaration(
        "sha256", .string, "The SHA-256 that the archive must have, such as an output of `archive.create`."),
      FieldDeclaration(
        "max_bytes", .int, default: .int(defaultLimit),
        "More than this is not unpacked: a small archive can hold a lot."),
    ],
    outputs: ArchiveOutputs.declarations(archive: "path", of: "The folder, as an absolute path."), effect: .write,
    idempotent: true)

  public func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    var issues = FileInputs.check(path: "from", for: .read, in: inputs)
    issues += FileInputs.check(path: "to", for: .read, in: inputs)
    if case .constant(.string(let text))? = inputs["sha256"] {
      let isDigest = text.utf8.count == 64 && text.allSatisfy { $0.isHexDigit }
      if !isDigest {
        issues.append(
          InputIssue(input: "sha256", message: "'\(text)' is no SHA-256", help: "it has 64 hexadecimal digits"))
      }
    }
    return issues
  }

  public func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] {
    let plan = try RestorePlan(context)
    let before = try RestoreRecord.states(context)
    try plan.checkWay()
    let changed = try Restoration(plan: plan, before: before, context: context).restore()
    return plan.outputs(changed: before.map(plan.changes) ?? (changed || context.attempt > 1))
  }

  public func predict(_ context: StepContext) async throws(StepFailure) -> Prediction {
    try RestorePrediction(context: context).prediction()
  }

  public func probe(_ context: StepContext) async throws(StepFailure) -> ProbeResult {
    let plan = try RestorePlan(context)
    let before = try RestoreRecord.states(context)
    for item in plan.listing.entries where try !plan.isDone(item, before: before?[item.path]) { return .notDone }
    return .done(plan.outputs(changed: before.map(plan.changes) ?? true))
  }

  public func record(_ context: StepContext) async throws(StepFailure) -> JSON {
    let plan = try RestorePlan(context)
    try plan.checkWay()
    return try RestoreRecord.take(plan, context)
  }

  public func undo(_ context: StepContext, record: JSON) async throws(StepFailure) {
    try RestoreUndo(record, context).undo()
  }

  public func describeUndo(_ context: StepContext) -> [String] {
    guard let to = context.text("to") else { return [] }
    return ["restore in '\(to)' the files that were there, and remove those that weren't"]
  }
}
