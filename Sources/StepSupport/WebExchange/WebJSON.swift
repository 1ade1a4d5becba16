// Values of a plan as the JSON of a request.

import Expressions
import JSONText
import StepKit

package enum WebJSON {
  /// Lists, maps with text as keys, text, numbers, bools and null as they are; times and durations as text. Fails on
  /// what JSON can't say.
  package static func json(_ value: Value, input: String) throws(StepFailure) -> JSON {
    switch value {
    case .null: return .null
    case .bool(let flag): return .bool(flag)
    case .int(let number): return .int(number)
    case .uint(let number):
      if let exact = Int64(exactly: number) { return .int(exact) }
      throw unsayable("a number beyond 64 bits", input)
    case .double(let number):
      guard let json = JSON(finite: number) else { throw unsayable("a number that isn't finite", input) }
      return json
    case .string(let text): return .string(text)
    case .list(let items):
      var list: [JSON] = []
      for item in items { list.append(try json(item, input: input)) }
      return .array(list)
    case .map(let map): return try object(map, input)
    case .timestamp(let time): return .string(time.text)
    case .duration(let duration): return .string(duration.text)
    case .optional(let optional):
      return try optional.value.map { value throws(StepFailure) in
        try json(value, input: input)
      } ?? .null
    case .bytes: throw unsayable("bytes", input)
    case .type: throw unsayable("a type", input)
    }
  }

  private static func object(_ map: ValueMap, _ input: String) throws(StepFailure) -> JSON {
    var object = JSONObject()
    for (key, value) in map {
      guard case .string(let name) = key else { throw unsayable("a key that is no text", input) }
      object[name] = try json(value, input: input)
    }
    return .object(object)
  }

  private static func unsayable(_ what: String, _ input: String) -> StepFailure {
    StepProblem.badInput(input, reason: "holds \(what), which JSON can't say").failure()
  }
}
