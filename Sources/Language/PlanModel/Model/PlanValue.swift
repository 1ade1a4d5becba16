// A value as a plan writes it: constant, text with `${{ … }}`, or a list or map of such values.

import Diagnostics
import Expressions

/// A value that may depend on the run.
public indirect enum PlanValue: Sendable {
  case constant(Value)
  /// A string with at least one `${{ … }}`; one that is a single whole `${{ … }}` keeps its type.
  case template(Template)
  /// A bare expression, as in boolean fields.
  case expression(Expression)
  case list([PlanValue])
  /// Keys are literal; order is the plan's.
  case map([PlanEntry])
}

/// One entry of a map value.
public struct PlanEntry: Sendable {
  public var key: String
  public var value: PlanValue

  public init(key: String, value: PlanValue) {
    self.key = key
    self.value = value
  }
}

/// An input of a step: what the type declares, what the plan gives.
public struct PlanField: Sendable {
  public var name: String
  /// The declared type; evaluation converts to it where DESIGN §3 allows (a scalar into text).
  public var type: ValueType
  public var value: PlanValue
  public var range: SourceRange
  /// Names of the secrets that may be in it. Not empty: it is journaled by reference only.
  public var secrets: Set<String>

  public init(name: String, type: ValueType, value: PlanValue, range: SourceRange, secrets: Set<String>) {
    self.name = name
    self.type = type
    self.value = value
    self.range = range
    self.secrets = secrets
  }
}
