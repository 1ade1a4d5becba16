// What is legal but dangerous.

import Diagnostics
import Expressions
import StepKit

/// Warnings about one plan file.
struct BodyWarnings {
  let context: BodyContext

  private var reporter: Reporter { context.reporter }

  /// About one step.
  func report(_ step: WrittenStep, _ facts: UseFacts) {
    checkRetry(step, facts)
    checkApproval(step)
  }

  /// About the file as a whole.
  func report() {
    checkInputs()
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
      step.uses.with?["distinct_from"] == nil, !step.id.isEmpty
    else { return }
    reporter.report(.starterMayApprove(step: step.id), at: step.range)
  }

  private func checkInputs() {
    // With errors in its expressions a file may use inputs where nobody can see it.
    guard !reporter.hasErrors else { return }
    for input in context.plan.inputs where !context.usedInputs.contains(input.input.name) {
      reporter.report(.unusedInput(input.input.name), at: input.input.range)
    }
  }
}
