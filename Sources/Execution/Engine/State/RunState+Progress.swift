// Who becomes ready when: counting down needs and children, opening and closing what opens and closes by
// itself, and counting anew after a resume, a rollback or an edited plan.

import PlanModel

extension RunState {
  /// A node is entered: what is in it becomes ready.
  mutating func open(_ number: Int) {
    nodes[number].progress = .open
    switch nodes[number].kind {
    case .body:
      openNextPhase(of: number)
    case .phase, .finale, .each:
      for child in nodes[number].children where nodes[child].unmet == 0 && nodes[child].progress == .pending {
        makeReady(child)
      }
      if nodes[number].remaining == 0 { close(number) }
    case .call:
      if let body = body(ofCall: number), nodes[body].progress == .pending { open(body) }
    case .leaf:
      break
    }
  }

  private mutating func makeReady(_ number: Int) {
    if !unsettled.contains(number) { ready.append(number) }
  }

  /// The first phase that isn't done becomes ready, or opens at once when nothing is to be asked.
  private mutating func openNextPhase(of body: Int) {
    for child in nodes[body].children {
      guard case .phase = nodes[child].kind, nodes[child].progress != .done else { continue }
      if nodes[child].progress == .pending {
        if nodes[child].isSilent { open(child) } else { makeReady(child) }
      } else if nodes[child].progress == .open {
        // Parts of it are done from before a rollback.
        reopen(from: child)
      }
      return
    }
    finish(body)
    tidyUp(body)
  }

  /// A sub-plan inside `finally` brings a `finally` of its own; every other one waits for the end of the run.
  private mutating func tidyUp(_ body: Int) {
    guard case .finalizing = stage, isInFinale(body) else { return }
    for child in nodes[body].children {
      if case .finale = nodes[child].kind, nodes[child].progress == .pending { open(child) }
    }
  }

  /// All in it is done. What has conditions of its own waits for them.
  private mutating func close(_ number: Int) {
    if nodes[number].isSilent { finish(number) } else { closable.append(number) }
  }

  /// A node is done: those that need it come nearer, and perhaps its parent is done too.
  mutating func finish(_ number: Int) {
    guard nodes[number].progress != .done else { return }
    nodes[number].progress = .done
    release(number)
    let parent = nodes[number].parent
    guard parent >= 0 else { return }
    if case .finale = nodes[number].kind { return }
    nodes[parent].remaining -= 1
    if case .body = nodes[parent].kind {
      openNextPhase(of: parent)
    } else if nodes[parent].remaining == 0 {
      close(parent)
    }
  }
}

// MARK: - Needs

extension RunState {
  /// A node that is done counts for those that need it, unless something that it needs itself isn't done any more (a
  /// gate that must be passed again, a step that an edited plan put before it): then they wait for that, too.
  private mutating func release(_ number: Int) {
    var released = [number]
    while let number = released.popLast() {
      guard nodes[number].unmet == 0 else { continue }
      for dependent in nodes[number].dependents {
        nodes[dependent].unmet -= 1
        guard nodes[dependent].unmet == 0 else { continue }
        switch nodes[dependent].progress {
        case .done: released.append(dependent)
        case .pending: if isEntered(dependent) { makeReady(dependent) }
        case .open: if isEntered(dependent) { reopen(from: dependent) }
        case .failed: continue
        }
      }
    }
  }

  private func isEntered(_ number: Int) -> Bool { nodes[nodes[number].parent].progress == .open }
}

// MARK: - After a rollback

extension RunState {
  /// A step that was skipped or satisfied while something before it was done, and isn't any more, is asked again.
  mutating func reconsiderWhatWasPassedOver() {
    while resetWhatWasPassedOver() { recount() }
  }

  private mutating func resetWhatWasPassedOver() -> Bool {
    var isBlocked = Array(repeating: false, count: nodes.count)
    var hasChanged = false
    // Parents have lower numbers than their children.
    for number in nodes.indices where nodes[number].parent >= 0 && !isInFinale(number) {
      if isBlocked[nodes[number].parent] || nodes[number].unmet > 0 { isBlocked[number] = true }
      let status = steps[number].status
      if isBlocked[number], status == .skipped || status == .satisfied, nodes[number].progress == .done {
        steps[number].status = .pending
        steps[number].outputs = [:]
        hasChanged = true
        for dependent in nodes[number].dependents { isBlocked[dependent] = true }
      }
      if case .phase = nodes[number].kind, nodes[number].progress != .done { blockPhases(after: number, &isBlocked) }
    }
    return hasChanged
  }

