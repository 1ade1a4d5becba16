// A run goes on over an edited plan (DESIGN §5 "Resume over an edited plan"): what became of each finished step,
// and how the state moves over.

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
      guard let before = nodes[number].step, let after = edited.nodes[counterpart].step else {
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

  /// Moves over to an edited plan. Finished steps keep the definition under which they ran, so that their undo is
  /// the one that was recorded; passed gates must be passed again.
  public mutating func adopt(_ plan: CheckedPlan, _ change: PlanChanged) {
    guard var edited = try? RunState(run: id, plan: plan, created: created, at: startedAt) else { return }
    edited.created.planDigest = change.planDigest
    edited.created.planVersion = change.planVersion
    edited.created.files = change.files
    edited.copyRunFacts(from: self)
    edited.created.locks = change.locks
    var numbers = edited.copySteps(from: self)
    edited.expandLike(self)
    numbers.merge(edited.copySteps(from: self, keepingAside: true)) { $1 }
    edited.starts = starts.compactMap { numbers[$0] }
    edited.unsettled = Set(unsettled.compactMap { numbers[$0] })
    edited.doubts = Set(doubts.compactMap { numbers[$0] })
    edited.reopenGates()
    edited.recount()
    self = edited
  }

  private mutating func copyRunFacts(from old: RunState) {
    finishedAt = old.finishedAt
    failing = old.failing
    alarms = old.alarms
    blocked = old.blocked
    opened = old.opened
    unknownEvent = old.unknownEvent
    stage = old.stage
    rollback = old.rollback
    rollbackFloor = old.rollbackFloor
    skipsFinally = old.skipsFinally
    finallyRounds = old.finallyRounds
    spent = old.spent
    sessionStartedAt = old.sessionStartedAt
    lastEventAt = old.lastEventAt
    environment = old.environment
  }

  /// A `foreach` that has begun is expanded over its items as the edited plan has them, so that new ones run; where
  /// they can't be known here it keeps those it had.
  private mutating func expandLike(_ old: RunState) {
    for number in old.nodes.indices {
      guard case .each = old.nodes[number].kind, !old.nodes[number].children.isEmpty,
        let here = index[old.nodes[number].id], case .each = nodes[here].kind
      else { continue }
      let items = itemsNow(of: here) ?? old.nodes[number].children.compactMap { old.nodes[$0].item }
      addInstances(of: here, keys: items.map(\.key), items: items.map(\.value))
      nodes[here].progress = .open
    }
  }

  private func itemsNow(of each: Int) -> [Node.Item]? {
    guard let foreach = nodes[each].step?.foreach else { return nil }
    let activation = RunActivation(state: self, node: each, outputs: nil, secrets: nil)
    let items: [Node.Item]
    switch foreach.items.evaluate(activation) {
    case .value(.list(let list)):
      items = list.map { Node.Item(key: InstanceKey.text(of: $0), value: $0) }
    case .value(.map(let map)):
      items = map.map { Node.Item(key: InstanceKey.text(of: $0.key), value: $0.value) }
    default: return nil
    }
    return Set(items.map(\.key)).count == items.count ? items : nil
  }

  /// Copies what is known of each step; gives the new number of each old node. What the edited plan has no place for
  /// is kept aside, if it has started: its effect is still there, so that a rollback undoes it.
  private mutating func copySteps(from old: RunState, keepingAside: Bool = false) -> [Int: Int] {
    var numbers: [Int: Int] = [0: 0]
    for number in old.nodes.indices where old.nodes[number].step != nil || old.index[old.nodes[number].id] == number {
      let id = old.nodes[number].id
      if let here = index[id] {
        numbers[number] = here
        steps[here] = old.steps[number]
        if old.nodes[number].progress == .open, !nodes[here].isLeaf { nodes[here].progress = .open }
        if case .leaf(let step) = old.nodes[number].kind, old.steps[number].startOrder != nil,
          old.steps[number].countsAsDone, nodes[here].isLeaf
        {
          nodes[here].kind = .leaf(step)
        }
        copyCallInputs(from: old, number, here)
      } else if keepingAside, old.steps[number].startOrder != nil {
        let detached = addNode(
          Node(kind: old.nodes[number].kind, parent: -1, id: id, scope: 0, item: old.nodes[number].item))
        steps[detached] = old.steps[number]
        nodes[detached].progress = .done
        numbers[number] = detached
      }
    }
    return numbers
  }

  private mutating func copyCallInputs(from old: RunState, _ number: Int, _ here: Int) {
    guard let before = old.body(ofCall: number), let after = body(ofCall: here), case .call = nodes[here].kind,
      let inputs = old.bodyInputs[before]
    else { return }
    bodyInputs[after] = inputs
  }

  /// Passed gates, and those that still wait with answers to the plan as it was.
  private mutating func reopenGates() {
    for number in nodes.indices where steps[number].gate != nil {
      guard steps[number].status == .succeeded || steps[number].status == .waiting, !isInFinale(number) else {
        continue
      }
      unsettled.remove(number)
      steps[number].status = .pending
      steps[number].gate = nil
      steps[number].outputs = [:]
      steps[number].startOrder = nil
      starts.removeAll { $0 == number }
    }
  }
}
