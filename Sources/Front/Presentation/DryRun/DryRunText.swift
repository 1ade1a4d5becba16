// A dry run for a person who reviews a plan.

import PlanModel
import Runner
import StepKit

/// The text of `belay plan`: every step with its changes, the way back, the times.
public struct DryRunText {
  private let plan: CheckedPlan
  private let report: DryRunReport
  private let budget: TimeBudget

  public init(plan: CheckedPlan, report: DryRunReport, budget: TimeBudget) {
    self.plan = plan
    self.report = report
    self.budget = budget
  }

  public var text: String {
    let lines =
      ["plan \(plan.name) \(plan.version): \(plan.title)", "digest \(plan.digest)", ""]
      + report.phases.flatMap(phase) + report.steps.flatMap(step) + [""] + wayBack + [""] + times + executed
    return lines.joined(separator: "\n")
  }

  private func step(_ step: DryRunReport.Step) -> [String] {
    let title = step.title.map { "  \($0)" } ?? ""
    var lines = ["\(Self.mark(step.decision)) \(step.id)  (\(step.uses))\(title)"]
    if !step.dependsOn.isEmpty { lines.append("      depends on \(step.dependsOn.joined(separator: ", "))") }
    lines += step.preconditions.compactMap(doubt)
    for note in step.notes { lines.append("      \(note)") }
    for change in step.changes {
      lines.append("      \(change.kind) \(change.target)")
      if let diff = change.diff {
        lines += diff.split(separator: "\n", omittingEmptySubsequences: false).map { "        \($0)" }
      }
    }
    return lines
  }

  /// A phase whose preconditions don't all hold.
  private func phase(_ phase: DryRunReport.Phase) -> [String] {
    let doubts = phase.preconditions.compactMap(doubt)
    return doubts.isEmpty ? [] : ["phase     \(phase.id)"] + doubts
  }

  private func doubt(_ condition: DryRunReport.Condition) -> String? {
    switch condition.holds {
    case true: nil
    case false: "      precondition doesn't hold now: \(condition.check)"
    default: "      precondition not known yet: \(condition.check)"
    }
  }

  private static func mark(_ decision: String) -> String {
    switch decision {
    case "run": "run      "
    case "skip": "skip     "
    case "satisfied": "satisfied"
    default: "unknown  "
    }
  }

  /// What a rollback from the end would do, in its order.
  private var wayBack: [String] {
    let steps = report.steps.filter { $0.decision == "run" || $0.decision == "unknown" }.reversed()
    var lines = ["the way back, from the last step:"]
    for step in steps {
      if step.irreversible {
        lines.append("  stop  \(step.id): irreversible")
        return lines
      }
      if step.rollback != "none" { lines.append("  undo  \(step.id) (\(step.rollback))") }
      if let reason = step.rollbackReason { lines.append("  keep  \(step.id): \(reason)") }
    }
    return lines.count == 1 ? ["the way back: there is nothing to undo"] : lines
  }

  private var times: [String] {
    [
      "time      \(span(budget.forward, budget.forwardLimit))",
      "rollback  \(span(budget.rollback, budget.rollbackLimit))",
    ]
  }

  private func span(_ span: TimeSpan, _ limit: Int64?) -> String {
    let worst = span.worst.map(DurationText.text) ?? "unbounded"
    let bound = limit.map { ", limit \(DurationText.text($0))" } ?? ""
    return "best \(DurationText.text(span.best)), likely \(DurationText.text(span.likely)), worst \(worst)\(bound)"
  }

  private var executed: [String] {
    report.executed.isEmpty
      ? ["executed: nothing"] : ["executed to find this out: \(report.executed.joined(separator: ", "))"]
  }
}
