// A composite: an outside step type that is a list of steps. The checker inlines them like those of a sub-plan.

import Expressions
import StepKit

/// A step type whose `step.yaml` has `steps`.
struct CompositeType: SubPlanStep {
  let declaration: StepDeclaration
  /// The file that declares it, relative to the plan's folder.
  let file: String

  /// What callers see of a composite that has been checked. Its effect is that of its steps.
  init(_ name: String, file: String, inputs: [PlanInput], outputs: [PlanVariable], summary: String) {
    self.file = file
    declaration = StepDeclaration(
      name: name, summary: summary,
      inputs: inputs.map { input in
        FieldDeclaration(
          input.name, input.type, required: input.defaultValue == nil, default: input.defaultValue,
          choices: input.choices.compactMap { if case .string(let text) = $0 { text } else { nil } },
          input.description ?? "")
      },
      outputs: outputs.map { FieldDeclaration($0.name, $0.type, required: true, "") }, effect: .read, idempotent: true)
  }
}
