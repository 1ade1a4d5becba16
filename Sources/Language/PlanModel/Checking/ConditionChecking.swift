// Conditions and guards (DESIGN §2 "Conditions"): what they observe, what they check, what they say.

import Diagnostics
import Expressions
import PlanText
import StepKit

extension BodyContext {
  /// Conditions at a place. `outputs` are those of the step, where it has run.
  func conditions(
    _ written: [WrittenCondition], at place: ExpressionPlace, outputs: RecordShape? = nil
  ) -> [PlanCondition] {
    written.compactMap { condition($0, at: place, outputs: outputs) }
  }

  func condition(
    _ written: WrittenCondition, at place: ExpressionPlace, outputs: RecordShape? = nil
  ) -> PlanCondition? {
    var observation: PlanObservation?
    var seen = outputs
    if let use = written.use {
      observation = PlanObservation(
        uses: use.name, with: fields(of: use, at: place), declaredOutputs: use.outputs)
      let facts = UseFacts(use, idempotent: true, irreversible: false)
      seen = facts.shape(named: "outputs of \(use.name)")
    }
    var inner = place.refusingSecrets(into: .condition)
    if let seen {
      inner.isUndo = false
      inner.scope = inner.scope.child()
      inner.scope.declare(ScopeNames.outputs, .record(seen))
    }
    if let code = written.code { codeUses.append(code) }
    let message = written.message.flatMap {
      value($0, as: .string, "message", at: inner.refusingSecrets(into: .message))
    }
    guard let check = expression(written.check, expecting: .bool, "a condition", at: inner) else { return nil }
    return PlanCondition(
      check: check.expression, message: message?.value, code: written.code?.value, observation: observation,
      within: written.within, every: written.every, range: written.node.mark)
  }

  /// Guards see no steps: they are sampled from the first moment on.
  func guards(in scope: Scope) -> [PlanGuard] {
    let place = ExpressionPlace(scope: scope, position: .beforeAll("a guard"), secrets: .refused(into: .guardCheck))
    var first: [String: SourceRange] = [:]
    return plan.guards.compactMap { written in
      if !written.id.isEmpty {
        if let other = first[written.id] {
          reporter.report(
            .duplicateId(written.id, what: "guards"), at: written.range, notes: [reporter.note("the first", at: other)])
        } else {
          first[written.id] = written.range
        }
      }
      return condition(written.condition, at: place).map { condition in
        PlanGuard(
          id: written.id, condition: condition, every: written.every, holdFor: written.holdFor,
          onTrip: written.onTrip, onMissing: written.onMissing, range: written.range)
      }
    }
  }
}
