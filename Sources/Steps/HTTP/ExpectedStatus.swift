// Which statuses of an answer are a success.

import Expressions
import StepKit
import WebExchange

enum ExpectedStatus {
  static func declaration(_ documentation: String) -> FieldDeclaration {
    FieldDeclaration("expect", .list(.int), documentation)
  }

  static func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    guard case .constant(.list(let items))? = inputs["expect"] else { return [] }
    return items.compactMap { problem(with: $0)?.issue("expect") }
  }

  /// The statuses that the step names; nil: none. Fails on a number that is none.
  static func named(_ context: StepContext) throws(StepFailure) -> [Int64]? {
    guard let items = context.list("expect") else { return nil }
    for item in items { if let problem = problem(with: item) { throw problem.failure } }
    return items.compactMap { if case .int(let number) = $0 { number } else { nil } }
  }

  private static func problem(with item: Value) -> WebProblem? {
    guard case .int(let number) = item, !(100...599).contains(number) else { return nil }
    return .badStatus(number)
  }
}
