// The checked plan from its checked files: the last checks, which need all of them, and the digest.

import Diagnostics
import Digests
import Expressions
import JSONText

/// Puts the result of a check together.
struct PlanAssembly {
  let session: CheckSession
  let root: CheckedFile

  func result() -> CheckResult {
    guard let plan = root.plan, let body = root.body else {
      return CheckResult(plan: nil, diagnostics: session.diagnostics)
    }
    let merged = PlanMerger(root: root, files: session.checked)
    if !session.isIncomplete, !plan.unreadable.contains(.roles) {
      merged.checkRoles()
      merged.checkCodes()
    }
    if root.stepCount > CheckSession.stepLimit {
      root.reporter.report(
        .tooManySteps(root.stepCount, limit: CheckSession.stepLimit),
        at: plan.phases.first?.range ?? body.phases[0].range)
    }
    if let approvers = plan.approvers {
      _ = session.include(approvers, "the list of approvers", of: root.reporter)
    }
    checkEstimates(plan, body)
    checkRollback(plan, body)
    let diagnostics = session.diagnostics
    guard !diagnostics.contains(where: { $0.severity == .error }) else {
      return CheckResult(plan: nil, diagnostics: diagnostics)
    }
    let checked = CheckedPlan(
      name: plan.name, version: plan.version, title: plan.title, owners: plan.owners, reviewBy: plan.reviewBy,
      body: body, secrets: merged.secrets, environment: merged.environment, roles: merged.roles,
      approvers: plan.approvers?.value, locks: merged.locks, limits: plan.limits, onFailure: plan.onFailure ?? .halt,
      errorCatalog: merged.errorCatalog, guards: root.guards, files: session.files, digest: digest,
      types: session.registry.adding(session.outside?.types ?? [:]), diagnostics: diagnostics)
    return CheckResult(plan: checked, diagnostics: diagnostics)
  }

  /// Binds every file: its name and its bytes.
  private var digest: String {
    let files = session.files.map { file -> JSON in
      ["name": .string(file.name), "sha256": .string(sha256Text(of: file.bytes))]
    }
    return sha256Text(of: JSON.array(files).canonicalBytes())
  }

  /// What `limits.rollback` promises must hold for the longest way back, at least when each undo goes as its author
  /// expects. The sum of all timeouts would be longer in almost every plan; `belay plan` shows it.
  private func checkRollback(_ plan: WrittenPlan, _ body: PlanBody) {
    guard let range = plan.rollbackRange, let limit = plan.limits.rollback, root.stepCount <= CheckSession.stepLimit
    else { return }
    let longest = StepTimes(kinds: session.kinds, parallel: plan.limits.parallel).rollback(body)
    guard longest.likely > limit else { return }
    root.reporter.report(
      .rollbackOverLimit(
        likely: PlanDuration.text(longest.likely), limit: PlanDuration.text(limit),
        borrowed: BudgetWalk(body).steps.contains { $0.borrowsEstimate }),
      at: range)
  }

  /// `limits.duration` is only as good as the estimates.
  private func checkEstimates(_ plan: WrittenPlan, _ body: PlanBody) {
    guard let range = plan.durationRange, plan.limits.duration != nil, root.stepCount <= CheckSession.stepLimit
    else { return }
    var missing: [String] = []
    var count = 0
    for entry in BudgetWalk(body).steps
    where entry.step.body == nil && entry.step.estimate == nil && session.kinds.isWork(entry.step) {
      count += 1
      // A step whose id can't be used has been reported, and has no name here.
      if missing.count < 5, !entry.step.id.isEmpty { missing.append(entry.fullId) }
    }
    if count > 0 { root.reporter.report(.withoutEstimate(count: count, named: missing), at: range) }
  }
}
