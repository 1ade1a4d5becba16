// What a report says of runs that ended in each way: the words a reader will act on.

import Engine
import Foundation
import JSONText
import Reports
import Testing

private func pages(_ run: RunScript) -> [String] {
  let input = run.input()
  return [HTMLReport(input).render(), MarkdownReport(input).render()]
}

@Suite struct StoryTests {
  @Test func succeeded() throws {
    let text = MarkdownReport(try SampleRuns.small().input()).render()
    #expect(text.hasPrefix("# Succeeded\n\n2 steps: 2 succeeded.\n\n- **Plan**: A small plan (**small** 1.0.0)\n"))
    #expect(text.contains("- **Ended**: 2026-11-24 14:31:11 UTC, after **1 min 6 s**\n"))
    #expect(!text.contains("Rollback\n\n>"))
  }

  @Test func rolledBack() throws {
    for page in pages(try SampleRuns.rolledBack()) {
      #expect(page.contains("Failed and rolled back"))
      #expect(page.contains("What had been started was undone, but for 1 step whose effect was kept."))
      #expect(page.contains("an announcement can"))
      #expect(page.contains("The rollback is complete"))
      #expect(page.contains("secret ca"))
      #expect(page.contains("Look at the log of the edge"))
    }
  }

  @Test func inDoubt() throws {
    let run = try SampleRuns.inDoubt()
    for page in pages(run) {
      #expect(page.contains("In doubt"))
      #expect(page.contains("Nobody can know from the record whether the effect of this step happened"))
      #expect(page.contains("belay resolve \(RunScript.id) second not-done"))
      #expect(page.contains("its process is gone without a record"))
      #expect(page.contains("the executor before had ended without a word after 2026-11-24 14:30:05"))
    }
  }

