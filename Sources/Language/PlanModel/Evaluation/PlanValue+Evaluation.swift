// Values of a plan at run time (DESIGN §3): evaluated, and converted to the type that the field declares.

import Diagnostics
import Expressions

extension PlanValue {
  /// The value. Of a list or map that holds an error, the first error; of one that holds something unknown, all that
  /// is unknown.
  public func evaluate(_ activation: some Activation) -> Evaluation {
    switch self {
    case .constant(let value): return .value(value)
    case .template(let template): return template.evaluate(activation)
    case .expression(let expression): return expression.evaluate(activation)
    case .list(let items):
      var parts = EvaluatedParts()
      for item in items { parts.add(item.evaluate(activation)) }
      return parts.result { .list($0) }
    case .map(let entries):
      var parts = EvaluatedParts()
      for entry in entries { parts.add(entry.value.evaluate(activation)) }
      return parts.result { values in .map(ValueMap(zip(entries.lazy.map(\.key), values))) }
    }
  }
}

extension PlanField {
  /// The value as its declared type: an int, double or bool becomes text where text is declared, an int a double
  /// where a double is. Nothing else converts.
  public func evaluate(_ activation: some Activation) -> Evaluation {
    let evaluation = value.evaluate(activation)
    guard case .value(let found) = evaluation else { return evaluation }
    if let converted = found.converted(to: type) { return .value(converted) }
    let problem = ExpressionProblem.typeMismatch(expected: type.description, found: found.type.description)
    return .error(EvaluationError(problem, at: 0..<0))
  }
}

/// The values of a list's or map's parts, as long as all have one.
private struct EvaluatedParts {
  private var values: [Value] = []
  private var failure: Evaluation?

  mutating func add(_ evaluation: Evaluation) {
    switch (failure, evaluation) {
    case (nil, .value(let value)): values.append(value)
    case (.error, _): break
    case (.unknown(let known), .unknown(let more)): failure = .unknown(known.union(more))
    case (_, .value): break
    default: failure = evaluation
    }
  }

  func result(_ whole: ([Value]) -> Value) -> Evaluation { failure ?? .value(whole(values)) }
}

extension Value {
  /// The value as a declared type, or nil when it doesn't fit.
  func converted(to type: ValueType) -> Value? {
    switch (type, self) {
    case (.dyn, _): return self
    case (.string, .string), (.int, .int), (.uint, .uint), (.double, .double), (.bool, .bool), (.bytes, .bytes),
      (.null, .null), (.timestamp, .timestamp), (.duration, .duration), (.type, .type):
      return self
    case (.string, .int), (.string, .uint), (.string, .double), (.string, .bool): return text().map(Value.string)
    case (.double, .int(let number)): return .double(Double(number))
    case (.list(let element), .list(let items)):
      let converted = items.compactMap { $0.converted(to: element) }
      return converted.count == items.count ? .list(converted) : nil
    case (.map(_, let element), .map(let map)):
      var converted = ValueMap()
      for (key, value) in map {
        guard let value = value.converted(to: element) else { return nil }
        converted[key] = value
      }
      return .map(converted)
    case (.record(let shape), .map(let map)):
      var converted = ValueMap()
      for (key, value) in map {
        guard case .string(let name) = key, let value = value.converted(to: shape.field(name)?.type ?? .dyn) else {
          return nil
        }
        converted[key] = value
      }
      return .map(converted)
    case (.optional(let wrapped), _): return converted(to: wrapped)
    default: return nil
    }
  }
}
