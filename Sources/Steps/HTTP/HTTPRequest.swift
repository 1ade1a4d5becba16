// `http.request`: any HTTP request. What it does is the server's business, so the type is opaque: the step says
// `effect: read` if it only reads, and `idempotent: true` if the server takes a repeated request for the same one.

import Expressions
import JSONText
import Secrets
import StepKit
import WebExchange

/// Sends a request. It carries `Idempotency-Key`, the same for every attempt. Redirections are not followed: a
/// request that changes something is not sent elsewhere than the plan says.
public struct HTTPRequest: ProcessStep, Predicting {
  public init() {}

  public let declaration = StepDeclaration(
    name: "http.request", summary: "Send an HTTP request",
    inputs: [
      WebInputs.url,
      FieldDeclaration(
        "method", .string, default: .string("POST"),
        choices: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"], "The method of the request."),
      FieldDeclaration(
        "headers", .map(.string, .string), sensitive: true,
        "Headers to send. Secrets may flow here. `Idempotency-Key`, the same for every attempt of the step, is added "
          + "unless it is given or the method only reads."),
      FieldDeclaration("body", .string, sensitive: true, "What to send, as it stands. Either this or `json`."),
      FieldDeclaration(
        "json", .dyn, sensitive: true, "What to send as JSON, with its `Content-Type`. Secrets may flow here."),
      ExpectedStatus.declaration(
        "The statuses with which the step succeeds, such as [200, 409]. Without it: every 2xx, and no other."),
      WebInputs.timeout(default: 30), WebInputs.largestAnswer, WebInputs.authorities,
    ],
    outputs: WebInputs.answer, effect: .write, idempotent: false, isOpaque: true)

  public func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    var issues = WebInputs.check(inputs) + ExpectedStatus.check(inputs)
    let bodies = ["body", "json"].filter { inputs[$0] != nil }
    if bodies.count > 1 { issues.append(WebProblem.bodyAndJSON.issue("json")) }
    if case .constant(.string(let method))? = inputs["method"], Self.reads(method), let body = bodies.first {
      issues.append(WebProblem.bodyOfReading(method: method).issue(body))
    }
    return issues
  }

  public func process(_ context: StepContext) throws(StepFailure) -> ProcessRequest {
    _ = try ExpectedStatus.named(context)
    return try request(context).process()
  }

  public func outputs(of result: ProcessResult, _ context: StepContext) throws(StepFailure) -> [String: Value] {
    let answer = try ExchangeResult(result, context)
    let isExpected = try ExpectedStatus.named(context)?.contains(answer.status) ?? (200...299).contains(answer.status)
    if !isExpected { throw WebProblem.unexpected(status: answer.status, excerpt: answer.excerpt).failure }
    let own = Set(declaration.outputs.map(\.name))
    let declared = context.declaredOutputs.filter { !own.contains($0.key) }
    return answer.outputs.merging(try AnsweredOutputs.read(answer, declared)) { own, _ in own }
  }

  public func predict(_ context: StepContext) async throws(StepFailure) -> Prediction {
    let request = try request(context)
    _ = try request.process()
    let mask = SecretMask(context.secrets)
    return Prediction(changes: [
      PredictedChange(kind: "request", target: mask("\(request.method) \(request.url.shown)"))
    ])
  }

  private func request(_ context: StepContext) throws(StepFailure) -> ExchangeRequest {
    let method = context.text("method") ?? "POST"
    guard declaration.input("method")?.choices.contains(method) ?? false else {
      throw WebProblem.badMethod(method).failure
    }
    var request = try ExchangeRequest(context, method: method)
    switch (context.text("body"), context.inputs["json"]) {
    case (nil, nil): break
    case (_?, _?): throw WebProblem.bodyAndJSON.failure
    case (let text?, nil): request.body = text
    case (nil, let value?): request.setJSON(try WebJSON.json(value, input: "json"))
    }
    if Self.reads(method) {
      if request.body != nil { throw WebProblem.bodyOfReading(method: method).failure }
    } else {
      request.addIdempotencyKey(context.idempotencyKey)
    }
    return request
  }

  private static func reads(_ method: String) -> Bool { method == "GET" || method == "HEAD" }
}
