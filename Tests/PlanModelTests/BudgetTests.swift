// The time budget: estimates, timeouts, retries, order, instances, sub-plans, rollback.

import PlanModel
import StepKit
import Testing

private func budget(_ body: String, files: [String: String] = [:]) throws -> TimeBudget {
  let result = try check(head + body, files: files)
  let plan = try #require(result.plan, "\(result.diagnostics.map(\.message))")
  return plan.timeBudget(try TestSteps.registry())
}

private func step(_ id: String, _ rest: String) -> String {
  "  - {id: \(id), uses: shell.run, with: {script: 'true'}, \(rest)}\n"
}

private let none = "rollback: {none: test}"

@Suite struct BudgetTests {
  @Test(arguments: [
    // One after another.
    (
      step("a", "estimate: 10s, timeout: 1m, \(none)") + step("b", "estimate: 5s, timeout: 1m, \(none)"),
      TimeSpan(best: 15_000, likely: 15_000, worst: 120_000)
    ),
    // Side by side: the longest counts.
    (
      step("a", "estimate: 10s, timeout: 1m, \(none)") + step("b", "needs: [], estimate: 5s, timeout: 2m, \(none)"),
      TimeSpan(best: 10_000, likely: 10_000, worst: 120_000)
    ),
    // Attempts and the pauses between them: 3 × 10 s + 2 s + 4 s.
    (
      step("a", "estimate: 1s, timeout: 10s, idempotent: true, retry: {attempts: 3, delay: 2s, backoff: 2}, \(none)"),
      TimeSpan(best: 1000, likely: 1000, worst: 36_000)
    ),
    // A bound on the pauses.
    (
      step("a", "timeout: 1s, idempotent: true, retry: {attempts: 4, delay: 2s, backoff: 10, max_delay: 5s}, \(none)"),
      TimeSpan(best: 0, likely: 0, worst: 16_000)
    ),
    // What may be skipped or done already takes no time at best.
    (
      step("a", "when: run.id != '', estimate: 10s, timeout: 1m, \(none)"),
      TimeSpan(best: 0, likely: 10_000, worst: 60_000)
    ),
    // Without a timeout there is no worst case.
    (step("a", "estimate: 10s, \(none)"), TimeSpan(best: 10_000, likely: 10_000, worst: nil)),
    // Instances, two at a time: three rounds.
    (
      step("a", "foreach: [1, 2, 3, 4, 5], max_parallel: 2, estimate: 10s, timeout: 1m, \(none)"),
      TimeSpan(best: 30_000, likely: 30_000, worst: 180_000)
    ),
    // An unknown number of instances.
    (
      step("a", "foreach: '${{ [run.id] }}', estimate: 10s, timeout: 1m, \(none)"),
      TimeSpan(best: 10_000, likely: 10_000, worst: nil)
    ),
    // Criteria are asked for a while.
    (
      step("a", "estimate: 1s, timeout: 10s, success: [{check: 'true', within: 2m, every: 5s}], \(none)"),
      TimeSpan(best: 1000, likely: 1000, worst: 130_000)
    ),
    // A wait is known exactly.
    ("  - {id: a, uses: wait.for, with: {duration: 1m30s}}\n", TimeSpan(best: 90_000, likely: 90_000, worst: 90_000)),
  ])
  func forward(_ steps: String, _ span: TimeSpan) throws {
    #expect(try budget("steps:\n" + steps).forward == span)
  }

  @Test func moreWorkThanMayRunAtOnce() throws {
    let steps = (0..<10).map { step("s\($0)", "needs: [], estimate: 10s, timeout: 20s, \(none)") }.joined()
    let budget = try budget("limits: {parallel: 2}\nsteps:\n" + steps)
    #expect(budget.forward == TimeSpan(best: 50_000, likely: 50_000, worst: 100_000))
  }

  @Test func theLongestRollbackEndsAtAnIrreversibleStep() throws {
    let undo = "rollback: {uses: shell.run, with: {script: 'true'}, estimate: 5s}"
    let budget = try budget(
      """
      steps:
        - {id: a, uses: shell.run, with: {script: 'true'}, \(undo)}
        - {id: b, uses: shell.run, with: {script: 'true'}, \(undo)}
        - {id: c, uses: shell.run, with: {script: 'true'}, irreversible: true, rollback: {none: test}}
        - {id: d, uses: file.write, with: {path: a, content: b}, estimate: 7s, rollback: auto}
      """)
    #expect(budget.rollback.likely == 10_000)
    #expect(budget.borrowedEstimates == ["d"])
  }

  @Test func rollbackIsOneAfterAnother() throws {
    let budget = try budget(
      """
      limits: {duration: 1h, rollback: 15m}
      steps:
        - {id: a, uses: file.write, with: {path: a, content: b}, estimate: 5s, timeout: 1m, rollback: auto}
        - id: b
          needs: []
          uses: shell.run
          with: {script: 'true'}
          estimate: 1s
          rollback:
            - {uses: shell.run, with: {script: 'true'}, estimate: 2s, timeout: 10s}
            - {uses: shell.run, with: {script: 'true'}, timeout: 10s, idempotent: true, retry: {attempts: 2, delay: 1s}}
        - {id: c, uses: shell.run, estimate: 1s, with: {script: 'true'}, rollback: {none: test}}
      """)
    #expect(budget.rollback == TimeSpan(best: 2000, likely: 7000, worst: 91_000))
    #expect(budget.rollbackLimit == 900_000 && budget.forwardLimit == 3_600_000)
    #expect(budget.withoutTimeout == ["b", "c"])
  }

  @Test func subPlansAndNames() throws {
    let child =
      head + "phases:\n  - id: work\n    steps:\n" + """
              - {id: c, uses: shell.run, with: {script: 'true'}, estimate: 10s, timeout: 1m, rollback: {uses: shell.run, with: {script: 'true'}, timeout: 5s}}
              - {id: d, uses: rocket.launch}
        """
    let budget = try budget(
      """
      phases:
        - id: main
          steps:
            - {id: gate, uses: approval.request, with: {roles: [lead], distinct_from: [starter]}}
            - {id: call, foreach: [1, 2], uses: plan.run, with: {plan: child.yaml}}
      roles: {lead: [ann]}
      """, files: ["child.yaml": child])
    #expect(budget.rollback == TimeSpan(best: 0, likely: 0, worst: 10_000))
    #expect(budget.forward.likely == 10_000 && budget.forward.worst == nil)
    #expect(budget.waitsForPeople == ["main/gate"] && budget.irreversible == ["main/call/work/d"])
    #expect(budget.withoutEstimate == ["main/call/work/d"] && budget.withoutTimeout == ["main/call/work/d"])
  }
}
