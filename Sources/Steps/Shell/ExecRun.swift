// `exec.run`: a program with its arguments, without a shell between.

import Expressions
import StepKit

/// Runs a program. Arguments are passed as they are: nothing in them is interpreted.
public struct ExecRun: ProcessStep {
  public init() {}

  public let declaration = StepDeclaration(
    name: "exec.run", summary: "Run a program with its arguments, without a shell",
    inputs: [
      FieldDeclaration(
        "argv", .list(.string), required: true,
        "The program, looked up in PATH unless it is a path, and its arguments. Each item is one argument, whatever "
          + "it holds."),
      ProgramInputs.environment,
      ProgramInputs.folder,
    ],
    outputs: ProgramOutcome.declarations, effect: .write, idempotent: false, isOpaque: true)

  public func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    var issues = ProgramInputs.check(inputs)
    if case .constant(.list(let items))? = inputs["argv"] {
      if items.isEmpty {
        issues.append(
          InputIssue(input: "argv", message: "'argv' is empty", help: "its first item is the program to run"))
      } else if items[0] == .string("") {
        issues.append(InputIssue(input: "argv", message: "the program in 'argv' is empty"))
      }
    }
    return issues
  }

  public func process(_ context: StepContext) throws(StepFailure) -> ProcessRequest {
    let argv = context.texts("argv") ?? []
    guard let program = argv.first, !program.isEmpty else {
      throw StepProblem.badInput("argv", reason: "names no program").failure()
    }
    for (index, argument) in argv.enumerated() {
      try ProgramInputs.checkText(argument, input: "argv", what: "argument \(index) of 'argv'")
    }
    return ProcessRequest(
      argv: argv, environment: try ProgramInputs.environment(of: context), workingDirectory: context.path("dir"))
  }

  public func outputs(of result: ProcessResult, _ context: StepContext) throws(StepFailure) -> [String: Value] {
    try ProgramOutcome.outputs(of: result, program: context.texts("argv")?.first ?? "", context)
  }
}
