// Everything that can be written into a run's journal. The state of a run is a fold of these and of nothing
// else (DESIGN §5), so a fact that a resume needs must be here. Events are plain data: values are already in
// the journal's JSON form (integers within ±2^53, doubles as text), and steps are named by their full ids.

import JSONText
import StepKit

/// A fact about a run.
public enum RunEvent: Sendable, Hashable {
  /// The first event: what runs, with what, for whom.
  case created(RunCreated)
  /// An executor took the lease, to carry out a verb.
  case opened(RunOpened)
  /// The run goes on over another version of its plan.
  case planChanged(PlanChanged)

  case phaseStarted(GroupStarted)
  case phaseFinished(GroupFinished)
  /// A sub-plan was entered; its inputs are fixed from here on.
  case callStarted(GroupStarted)
  case callFinished(GroupFinished)
  /// The items of a `foreach` are fixed from here on.
  case expanded(StepExpanded)

  case skipped(StepSettled)
  case satisfied(StepSettled)
  /// It failed before it started: nothing to undo.
  case refused(StepRefused)
  /// The effect may happen from here on.
  case intent(StepIntent)
  /// The effect ended well; the success criteria are still to be asked.
  case applied(StepApplied)
  /// How an attempt ended.
  case outcome(StepOutcome)
  /// Nobody can know whether the effect happened.
  case inDoubt(StepInDoubt)
  /// What was decided about an attempt that a dead executor left.
  case recovered(StepRecovered)
  /// A person said what happened.
  case resolved(StepResolved)
  case gateOpened(GateOpened)
  case gateAnswered(GateAnswered)
  /// What a person said couldn't be taken.
  case messageRefused(MessageRefused)

  /// No new step starts from here on.
  case failing(RunFailing)
  case stopRequested(StopRequested)
  case alarm(RunAlarm)
  case guardTripped(GuardTripped)
  case rollbackStarted(RollbackStarted)
  case undone(StepSettled)
  case kept(StepSettled)
  case undoFailed(StepRefused)
  case rollbackFinished(RollbackFinished)
  case finallyStarted(FinallyStarted)
  case ended(RunEnded)
  /// Written by a newer version. Such a run can be read and verified, never resumed.
  case unknown(type: String, data: JSON)
}

/// An event with the circumstances that the journal binds to it.
public struct RecordedEvent: Sendable, Hashable {
  public var event: RunEvent
  /// Milliseconds since 1970.
  public var at: Int64
  public var actor: String

  public init(event: RunEvent, at: Int64, actor: String) {
    self.event = event
    self.at = at
    self.actor = actor
  }
}