  private func blockPhases(after number: Int, _ isBlocked: inout [Bool]) {
    guard !isBlocked[number] else { return }
    for sibling in nodes[nodes[number].parent].children where sibling > number {
      if case .phase = nodes[sibling].kind { isBlocked[sibling] = true }
    }
  }
}

// MARK: - Counting anew

extension RunState {
  /// Counts everything anew from what each step is.
  mutating func recount() {
    ready = []
    closable = []
    // Children have higher numbers than their parents, so that going backwards meets them first.
    for number in nodes.indices.reversed() { recountProgress(of: number) }
    for number in nodes.indices { nodes[number].unmet = nodes[number].step?.needs.count ?? 0 }
    for number in nodes.indices {
      guard case .each = nodes[number].kind else { continue }
      for (position, child) in nodes[number].children.enumerated() {
        nodes[child].unmet = laneNeeds(of: number, at: position)
      }
    }
    countNeeds()
    reopen(from: 0)
  }

  /// What is done, with all that it needs, counts for those that need it.
  private mutating func countNeeds() {
    var released = nodes.indices.filter { nodes[$0].progress == .done && nodes[$0].unmet == 0 }
    while let number = released.popLast() {
      for dependent in nodes[number].dependents {
        nodes[dependent].unmet -= 1
        if nodes[dependent].unmet == 0, nodes[dependent].progress == .done { released.append(dependent) }
      }
    }
  }

  private mutating func recountProgress(of number: Int) {
    let children = nodes[number].children.filter { if case .finale = nodes[$0].kind { false } else { true } }
    let undone = children.count { nodes[$0].progress != .done }
    let isEntered = children.contains { nodes[$0].progress != .pending } || number == 0
    nodes[number].remaining = undone
    switch nodes[number].kind {
    case .leaf:
      // One in doubt has begun: what is around it stays entered.
      let hasBegun = unsettled.contains(number) || doubts.contains(number)
      nodes[number].progress = steps[number].countsAsDone ? .done : hasBegun ? .open : .pending
    case .each where !isEntered && (nodes[number].progress == .pending || nodes[number].progress == .failed):
      nodes[number].progress = .pending
    case .finale:
      nodes[number].progress = .pending
    case .body, .each:
      nodes[number].progress = undone == 0 ? .done : isEntered ? .open : .pending
    case .phase, .call:
      recountGroup(number, isWhole: undone == 0, isEntered: isEntered)
    }
  }

  /// A phase or sub-plan that was done stays so only while all in it is; one that failed is asked again.
  private mutating func recountGroup(_ number: Int, isWhole: Bool, isEntered: Bool) {
    let state = steps[number]
    if state.status == .skipped || state.status == .satisfied || (state.status == .failed && state.continued) {
      nodes[number].progress = .done
    } else if isWhole, state.status == .succeeded || nodes[number].isSilent,
      isEntered || nodes[number].progress == .done
    {
      nodes[number].progress = .done
    } else {
      nodes[number].progress = isEntered ? .open : .pending
      steps[number].status = .pending
      steps[number].error = nil
    }
  }

  /// Goes down through all that is open and finds what is ready, in the plan's order. What waits for something that
  /// was undone is left alone: it is reopened when that is done again.
  private mutating func reopen(from root: Int) {
    var stack = [root]
    while let number = stack.popLast() {
      guard nodes[number].progress == .open else { continue }
      switch nodes[number].kind {
      case .leaf, .finale: break
      case .body: reopenPhase(of: number, &stack)
      case .phase, .each, .call:
        for child in nodes[number].children where nodes[child].progress == .pending && nodes[child].unmet == 0 {
          if case .body = nodes[child].kind { open(child) } else { makeReady(child) }
        }
        if nodes[number].remaining == 0 { close(number) }
        let entered = nodes[number].children.filter { nodes[$0].progress == .open && nodes[$0].unmet == 0 }
        stack.append(contentsOf: entered.reversed())
      }
    }
  }

  private mutating func reopenPhase(of body: Int, _ stack: inout [Int]) {
    for child in nodes[body].children {
      guard case .phase = nodes[child].kind, nodes[child].progress != .done else { continue }
      if nodes[child].progress == .open {
        stack.append(child)
      } else if nodes[child].isSilent {
        open(child)
      } else {
        makeReady(child)
      }
      return
    }
  }
}
