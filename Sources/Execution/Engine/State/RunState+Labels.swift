// What an edited plan makes of the steps that are done: each is labelled, with the reason (DESIGN §5 "Resume over an
// edited plan").

import PlanModel

extension RunState {
  /// What an edited plan makes of the steps that are done, in the order in which they are listed now.
  public func labels(under plan: CheckedPlan, basis: RunBasis) throws(EventFault) -> [StepLabel] {
    let edited = try adopting(plan, basis, items: nil)
    let order = orderOfKept(in: edited)
    return finishedLeaves.map { number in
      let id = nodes[number].id
      guard let counterpart = edited.index[id], edited.nodes[counterpart].parent >= 0 else {
        return StepLabel(step: id, label: .removed, reason: "the edited plan has no such step")
      }
      guard let before = undoStep(number), let after = edited.nodes[counterpart].step,
        edited.nodes[counterpart].isLeaf
      else { return StepLabel(step: id, label: .changed, reason: "it isn't a single step any more") }
      if before.digest != after.digest {
        return StepLabel(step: id, label: .changed, reason: Self.difference(before, after))
      }
      let isAsked = steps[number].gate != nil ? "; its question is asked again" : ""
      if order[id] == false {
        return StepLabel(step: id, label: .moved, reason: "it stands in another place" + isAsked)
      }
      return StepLabel(step: id, label: .reused, reason: "unchanged" + isAsked)
    }
  }

  private var finishedLeaves: [Int] {
    leaves(below: 0).filter { steps[$0].countsAsDone && nodes[$0].isLeaf && !isInFinale($0) }
  }

  /// Whether each kept step follows the kept one that it followed before.
  private func orderOfKept(in edited: RunState) -> [String: Bool] {
    var places: [String: Int] = [:]
    for (place, leaf) in edited.leaves(below: 0).enumerated() { places[edited.nodes[leaf].id] = place }
    var result: [String: Bool] = [:]
    var last = -1
    for number in finishedLeaves {
      let id = nodes[number].id
      guard let place = places[id] else { continue }
      result[id] = place >= last
      last = max(last, place)
    }
    return result
  }

  private static func difference(_ before: PlanStep, _ after: PlanStep) -> String {
    if before.uses != after.uses { return "it uses \(after.uses) instead of \(before.uses)" }
    if before.id != after.id { return "it has another id" }
    return "its inputs, conditions or rollback differ"
  }
}
