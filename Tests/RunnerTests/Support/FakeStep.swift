// A step type that a test writes down as closures: it has the powers whose closures it is given.

import Expressions
import JSONText
import StepKit

/// `fake.NAME`. Its `secret` input may be given a secret.
struct FakeStep: InProcessStep, Undoing, Probing, Predicting {
  var name: String
  var effect = Effect.write
  var idempotent = false
  var applying: @Sendable (StepContext) async throws(StepFailure) -> [String: Value] = { _ in [:] }
  var recording: (@Sendable (StepContext) async throws(StepFailure) -> JSON)?
  var restoring: @Sendable (StepContext, JSON) async throws(StepFailure) -> Void = { _, _ in }
  var asking: (@Sendable (StepContext) async throws(StepFailure) -> ProbeResult)?
  var foreseeing: (@Sendable (StepContext) async throws(StepFailure) -> Prediction)?

  var declaration: StepDeclaration {
    StepDeclaration(
      name: "fake." + name, summary: "Does what a test says.",
      inputs: [FieldDeclaration("secret", .string, sensitive: true, "A secret.")],
      outputs: [FieldDeclaration("text", .string, "What it gives.")], effect: effect, idempotent: idempotent)
  }

  var undoing: (any Undoing)? { recording == nil ? nil : self }
  var probing: (any Probing)? { asking == nil ? nil : self }
  var predicting: (any Predicting)? { foreseeing == nil ? nil : self }

  func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] { try await applying(context) }

  func record(_ context: StepContext) async throws(StepFailure) -> JSON { try await recording?(context) ?? .null }

  func undo(_ context: StepContext, record: JSON) async throws(StepFailure) { try await restoring(context, record) }

  func probe(_ context: StepContext) async throws(StepFailure) -> ProbeResult {
    try await asking?(context) ?? .cannotTell("")
  }

  func predict(_ context: StepContext) async throws(StepFailure) -> Prediction {
    try await foreseeing?(context) ?? Prediction(changes: [])
  }
}

/// A step type that is a process; its outputs are what it prints.
struct FakeProcess: ProcessStep {
  var name: String
  var effect = Effect.write
  var script: String
  var captureLimit = ProcessRequest.usualCapture

  var declaration: StepDeclaration {
    StepDeclaration(
      name: "fake." + name, summary: "Runs what a test says.",
      inputs: [FieldDeclaration("secret", .string, sensitive: true, "A secret.")],
      outputs: [FieldDeclaration("text", .string, "What it prints.")], effect: effect, idempotent: false)
  }

  func process(_ context: StepContext) throws(StepFailure) -> ProcessRequest {
    shell(script, captureLimit: captureLimit)
  }

  func outputs(of result: ProcessResult, _ context: StepContext) throws(StepFailure) -> [String: Value] {
    guard result.ending == .exited(0) else { throw StepFailure(code: "FAKE", message: "\(result.ending)") }
    return ["text": .string(result.stdout)]
  }
}

func shell(
  _ script: String, input: String = "", captureLimit: Int = ProcessRequest.usualCapture, logsStdout: Bool = true
) -> ProcessRequest {
  ProcessRequest(
    argv: ["sh", "-c", script], standardInput: Array(input.utf8), captureLimit: captureLimit, logsStdout: logsStdout)
}

extension StepContext {
  /// Runs a script that must end well; gives what it printed.
  func sh(_ script: String) async throws(StepFailure) -> String {
    let result = try await run(shell(script))
    guard result.ending == .exited(0) else {
      throw StepFailure(code: "FAKE", message: "\(result.ending): \(result.stderr)")
    }
    return result.stdout
  }
}
