// What can be wrong with a wait, in words. Codes BLY0850 to BLY0859.

import Expressions
import StepKit

enum WaitProblem: Hashable {
  case negative(String)
  case absurd(String)

  /// More than this is a mistake: a year.
  static let longest: Int64 = 366 * 86_400

  static func problem(with duration: CELDuration) -> WaitProblem? {
    if duration.seconds < 0 || duration.nanos < 0 { return .negative(duration.text) }
    if duration.seconds > longest { return .absurd(duration.text) }
    return nil
  }

  var message: String {
    switch self {
    case .negative(let text): "a wait can't be shorter than nothing: \(text)"
    case .absurd(let text): "a wait of \(text) is longer than a year"
    }
  }

  var help: String { "say a duration such as `90s`, `15m` or `2h30m`" }

  var failure: StepFailure { StepFailure(code: "BLY0850", message: message, help: help) }

  static let explanations = [
    FailureExplanation(
      "BLY0850", "a wait is negative or longer than a year",
      "The duration came from an expression. Correct the value from which it is computed, then resume.")
  ]
}
