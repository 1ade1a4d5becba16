// The inputs that web steps have in common, and their limits.

import Expressions
import StepKit

package enum WebInputs {
  /// Bytes of a request's body.
  package static let bodyLimit = 8 << 20
  /// Of an answer's body: outputs are journaled.
  package static let answerLimit: Int64 = 768 << 10
  package static let redirectLimit: Int64 = 20

  package static let url = FieldDeclaration(
    "url", .string, required: true, sensitive: true,
    "An http or https URL. A secret may flow into it; user names and passwords go into `headers`.")
  package static let headers = FieldDeclaration(
    "headers", .map(.string, .string), sensitive: true, "Headers to send. Secrets may flow here.")
  package static let authorities = FieldDeclaration(
    "ca_file", .string, role: .path,
    "A PEM file with the authorities to trust for https, instead of the system's.")
  package static let largestAnswer = FieldDeclaration(
    "max_bytes", .int, default: .int(262_144),
    "How much of the answer's body is kept, at most 786432; the rest isn't read.")

  package static func timeout(default text: Int64) -> FieldDeclaration {
    FieldDeclaration(
      "timeout", .duration, default: .duration(CELDuration(seconds: text)),
      "How long the whole exchange may take, from the first packet to the last byte of the answer.")
  }

  package static let answer: [FieldDeclaration] = [
    FieldDeclaration("status", .int, required: true, "The status that the server answered with, such as 200."),
    FieldDeclaration(
      "headers", .map(.string, .string), required: true,
      "The answer's headers, names in lower case; several of one name are joined by `, `. Cookies are left out."),
    FieldDeclaration(
      "body", .string, required: true,
      "The answer's body as text, at most `max_bytes` of it. Bytes that are no UTF-8 become U+FFFD."),
    FieldDeclaration("body_cut", .bool, required: true, "True: there was more of the body than `max_bytes`."),
    FieldDeclaration(
      "json", .dyn, required: true,
      "The body as a value, if it is JSON: by its content type, or because it is an object or a list. Else null."),
  ]

  /// What can be said of the common inputs before a run.
  package static func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    var issues = WebHeaders.check(inputs)
    if case .constant(.string(let text))? = inputs["url"], let problem = WebAddress.problem(with: text) {
      issues.append(problem.issue("url"))
    }
    if case .constant(.duration(let duration))? = inputs["timeout"], let problem = problem(withTimeout: duration) {
      issues.append(problem.issue("timeout"))
    }
    if case .constant(.int(let number))? = inputs["max_bytes"], !(0...answerLimit).contains(number) {
      issues.append(WebProblem.outOfRange("max_bytes", number, limit: answerLimit).issue("max_bytes"))
    }
    if case .constant(.int(let number))? = inputs["max_redirects"], !(0...redirectLimit).contains(number) {
      issues.append(WebProblem.outOfRange("max_redirects", number, limit: redirectLimit).issue("max_redirects"))
    }
    return issues
  }

  static func timeout(_ context: StepContext) throws(StepFailure) -> Int64 {
    guard case .duration(let duration)? = context.inputs["timeout"] else { return 30_000 }
    if let problem = problem(withTimeout: duration) { throw problem.failure }
    return duration.seconds * 1_000 + (Int64(duration.nanos) + 999_999) / 1_000_000
  }

  static func largestBody(_ context: StepContext) throws(StepFailure) -> Int64 {
    try number("max_bytes", context, limit: answerLimit) ?? 65_536
  }

  static func redirects(_ context: StepContext) throws(StepFailure) -> Int64 {
    try number("max_redirects", context, limit: redirectLimit) ?? 0
  }

  private static func number(_ name: String, _ context: StepContext, limit: Int64) throws(StepFailure) -> Int64? {
    guard let number = context.int(name) else { return nil }
    guard (0...limit).contains(number) else { throw WebProblem.outOfRange(name, number, limit: limit).failure }
    return number
  }

  private static func problem(withTimeout duration: CELDuration) -> WebProblem? {
    let isPositive = duration.seconds > 0 || (duration.seconds == 0 && duration.nanos > 0)
    return isPositive && duration.seconds <= 86_400 ? nil : .badTimeout(duration.text)
  }
}
