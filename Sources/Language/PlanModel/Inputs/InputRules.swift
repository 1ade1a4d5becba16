// The rules that a plan declares for its inputs: pattern, min, max, choices. One place decides, for defaults, for
// values from the command line and for what a plan gives to a sub-plan.

import Diagnostics
import Expressions

/// Judges values of inputs.
public enum InputRules {
  /// What a value of the right type breaks, or nil.
  public static func problem(with value: Value, for input: PlanInput) -> InputProblem? {
    if !input.choices.isEmpty, !input.choices.contains(value) {
      return .notAChoice(input.name, text: value.shown, choices: input.choices.map(\.shown))
    }
    if let pattern = input.pattern, case .string(let text) = value, !matches(text, pattern) {
      return .patternMismatch(input.name, text: text, pattern: pattern)
    }
    return boundProblem(with: value, for: input)
  }

  private static func boundProblem(with value: Value, for input: PlanInput) -> InputProblem? {
    guard let measure = measure(of: value) else { return nil }
    if let min = input.min, isLess(measure, min) {
      return .belowMin(input.name, text: measure.shown, min: min.shown, counts: unit(of: value))
    }
    if let max = input.max, isLess(max, measure) {
      return .aboveMax(input.name, text: measure.shown, max: max.shown, counts: unit(of: value))
    }
    return nil
  }

  /// What `min` and `max` compare: a number itself, the length of a text (in code points), list or map.
  private static func measure(of value: Value) -> Value? {
    switch value {
    case .int, .double, .duration: value
    case .string(let text): .int(Int64(text.unicodeScalars.count))
    case .list(let items): .int(Int64(items.count))
    case .map(let map): .int(Int64(map.count))
    default: nil
    }
  }

  private static func unit(of value: Value) -> String? {
    switch value {
    case .string: "characters"
    case .list: "items"
    case .map: "entries"
    default: nil
    }
  }

  static func isLess(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.int(let a), .int(let b)): a < b
    case (.double(let a), .double(let b)): a < b
    case (.duration(let a), .duration(let b)): a < b
    default: false
    }
  }
}

extension Value {
  /// A value as a person writes it.
  var shown: String {
    if case .duration(let duration) = self { return duration.text }
    return text() ?? InstanceKey.text(of: self)
  }
}
