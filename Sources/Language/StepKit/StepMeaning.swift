// What a step type means to a run that relies on it, as JSON to be digested: everything that changes how a plan is
// checked, carried out or undone, and nothing that is only said to people.

import Expressions
import JSONText

extension StepType {
  /// Name, effect, idempotence, inputs and outputs, the way of being carried out, and the powers.
  var meaning: JSON {
    let declaration = declaration
    var meaning: JSONObject = [
      "name": .string(declaration.name), "effect": .string(declaration.effect.rawValue),
      "idempotent": .bool(declaration.idempotent), "opaque": .bool(declaration.isOpaque), "way": .string(way),
      "inputs": .array(declaration.inputs.map(\.meaning)), "outputs": .array(declaration.outputs.map(\.meaning)),
      "predicts": .bool(predicting != nil), "probes": .bool(probing != nil), "undoes": .bool(undoing != nil),
    ]
    if let filesDigest { meaning["files"] = .string(filesDigest) }
    if let timeout = declaration.usualTimeout { meaning["timeout"] = .int(timeout) }
    return .object(meaning)
  }

  private var way: String {
    switch self {
    case is any InProcessStep: "in process"
    case is any ProcessStep: "process"
    case is any GateStep: "gate"
    case is any TimerStep: "timer"
    case is any SubPlanStep: "sub-plan"
    default: "none"
    }
  }
}

extension FieldDeclaration {
  fileprivate var meaning: JSON {
    var object: JSONObject = [
      "name": .string(name), "type": .string(type.description), "required": .bool(required),
      "sensitive": .bool(sensitive), "role": .string("\(role)"),
      "choices": .array(choices.map { .string($0) }),
    ]
    if let defaultValue { object["default"] = defaultValue.journaled(as: type) }
    return .object(object)
  }
}
