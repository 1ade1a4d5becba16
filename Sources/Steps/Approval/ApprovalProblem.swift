// What can be wrong with a gate, in words. Codes BLY0860 to BLY0869.

import StepKit

enum ApprovalProblem: Hashable {
  case noRoles
  case quorum(Int64)
  case expiry(String)
  case noMessage
  case emptyItem

  var message: String {
    switch self {
    case .noRoles: "nobody is asked: 'roles' is empty"
    case .quorum(let number): "the quorum must be at least 1, not \(number)"
    case .expiry(let text): "an approval must be good for at least a second, not \(text)"
    case .noMessage: "'message' is empty: nobody would know what to do"
    case .emptyItem: "'checklist' has an empty item"
    }
  }

  var help: String? {
    switch self {
    case .noRoles: "name at least one role that the plan declares under `roles:`"
    case .quorum: nil
    case .expiry: "say a duration such as `8h`, or leave it out"
    case .noMessage: "say in a sentence what is to be done"
    case .emptyItem: nil
    }
  }

  var failure: StepFailure { StepFailure(code: "BLY0860", message: message, help: help) }

  func issue(_ input: String) -> InputIssue { InputIssue(input: input, message: message, help: help) }

  static let explanations = [
    FailureExplanation(
      "BLY0860", "a gate asks nobody, or asks for nothing",
      "A gate needs roles with people in them, a quorum of at least 1 and, for work by hand, a message. The value came "
        + "from an expression. Correct what it is computed from, then resume.")
  ]
}
