// Why a verb can't do its work. The front end turns each into words and an exit code.

import Diagnostics
import Engine
import Journal

/// A verb's failure, other than a run that ended badly.
public enum RunnerError: Error, Sendable {
  case journal(JournalError)
  /// The journal's chain holds, but the engine can't read it: written by something else, or by a newer version.
  case unreadableEvent(run: RunID, seq: Int64, reason: String)
  case newerEvent(run: RunID, type: String)
  /// The stored plan doesn't check with this binary's registry.
  case planDoesNotCheck(run: RunID, [Diagnostic])
  case planMissing(run: RunID, file: String)
  /// Somebody's answer can't be taken.
  case refused(PersonProblem)
  /// A finished step differs in the edited plan.
  case changedPlan([StepLabel])
  /// The edited plan is another plan.
  case otherPlan(of: String, given: String)
  /// A `foreach` has an item twice, known before the run.
  case itemsNotDistinct(step: String, key: String)
  /// What the run was given doesn't fit what the edited plan declares.
  case inputsDontFit([String])
  /// Steps whose outcome isn't known belong to the plan under which they were begun.
  case inFlight([String])
  /// Plan, registry or binary isn't what the run was begun with.
  case drift([String])
  case notRollbackable(String)
  case unknownTarget(PersonProblem)
  /// A dry run has no place for the logs of its read steps.
  case noScratchFolder(parent: String, reason: String)
  case engine(EventFault)
}

extension RunnerError {
  @discardableResult
  static func wrapping<Answer>(_ body: () throws(JournalError) -> Answer) throws(RunnerError) -> Answer {
    do { return try body() } catch { throw .journal(error) }
  }
}
