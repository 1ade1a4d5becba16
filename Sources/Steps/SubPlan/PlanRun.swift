// `plan.run`: the steps of another plan file, in the place where it stands. The checker inlines them, so rollback,
// resume and audit see ordinary steps (DESIGN §2).

import Expressions
import StepKit

/// Runs another plan file. Its effect is that of its steps, each of which says how it is undone: the step itself
/// needs no `rollback`.
public struct PlanRun: SubPlanStep {
  public init() {}

  public let declaration = StepDeclaration(
    name: "plan.run", summary: "Run the steps of another plan file",
    inputs: [
      FieldDeclaration(
        "plan", .string, required: true, role: .planFile, "The plan file, relative to the plan that names it."),
      FieldDeclaration(
        "inputs", .map(.string, .dyn), role: .planInputs, "Values for the inputs that the plan file declares."),
    ],
    effect: .read, idempotent: true)

  public func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    switch inputs["plan"] {
    case .expression?:
      [
        InputIssue(
          input: "plan", message: "the plan file must be named literally",
          help: "what runs is read when the plan is checked; use `when` to choose between several plans")
      ]
    case .constant(.string(""))?: [InputIssue(input: "plan", message: "'plan' is empty")]
    default: []
    }
  }
}
