// What all gates have: how many people must answer, and who did.

import Expressions
import StepKit

enum GateInputs {
  static let quorum = FieldDeclaration(
    "quorum", .int, default: .int(1), "How many different people must agree, for each role. At least 1.")

  static let approvers = FieldDeclaration(
    "approvers", .list(.string), required: true, "Who agreed, in the order of their answers.")

  static func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    guard case .constant(.int(let quorum))? = inputs["quorum"], quorum < 1 else { return [] }
    return [ApprovalProblem.quorum(quorum).issue("quorum")]
  }

  static func quorum(of context: StepContext) throws(StepFailure) -> Int {
    let quorum = context.int("quorum") ?? 1
    guard quorum >= 1, let count = Int(exactly: quorum) else { throw ApprovalProblem.quorum(quorum).failure }
    return count
  }
}
