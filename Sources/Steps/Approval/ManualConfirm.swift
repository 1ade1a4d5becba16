// `manual.confirm`: people do something by hand and say that it is done.

import Expressions
import StepKit

/// Waits until somebody confirms that a thing has been done by hand.
public struct ManualConfirm: GateStep {
  public init() {}

  public let declaration = StepDeclaration(
    name: "manual.confirm", summary: "Wait until a person confirms what was done by hand",
    inputs: [
      FieldDeclaration("message", .string, required: true, "What is to be done."),
      FieldDeclaration("checklist", .list(.string), "What to tick off before confirming, one thing an item."),
      FieldDeclaration(
        "roles", .list(.string), role: .roles, "Roles of the plan whose people may confirm. Without it: anybody."),
      GateInputs.quorum,
    ],
    outputs: [GateInputs.approvers], effect: .read, idempotent: true)

  public func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    var issues = GateInputs.check(inputs)
    if case .constant(.string(let message))? = inputs["message"], message.allSatisfy(\.isWhitespace) {
      issues.append(ApprovalProblem.noMessage.issue("message"))
    }
    if case .constant(.list(let items))? = inputs["checklist"], items.contains(.string("")) {
      issues.append(ApprovalProblem.emptyItem.issue("checklist"))
    }
    return issues
  }

  public func gate(_ context: StepContext) throws(StepFailure) -> GateRequest {
    let message = context.text("message") ?? ""
    if message.allSatisfy(\.isWhitespace) { throw ApprovalProblem.noMessage.failure }
    let checklist = context.texts("checklist") ?? []
    if checklist.contains("") { throw ApprovalProblem.emptyItem.failure }
    return GateRequest(
      kind: .manual, message: message, roles: context.texts("roles") ?? [], quorum: try GateInputs.quorum(of: context),
      checklist: checklist)
  }
}
