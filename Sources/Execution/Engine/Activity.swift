// What is going on with a node right now. None of it is journaled: after a crash it is asked or begun anew.

import JSONText
import PlanModel

/// What a node is busy with.
enum Activity: Sendable {
  case asking(ConditionRun)
  /// The undo record is being taken; the evidence goes into the intent.
  case preparing(WorkID, [Evidence])
  case executing(WorkID)
  /// The attempt's timer runs (`wait.for`).
  case timing(WorkID, Ticket)
  case retrying(Ticket)
  case recovering(WorkID)
  case probing(WorkID, Ticket)
}

/// A list of conditions being asked one after another.
struct ConditionRun: Sendable {
  enum Purpose: Sendable, Equatable {
    case doneWhen, preconditions
    case success(WorkID)
    /// Settling a step in doubt.
    case settling(WorkID)
    case groupPreconditions, groupSuccess

    /// The list in the plan.
    var list: String {
      switch self {
      case .doneWhen, .settling: "done_when"
      case .preconditions, .groupPreconditions: "preconditions"
      case .success, .groupSuccess: "success"
      }
    }
  }
  var purpose: Purpose
  var conditions: [PlanCondition]
  var position = 0
  /// When the present condition was first asked.
  var askedAt: Moment
  var evidence: [Evidence] = []
  /// Of the question or timer that is out.
  var ticket: Ticket?
  /// What the criteria judge, in journal form, until the outcome is written.
  var report: WorkReport?
  /// How the executor learned of the end that the criteria judge.
  var learned = Learned.finished
  /// What is known of the present condition's read step.
  var observation: Observed?

  /// It is asked of what undoes the step.
  var undoes: Bool { if case .success(let work) = purpose { work.undo != nil } else { false } }
}

/// What a ticket is for.
enum Errand: Sendable {
  /// A condition of this node: its observation, or the pause before it is asked again.
  case condition(Int)
  case retry(Int)
  case timer(Int, WorkID)
  case probe(Int, WorkID)
  case runDuration
  case rollbackDuration
  case guardSample(Int)
  case guardAnswer(Int)
}
