// State errors as failures of steps, what the family adds to them, and what each code means.

import DeploymentState
import StepKit

extension StateError {
  /// The failure that a step throws: same code, same words.
  var failure: StepFailure { StepFailure(code: code, message: message, help: help) }
}

/// Carries out work on the state, its errors turned into the step's failure.
func onState<Result>(_ body: () throws(StateError) -> Result) throws(StepFailure) -> Result {
  do throws(StateError) { return try body() } catch { throw error.failure }
}

/// What the family itself refuses. Codes BLY0870 to BLY0879.
enum StateProblem {
  /// An undo finds somebody's newer work.
  case newerWork(path: String, difference: String)
  /// There is something in the place that the step would have to overwrite.
  case taken(path: String, what: String)
  /// An undo record that this version can't read.
  case unreadableRecord
  case badInput(name: String, reason: String)

  var failure: StepFailure { StepFailure(code: code, message: message, help: help) }

  var code: String {
    switch self {
    case .newerWork: "BLY0870"
    case .taken: "BLY0871"
    case .unreadableRecord: "BLY0872"
    case .badInput: "BLY0873"
    }
  }

  private var message: String {
    switch self {
    case .newerWork(let path, let difference):
      "'\(path)' is neither what the step left nor what was there before\n\(difference)"
    case .taken(let path, let what): "'\(path)' already holds \(what)"
    case .unreadableRecord: "the undo record can't be read"
    case .badInput(let name, let reason): "'\(name)' \(reason)"
    }
  }

  private var help: String {
    switch self {
    case .newerWork: "keep what is worth keeping, put the file back by hand, then roll back again"
    case .taken: "name another place, or move what is there away"
    case .unreadableRecord: "undo by hand what the step did, then say `belay resolve`"
    case .badInput: "correct the value in the plan, or the input that it comes from"
    }
  }

  static let explanations = [
    FailureExplanation(
      "BLY0870", "the undo of a state step found newer work",
      "A file that the step wrote has been changed since by somebody else. The undo touches nothing then. Keep what is "
        + "worth keeping, put the file back by hand, and roll back again."),
    FailureExplanation(
      "BLY0871", "the place of a state step is taken",
      "The step would have to overwrite something that it doesn't know, and doesn't."),
    FailureExplanation(
      "BLY0872", "an undo record of a state step can't be read",
      "The record was written by another version. Undo by hand what the step did, then say `belay resolve`."),
    FailureExplanation("BLY0873", "an input of a state step can't be used", "The message says which and why."),
    FailureExplanation(
      "MIGRATION-001", "Migration process failed",
      "Check disk space, permissions and the integrity of the source, then resume the run."),
    FailureExplanation(
      "MIGRATION-002", "Backend synchronization failed",
      "Stop dual-write, make both backends equal with `state.repair`, verify with `state.compare`, re-enable."),
    FailureExplanation(
      "MIGRATION-003", "Data integrity violation",
      "A record is damaged, missing, or not expected. Assess it, restore it, verify, and resume clean."),
    FailureExplanation(
      "MIGRATION-004", "State manager initialization failed",
      "Verify configuration and environment (STATE_BACKEND, PRIMARY_BACKEND, DUAL_WRITE_MODE, FORCE_LEVELDB_ONLY), "
        + "reset, and start again."),
    FailureExplanation(
      "MIGRATION-005", "Performance degradation critical",
      "Find the bottleneck, free resources, and measure again."),
    FailureExplanation(
      "JSON-001", "File access error", "Check permissions, existence and disk space; recreate the folder."),
    FailureExplanation(
      "JSON-002", "Parse error", "Find the damaged files, validate them, repair or restore them."),
    FailureExplanation(
      "JSON-003", "Schema validation failed", "Check the schema version, validate, migrate the data."),
    FailureExplanation(
      "LEVELDB-001", "Database corruption",
      "Restore the database from a backup and verify it. LevelDB's own repair may lose records."),
    FailureExplanation(
      "LEVELDB-002", "Lock file error",
      "Find the process that holds the lock and end it properly. Never delete a held lock."),
  ]
}
