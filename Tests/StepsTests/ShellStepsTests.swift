// Covers: what shell.run and exec.run ask to be started (checked by starting it), what they make of each way in which
// a process ends, word for word, and what their checks refuse.

import Expressions
import Foundation
import ShellSteps
import StepConformance
import StepKit
import Testing

@Suite struct ShellStepsTests {
  private func context(
    _ inputs: [String: Value], effect: Effect = .write, outputs: [String: ValueType] = [:], in folder: String = "/tmp"
  ) -> StepContext {
    StepContext(
      run: "r1", step: "p/s", attempt: 1, idempotencyKey: "k", inputs: inputs, effect: effect,
      declaredOutputs: outputs, workingDirectory: folder, runStartedAt: 0, runOperator: "ann",
      vault: FolderVault(NSTemporaryDirectory()))
  }

  @Test func aScriptIsAnArgument() throws {
    let request = try ShellRun().process(context(["script": "echo hi", "shell": "sh"]))
    #expect(request == ProcessRequest(argv: ["sh", "-e", "-c", "echo hi"]))
  }

  @Test func bashVariablesAndFolder() throws {
    let request = try ShellRun().process(
      context(["script": "x", "shell": "bash", "env": ["A": "1", "B": ""], "dir": "sub/dir"]))
    #expect(
      request
        == ProcessRequest(
          argv: ["bash", "-e", "-c", "x"], environment: ["A": "1", "B": ""], workingDirectory: "/tmp/sub/dir"))
  }

  @Test func argumentsAreNotTouched() throws {
    let argv: [Value] = ["printf", "%s", "a b", "$(rm -rf /)", "", "é"]
    let request = try ExecRun().process(context(["argv": .list(argv)]))
    #expect(request.argv == ["printf", "%s", "a b", "$(rm -rf /)", "", "é"])
  }

  /// Runs what a step asks for; what it printed, and its exit code.
  private func run(_ request: ProcessRequest) throws -> (output: String, status: Int32) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = request.argv
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: data, as: UTF8.self), process.terminationStatus)
  }

  /// Short and long scripts behave alike: `-e` counts, no positional parameters, the name, multi-byte text.
  @Test(arguments: ["sh", "bash"], [0, 6_000, 20_000])
  func shortAndLongScriptsBehaveAlike(shell: String, padding: Int) throws {
    let filler = String(repeating: ": é€🎉 '\\' \"$x\"\n", count: padding)
    let script = filler + "x=1\necho \"$# ${belay_script-none} $x\"\nfalse\necho never\n"
    let request = try ShellRun().process(context(["script": .string(script), "shell": .string(shell)]))
    #expect(request.argv.allSatisfy { $0.utf8.count < 131_072 })
    #expect((request.argv.count > 4) == (script.utf8.count > 100_000))
    let (output, status) = try run(request)
    #expect(output == "0 none 1\n")
    #expect(status == 1)
  }

  /// Wherever a long script is cut, no character is.
  @Test(arguments: 0...3)
  func charactersAreNotCut(shift: Int) throws {
    let script =
      String(repeating: " ", count: shift) + "x='" + String(repeating: "🎉é€", count: 25_000) + "'\necho ${#x}\n"
    let request = try ShellRun().process(context(["script": .string(script), "shell": "sh"]))
    #expect(request.argv.dropFirst(5).joined() == script)
    #expect(try run(request).status == 0)
  }

  struct Ending: Sendable, CustomTestStringConvertible {
    var result: ProcessResult
    var code: String
    var message: String
    var help: String
    var effect: Effect = .write
    var testDescription: String { message }
  }

  static let log = "`belay log r1 p/s` shows what it printed"
  static let endings: [Ending] = [
    Ending(
      result: ProcessResult(ending: .exited(3), stderr: "first\n  the reason  \n\n"), code: "BLY0801",
      message: "exited with 3: the reason  ", help: log),
    Ending(result: ProcessResult(ending: .exited(1)), code: "BLY0801", message: "exited with 1", help: log),
    Ending(
      result: ProcessResult(ending: .exited(127), stderr: "sh: 1: foo: not found\n"), code: "BLY0801",
      message: "exited with 127: sh: 1: foo: not found",
      help: "a command was not found: is it installed, and on the step's PATH?"),
    Ending(
      result: ProcessResult(ending: .exited(2), stderr: "sh: 1: cannot create x: Permission denied\n"),
      code: "BLY0801", message: "exited with 2: sh: 1: cannot create x: Permission denied",
      help: "the step says `effect: read`: it may write to $BELAY_OUTPUT, $TMPDIR and /dev/null, nothing else; " + log,
      effect: .read),
    Ending(
      result: ProcessResult(ending: .signaled(9)), code: "BLY0802", message: "was ended by signal 9 (SIGKILL)",
      help: "nothing that Belay did: perhaps the machine ran out of memory; see the kernel's log (dmesg)"),
    Ending(
      result: ProcessResult(ending: .signaled(40)), code: "BLY0802", message: "was ended by signal 40", help: log),
    Ending(
      result: ProcessResult(ending: .failedToStart("no such file or directory")), code: "BLY0803",
      message: "'prog' could not be started: no such file or directory",
      help: "is it installed, executable, and on the step's PATH? does its working folder exist?"),
    Ending(
      result: ProcessResult(ending: .timedOut), code: "BLY0804", message: "did not end within its timeout",
      help: "what it began may be half done. Raise the step's `timeout`, or see why it took so long"),
    Ending(
      result: ProcessResult(ending: .stopped), code: "BLY0805", message: "was stopped",
      help: "what it began may be half done. `belay resume` runs it again, `belay rollback` undoes it"),
    Ending(
      result: ProcessResult(ending: .exited(0), outputHeldSecret: true), code: "BLY0806",
      message: "an output contains a secret",
      help: "write only what is not secret to BELAY_OUTPUT; nothing of it was kept"),
  ]

  @Test(arguments: endings)
  func endingsInWords(_ one: Ending) {
    let failure = #expect(throws: StepFailure.self) {
      try ExecRun().outputs(of: one.result, context(["argv": ["prog"]], effect: one.effect))
    }
    #expect(failure == StepFailure(code: one.code, message: one.message, help: one.help))
  }

  @Test func aLongLastLineIsCut() {
    let failure = #expect(throws: StepFailure.self) {
      try ShellRun().outputs(
        of: ProcessResult(ending: .exited(1), stderr: String(repeating: "x", count: 1_000)), context(["script": "x"]))
    }
    #expect(failure?.message == "exited with 1: " + String(repeating: "x", count: 200) + "…")
  }

  @Test func outputsThatWereCutAreNotGuessed() throws {
    let result = ProcessResult(ending: .exited(0), output: Array("n=4\nm=".utf8), outputWasCut: true)
    #expect(try ShellRun().outputs(of: result, context(["script": "x"]))["exit_code"] == 0)
    let failure = #expect(throws: StepFailure.self) {
      try ShellRun().outputs(of: result, context(["script": "x"], outputs: ["n": .int]))
    }
    #expect(failure?.message == "BELAY_OUTPUT holds more than 6 bytes")
  }

  @Test func outputsOfASuccess() throws {
    let result = ProcessResult(
      ending: .exited(0), stdout: "o\n", stderr: "e\n", output: Array("n=4\nstdout=mine\n".utf8))
    let outputs = try ShellRun().outputs(
      of: result, context(["script": "x"], outputs: ["n": .int, "stdout": .string]))
    #expect(outputs == ["exit_code": 0, "stdout": "o\n", "stderr": "e\n", "n": 4])
  }

  @Test func checks() {
    #expect(
      ExecRun().check(["argv": .constant([])])
        == [InputIssue(input: "argv", message: "'argv' is empty", help: "its first item is the program to run")])
    #expect(ExecRun().check(["argv": .expression]) == [])
    #expect(
      ShellRun().check(["script": .constant(" \n")])
        == [InputIssue(input: "script", message: "the script is empty", help: "say what the step should do")])
    #expect(
      ShellRun().check(["script": .constant("x"), "env": .constant(["BELAY_RUN": "x", "A=B": "", "OK": "1"])]) == [
        InputIssue(input: "env", message: "variable 'BELAY_RUN' is one of Belay's own (BELAY_…)"),
        InputIssue(input: "env", message: "variable 'A=B' can't be the name of a variable"),
      ])
  }

  @Test func aVariableIsNeverShown() {
    let secret = String(repeating: "s3cret", count: 30_000)
    let failure = #expect(throws: StepFailure.self) {
      try ShellRun().process(context(["script": "x", "env": ["TOKEN": .string(secret)]]))
    }
    #expect(failure?.message == "variable 'TOKEN' has 180006 bytes; a program can be given at most 131071")
  }
}
