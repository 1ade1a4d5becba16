// Step types that a folder beside a plan declares, carried out by a program of their own (DESIGN §4 "Outside types"). The
// family has no types of its own: the checker makes them of what it reads.

import StepKit

/// Outside step types.
public enum OutsideSteps {
  public static let family = StepFamily(folder: "Outside", types: [], failures: OutsideProblem.explanations)

  /// Makes a step type of a declaration that the checker has read.
  public static let maker: any OutsideTypeMaking = Maker()

  private struct Maker: OutsideTypeMaking {
    func stepType(of type: OutsideType) -> any StepType { OutsideStep(type) }
  }
}
