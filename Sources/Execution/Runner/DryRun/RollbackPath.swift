// The way back from every place at which a run may fail, as a dry run sees it.

import PlanModel
import StepKit

/// What a rollback does when a step has failed.
public struct RollbackPath: Sendable, Hashable {
  /// The step that fails.
  public var failsAt: String
  /// What is undone, in that order; the failed step is the first, where it has something to undo.
  public var undone: [String]
  /// What keeps its effect, since its plan says `none`.
  public var kept: [String]
  /// The irreversible step at which the rollback ends as blocked; nil: it goes back to the start.
  public var stopsAt: String?
}

extension DryRunReport {
  /// One path for each step that may fail, in the order of the plan. Beyond `limit` steps only the way back from the
  /// last, since the whole grows with the square of their number.
  public func rollbackPaths(limit: Int = 1000) -> [RollbackPath] {
    let places = steps.indices.filter { steps[$0].isUndoable }
    let wanted = places.count > limit ? Array(places.suffix(1)) : places
    return wanted.map { path(failingAt: $0, places) }
  }

  private func path(failingAt place: Int, _ places: [Int]) -> RollbackPath {
    var path = RollbackPath(failsAt: steps[place].id, undone: [], kept: [])
    for number in places.reversed() where number <= place {
      let step = steps[number]
      if step.irreversible {
        path.stopsAt = step.id
        break
      }
      if step.rollback != "none" { path.undone.append(step.id) }
      if step.rollbackReason != nil { path.kept.append(step.id) }
    }
    return path
  }
}

extension DryRunReport.Step {
  /// It isn't surely passed over.
  var mayHappen: Bool { decision == "run" || decision == "unknown" }

  /// A rollback may come to it.
  public var isUndoable: Bool { mayHappen && !isFinal }
}
