// The family of steps that run a program: `shell.run` and `exec.run`. What they do is the plan's own business, so
// their types are opaque: the step says whether it only reads, whether it may run twice, and what it gives.

import StepKit

/// Steps that run a program.
public enum ShellSteps {
  public static let all: [any StepType] = [ShellRun(), ExecRun()]

  public static let family = StepFamily(
    folder: "Shell", types: all, failures: StepProblem.explanations, fixtures: ShellFixtures.all)
}
