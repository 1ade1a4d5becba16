// The family of steps that move deployment state (DESIGN §9).

import StepKit

/// Steps on deployment state.
public enum StateSteps {
  public static let all: [any StepType] = [
    StateInventory(), StateVerify(), StateModeStep(), StateMigrate(), StateCompare(), StateBenchmark(),
    StateExercise(), StateBackup(), StateRestore(), StateRepair(), StateLoad(),
  ]

  public static let family = StepFamily(
    folder: "StateSteps", types: all, failures: StateProblem.explanations, fixtures: StateFixtures.all)
}
