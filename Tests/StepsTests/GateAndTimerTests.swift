// Covers: what the gates ask for, what the timers wait for, what plan.run accepts, and what their checks say before
// the run.

import ApprovalSteps
import Expressions
import Foundation
import StepConformance
import StepKit
import SubPlanSteps
import Testing
import WaitSteps

@Suite struct GateAndTimerTests {
  private func context(_ inputs: [String: Value]) -> StepContext {
    StepContext(
      run: "r", step: "s", attempt: 1, idempotencyKey: "k", inputs: inputs, effect: .read, workingDirectory: "/tmp",
      runStartedAt: 1_000_000, runOperator: "ann", vault: FolderVault(NSTemporaryDirectory()))
  }

  @Test func anApproval() throws {
    let request = try ApprovalRequest().gate(
      context([
        "roles": ["lead"], "quorum": 2, "distinct_from": ["starter"], "message": "go?",
        "expires": .duration(CELDuration(seconds: 60, nanos: 500_000_000)),
      ]))
    #expect(
      request
        == GateRequest(
          kind: .approval, message: "go?", roles: ["lead"], quorum: 2, distinctFrom: ["starter"], expiresAfter: 60_500))
  }

  @Test func aConfirmation() throws {
    let request = try ManualConfirm().gate(context(["message": "Do it", "checklist": ["a", "b"], "quorum": 1]))
    #expect(request == GateRequest(kind: .manual, message: "Do it", checklist: ["a", "b"]))
  }

  @Test func gatesAreCheckedBeforeTheRun() {
    #expect(
      ApprovalRequest().check(["roles": .constant([]), "quorum": .constant(0)]) == [
        InputIssue(input: "quorum", message: "the quorum must be at least 1, not 0"),
        InputIssue(
          input: "roles", message: "nobody is asked: 'roles' is empty",
          help: "name at least one role that the plan declares under `roles:`"),
      ])
    #expect(
      ApprovalRequest().check(["expires": .constant(.duration(CELDuration(seconds: 0, nanos: 500_000_000)))])
        .map(\.message) == ["an approval must be good for at least a second, not 0.5s"])
    #expect(ManualConfirm().check(["message": .constant(" \n")]).map(\.input) == ["message"])
    #expect(ManualConfirm().check(["message": .expression, "quorum": .expression]) == [])
  }

  @Test(
    arguments: [
      (CELDuration(seconds: 90), 90_000), (CELDuration(seconds: 0, nanos: 1), 1), (CELDuration(seconds: 0), 0),
      (CELDuration(seconds: 1, nanos: 500_000_001), 1_501),
    ] as [(CELDuration, Int64)])
  func aWaitIsNeverShorterThanItSays(duration: CELDuration, milliseconds: Int64) throws {
    #expect(try WaitFor().delay(context(["duration": .duration(duration)])) == milliseconds)
  }

  @Test func waitsAreCheckedBeforeTheRun() {
    let negative = WaitFor().check(["duration": .constant(.duration(CELDuration(seconds: -2)))])
    #expect(negative.map(\.message) == ["a wait can't be shorter than nothing: -2s"])
    let absurd = WaitFor().check(["duration": .constant(.duration(CELDuration(seconds: 40_000_000)))])
    #expect(absurd.map(\.message) == ["a wait of 40000000s is longer than a year"])
  }

  @Test func untilAPointInTime() throws {
    let inputs: [String: Value] = ["time": .timestamp(Timestamp(seconds: 1_005, nanos: 1))]
    #expect(try WaitUntil().due(context(inputs)) == 1_005_001)
    #expect(try WaitUntil().delay(context(inputs)) == 5_001)
    #expect(try WaitUntil().delay(context(["time": .timestamp(Timestamp(seconds: 1))])) == 0)
    #expect(try WaitFor().due(context(["duration": .duration(CELDuration(seconds: 1))])) == nil)
  }

  @Test func aSubPlanIsNamedLiterally() {
    #expect(PlanRun().check(["plan": .constant("child.yaml"), "inputs": .expression]) == [])
    #expect(PlanRun().check(["plan": .expression]).map(\.message) == ["the plan file must be named literally"])
    #expect(PlanRun().check(["plan": .constant("")]).map(\.message) == ["'plan' is empty"])
  }
}
