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

  /// What a rollback does, by the step that fails.
  private var wayBack: [String] {
    let paths = report.rollbackPaths()
    if paths.allSatisfy({ $0.undone.isEmpty && $0.kept.isEmpty && $0.stopsAt == nil }) {
      return ["the way back: there is nothing to undo"]
    }
    let isCut = paths.count < report.steps.count { $0.isUndoable }
    let width = min(paths.map(\.failsAt.count).max() ?? 0, 40)
    return [isCut ? "the way back, from the last step:" : "the way back, by the step that fails:"]
      + paths.map { "  \($0.failsAt.padding(to: width))  \(words($0))" } + reasons
  }

  private func words(_ path: RollbackPath) -> String {
    var parts: [String] = []
    if !path.undone.isEmpty { parts.append("undo " + some(path.undone)) }
    if !path.kept.isEmpty { parts.append("keep " + some(path.kept)) }
    if let stop = path.stopsAt { parts.append("stop at \(stop): irreversible") }
    return parts.isEmpty ? "nothing to undo" : parts.joined(separator: "; ")
  }

  private func some(_ ids: [String]) -> String {
    ids.count <= 6 ? ids.joined(separator: ", ") : ids.prefix(6).joined(separator: ", ") + ", … (\(ids.count))"
  }

  /// Why steps keep their effect.
  private var reasons: [String] {
    let kept = report.steps.filter { $0.isUndoable && $0.rollbackReason != nil }
    return kept.map { "  kept  \($0.id): \($0.rollbackReason ?? "")" }
  }

  private var times: [String] {
    [
      "time      \(span(budget.forward, budget.forwardLimit))",
      "rollback  \(span(budget.rollback, budget.rollbackLimit))\(overLimit)",
    ] + borrowed
  }

  /// What was promised can't be kept.
  private var overLimit: String {
    guard let limit = budget.rollbackLimit else { return "" }
    if budget.rollback.likely > limit { return ": OVER ITS LIMIT even by the estimates" }
    return (budget.rollback.worst ?? .max) > limit ? ": over its limit at worst" : ""
  }

  private var borrowed: [String] {
    let ids = budget.borrowedEstimates
    return ids.isEmpty
      ? [] : ["          (of an auto undo the estimate is that of the way forward: \(some(ids)))"]
  }

  private func span(_ span: TimeSpan, _ limit: Int64?) -> String {
    let worst = span.worst.map(DurationText.text) ?? "unbounded"
    let bound = limit.map { ", limit \(DurationText.text($0))" } ?? ""
    return "best \(DurationText.text(span.best)), likely \(DurationText.text(span.likely)), worst \(worst)\(bound)"
  }

  private var executed: [String] {
    let asked = report.asked.map { "\($0.uses) (\($0.list) of \($0.place))" }
    let all = report.executed + asked
    return all.isEmpty ? ["executed: nothing"] : ["executed to find this out: \(all.joined(separator: ", "))"]
  }
}
