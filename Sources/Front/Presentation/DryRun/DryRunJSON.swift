// A dry run in the JSON shape of DESIGN §7.

import JSONText
import PlanModel
import Runner
import StepKit

/// The document of `belay plan --format json`.
public struct DryRunJSON {
  private let plan: CheckedPlan
  private let report: DryRunReport
  private let budget: TimeBudget

  public init(plan: CheckedPlan, report: DryRunReport, budget: TimeBudget) {
    self.plan = plan
    self.report = report
    self.budget = budget
  }

  public var json: JSON {
    [
      "plan": ["name": .string(plan.name), "version": .string(plan.version), "digest": .string(plan.digest)],
      "phases": .array(
        report.phases.map { ["id": .string($0.id), "preconditions": .array($0.preconditions.map(condition))] }),
      "steps": .array(report.steps.map(step)),
      "timeBudget": span(budget.forward, limit: budget.forwardLimit),
      "rollbackPaths": .array(report.rollbackPaths().map(path)),
      "rollbackBudget": span(budget.rollback, limit: budget.rollbackLimit),
      "estimatesOfTheWayForward": .array(budget.borrowedEstimates.map { .string($0) }),
      "executed": .array(report.executed.map { .string($0) }),
      "asked": .array(
        report.asked.map { ["in": .string($0.place), "list": .string($0.list), "uses": .string($0.uses)] }),
    ]
  }

  private func path(_ path: RollbackPath) -> JSON {
    [
      "failsAt": .string(path.failsAt), "undone": .array(path.undone.map { .string($0) }),
      "kept": .array(path.kept.map { .string($0) }), "stopsAt": path.stopsAt.map { .string($0) } ?? .null,
    ]
  }

  private func step(_ step: DryRunReport.Step) -> JSON {
    var object: JSONObject = [
      "id": .string(step.id), "uses": .string(step.uses), "decision": .string(step.decision),
    ]
    if !step.dependsOn.isEmpty { object["dependsOn"] = .array(step.dependsOn.map { .string($0) }) }
    object["changes"] = .array(step.changes.map(change))
    object["rollback"] = .string(step.rollback)
    if let reason = step.rollbackReason { object["rollbackReason"] = .string(reason) }
    if step.irreversible { object["irreversible"] = .bool(true) }
    if !step.preconditions.isEmpty {
      object["preconditions"] = .array(step.preconditions.map(condition))
    }
    if !step.notes.isEmpty { object["notes"] = .array(step.notes.map { .string($0) }) }
    return .object(object)
  }

  private func condition(_ condition: DryRunReport.Condition) -> JSON {
    ["check": .string(condition.check), "holds": condition.holds.map { .bool($0) } ?? .null]
  }

  private func change(_ change: PredictedChange) -> JSON {
    var object: JSONObject = ["kind": .string(change.kind), "target": .string(change.target)]
    if let diff = change.diff { object["diff"] = .string(diff) }
    return .object(object)
  }

  /// Durations as text, as plans write them; milliseconds beside.
  private func span(_ span: TimeSpan, limit: Int64?) -> JSON {
    var object: JSONObject = [
      "best": .string(DurationText.text(span.best)), "likely": .string(DurationText.text(span.likely)),
      "worst": .string(span.worst.map(DurationText.text) ?? "unbounded"),
      "limit": limit.map { .string(DurationText.text($0)) } ?? .null, "likelyMilliseconds": .int(span.likely),
    ]
    if let worst = span.worst { object["worstMilliseconds"] = .int(worst) }
    return .object(object)
  }
}
