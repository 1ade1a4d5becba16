// Step types for the tests of this module: one of each kind that the checker tells apart, with declarations like
// those of the built-in ones. None of them does anything.

import Expressions
import JSONText
import PlanModel
import StepKit

enum TestSteps {
  static func registry() throws -> Registry {
    try Registry(
      [
        TestProcess.shell, TestProcess.exec, TestFile(), TestLook(), TestHook(), TestRocket(), TestTimer(), TestGate(),
        TestSubPlan(),
      ], outside: TestOutside())
  }
}

/// A process type that can't know what it does: `shell.run`, `exec.run`.
struct TestProcess: ProcessStep {
  let declaration: StepDeclaration

  static let shell = TestProcess(
    name: "shell.run",
    inputs: [
      FieldDeclaration("script", .string, required: true, role: .script(valuesGoTo: "env"), "The script."),
      FieldDeclaration("shell", .string, default: .string("sh"), choices: ["sh", "bash"], "The shell."),
    ])
  static let exec = TestProcess(
    name: "exec.run", inputs: [FieldDeclaration("argv", .list(.string), required: true, "Program and arguments.")])

  init(name: String, inputs: [FieldDeclaration]) {
    declaration = StepDeclaration(
      name: name, summary: "Run something",
      inputs: inputs + [
        FieldDeclaration("env", .map(.string, .string), sensitive: true, "Variables."),
        FieldDeclaration("dir", .string, role: .path, "The folder."),
      ],
      outputs: [
        FieldDeclaration("exit_code", .int, required: true, "The exit code."),
        FieldDeclaration("stdout", .string, required: true, "What it printed."),
        FieldDeclaration("stderr", .string, required: true, "What it complained about."),
      ], effect: .write, idempotent: false, isOpaque: true)
  }

  func process(_ context: StepContext) throws(StepFailure) -> ProcessRequest { ProcessRequest(argv: []) }
  func outputs(of result: ProcessResult, _ context: StepContext) throws(StepFailure) -> [String: Value] { [:] }
}

/// Writes, and can restore: `file.write`.
struct TestFile: InProcessStep, Undoing {
  let declaration = StepDeclaration(
    name: "file.write", summary: "Write a file",
    inputs: [
      FieldDeclaration("path", .string, required: true, role: .path, "The file."),
      FieldDeclaration("content", .string, "Its text."),
      FieldDeclaration("from", .string, role: .sourceFile, "A file to copy."),
      FieldDeclaration("mode", .string, role: .fileMode, "Its mode."),
      FieldDeclaration("size", .int, "How many bytes to allocate."),
      FieldDeclaration("ratio", .double, "A number."),
      FieldDeclaration("sync", .bool, "Whether to sync."),
      FieldDeclaration("tags", .map(.string, .list(.int)), "Numbers by name."),
    ],
    outputs: [FieldDeclaration("sha256", .string, required: true, "The digest.")], effect: .write, idempotent: true)

  func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    (inputs["content"] == nil) == (inputs["from"] == nil)
      ? [InputIssue(input: nil, message: "one of 'content' and 'from' is needed", help: "give the text or a file")] : []
  }

  func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] { [:] }
  func record(_ context: StepContext) async throws(StepFailure) -> JSON { [:] }
  func undo(_ context: StepContext, record: JSON) async throws(StepFailure) {}
}

/// Reads: `file.stat`.
struct TestLook: InProcessStep {
  let declaration = StepDeclaration(
    name: "file.stat", summary: "Look at a file",
    inputs: [FieldDeclaration("path", .string, required: true, role: .path, "The file.")],
    outputs: [
      FieldDeclaration("exists", .bool, required: true, "Whether it is there."),
      FieldDeclaration("size", .int, "Its length."),
      FieldDeclaration("json", .dyn, "Its content."),
    ], effect: .read, idempotent: true)

  func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] { [:] }
}

/// Writes, can't restore, takes a secret header: `http.post`.
struct TestHook: InProcessStep {
  let declaration = StepDeclaration(
    name: "http.post", summary: "Post something",
    inputs: [
      FieldDeclaration("url", .string, required: true, "Where."),
      FieldDeclaration("headers", .map(.string, .string), sensitive: true, "Headers."),
      FieldDeclaration("pause", .duration, "How long to wait between tries."),
    ],
    outputs: [FieldDeclaration("status", .int, required: true, "The status.")], effect: .write, idempotent: false)

  func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] { [:] }
}

/// Can't be undone: `rocket.launch`.
struct TestRocket: InProcessStep {
  let declaration = StepDeclaration(
    name: "rocket.launch", summary: "Launch", inputs: [], effect: .irreversible, idempotent: false)

