// Step types that a folder beside a plan declares, carried out by a program of their own (DESIGN §4 "Outside types"). The
// family has no types of its own: the checker makes them of what it reads.

import StepKit

/// Outside step types.
public enum OutsideSteps {
  public static let family = StepFamily(folder: "Outside", types: [], failures: OutsideProblem.explanations)

  /// Makes a step type of a declaration that the checker has read.
  public static let maker: any OutsideTypeMaking = Maker()

  /// What is wrong with how a step type's program answers to an operation that doesn't exist, in words: it must fail, for
  /// a later Belay may ask more. Nil: nothing, or it is none of these types.
  public static func faultOfUnknownOperation(_ type: any StepType, _ context: StepContext) async -> String? {
    guard let step = type as? OutsideStep else { return nil }
    return await step.takesUnknownOperation(context)
      ? "it takes an operation for done that it can't know: it should answer with an error, or exit with another status"
      : nil
  }

  private struct Maker: OutsideTypeMaking {
    func stepType(of type: OutsideType) -> any StepType { OutsideStep(type) }
  }
}
