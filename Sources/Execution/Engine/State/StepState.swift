// What is known of one step.

import Expressions
import JSONText
import StepKit

/// What is known of one step (or of a sub-plan, whose own conditions can fail).
public struct StepState: Sendable {
  public internal(set) var status = StepStatus.pending
  /// Attempts so far; never goes down, so that every attempt of a step has a number of its own.
  public internal(set) var attempts = 0
  public internal(set) var startedAt: Int64?
  public internal(set) var finishedAt: Int64?
  public internal(set) var outputs: [String: Value] = [:]
  public internal(set) var error: RecordedError?
  /// It failed, and the plan says to go on.
  public internal(set) var continued = false
  public internal(set) var gate: GateState?
  /// The last log of the step.
  public internal(set) var log: LogReference?

  /// The attempt whose outcome isn't known.
  var openAttempt: StepIntent?
  /// The effect of the open attempt ended well; its criteria are still to be asked.
  var isApplied = false
  /// How the executor learned that it ended well.
  var learned: Learned?
  /// Failed attempts since it last became pending: what `retry.attempts` counts.
  var failures = 0
  /// The next attempt is due at this time.
  var retryAt: Int64?
  /// What `auto` will restore, from before the first attempt.
  var undoRecord: JSON?
  /// How often it became pending again after an undo: a new life has a new idempotency key.
  var generation = 0
  /// The attempt with which it started, since it last became pending after an undo.
  var firstAttempt = 0
  /// Attempts at undoing it; never goes down, not even when it is done and undone again.
  var undoAttempts = 0
  /// Its place in the order of start; nil: it never started.
  var startOrder: Int?
  var undo: UndoState?
  /// It has outputs, but a dry run can't know them.
  var hasUnknownOutputs = false

  /// Done, as far as those that need it are concerned (DESIGN §2 "Order").
  var countsAsDone: Bool {
    switch status {
    case .succeeded, .satisfied, .skipped: true
    case .failed: continued
    case .kept: error == nil
    default: false
    }
  }
}

/// How far the undoing of a step is.
struct UndoState: Sendable {
  /// Index of the action that is next, or under way.
  var action = 0
  var failures = 0
  var retryAt: Int64?
  /// When the action's first attempt began.
  var startedAt: Int64?
  var openAttempt: StepIntent?
  var isApplied = false
  var learned: Learned?
  /// Outputs of the action under way, for its criteria.
  var outputs: [String: Value] = [:]
}

/// A question that waits for people.
public struct GateState: Sendable {
  public var request: GateOpened
  public var openedAt: Int64
  public var answers: [GateAnswered] = []
}
