// A secret that a step type says comes out masked, or fails the step, in whatever form it says it.

import Expressions
import Foundation
import JSONText
import StepConformance
import StepKit
import Testing

@testable import Engine
@testable import Runner

@Suite struct MaskingTests {
  static let secret = "s3cret/value"
  static let forms = [
    secret, Data(secret.utf8).base64EncodedString(), secret.utf8.map { String(format: "%02x", $0) }.joined(),
    "s3cret%2Fvalue",
  ]
  private let body = "steps: [{id: a, uses: fake.do, with: {secret: '${{ secrets.t }}'}, rollback: "

  @Test(arguments: forms) func inALogLine(_ form: String) async throws {
    let step = FakeStep(
      name: "do",
      applying: { context throws(StepFailure) in
        context.log("<\(form)>")
        return [:]
      })
    let scene = try Scene(body + "{none: x}}]", [step], secret: Self.secret)
    let ended = try await scene.run()
    #expect(scene.runFile(ended.run, "a.1.log") == "<***>\n")
  }

  @Test(arguments: forms) func inAFailure(_ form: String) async throws {
    let step = FakeStep(
      name: "do",
      applying: { _ throws(StepFailure) in
        throw StepFailure(code: "X", message: "no <\(form)>", help: "try <\(form)>")
      })
    let scene = try Scene(body + "{none: x}}]", [step], secret: Self.secret)
    let ended = try await scene.run()
    #expect(ended.error("a") == RecordedError(code: "X", message: "no <***>", help: "try <***>"))
  }

  @Test(arguments: forms) func inAnOutput(_ form: String) async throws {
    let step = FakeStep(name: "do", applying: { _ in ["text": .string("<\(form)>")] })
    let scene = try Scene(body + "{none: x}}]", [step], secret: Self.secret)
    let ended = try await scene.run()
    #expect(ended.error("a")?.code == "BLY0617")
    #expect(ended.state.stepState("a")?.outputs == [:])
  }

  @Test(arguments: forms) func inAnUndoRecord(_ form: String) async throws {
    let step = FakeStep(name: "do", recording: { _ in ["was": .string("<\(form)>")] })
    let scene = try Scene(body + "auto}]", [step], secret: Self.secret)
    let ended = try await scene.run()
    #expect(ended.error("a")?.code == "BLY0617")
    #expect(ended.state.stepState("a")?.undoRecord == nil)
  }

  @Test(arguments: forms) func inWhatAProcessPrints(_ form: String) async throws {
    let step = FakeStep(
      name: "do",
      applying: { context throws(StepFailure) in
        let result = try await context.run(shell("printf '<%s>' \"$1\"", input: ""), argument: form)
        return ["text": .string("\(result.stdout) \(result.stdoutHeldSecret)")]
      })
    let scene = try Scene(body + "{none: x}}]", [step], secret: Self.secret)
    let ended = try await scene.run()
    #expect(ended.state.stepState("a")?.outputs == ["text": .string("<***> true")])
    #expect(scene.runFile(ended.run, "a.1.log") == "<***>")
  }

  @Test(arguments: forms) func inAPrediction(_ form: String) async throws {
    let step = FakeStep(
      name: "do",
      foreseeing: { _ in
        Prediction(changes: [PredictedChange(kind: "modify", target: "<\(form)>", diff: "+\(form)\n")])
      })
    let scene = try Scene(body + "{none: x}}]", [step], secret: Self.secret)
    let (workspace, _) = scene.workspace()
    let effects = Effects(
      host: .init(runFolder: scene.folder + "/looks", token: 1, supervisor: workspace.supervisor), environment: [:],
      folder: scene.folder + "/looks")
    let context = StepContext(
      run: "r", step: "a", attempt: 1, idempotencyKey: "k", inputs: [:], effect: .write, workingDirectory: "/",
      runStartedAt: 0, runOperator: "ann", secrets: [Self.secret], vault: FolderVault(scene.folder + "/vault"))
    let operation = Operation(.predict, "a", mark: .init(token: 1, number: 1), context, timeout: nil)
    let changes = try await effects.predict(step, operation).result.get().changes
    #expect(changes == [PredictedChange(kind: "modify", target: "<***>", diff: "+***\n")])
  }
}

extension StepContext {
  fileprivate func run(_ request: ProcessRequest, argument: String) async throws(StepFailure) -> ProcessResult {
    var request = request
    request.argv += ["sh", argument]
    return try await run(request)
  }
}
