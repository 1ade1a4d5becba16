// `approval.request`: people decide whether the run goes on.

import Expressions
import StepKit

/// Waits until enough people of the named roles have approved, or one has rejected (DESIGN §6).
public struct ApprovalRequest: GateStep {
  public init() {}

  public let declaration = StepDeclaration(
    name: "approval.request", summary: "Wait until people approve",
    inputs: [
      FieldDeclaration(
        "roles", .list(.string), required: true, role: .roles,
        "Roles of the plan. The people of each role must agree."),
      GateInputs.quorum,
      FieldDeclaration(
        "distinct_from", .list(.string), choices: ["starter"],
        "Who may not approve: `starter` is whoever started the run."),
      FieldDeclaration("message", .string, "What they decide about, in the words that they see."),
      FieldDeclaration(
        "expires", .duration, "How long an approval is good for. Without it: until the run ends."),
    ],
    outputs: [GateInputs.approvers], effect: .read, idempotent: true)

  public func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    var issues = GateInputs.check(inputs)
    if case .constant(.list(let roles))? = inputs["roles"], roles.isEmpty {
      issues.append(ApprovalProblem.noRoles.issue("roles"))
    }
    if case .constant(.duration(let duration))? = inputs["expires"], duration.seconds < 1 {
      issues.append(ApprovalProblem.expiry(duration.text).issue("expires"))
    }
    return issues
  }

  public func gate(_ context: StepContext) throws(StepFailure) -> GateRequest {
    let roles = context.texts("roles") ?? []
    if roles.isEmpty { throw ApprovalProblem.noRoles.failure }
    var expiry: Int64?
    if case .duration(let duration)? = context.inputs["expires"] {
      if duration.seconds < 1 { throw ApprovalProblem.expiry(duration.text).failure }
      expiry = duration.seconds * 1_000 + Int64(duration.nanos) / 1_000_000
    }
    return GateRequest(
      kind: .approval, message: context.text("message") ?? "", roles: roles, quorum: try GateInputs.quorum(of: context),
      distinctFrom: context.texts("distinct_from") ?? [], expiresAfter: expiry)
  }
}
