// `http.get`: reads what is under a URL. Conditions, guards and dry runs use it: it changes nothing.

import Expressions
import StepKit
import WebExchange

/// Reads a URL. Every answer is a success unless the step says which statuses are: criteria decide by
/// `outputs.status`. No answer is a failure.
public struct HTTPGet: ProcessStep {
  public init() {}

  public let declaration = StepDeclaration(
    name: "http.get", summary: "Read what is under a URL",
    inputs: [
      WebInputs.url, WebInputs.headers,
      ExpectedStatus.declaration(
        "The statuses with which the step succeeds, such as [200, 404]. Without it every answer is a success, and "
          + "`outputs.status` tells."),
      WebInputs.timeout(default: 30), WebInputs.largestAnswer,
      FieldDeclaration(
        "max_redirects", .int, default: .int(5),
        "How many redirections are followed, at most 20; 0: the redirection is the answer. None leads from https to "
          + "http, and one to another origin gets none of the plan's headers."),
      WebInputs.authorities,
    ],
    outputs: WebInputs.answer, effect: .read, idempotent: true)

  public func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    WebInputs.check(inputs) + ExpectedStatus.check(inputs)
  }

  public func process(_ context: StepContext) throws(StepFailure) -> ProcessRequest {
    _ = try ExpectedStatus.named(context)
    return try ExchangeRequest(context, method: "GET").process()
  }

  public func outputs(of result: ProcessResult, _ context: StepContext) throws(StepFailure) -> [String: Value] {
    let answer = try ExchangeResult(result, context)
    if let expected = try ExpectedStatus.named(context), !expected.contains(answer.status) {
      throw WebProblem.unexpected(status: answer.status, excerpt: answer.excerpt).failure
    }
    return answer.outputs
  }
}
