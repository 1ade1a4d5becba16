// What can go wrong between Belay and the program of an outside step type, in words. Codes BLY0900 to BLY0906.

import StepKit

enum OutsideProblem: Hashable, Sendable {
  /// The program itself says why.
  case refused(message: String, help: String?)
  case unreadable(reason: String)
  case unknownKey(String, operation: String, keys: [String])
  case noAnswer(String)
  case tooLarge(limit: Int)
  case heldSecret
  case outputMissing(String, type: String)
  case outputInvalid(String, type: String, text: String)
  case noPlace
}

extension OutsideProblem {
  var failure: StepFailure { StepFailure(code: code, message: message, help: help) }

  var code: String {
    switch self {
    case .refused: "BLY0900"
    case .unreadable, .unknownKey, .noAnswer: "BLY0901"
    case .tooLarge: "BLY0902"
    case .heldSecret: "BLY0903"
    case .outputMissing: "BLY0904"
    case .outputInvalid: "BLY0905"
    case .noPlace: "BLY0906"
    }
  }

  var message: String {
    switch self {
    case .refused(let message, _): message
    case .unreadable(let reason): "the program's answer \(reason)"
    case .unknownKey(let key, let operation, _): "the program's answer to '\(operation)' has an unknown '\(key)'"
    case .noAnswer(let operation): "the program gave no answer to '\(operation)'"
    case .tooLarge(let limit): "the program's answer has more than \(limit) bytes"
    case .heldSecret: "the program's answer contains a secret"
    case .outputMissing(let name, _): "output '\(name)' is declared, but not in the program's answer"
    case .outputInvalid(let name, let type, let text): "output '\(name)' should be of type \(type), and is \(text)"
    case .noPlace: "there is no place here from which the program could run"
    }
  }

  private var help: String? {
    switch self {
    case .refused(_, let help): help
    case .unreadable: "stdout holds the answer and nothing else; what is for people goes to stderr"
    case .unknownKey(_, _, let keys): "an answer to it may have \(keys.joined(separator: ", "))"
    case .noAnswer: "write one JSON object to stdout, or drop the power from step.yaml"
    case .tooLarge: "outputs are for values that later steps need; put large results into a file and give its path"
    case .heldSecret: "leave secrets out of the answer; nothing of it was kept"
    case .outputMissing(let name, _): "answer `{\"outputs\": {\"\(name)\": …}}`, or say `optional: true` in step.yaml"
    case .outputInvalid: "give a value of the declared type, or declare another in step.yaml"
    case .noPlace: "give the context of the step something that lays files out"
    }
  }

  /// One entry a code.
  static let explanations: [FailureExplanation] = [
    FailureExplanation(
      "BLY0900", "the program of an outside step type says that it failed",
      "The message is the program's own: it answered `{\"error\": {\"message\": …}}`. `belay log RUN STEP` shows what "
        + "else it printed. What it began may be half done."),
    FailureExplanation(
      "BLY0901", "the answer of an outside step type can't be read",
      "A program answers with one JSON object on stdout, with the keys that belong to the operation. What it did is "
        + "done all the same: undo it, or see to it by hand. `belay steps test NAME` finds such mistakes beforehand."),
    FailureExplanation(
      "BLY0902", "the answer of an outside step type is too large",
      "An answer has at most 1 MiB. Outputs are journaled and shown; large results belong into a file."),
    FailureExplanation(
      "BLY0903", "the answer of an outside step type contains a secret",
      "Outputs and undo records are journaled, and secrets must not be. Nothing of the answer was kept."),
    FailureExplanation(
      "BLY0904", "an outside step type didn't give a declared output",
      "Later steps rely on every output that step.yaml declares without `optional: true`."),
    FailureExplanation(
      "BLY0905", "an output of an outside step type is not of its declared type",
      "An int is a JSON number without fraction, text is a JSON string, a duration is text such as `1.5s`."),
    FailureExplanation(
      "BLY0906", "an outside step type has no place to run from",
      "Its program is laid out in the run's folder. Whoever uses the step type elsewhere gives its context a place."),
  ]
}
