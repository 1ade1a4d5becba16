// The exit codes of DESIGN §7: what a script can tell from how a verb ended.

import Engine

/// The number with which a process of Belay ends.
public enum ExitStatus {
  public static let done: Int32 = 0
  /// The run halted, or somebody gave it up.
  public static let failed: Int32 = 1
  /// The command line, a plan, an input or an answer can't be taken.
  public static let usage: Int32 = 2
  public static let rolledBack: Int32 = 3
  /// The rollback can't go on.
  public static let blocked: Int32 = 4
  /// The run waits for people.
  public static let waiting: Int32 = 5
  /// Nobody can know whether a step happened.
  public static let inDoubt: Int32 = 6
  /// Another executor or another run holds what is needed.
  public static let held: Int32 = 7
  /// Plan, step types or binary aren't those of the run.
  public static let drift: Int32 = 8
  /// The record can't be verified.
  public static let audit: Int32 = 9
  /// A mistake of Belay itself.
  public static let bug: Int32 = 70
  /// The journal can't be read or written.
  public static let journal: Int32 = 74

  /// What `run` and `resume` end with.
  public static func of(_ status: RunStatus) -> Int32 {
    switch status {
    case .succeeded: done
    case .halted, .abandoned, .running, .rollingBack: failed
    case .rolledBack: rolledBack
    case .rollbackBlocked: blocked
    case .waiting: waiting
    case .inDoubt: inDoubt
    }
  }
}
