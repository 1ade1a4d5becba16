// `file.write`: puts text or the bytes of another file into a file.

import Expressions
import FileWork
import StepKit

/// Writes a file: atomically, durably, and only when it isn't so already.
public struct FileWrite: PlacingStep {
  public init() {}

  let targetInput = "path"

  public let declaration = StepDeclaration(
    name: "file.write", summary: "Write a file",
    inputs: [
      FieldDeclaration(
        "path", .string, required: true, role: .path,
        "The file. Missing folders are made (0755). A link is not written through."),
      FieldDeclaration("content", .string, "What it shall hold, as it stands. Either this or `from`."),
      FieldDeclaration("from", .string, role: .sourceFile, "The file whose bytes it shall hold."),
      FileInputs.mode,
    ],
    outputs: FileInputs.written, effect: .write, idempotent: true)

  public func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    var issues = FileInputs.check(path: "path", for: .write, in: inputs)
    issues += FileInputs.check(path: "from", for: .read, in: inputs)
    let given = ["content", "from"].count { inputs[$0] != nil }
    if given != 1 { issues.append(FileProblem.contentOrSource(given: given).issue(given == 0 ? nil : "from")) }
    return issues
  }
}