  @Test func resolvedByAPerson() throws {
    var run = try SampleRuns.inDoubt()
    run.wait(3_600_000)
    try run.open(.record)
    try run.record(.resolved(StepResolved(step: "second", decision: .done, reason: "seen on the host")), by: "ann")
    try run.open(.resume)
    try run.end(.succeeded)
    let text = MarkdownReport(run.input()).render()
    #expect(text.hasPrefix("# Succeeded\n"))
    #expect(
      text.contains("| 2026-11-24 15:31:35 | **ann** | `second` is done (`done`) | seen on the host |\n"))
  }

  @Test func rollbackBlocked() throws {
    var run = try RunScript(checkedPlan(SamplePlans.edge), inputs: ["host": "h", "keep": 3])
    try run.open()
    try run.phase("prepare")
    try run.done("prepare/look", took: 100)
    try run.phaseDone("prepare")
    try run.phase("swap")
    try run.done("swap/write", took: 100, uses: "file.write")
    let failure = RecordedError(code: "BLY0801", message: "exit 1")
    try run.intent("swap/reload")
    try run.outcome("swap/reload", error: failure)
    try run.record(.failing(RunFailing(step: "swap/reload", error: failure, mode: .rollback)))
    try run.record(.rollbackStarted(RollbackStarted(requested: false, to: nil)))
    let newer = RecordedError(code: "BLY0702", message: "somebody changed the file since")
    try run.intent("swap/reload", undo: 0)
    try run.outcome("swap/reload", undo: 0, error: newer)
    try run.record(.undoFailed(StepRefused(step: "swap/reload", error: newer)))
    try run.record(
      .rollbackFinished(RollbackFinished(result: .blocked, step: "swap/reload", reason: newer.message)))
    try run.end(.rollbackBlocked)
    let text = MarkdownReport(run.input()).render()
    #expect(text.hasPrefix("# Rollback blocked\n"))
    #expect(
      text.contains(
        "Undoing came to a stop at `swap/reload`: somebody changed the file since. What was started before that step is "
          + "as it was. The rollback had begun because `swap/reload` failed with `BLY0801`."))
    #expect(text.contains("> Undoing `swap/reload` failed: `BLY0702` somebody changed the file since"))
    #expect(text.contains("> The rollback is blocked at `swap/reload`: somebody changed the file since"))
    #expect(text.contains("Still in effect, untouched by the rollback: `swap/write`."))
    #expect(text.contains("- `belay resolve \(RunScript.id) swap/reload done` say that it was undone by hand"))
  }

  @Test func passedOver() throws {
    var run = try RunScript(checkedPlan(SamplePlans.small))
    try run.open()
    try run.intent("first")
    try run.outcome("first", error: RecordedError(code: "BLY0801", message: "exit 1"), continued: true)
    try run.done("second", took: 10)
    try run.end(.succeeded)
    let text = MarkdownReport(run.input()).render()
    #expect(text.hasPrefix("# Succeeded, with failures passed over\n\n2 steps: 1 succeeded, 1 failed.\n"))
    #expect(text.contains("Failed, and passed over as the plan says: `first`."))
  }

  @Test func stopped() throws {
    var run = try RunScript(checkedPlan(SamplePlans.small))
    try run.open()
    try run.intent("first")
    run.wait(5000)
    try run.record(.stopRequested(StopRequested(reason: "wrong host")), by: "bob")
    try run.outcome("first", error: RecordedError(code: "BLY0606", message: "stopped on request"), learned: .stopped)
    try run.end(.halted)
    let text = MarkdownReport(run.input()).render()
    #expect(text.hasPrefix("# Stopped\n"))
    #expect(text.contains("| 2026-11-24 14:30:10.000 | **bob** | stop the run | wrong host |\n"))
  }

  @Test func waiting() throws {
    var run = try RunScript(checkedPlan(SamplePlans.edge), inputs: ["host": "h", "keep": 3])
    try run.open()
    try run.phase("prepare")
    try run.done("prepare/look", took: 100)
    try run.record(.skipped(StepSettled(step: "prepare/old-format")))
    try run.record(
      .gateOpened(
        GateOpened(
          work: WorkID(step: "prepare/sign-off", attempt: 1), kind: .approval, message: "Go?",
          roles: ["technical-lead"], quorum: 2, distinctFrom: [], checklist: [], expiresAfter: nil, inputs: [:],
          evidence: [])))
    try run.end(.waiting)
    let text = MarkdownReport(run.input()).render()
    #expect(text.hasPrefix("# Waiting for a person\n"))
    #expect(text.contains("`prepare/sign-off` needs approval by 2 people of role technical-lead."))
    #expect(text.contains("- `belay approve \(RunScript.id) prepare/sign-off`"))
  }

  @Test func editedPlan() throws {
    var run = try RunScript(checkedPlan(SamplePlans.small))
    try run.open()
    try run.done("first", took: 10)
    let failure = RecordedError(code: "BLY0801", message: "exit 1")
    try run.intent("second")
    try run.outcome("second", error: failure)
    try run.record(.failing(RunFailing(step: "second", error: failure, mode: .halt)))
    try run.end(.halted)
    try run.open(.resume)
    let edited = SamplePlans.small.replacingOccurrences(of: "1.0.0", with: "1.1.0")
    try run.change(
      to: try checkedPlan(edited),
      [StepLabel(step: "first", label: .changed, reason: "its inputs, conditions or rollback differ")],
      accepted: true)
    try run.intent("second", attempt: 2)
    try run.outcome("second", attempt: 2)
    try run.end(.succeeded)
    let text = MarkdownReport(run.input()).render()
    #expect(text.hasPrefix("# Succeeded\n"))
    #expect(text.contains("| `first` | ≠ changed | its inputs, conditions or rollback differ |\n"))
    #expect(text.contains("- **Changes to finished steps**: accepted\n"))
    #expect(text.contains("- **Plan digest at the start**: "))
  }

  @Test func damagedRecord() throws {
    let input = try SampleRuns.small().input(problems: [
      .init(seq: 4, id: "BLY0903", message: "event 4 was changed")
    ])
    for page in [HTMLReport(input).render(), MarkdownReport(input).render()] {
      #expect(page.contains("The record was verified and is damaged: 1 problem. Don"))
      #expect(page.contains("event 4 was changed"))
      #expect(page.contains("belay audit verify \(RunScript.id)"))
      #expect(page.contains("belay audit export \(RunScript.id) -o \(RunScript.id).jsonl"))
    }
  }

  @Test func subPlansAndRepeatedSteps() throws {
    var run = try RunScript(checkedPlan(SamplePlans.nested))
    try run.open()
    try run.phase("outer")
    try run.record(.callStarted(GroupStarted(id: "outer/part", inputs: ["region": "north"])))
    try run.phase("outer/part/inner")
    try run.done("outer/part/inner/deep", took: 700)
    try run.phaseDone("outer/part/inner")
    try run.record(.callFinished(GroupFinished(id: "outer/part")))
    try run.record(
      .expanded(StepExpanded(step: "outer/each", keys: ["a.example", "b.example"], items: ["a.example", "b.example"])))
    try run.done("outer/each[a.example]", took: 100)
    try run.done("outer/each[b.example]", took: 100)
    try run.phaseDone("outer")
    try run.end(.succeeded)
    let text = MarkdownReport(run.input()).render()
    #expect(text.hasPrefix("# Succeeded\n\n3 steps: 3 succeeded.\n"))
    #expect(
      text.contains(
        "### outer/part\n\n- **Entered**: 2026-11-24 14:30:05.000 UTC\n- **Took**: 700 ms\n- **region**: `north`\n"))
    #expect(text.contains("| `outer/each` | 2 items | a.example, b.example |"))
    #expect(text.contains("✓ part/inner/deep "))
    #expect(text.contains("✓ each[a.example] "))
  }

  /// A sub-plan that was skipped as a whole is told of, but counts as its steps.
  @Test func skippedGroups() throws {
    var run = try RunScript(checkedPlan(SamplePlans.nested))
    try run.open()
    try run.phase("outer")
    try run.record(.skipped(StepSettled(step: "outer/part", reason: "not this time")))
    let text = MarkdownReport(run.input()).render()
    #expect(text.hasPrefix("# Still running\n\n2 steps: 1 skipped, 1 not started.\n"))
    #expect(text.contains("not this time"))
  }

  @Test func theFirstEventMayBeMissing() throws {
    var input = try SampleRuns.small().input()
    input.events.removeFirst()
    #expect(MarkdownReport(input).render().hasPrefix("# Succeeded\n"))
  }
}
