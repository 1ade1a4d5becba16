// `file.copy`: puts the bytes of one file into another.

import Expressions
import FileWork
import JSONText
import StepKit

/// Copies a file, just as `file.write` with `from` writes one.
public struct FileCopy: InProcessStep, Predicting, Probing, Undoing {
  public init() {}

  public let declaration = StepDeclaration(
    name: "file.copy", summary: "Copy a file",
    inputs: [
      FieldDeclaration("from", .string, required: true, role: .sourceFile, "The file to copy."),
      FieldDeclaration(
        "to", .string, required: true, role: .path,
        "The copy. Missing folders are made (0755). A link is not written through."),
      FileInputs.mode,
    ],
    outputs: FileInputs.written, effect: .write, idempotent: true)

  public func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    var issues = FileInputs.check(path: "from", for: .read, in: inputs)
    issues += FileInputs.check(path: "to", for: .write, in: inputs)
    if case .constant(.string(let from))? = inputs["from"], case .constant(.string(let to))? = inputs["to"],
      issues.isEmpty, from.hasPrefix("/") == to.hasPrefix("/"),
      PathText.components(of: from) == PathText.components(of: to)
    {
      issues.append(FileProblem.sameFile(from, to).issue("to"))
    }
    return issues
  }

  public func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] {
    try placement(context).apply(context)
  }

  public func predict(_ context: StepContext) async throws(StepFailure) -> Prediction {
    try WritePrediction(context: context, target: "to", source: "from").prediction()
  }

  public func probe(_ context: StepContext) async throws(StepFailure) -> ProbeResult {
    try placement(context).probe(context)
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
    try FilePlacement(context, target: "to", source: "from")
  }
}
