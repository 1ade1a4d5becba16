// `shell.run`: a script, run by `sh -e -c` or `bash -e -c`.

import Expressions
import StepKit

/// Runs a script in a shell. The script is literal text; values reach it through `env` (DESIGN §3).
public struct ShellRun: ProcessStep {
  public init() {}

  public let declaration = StepDeclaration(
    name: "shell.run", summary: "Run a script with sh or bash",
    inputs: [
      FieldDeclaration(
        "script", .string, required: true, role: .script(valuesGoTo: "env"),
        "The script, run with `-e`: it ends at the first command that fails. Expressions can't stand in it; give "
          + "values through `env`."),
      FieldDeclaration(
        "shell", .string, default: .string("sh"), choices: ["sh", "bash"], "The shell that runs the script."),
      ProgramInputs.environment,
      ProgramInputs.folder,
    ],
    outputs: ProgramOutcome.declarations, effect: .write, idempotent: false, isOpaque: true)

  public func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    var issues = ProgramInputs.check(inputs)
    if case .constant(.string(let script))? = inputs["script"] {
      if script.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0A }) {
        issues.append(InputIssue(input: "script", message: "the script is empty", help: "say what the step should do"))
      } else if script.utf8.contains(0) {
        issues.append(InputIssue(input: "script", message: "the script holds a NUL character"))
      }
    }
    return issues
  }

  public func process(_ context: StepContext) throws(StepFailure) -> ProcessRequest {
    let script = context.text("script") ?? ""
    if script.utf8.contains(0) {
      throw StepProblem.badInput("script", reason: "holds a NUL character").failure()
    }
    let shell = context.text("shell") ?? "sh"
    return ProcessRequest(
      argv: [shell, "-e", "-c"] + ScriptArguments.arguments(for: script, shell: shell),
      environment: try ProgramInputs.environment(of: context), workingDirectory: context.path("dir"))
  }

  public func outputs(of result: ProcessResult, _ context: StepContext) throws(StepFailure) -> [String: Value] {
    try ProgramOutcome.outputs(of: result, program: context.text("shell") ?? "sh", context)
  }
}
