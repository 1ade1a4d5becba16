// The state as people see it: status of the run, steps in the plan's order, who is waited for, what is in doubt.

import PlanModel
import StepKit

extension RunState {
  /// Where the run stands, whether or not an executor works on it.
  public var status: RunStatus {
    switch stage {
    case .ended(.inDoubt): inDoubt.isEmpty ? .halted : .inDoubt
    case .ended(let status): status
    case .rollingBack, .concluding: .rollingBack
    case .finalizing, .draining: .running
    case .forward: isOnlyWaiting ? .waiting : .running
    }
  }

  private var isOnlyWaiting: Bool {
    var waits = false
    for number in unsettled {
      if steps[number].status == .waiting { waits = true } else { return false }
    }
    return waits
  }

  /// No executor works on it, and none needs to.
  public var isOver: Bool {
    if case .ended(let status) = stage {
      return status == .succeeded || status == .rolledBack || status == .abandoned
    }
    return false
  }

  /// Its locks aren't needed any more (DESIGN §5 "Leases and locks").
  public var releasesLocks: Bool { isOver }

  /// Full ids of the steps with an attempt, forward or back, whose outcome isn't known yet.
  public var inFlight: [String] {
    unsettled.sorted().filter { steps[$0].openAttempt != nil || steps[$0].undo?.openAttempt != nil }
      .map { nodes[$0].id }
  }

  /// Full ids of the steps that a person must settle.
  public var inDoubt: [String] {
    nodes.indices.filter { steps[$0].status == .inDoubt }.map { nodes[$0].id }
  }

  /// Gates that wait for people, by full id of the step.
  public var waitingGates: [(id: String, gate: GateState)] {
    guard !isOver else { return [] }
    return unsettled.sorted().compactMap { number in
      guard let gate = steps[number].gate, steps[number].status == .waiting || steps[number].status == .undoing
      else { return nil }
      return (nodes[number].id, gate)
    }
  }

  /// Every step in the plan's order, with what is known of it. A `foreach` that isn't expanded is one entry; a
  /// sub-plan has one of its own only when it failed itself.
  public var listing: [StepListing] {
    var list: [StepListing] = []
    list.reserveCapacity(nodes.count)
    var stack = [0]
    while let number = stack.popLast() {
      let node = nodes[number]
      switch node.kind {
      case .leaf: list.append(entry(number))
      case .each where node.children.isEmpty: list.append(entry(number))
      case .call where steps[number].error != nil: list.append(entry(number))
      default: break
      }
      stack.append(contentsOf: node.children.reversed())
    }
    // Steps that an edited plan has no place for: what they did is still there.
    for number in nodes.indices where nodes[number].parent < 0 && nodes[number].isLeaf { list.append(entry(number)) }
    return list
  }

  private func entry(_ number: Int) -> StepListing {
    StepListing(id: nodes[number].id, step: nodes[number].step, state: steps[number], phase: phaseTitle(of: number))
  }

  /// The outermost phase around a node.
  func phaseTitle(of number: Int) -> String? {
    for ancestor in ancestors(of: number).reversed() {
      if case .phase(let phase) = nodes[ancestor].kind, let id = phase.id { return phase.title ?? id }
      if case .finale = nodes[ancestor].kind { return "finally" }
    }
    return nil
  }

  /// A step as a person names it: its full id, or the end of it when that is unique.
  public func find(_ name: String) -> [String] {
    if index[name] != nil { return [name] }
    return index.keys.filter { $0.hasSuffix("/" + name) }.sorted()
  }

  public func stepState(_ id: String) -> StepState? { index[id].map { steps[$0] } }

  /// The definition by which an attempt goes: that of the plan, or, to be undone, the one under which the step ran.
  func step(of work: WorkID) -> PlanStep? {
    guard let number = index[work.step] else { return nil }
    return work.undo == nil ? nodes[number].step : undoStep(number)
  }

  /// What a step is undone by.
  func undoStep(_ number: Int) -> PlanStep? { nodes[number].past?.step ?? nodes[number].step }

  public func planStep(_ id: String) -> PlanStep? { index[id].flatMap { nodes[$0].step } }

  /// Ids of phases with their state: nil error and not finished means open or still to come.
  public var phases: [PhaseListing] {
    nodes.indices.compactMap { number in
      guard case .phase(let phase) = nodes[number].kind, phase.id != nil else { return nil }
      let leaves = leaves(below: number).map { nodes[$0].id }
      return PhaseListing(
        id: nodes[number].id, title: phase.title ?? nodes[number].id, risk: phase.risk, steps: leaves,
        error: steps[number].error, isOpen: nodes[number].progress == .open, isDone: nodes[number].progress == .done)
    }
  }
}

/// A step in a listing.
public struct StepListing: Sendable {
  public let id: String
  public let step: PlanStep?
  public let state: StepState
  /// Title of the phase it belongs to, if the plan has phases.
  public let phase: String?
}

/// A phase in a listing.
public struct PhaseListing: Sendable {
  public let id: String
  public let title: String
  public let risk: String?
  public let steps: [String]
  public let error: RecordedError?
  public let isOpen: Bool
  public let isDone: Bool
}

extension RunState {
  /// A rollback has begun, and isn't complete: a resume goes on with it.
  public var isRollbackUnfinished: Bool { rollback != nil && blocked == nil }

  /// Who may answer a question, each once.
  public func people(asked request: GateOpened) -> [String] {
    Engine.distinct(request.roles.flatMap { plan.roles[$0] ?? [] })
  }

  /// Neither ended nor waiting without an executor: steps may be running.
  public var isUnderWay: Bool {
    if case .ended = stage { false } else { true }
  }
}
