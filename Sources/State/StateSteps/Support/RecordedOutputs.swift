// Outputs inside an undo record: what a step says about its first attempt it says about every later one too, when the
// world no longer shows it.

import Expressions
import JSONText
import StepKit

enum RecordedOutputs {
  /// Outputs as JSON: texts, integers, and lists of texts.
  static func json(of outputs: [String: Value]) -> JSON {
    var object = JSONObject()
    for (name, value) in outputs.sorted(by: { $0.key < $1.key }) { object[name] = json(of: value) }
    return .object(object)
  }

  private static func json(of value: Value) -> JSON {
    switch value {
    case .string(let text): .string(text)
    case .int(let number): .int(number)
    case .list(let items): .array(items.map(json(of:)))
    default: .null
    }
  }

  /// The outputs that a record holds; nil: there is no record.
  static func of(_ context: StepContext) -> [String: Value]? {
    guard let object = context.recorded?["outputs"]?.objectValue else { return nil }
    var outputs: [String: Value] = [:]
    for (name, value) in object { outputs[name] = Value(json: value) }
    return outputs
  }
}
