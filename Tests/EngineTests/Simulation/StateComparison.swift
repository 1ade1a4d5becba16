// Whether two states of a run are the same in everything that decisions are made from.

import PlanModel

@testable import Engine

enum StateComparison {
  /// In words, the first difference; nil: there is none.
  static func difference(_ live: RunState, _ folded: RunState) -> String? {
    if live.stage != folded.stage { return "stage \(live.stage) and \(folded.stage)" }
    if live.status != folded.status { return "status \(live.status) and \(folded.status)" }
    if live.starts != folded.starts { return "starts \(live.starts) and \(folded.starts)" }
    if live.unsettled != folded.unsettled { return "unsettled \(live.unsettled) and \(folded.unsettled)" }
    if live.doubts != folded.doubts { return "doubts \(live.doubts) and \(folded.doubts)" }
    if Array(live.ready) != Array(folded.ready) { return "ready \(live.ready) and \(folded.ready)" }
    if live.closable != folded.closable { return "closable \(live.closable) and \(folded.closable)" }
    if live.nodes.count != folded.nodes.count { return "\(live.nodes.count) and \(folded.nodes.count) nodes" }
    for number in live.nodes.indices {
      let (one, other) = (live.nodes[number], folded.nodes[number])
      if one.id != other.id || one.progress != other.progress || one.unmet != other.unmet
        || one.remaining != other.remaining
      {
        return
          "node \(one.id): \(one.progress) \(one.unmet) \(one.remaining), \(other.progress) \(other.unmet) \(other.remaining)"
      }
      let (step, twin) = (live.steps[number], folded.steps[number])
      if step.status != twin.status || step.attempts != twin.attempts || step.outputs != twin.outputs
        || step.error != twin.error || step.startOrder != twin.startOrder || step.failures != twin.failures
        || step.retryAt != twin.retryAt || step.openAttempt != twin.openAttempt
      {
        return "step \(one.id): \(step) and \(twin)"
      }
    }
    return nil
  }
}
