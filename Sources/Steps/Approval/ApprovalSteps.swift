// The family of steps that people carry out.

import StepKit

/// Steps at which a run waits for people.
public enum ApprovalSteps {
  public static let all: [any StepType] = [ApprovalRequest(), ManualConfirm()]

  public static let family = StepFamily(
    folder: "Approval", types: all, failures: ApprovalProblem.explanations, fixtures: ApprovalFixtures.all)
}
