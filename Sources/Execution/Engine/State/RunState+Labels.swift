// What an edited plan makes of the steps that are done: each is labelled, with the reason (DESIGN §5 "Resume over an
// edited plan").

import PlanModel

extension RunState {
  /// What an edited plan makes of the steps that are done, in the order in which they are listed now.
  public func labels(under plan: CheckedPlan) throws(EventFault) -> [StepLabel] {
    let edited = try RunState(run: id, plan: plan, created: created, at: startedAt)
    let order = orderOfKept(in: edited)
    return finishedLeaves.map { number in
      let id = nodes[number].id
      guard let counterpart = edited.counterpart(of: id) else {
        return StepLabel(step: id, label: .removed, reason: "the edited plan has no such step")
      }
      guard let before = undoStep(number), let after = edited.nodes[counterpart].step else {
        return StepLabel(step: id, label: .changed, reason: "it isn't a step any more")
      }
      if before.digest != after.digest {
        return StepLabel(step: id, label: .changed, reason: Self.difference(before, after))
      }
      if order[id] == false {
        return StepLabel(step: id, label: .moved, reason: "it stands in another place")
      }
      return StepLabel(step: id, label: .reused, reason: "unchanged")
    }
  }

  private var finishedLeaves: [Int] {
    leaves(below: 0).filter { steps[$0].countsAsDone && nodes[$0].isLeaf && !isInFinale($0) }
  }

  /// A step by id; an instance of a `foreach` that isn't expanded is found by the step itself.
  private func counterpart(of id: String) -> Int? {
    if let number = index[id] { return number }
    guard id.hasSuffix("]"), let bracket = id.firstIndex(of: "[") else { return nil }
    guard let number = index[String(id[..<bracket])], case .each = nodes[number].kind else { return nil }
    return number
  }

  /// Whether each kept step follows the kept one that it followed before.
  private func orderOfKept(in edited: RunState) -> [String: Bool] {
    let kept = finishedLeaves.map { nodes[$0].id }
    var result: [String: Bool] = [:]
    var last = -1
    for id in kept {
      guard let place = edited.counterpart(of: id) else { continue }
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
