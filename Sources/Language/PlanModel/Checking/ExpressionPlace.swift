// Where an expression stands: what it may read, which steps are done by then, and whether secrets may go there.

import Expressions

/// The surroundings of an expression.
struct ExpressionPlace {
  var scope: Scope
  var position: ReferencePosition
  var secrets: SecretPolicy
  /// In an undo action, where the step's own outputs may be absent.
  var isUndo = false

  func refusingSecrets(into place: SecretSink) -> ExpressionPlace {
    var copy = self
    copy.secrets = .refused(into: place)
    return copy
  }

  func allowingSecrets() -> ExpressionPlace {
    var copy = self
    copy.secrets = .allowed
    return copy
  }
}

/// Whether a secret may flow into a value.
enum SecretPolicy {
  case allowed
  case refused(into: SecretSink)
}

/// A place where a secret would leak.
enum SecretSink {
  case condition, message, guardCheck, output, lock, foreachItems
  case input(String, of: String)

  var text: String {
    switch self {
    case .condition: "a condition"
    case .message: "a message"
    case .guardCheck: "a guard"
    case .output: "an output"
    case .lock: "a lock"
    case .foreachItems: "the items of foreach"
    case .input(let name, let owner): "the input '\(name)' of \(owner)"
    }
  }
}

/// Which steps are surely done when an expression is evaluated. Lists are numbered as in ``StepGraph``.
enum ReferencePosition {
  /// None: variables, locks, guards. With the words for the place.
  case beforeAll(String)
  /// Those of the lists before this one.
  case startOfList(Int)
  /// Those of this list, too.
  case endOfList(Int)
  /// What the step waits for; `seesItself` in its own `success` and `rollback`.
  case step(StepGraph.Position, seesItself: Bool)
}

/// A value with what is known about it before the run.
struct CheckedValue {
  var value: PlanValue
  var type: ValueType
  /// Names of the secrets that may be in it.
  var secrets: Set<String> = []

  var constant: Value? {
    if case .constant(let value) = value { value } else { nil }
  }
}
