// `file.copy`: puts the bytes of one file into another.

import Expressions
import FileWork
import StepKit

/// Copies a file, just as `file.write` with `from` writes one.
public struct FileCopy: PlacingStep {
  public init() {}

  let targetInput = "to"

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
}
