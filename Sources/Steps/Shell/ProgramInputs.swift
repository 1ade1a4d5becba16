// The inputs that every step with a program has: its environment and its folder.

import Expressions
import StepKit

enum ProgramInputs {
  static let environment = FieldDeclaration(
    "env", .map(.string, .string), sensitive: true,
    "Variables added to the environment, which else holds only PATH, HOME, LANG, TZ and Belay's own BELAY_…. "
      + "Secrets may flow here.")

  static let folder = FieldDeclaration(
    "dir", .string, role: .path, "The folder in which it runs. Without it: the run's working directory.")

  /// One argument or variable, with its NUL, may have so many bytes (MAX_ARG_STRLEN).
  static let textLimit = 131_071

  static func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    var issues: [InputIssue] = []
    if case .constant(.map(let entries))? = inputs["env"] {
      for case (.string(let name), _) in entries {
        guard let fault = fault(ofName: name) else { continue }
        issues.append(InputIssue(input: "env", message: "variable '\(name)' \(fault)"))
      }
    }
    if case .constant(.string(""))? = inputs["dir"] {
      issues.append(InputIssue(input: "dir", message: "'dir' is empty", help: "leave it out for the working directory"))
    }
    return issues
  }

  /// The step's variables. Fails where the kernel or the shell would misread them.
  static func environment(of context: StepContext) throws(StepFailure) -> [String: String] {
    guard case .map(let entries)? = context.inputs["env"] else { return [:] }
    var variables: [String: String] = [:]
    for case (.string(let name), .string(let value)) in entries {
      if let fault = fault(ofName: name) {
        throw StepProblem.badInput("env", reason: "has a variable '\(name)', which \(fault)").failure()
      }
      try checkText(name + "=" + value, input: "env", what: "variable '\(name)'")
      variables[name] = value
    }
    return variables
  }

  /// The message never holds the text: it may be a secret.
  static func checkText(_ text: String, input: String, what: String) throws(StepFailure) {
    if text.utf8.contains(0) {
      throw StepProblem.badInput(input, reason: "can't be passed on: \(what) holds a NUL character").failure()
    }
    if text.utf8.count > textLimit {
      throw StepProblem.tooLarge(what: what, bytes: text.utf8.count, limit: textLimit).failure()
    }
  }

  private static func fault(ofName name: String) -> String? {
    if name.isEmpty { return "has no name" }
    if name.utf8.contains(UInt8(ascii: "=")) || name.utf8.contains(0) { return "can't be the name of a variable" }
    if name.hasPrefix("BELAY_") { return "is one of Belay's own (BELAY_…)" }
    return nil
  }
}
