// A declaration as JSON: for `belay steps --format json` and the schema.

import Expressions
import JSONText

extension StepDeclaration {
  public var json: JSON {
    [
      "name": .string(name), "summary": .string(summary), "effect": .string(effect.rawValue),
      "idempotent": .bool(idempotent), "opaque": .bool(isOpaque),
      "inputs": .array(inputs.map(\.json)), "outputs": .array(outputs.map(\.json)),
    ]
  }
}

extension FieldDeclaration {
  public var json: JSON {
    var object: JSONObject = [
      "name": .string(name), "type": .string(type.description), "required": .bool(required),
      "doc": .string(documentation),
    ]
    if let defaultValue { object["default"] = defaultValue.journaled(as: type) }
    if sensitive { object["sensitive"] = .bool(true) }
    if !choices.isEmpty { object["choices"] = .array(choices.map { .string($0) }) }
    return .object(object)
  }
}
