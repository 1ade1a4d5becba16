// The family of steps that stand for another plan.

import StepKit

/// Steps that another plan's steps replace.
public enum SubPlanSteps {
  public static let all: [any StepType] = [PlanRun()]

  public static let family = StepFamily(folder: "SubPlan", types: all, fixtures: SubPlanFixtures.all)
}
