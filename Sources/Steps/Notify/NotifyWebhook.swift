// `notify.webhook`: a message to a chat or pager that takes JSON by HTTP.
//
// A message can't be unsent, yet its effect is `write`, not `irreversible`: at an irreversible step a rollback ends
// (DESIGN §5), and a message about a step must not keep the step from being undone. In a list of steps it says
// `rollback: {none: …}`, so that the rollback passes it by as `kept`; in `finally` it needs nothing.

import Digests
import Expressions
import JSONText
import Secrets
import StepKit
import WebExchange

/// Sends a message. It carries `Idempotency-Key`, the same for every attempt at the same message, and succeeds with 2xx.
public struct NotifyWebhook: ProcessStep, Predicting {
  public init() {}

  public let declaration = StepDeclaration(
    name: "notify.webhook", summary: "Send a message to a webhook",
    inputs: [
      WebInputs.url,
      FieldDeclaration("text", .string, required: true, "The message."),
      FieldDeclaration(
        "field", .string, default: .string("text"),
        "The JSON member that holds the message: `text` for Slack, Mattermost and Teams, `content` for Discord."),
      FieldDeclaration(
        "extra", .map(.string, .dyn), sensitive: true,
        "More members of the JSON object, such as a channel or a routing key. Secrets may flow here."),
      WebInputs.headers, WebInputs.timeout(default: 10), WebInputs.authorities,
    ],
    outputs: [
      FieldDeclaration("status", .int, required: true, "The status that the server answered with, 200 to 299.")
    ],
    effect: .write, idempotent: false)

  public func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    var issues = WebInputs.check(inputs)
    if case .constant(.string(""))? = inputs["text"] {
      issues.append(InputIssue(input: "text", message: "the message is empty", help: "say what people should know"))
    }
    return issues
  }

  public func process(_ context: StepContext) throws(StepFailure) -> ProcessRequest {
    try request(context).process()
  }

  public func outputs(of result: ProcessResult, _ context: StepContext) throws(StepFailure) -> [String: Value] {
    let answer = try ExchangeResult(result, context)
    guard (200...299).contains(answer.status) else {
      throw WebProblem.unexpected(status: answer.status, excerpt: answer.excerpt).failure
    }
    return ["status": .int(answer.status)]
  }

  public func predict(_ context: StepContext) async throws(StepFailure) -> Prediction {
    let request = try request(context)
    _ = try request.process()
    let mask = SecretMask(context.secrets)
    return Prediction(
      changes: [
        PredictedChange(
          kind: "notify", target: mask(request.url.origin), diff: mask("message: \(context.text("text") ?? "")\n"))
      ])
  }

  /// The message first, then what the plan adds, then which run and step it comes from.
  private func request(_ context: StepContext) throws(StepFailure) -> ExchangeRequest {
    var request = try ExchangeRequest(context, method: "POST")
    var message: JSONObject = [context.text("field") ?? "text": .string(context.text("text") ?? "")]
    if case .map(let extra)? = context.inputs["extra"] {
      for case (.string(let name), let value) in extra where message[name] == nil {
        message[name] = try WebJSON.json(value, input: "extra")
      }
    }
    for (name, value) in [("run", context.run), ("step", context.step)] where message[name] == nil {
      message[name] = .string(value)
    }
    request.setJSON(.object(message))
    // In `finally` one step says something each time the run ends: another message is another request.
    if !context.idempotencyKey.isEmpty {
      request.addIdempotencyKey(sha256Text(of: Array("\(context.idempotencyKey)\n\(request.body ?? "")".utf8)))
    }
    return request
  }
}
