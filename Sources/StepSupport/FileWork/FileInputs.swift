// What can be said about the inputs of file steps before a run.

import Expressions
import StepKit

package enum FileInputs {
  package static let mode = FieldDeclaration(
    "mode", .string, role: .fileMode,
    "Octal permissions such as '0640'. Without it: those of the file that is there; of a new file those of its "
      + "source, else 0644, whatever the umask.")

  package static let written: [FieldDeclaration] = [
    FieldDeclaration("path", .string, required: true, "The file, as an absolute path."),
    FieldDeclaration(
      "changed", .bool, required: true, "False: it was just so before the step's first attempt, bytes and mode."),
    FieldDeclaration("sha256", .string, required: true, "SHA-256 of its bytes, lowercase hex."),
    FieldDeclaration("size", .int, required: true, "Its size in bytes."),
  ]

  /// What a step does with a path.
  package enum Use { case read, write, remove }

  package static func check(path input: String, for use: Use, in inputs: [String: KnownInput]) -> [InputIssue] {
    guard case .constant(.string(let path))? = inputs[input] else { return [] }
    if path.isEmpty { return [FileProblem.emptyPath.issue(input)] }
    if path.utf8.contains(0) { return [FileProblem.nulInPath.issue(input)] }
    guard let components = PathText.components(of: path) else {
      return [FileProblem.leavesWorkspace(path).issue(input)]
    }
    if use != .read, components.isEmpty { return [FileProblem.wholeWorkspace(path).issue(input)] }
    if use == .write, path.hasSuffix("/") { return [FileProblem.notAFile(path, .directory).issue(input)] }
    return []
  }
}