  func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] { [:] }
}

/// Waits: `wait.for`.
struct TestTimer: TimerStep {
  let declaration = StepDeclaration(
    name: "wait.for", summary: "Wait", inputs: [FieldDeclaration("duration", .duration, required: true, "How long.")],
    effect: .read, idempotent: true)

  func delay(_ context: StepContext) throws(StepFailure) -> Int64 { 0 }
}

/// Asks people: `approval.request`.
struct TestGate: GateStep {
  let declaration = StepDeclaration(
    name: "approval.request", summary: "Ask",
    inputs: [
      FieldDeclaration("roles", .list(.string), required: true, role: .roles, "Whom."),
      FieldDeclaration("quorum", .int, default: .int(1), "How many."),
      FieldDeclaration("distinct_from", .list(.string), choices: ["starter"], "Who not."),
      FieldDeclaration("message", .string, "What about."),
    ],
    outputs: [FieldDeclaration("approvers", .list(.string), required: true, "Who agreed.")], effect: .read,
    idempotent: true)

  func gate(_ context: StepContext) throws(StepFailure) -> GateRequest { GateRequest(kind: .approval, message: "") }
}

/// Stands for another plan: `plan.run`.
struct TestSubPlan: SubPlanStep {
  let declaration = StepDeclaration(
    name: "plan.run", summary: "Run a plan",
    inputs: [
      FieldDeclaration("plan", .string, required: true, role: .planFile, "The file."),
      FieldDeclaration("inputs", .map(.string, .dyn), role: .planInputs, "Its inputs."),
    ], effect: .read, idempotent: true)

  func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    if case .expression? = inputs["plan"] {
      [InputIssue(input: "plan", message: "the plan is named literally", help: "use `when` to choose")]
    } else {
      []
    }
  }
}

/// What makes step types of folders beside a plan. They keep what the declaration says.
struct TestOutside: OutsideTypeMaking {
  func stepType(of type: OutsideType) -> any StepType { Made(type: type) }

  private struct Made: ProcessStep, Undoing {
    let type: OutsideType
    var declaration: StepDeclaration { type.declaration }
    var undoing: (any Undoing)? { type.powers.contains(.undo) ? self : nil }
    var filesDigest: String? { type.digest }

    func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
      inputs.sorted { $0.key < $1.key }.compactMap { name, input in
        guard case .constant(let value) = input else { return nil }
        return type.ruleBroken(name, value).map { InputIssue(input: name, message: $0, help: "keep the rule") }
      }
    }
    func process(_ context: StepContext) throws(StepFailure) -> ProcessRequest { ProcessRequest(argv: []) }
    func outputs(of result: ProcessResult, _ context: StepContext) throws(StepFailure) -> [String: Value] { [:] }
    func record(_ context: StepContext) async throws(StepFailure) -> JSON { .null }
    func undo(_ context: StepContext, record: JSON) async throws(StepFailure) {}
  }
}

/// Files in memory, and which of them were asked for.
final class MemoryReader: PlanReader {
  private let files: [String: [UInt8]]

  init(_ files: [String: String]) { self.files = files.mapValues { Array($0.utf8) } }
  init(bytes files: [String: [UInt8]]) { self.files = files }

  func read(_ path: String) -> Result<[UInt8], PlanReadError> {
    files[path].map(Result.success) ?? .failure(PlanReadError(message: "no such file"))
  }

  func folders(in folder: String) -> [String] {
    Set(below(folder).compactMap { $0.split(separator: "/").first.map(String.init) }).sorted()
  }

  /// A file whose text begins with the line `plain` isn't executable.
  func files(below folder: String) -> Result<[ListedFile], PlanReadError> {
    .success(
      below(folder).sorted().map {
        ListedFile(name: $0, isExecutable: files[folder + "/" + $0]?.starts(with: Array("plain\n".utf8)) == false)
      })
  }

  private func below(_ folder: String) -> [String] {
    files.keys.filter { $0.hasPrefix(folder + "/") }.map { String($0.dropFirst(folder.count + 1)) }
  }
}

/// Checks one plan's text, without includes.
func check(_ text: String, files: [String: String] = [:]) throws -> CheckResult {
  var files = files
  files["plan.yaml"] = text
  return PlanChecker(registry: try TestSteps.registry(), reader: MemoryReader(files)).check(path: "plan.yaml")
}

/// The four lines that every plan begins with.
let head = "belay: 1\nname: demo\nversion: 1.0.0\ntitle: Demo\n"
