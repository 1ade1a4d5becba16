// What a program's end means for its step.

import Expressions
import StepKit

enum ProgramOutcome {
  static let declarations: [FieldDeclaration] = [
    FieldDeclaration("exit_code", .int, required: true, "0: a step whose program ends otherwise has failed."),
    FieldDeclaration("stdout", .string, required: true, "What it printed, secrets masked; bounded, its end is kept."),
    FieldDeclaration("stderr", .string, required: true, "What it printed to stderr, likewise."),
  ]

  /// The outputs of a program that ended with 0, those that the step declares included.
  static func outputs(
    of result: ProcessResult, program: String, _ context: StepContext
  ) throws(StepFailure) -> [String: Value] {
    let log = "belay log \(context.run) \(context.step)"
    switch result.ending {
    case .exited(0): break
    case .exited(let status):
      let line = lastLine(of: result.stderr)
      let refused = context.effect == .read && wasRefused(result.stderr)
      throw StepProblem.exited(status, lastLine: line, readOnly: refused).failure(log: log)
    case .signaled(let number): throw StepProblem.signaled(number).failure(log: log)
    case .failedToStart(let reason):
      throw StepProblem.failedToStart(program: program, reason: reason).failure(log: log)
    case .timedOut: throw StepProblem.timedOut.failure(log: log)
    case .stopped: throw StepProblem.stopped.failure(log: log)
    }
    if result.outputHeldSecret { throw StepProblem.outputHeldSecret.failure(log: log) }
    if result.outputWasCut, !context.declaredOutputs.isEmpty {
      throw StepProblem.outputTooLarge(read: result.output.count).failure(log: log)
    }
    let own = Set(declarations.map(\.name))
    let declared = context.declaredOutputs.filter { !own.contains($0.key) }
    var outputs = try OutputFile.parse(result.output, declared: declared)
    outputs["exit_code"] = .int(0)
    outputs["stdout"] = .string(result.stdout)
    outputs["stderr"] = .string(result.stderr)
    return outputs
  }

  /// The last line with something on it, at most 200 characters of it.
  static func lastLine(of text: String) -> String? {
    let lines = text.split(whereSeparator: \.isNewline)
    guard let line = lines.last(where: { !$0.allSatisfy(\.isWhitespace) }) else { return nil }
    let start = line.drop(while: \.isWhitespace)
    return start.count > 200 ? start.prefix(200) + "…" : String(start)
  }

  /// The words with which the C library reports what Landlock forbids.
  private static func wasRefused(_ stderr: String) -> Bool {
    stderr.utf8.count < 1 << 20 && (stderr.contains("ermission denied") || stderr.contains("Read-only file system"))
  }
}
