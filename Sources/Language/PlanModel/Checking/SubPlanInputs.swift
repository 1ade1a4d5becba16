// The inputs that a `plan.run` step gives to its plan, against what that plan declares.

import Diagnostics
import Expressions
import OrderedCollections
import PlanText

/// The inputs of a plan as its caller sees them.
struct PlanInputs {
  /// The plan's file name.
  let plan: String
  let inputs: [PlanInput]
  /// Every input by name; one without a default must be given.
  let shape: RecordShape

  init(plan: String, inputs: [PlanInput]) {
    self.plan = plan
    self.inputs = inputs
    var fields: OrderedDictionary<String, RecordShape.Field> = [:]
    for input in inputs {
      fields[input.name] = RecordShape.Field(type: input.type, mayBeAbsent: input.defaultValue != nil)
    }
    shape = RecordShape(name: "inputs of \(plan)", fields: fields)
  }
}

extension BodyContext {
  /// The map of inputs. A constant is held to the input's own rules; what an expression gives is checked in the run.
  func planInputValue(_ node: Node, _ planInputs: PlanInputs, at place: ExpressionPlace) -> CheckedValue? {
    var entries: [PlanEntry] = []
    let names = planInputs.inputs.map(\.name)
    for (key, valueNode) in node.entries {
      let name = key.text
      guard let input = planInputs.inputs.first(where: { $0.name == name }) else {
        reporter.report(
          .unknownPlanInput(
            name, plan: planInputs.plan, inputs: names, nearest: reporter.nearest(to: name, in: names)),
          at: key.range)
        continue
      }
      let inner = place.refusingSecrets(into: .input(name, of: planInputs.plan))
      guard let checked = value(valueNode, as: input.type, .quoted(name), at: inner) else { continue }
      if let constant = checked.constant, let problem = InputRules.problem(with: constant, for: input) {
        reporter.report(.planInputAgainstRule(problem.message), at: valueNode.mark)
      }
      entries.append(PlanEntry(key: name, value: checked.value))
    }
    return CheckedValue(value: .map(entries), type: .record(planInputs.shape))
  }
}
