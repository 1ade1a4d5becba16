// One thing that a step type is asked, and the rules for it: its name in the run's folder, how long it may take, what
// must not be said, whether it may write.

import Secrets
import StepKit

/// An attempt, or a look: taking an undo record, probing, predicting, observing for a condition.
struct Operation: Sendable {
  /// What only looks. Its processes can't write, and an answer that nobody waits for any more is dropped.
  enum Look: String, Sendable {
    case record, probe, predict, observe

    /// Milliseconds, where the step has no timeout of its own. To look is quick; an undo record may copy much.
    var usualTimeout: Int64 { self == .record ? 3_600_000 : 300_000 }
  }

  /// Its name in the run's folder, unique for ever; see `UnitName`. Its processes are `UNIT.process1` and so on.
  let unit: String
  let context: StepContext
  /// Milliseconds.
  let timeout: Int64?
  /// Its processes are kept from writing.
  let isConfined: Bool
  let mask: SecretMask

  /// An attempt at a step or an undo action.
  init(attempt unit: String, _ context: StepContext, timeout: Int64?) {
    self.unit = unit
    self.context = context
    self.timeout = timeout
    isConfined = context.effect == .read
    mask = SecretMask(context.secrets)
  }

  /// A look. `mark` is the executor's fencing token and a number that it gives only once.
  init(_ look: Look, _ unit: String, mark: Mark, _ context: StepContext, timeout: Int64?) {
    self.unit = "\(unit).\(look.rawValue).\(mark.token)-\(mark.number)"
    self.context = context
    self.timeout = timeout ?? look.usualTimeout
    isConfined = true
    mask = SecretMask(context.secrets)
  }

  /// Makes the name of a look unique: the same may be looked at again, by this executor or the next.
  struct Mark: Sendable {
    var token: Int64
    var number: Int
  }
}
