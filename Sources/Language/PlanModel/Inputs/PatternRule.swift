// `pattern` of an input: an RE2 regular expression that a text must match as a whole.

import Expressions

extension InputRules {
  /// Why a pattern can't be used, or nil.
  static func fault(ofPattern text: String) -> String? {
    do {
      _ = try Pattern(text)
      return nil
    } catch {
      return error.reason
    }
  }

  static func matches(_ text: String, _ pattern: String) -> Bool {
    guard let whole = try? Pattern("\\A(?:\(pattern))\\z") else { return false }
    return whole.isFound(in: text)
  }
}

extension InputResolver {
  /// Why a value of the right type can't be the value of an input, in words; nil when it can.
  public static func fault(of value: Value, for input: PlanInput) -> String? {
    InputRules.problem(with: value, for: input)?.message
  }
}
