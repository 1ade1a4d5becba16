// The family of steps that look at the machine on which they run.

import StepKit

/// Steps about the host.
public enum HostSteps {
  public static let all: [any StepType] = [HostResources()]

  public static let family = StepFamily(
    folder: "Host", types: all, failures: HostProblem.explanations, fixtures: HostFixtures.all)
}
