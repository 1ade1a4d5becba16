// The family of steps that wait.

import StepKit

/// Steps that let time pass.
public enum WaitSteps {
  public static let all: [any StepType] = [WaitFor(), WaitUntil()]

  public static let family = StepFamily(
    folder: "Wait", types: all, failures: WaitProblem.explanations, fixtures: WaitFixtures.all)
}
