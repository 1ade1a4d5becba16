// Step types for the plans of these tests, named like built-in ones. None of them does anything: reports read events.

import Expressions
import JSONText
import StepKit

enum SampleSteps {
  static func registry() throws -> Registry {
    try Registry([SampleProgram(), SampleFile(), SampleRequest(), SampleGate(), SampleSubPlan()])
  }
}

struct SampleProgram: ProcessStep {
  let declaration = StepDeclaration(
    name: "exec.run", summary: "Run a program",
    inputs: [
      FieldDeclaration("argv", .list(.string), required: true, "Program and arguments."),
      FieldDeclaration("env", .map(.string, .string), sensitive: true, "Variables."),
    ],
    outputs: [
      FieldDeclaration("exit_code", .int, required: true, "The exit code."),
      FieldDeclaration("stdout", .string, required: true, "What it printed."),
    ], effect: .write, idempotent: false, isOpaque: true)

  func process(_ context: StepContext) throws(StepFailure) -> ProcessRequest { ProcessRequest(argv: []) }
  func outputs(of result: ProcessResult, _ context: StepContext) throws(StepFailure) -> [String: Value] { [:] }
}

struct SampleFile: InProcessStep, Undoing {
  let declaration = StepDeclaration(
    name: "file.write", summary: "Write a file",
    inputs: [
      FieldDeclaration("path", .string, required: true, role: .path, "The file."),
      FieldDeclaration("content", .string, required: true, "Its text."),
    ],
    outputs: [FieldDeclaration("sha256", .string, required: true, "The digest.")], effect: .write, idempotent: true)

  func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] { [:] }
  func record(_ context: StepContext) async throws(StepFailure) -> JSON { [:] }
  func undo(_ context: StepContext, record: JSON) async throws(StepFailure) {}
}

struct SampleRequest: InProcessStep {
  let declaration = StepDeclaration(
    name: "http.get", summary: "Ask a server",
    inputs: [FieldDeclaration("url", .string, required: true, "Where.")],
    outputs: [
      FieldDeclaration("status", .int, required: true, "The status."),
      FieldDeclaration("latency", .double, "Seconds."),
    ], effect: .read, idempotent: true)

  func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] { [:] }
}

struct SampleGate: GateStep {
  let declaration = StepDeclaration(
    name: "approval.request", summary: "Ask people",
    inputs: [
      FieldDeclaration("roles", .list(.string), required: true, role: .roles, "Who."),
      FieldDeclaration("message", .string, "What they agree to."),
    ],
    outputs: [FieldDeclaration("approvers", .list(.string), required: true, "Who agreed.")], effect: .read,
    idempotent: true)

  func gate(_ context: StepContext) throws(StepFailure) -> GateRequest {
    GateRequest(
      kind: .approval, message: "", roles: [], quorum: 1, distinctFrom: [], checklist: [], expiresAfter: nil)
  }
}

struct SampleSubPlan: SubPlanStep {
  let declaration = StepDeclaration(
    name: "plan.run", summary: "Run another plan",
    inputs: [
      FieldDeclaration("plan", .string, required: true, role: .planFile, "The file."),
      FieldDeclaration("inputs", .map(.string, .dyn), role: .planInputs, "Its inputs."),
    ], effect: .write, idempotent: false)
}
