// An outside step type: each thing that it is asked is one run of its program, which reads a request and writes an
// answer. Applying it is a process of the supervisor's, so it survives the executor.

import Expressions
import JSONText
import StepKit

struct OutsideStep: ProcessStep, Predicting, Probing, Undoing {
  let type: OutsideType
  let declaration: StepDeclaration
  private let digest: String

  init(_ type: OutsideType) {
    self.type = type
    declaration = type.declaration
    digest = type.digest
  }

  var filesDigest: String? { digest }

  /// The powers are those that the declaration names.
  var predicting: (any Predicting)? { type.powers.contains(.predict) ? self : nil }
  var probing: (any Probing)? { type.powers.contains(.probe) ? self : nil }
  var undoing: (any Undoing)? { type.powers.contains(.undo) ? self : nil }

  func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    declaration.inputs.compactMap { field in
      guard case .constant(let value)? = inputs[field.name] else { return nil }
      return type.ruleBroken(field.name, value).map {
        InputIssue(input: field.name, message: $0, help: "see the rules of '\(field.name)' in its step.yaml")
      }
    }
  }

  // MARK: Applying

  func process(_ context: StepContext) throws(StepFailure) -> ProcessRequest {
    try request(OutsideOperation.apply.rawValue, context, recorded: recorded(context))
  }

  func outputs(of result: ProcessResult, _ context: StepContext) throws(StepFailure) -> [String: Value] {
    try OutsideAnswer(result, to: .apply, of: type, context).outputs(declaration)
  }

  // MARK: Powers

  func predict(_ context: StepContext) async throws(StepFailure) -> Prediction {
    let answer = try await ask(.predict, context, recorded: nil)
    let changes = try answer.changes()
    var prediction = Prediction(changes: changes, outputs: try answer.certainOutputs(declaration))
    for change in changes where change.kind != "none" {
      // What a later step finds there can't be said.
      prediction.files[PathText.absolute(change.target, in: context.workingDirectory)] = .unknown
    }
    return prediction
  }

  func probe(_ context: StepContext) async throws(StepFailure) -> ProbeResult {
    let answer = try await ask(.probe, context, recorded: recorded(context))
    switch try answer.done() {
    case true?: return .done(try answer.outputs(declaration))
    case false?: return .notDone
    case nil: return .cannotTell(answer.reason ?? "the probe can't tell")
    }
  }

  func record(_ context: StepContext) async throws(StepFailure) -> JSON {
    var record = OutsideRecord(inputs: context.inputs, declaration)
    if type.powers.contains(.record) {
      record.answer = try await ask(.record, context, recorded: nil).recorded()
    }
    return try record.json(context.vault)
  }

  func undo(_ context: StepContext, record: JSON) async throws(StepFailure) {
    let record = try OutsideRecord(record, declaration, context.vault)
    var context = context
    // What the step was given, whatever the plan says by now; what may hold a secret isn't recorded.
    context.inputs.merge(record.inputs) { $1 }
    _ = try await ask(.undo, context, recorded: record.answer)
  }

  /// What the program recorded before the first attempt, if there is something.
  private func recorded(_ context: StepContext) -> JSON? {
    guard let json = context.recorded else { return nil }
    do throws(StepFailure) { return try OutsideRecord(json, declaration, context.vault).answer } catch { return nil }
  }

  // MARK: Asking

  /// Asks for what no version of Belay does. True: the program is content with that.
  func takesUnknownOperation(_ context: StepContext) async -> Bool {
    do throws(StepFailure) {
      let result = try await context.run(try request("no-such-operation", context, recorded: nil))
      _ = try OutsideAnswer(result, to: .undo, of: type, context)
      return true
    } catch { return error.code == "BLY0901" }
  }

  private func ask(
    _ operation: OutsideOperation, _ context: StepContext, recorded: JSON?
  ) async throws(StepFailure) -> OutsideAnswer {
    let result = try await context.run(try request(operation.rawValue, context, recorded: recorded))
    return try OutsideAnswer(result, to: operation, of: type, context)
  }

  private func request(
    _ operation: String, _ context: StepContext, recorded: JSON?
  ) throws(StepFailure) -> ProcessRequest {
    try checkInputs(context)
    guard let layout = context.layout else { throw OutsideProblem.noPlace.failure }
    let folder = try layout.folder(of: type.files, digest: digest)
    let inputs = declaration.inputs.compactMap { field in context.inputs[field.name].map { (field.name, $0.json()) } }
    var object = JSONObject()
    for (name, value) in inputs { object[name] = value }
    let request: JSONObject = [
      "operation": .string(operation), "inputs": .object(object), "run": .string(context.run),
      "step": .string(context.step), "attempt": .int(Int64(context.attempt)),
      "idempotency_key": .string(context.idempotencyKey), "recorded": recorded ?? .null,
    ]
    return ProcessRequest(
      argv: [folder + "/" + type.program],
      standardInput: JSON.object(request).compactBytes() + [UInt8(ascii: "\n")], captureLimit: OutsideAnswer.limit,
      logsStdout: false)
  }

  /// Values that came from expressions are held to the rules, too.
  private func checkInputs(_ context: StepContext) throws(StepFailure) {
    for field in declaration.inputs {
      guard let value = context.inputs[field.name] else { continue }
      if case .string(let text) = value, !field.choices.isEmpty, !field.choices.contains(text) {
        let reason = "is none of \(field.choices.joined(separator: ", "))"
        throw StepProblem.badInput(field.name, reason: reason).failure()
      }
      if let reason = type.ruleBroken(field.name, value) {
        throw StepProblem.badInput(field.name, reason: "breaks its rule: \(reason)").failure()
      }
    }
  }
}

/// What a program can be asked.
enum OutsideOperation: String {
  case apply, predict, probe, record, undo
}
