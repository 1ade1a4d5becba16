// What is legal but dangerous.

import Diagnostics
import Expressions
import PlanText
import StepKit

/// Warnings about one plan file.
struct BodyWarnings {
  let context: BodyContext

  private var reporter: Reporter { context.reporter }

  /// About one step.
  func report(_ step: WrittenStep, _ facts: UseFacts) {
    checkRetry(step, facts)
    checkApproval(step)
    checkTimes(step)
  }

  /// About the file as a whole.
  func report() {
    checkUnused()
  }

  /// A step that takes as long as its author expects would miss its deadline.
  private func checkTimes(_ step: WrittenStep) {
    guard step.uses.isWork else { return }
    let defaults = context.plan.defaults
    guard let estimate = step.estimate ?? defaults.estimate, let timeout = step.timeout ?? defaults.timeout,
      estimate > timeout, let place = step.node["estimate"] ?? step.node["timeout"]
    else { return }
    reporter.report(
      .estimateOverTimeout(estimate: PlanDuration.text(estimate), timeout: PlanDuration.text(timeout)), at: place.mark)
  }

  private func checkRetry(_ step: WrittenStep, _ facts: UseFacts) {
    if let retry = step.retry { warn(step.id, retry, facts) }
    guard case .actions(let actions, _) = step.rollback else { return }
    for action in actions {
      guard let retry = action.retry else { continue }
      warn(step.id, retry, UseFacts(action.uses, idempotent: action.idempotent, irreversible: false))
    }
  }

  private func warn(_ step: String, _ retry: Placed<PlanRetry>, _ facts: UseFacts) {
    guard retry.value.attempts > 1, facts.isKnown, facts.effect != .read, !facts.idempotent else { return }
    reporter.report(.retriedWithoutIdempotence(step: step, attempts: retry.value.attempts), at: retry.range)
  }

  /// A gate that could keep the starter out, and doesn't say whether.
  private func checkApproval(_ step: WrittenStep) {
    guard step.uses.kind?.isGate == true, let type = step.uses.type, type.declaration.input("distinct_from") != nil,
      isOpenToStarter(step.uses.with?["distinct_from"]), !step.id.isEmpty
    else { return }
    reporter.report(
      .starterMayApprove(step: step.id), at: step.range, fix: step.uses.with.flatMap(keepingStarterOut))
  }

  private func isOpenToStarter(_ node: Node?) -> Bool {
    node.map { $0.kind == .sequence && $0.items.isEmpty } ?? true
  }

  /// An offer: whether the starter may approve is for the author to say.
  private func keepingStarterOut(_ with: Node) -> FixIt? {
    guard with["distinct_from"] == nil, let last = with.entries.reversed().first, last.value.range.end > 0 else {
      return nil
    }
    guard with.isFlow else { return nil }
    let end = last.value.range.end
    return FixIt(
      "keep the starter out", replace: SourceRange(start: end, end: end), with: ", distinct_from: [starter]",
      isAutomatic: false)
  }

  private func checkUnused() {
    // With errors in its expressions a file may use inputs where nobody can see it.
    guard !reporter.hasErrors else { return }
    let plan = context.plan
    for input in plan.inputs where !context.usedInputs.contains(input.input.name) {
      reporter.report(.unusedInput(input.input.name), at: input.input.range)
    }
    for variable in plan.variables where !context.usedVariables.contains(variable.name) {
      reporter.report(.unused(.variable, variable.name), at: variable.range)
    }
    for secret in plan.secrets where !context.usedSecrets.contains(secret.value.name) {
      reporter.report(.unused(.secret, secret.value.name), at: secret.range)
    }
    for name in plan.environment where !context.usedEnvironment.contains(name.value) {
      reporter.report(.unused(.environmentVariable, name.value), at: name.range)
    }
  }
}
