// What an evaluation comes to.

import Diagnostics

/// The outcome of an evaluation.
public enum Evaluation: Hashable, Sendable {
  case value(Value)
  /// The value depends on what is not known yet: the paths that were read, such as `["steps", "a", "outputs", "n"]`.
  case unknown(Set<[String]>)
  case error(EvaluationError)
}

/// Why an evaluation has no value.
public struct EvaluationError: Error, Hashable, Sendable {
  public var problem: ExpressionProblem
  /// The part of the expression that failed, as UTF-8 offsets in the text that was compiled.
  public var range: Range<Int>

  public init(_ problem: ExpressionProblem, at range: Range<Int>) {
    self.problem = problem
    self.range = range
  }

  public var message: String { problem.message }
}

extension Evaluation {
  /// The value, when there is one.
  public var value: Value? {
    if case .value(let value) = self { return value }
    return nil
  }
}
