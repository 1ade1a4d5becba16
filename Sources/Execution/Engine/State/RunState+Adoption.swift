// A run goes on over an edited plan (DESIGN §5 "Resume over an edited plan"): how the state moves over.

import PlanModel

extension RunState {
  /// Takes `run.plan_changed` in.
  mutating func fold(_ change: PlanChanged, _ plan: CheckedPlan?) throws(EventFault) {
    guard let plan, plan.digest == change.basis.planDigest else {
      throw EventFault("the edited plan \(change.basis.planDigest) isn't at hand")
    }
    self = try adopting(plan, change.basis, items: change.expanded)
    labels = change.labels
  }

  /// The event that would take this run over to an edited plan.
  public func change(
    to plan: CheckedPlan, basis: RunBasis, labels: [StepLabel], accepted: Bool
  ) throws(EventFault) -> PlanChanged {
    let edited = try adopting(plan, basis, items: nil)
    let expanded = edited.nodes.indices.compactMap { number -> StepExpanded? in
      guard case .each(let step) = edited.nodes[number].kind, let foreach = step.foreach,
        edited.nodes[number].progress == .open || edited.nodes[number].progress == .done,
        !edited.nodes[number].children.isEmpty
      else { return nil }
      let items = edited.nodes[number].children.compactMap { edited.nodes[$0].item }
      return StepExpanded(
        step: edited.nodes[number].id, keys: items.map(\.key),
        items: items.map { $0.value.journaled(as: foreach.itemType) })
    }
    return PlanChanged(basis: basis, labels: labels, accepted: accepted, expanded: expanded)
  }

  /// This state, moved over to an edited plan. Finished steps keep the definition under which they ran, so that their
  /// undo is the one that was recorded; passed gates must be passed again.
  ///
  /// - Parameter items: of each `foreach` that has begun, as journaled; nil: as the edited plan has them now.
  func adopting(
    _ plan: CheckedPlan, _ basis: RunBasis, items: [StepExpanded]?
  ) throws(EventFault) -> RunState {
    var created = created
    created.basis = basis
    var edited = try RunState(run: id, plan: plan, created: created, at: startedAt)
    edited.copyRunFacts(from: self)
    var numbers = edited.copySteps(from: self)
    try edited.expandLike(self, items)
    numbers.merge(edited.copySteps(from: self, keepingAside: true)) { $1 }
    edited.keepPasts(of: self, numbers)
    edited.starts = starts.compactMap { numbers[$0] }
    edited.unsettled = Set(unsettled.compactMap { numbers[$0] })
    edited.doubts = Set(doubts.compactMap { numbers[$0] })
    edited.reopenGates()
    edited.recount()
    return edited
  }

  private mutating func copyRunFacts(from old: RunState) {
    finishedAt = old.finishedAt
    failing = old.failing
    alarms = old.alarms
    blocked = old.blocked
    opened = old.opened
    executedBy = old.executedBy
    unknownEvent = old.unknownEvent
    stage = old.stage
    rollback = old.rollback
    rollbackFloor = old.rollbackFloor
    skipsFinally = old.skipsFinally
    finallyRounds = old.finallyRounds
    spent = old.spent
    sessionStartedAt = old.sessionStartedAt
    lastEventAt = old.lastEventAt
  }

  /// A `foreach` that has begun is expanded over its items as the edited plan has them, so that new ones run; where
  /// they can't be known here it keeps those it had.
  private mutating func expandLike(_ old: RunState, _ journaled: [StepExpanded]?) throws(EventFault) {
    for number in old.nodes.indices {
      guard case .each = old.nodes[number].kind, !old.nodes[number].children.isEmpty,
        let here = index[old.nodes[number].id], case .each(let step) = nodes[here].kind, let foreach = step.foreach
      else { continue }
      var items = old.nodes[number].children.compactMap { old.nodes[$0].item }
      if let known = journaled?.first(where: { $0.step == nodes[here].id }) {
        items = []
        for (key, json) in zip(known.keys, known.items) {
          items.append(
            Node.Item(key: key, value: try Self.decoded(json, as: foreach.itemType, name: foreach.variable)))
        }
      } else if journaled == nil {
        items = itemsNow(of: here) ?? items
      }
      addInstances(of: here, keys: items.map(\.key), items: items.map(\.value))
      nodes[here].progress = .open
    }
  }

  /// A `foreach` whose items are known before the run and aren't distinct: its step, and the item.
  public var itemsNotDistinct: (step: String, key: String)? {
    for number in nodes.indices {
      guard case .each(let step) = nodes[number].kind, let items = evaluatedItems(of: number) else { continue }
      var seen: Set<String> = []
      if step.when != nil { continue }
      for item in items where !seen.insert(item.key).inserted { return (nodes[number].id, item.key) }
    }
    return nil
  }

  private func itemsNow(of each: Int) -> [Node.Item]? {
    guard let items = evaluatedItems(of: each) else { return nil }
    return Set(items.map(\.key)).count == items.count ? items : nil
  }

  private func evaluatedItems(of each: Int) -> [Node.Item]? {
    guard let foreach = nodes[each].step?.foreach else { return nil }
    let activation = RunActivation(state: self, node: each, outputs: nil, secrets: nil)
    return switch foreach.items.evaluate(activation) {
    case .value(.list(let list)): list.map { Node.Item(key: InstanceKey.text(of: $0), value: $0) }
    case .value(.map(let map)): map.map { Node.Item(key: InstanceKey.text(of: $0.key), value: $0.value) }
    default: nil
    }
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
    guard let before = old.body(ofCall: number), let after = body(ofCall: here),
      case .call(let step) = nodes[here].kind, var inputs = old.bodyInputs[before]
    else { return }
    // An input that only the edited sub-plan declares.
    for input in step.body?.inputs ?? [] where inputs[input.name] == nil { inputs[input.name] = input.defaultValue }
    bodyInputs[after] = inputs
  }

  /// Steps that are done, and those that the edited plan has no place for, are undone by what they ran as: their old
  /// definition, which sees the old plan's inputs and variables. The bodies that hold these are kept aside.
  private mutating func keepPasts(of old: RunState, _ numbers: [Int: Int]) {
    var bodies: [Int: Int] = [:]
    for (number, here) in numbers.sorted(by: { $0.key < $1.key }) {
      guard old.nodes[number].isLeaf, old.steps[number].startOrder != nil,
        old.steps[number].countsAsDone || nodes[here].parent < 0, let step = old.undoStep(number)
      else { continue }
      let scope = old.nodes[number].past?.scope ?? old.nodes[number].scope
      let kept = bodies[scope] ?? keepBody(scope, of: old)
      bodies[scope] = kept
      nodes[here].past = Node.Past(step: step, scope: kept)
    }
  }

  private mutating func keepBody(_ body: Int, of old: RunState) -> Int {
    let here = addNode(Node(kind: old.nodes[body].kind, parent: -1, id: old.nodes[body].id, scope: nodes.count))
    nodes[here].progress = .done
    bodyInputs[here] = old.bodyInputs[body]
    return here
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
