// Whether what a person says can be taken, judged from the state alone: the verb asks before it posts, the
// engine asks again before it writes.

import Diagnostics
import PlanModel

extension Engine {
  /// Why a message can't be taken; nil: it can.
  public func refusal(of message: InboxMessage) -> PersonProblem? {
    switch message.content {
    case .answer(let step, let decision, _, _, let signature):
      // A plan that demands signatures takes nothing less; verifying them is the front end's.
      if state.plan.approvers != nil, signature == nil { return .signatureNeeded(step: step) }
      return refusal(message.person, step, decision)
    case .stop: return nil
    case .resolve(let step, let decision, _): return refusal(toResolve: step, decision)
    case .abandon:
      if case .ended(let status) = state.stage, state.isOver { return .nothingToAbandon(status.rawValue) }
      return live.isEmpty && state.inFlight.isEmpty ? nil : .stillRunning
    }
  }

  private func refusal(_ person: String, _ name: String, _ decision: GateDecision) -> PersonProblem? {
    let id: String
    switch uniqueStep(name) {
    case .success(let found): id = found
    case .failure(let problem): return problem
    }
    guard let known = state.stepState(id), let gate = known.gate, known.status == .waiting || known.status == .undoing
    else {
      return .notWaiting(
        step: id, status: state.stepState(id)?.status.rawValue ?? "unknown", waiting: state.waitingGates.map(\.id))
    }
    let request = gate.request
    if request.kind == "manual", decision == .approve { return .wrongVerb(step: id, verb: "confirm") }
    if request.kind == "approval", decision == .confirm { return .wrongVerb(step: id, verb: "approve") }
    let roles = Self.roles(of: person, in: state.plan)
    if !request.roles.isEmpty, !request.roles.contains(where: roles.contains) {
      let people = request.roles.flatMap { state.plan.roles[$0] ?? [] }
      return .notInRole(person: person, roles: request.roles, people: Self.distinct(people))
    }
    if request.distinctFrom.contains("starter"), person == state.created.starter, decision != .reject {
      return .isStarter(person: person)
    }
    return nil
  }

  private func refusal(toResolve name: String, _ decision: StepResolved.Decision) -> PersonProblem? {
    switch uniqueStep(name) {
    case .failure(let problem): return problem
    case .success(let id):
      let status = state.stepState(id)?.status
      guard status == .inDoubt || status == .failed || status == .undoFailed else {
        return .notToResolve(step: id, status: status?.rawValue ?? "unknown", inDoubt: state.inDoubt)
      }
      return nil
    }
  }

  private func uniqueStep(_ name: String) -> Result<String, PersonProblem> {
    let found = state.find(name)
    if found.count == 1 { return .success(found[0]) }
    if found.count > 1 { return .failure(.ambiguousStep(name: name, candidates: found)) }
    let all = state.listing.map(\.id)
    return .failure(.unknownStep(name: name, nearest: nearestName(to: name, in: all), steps: all))
  }
}

extension RunState {
  /// The step that a rollback leaves done: it must have started. Nil stays nil.
  public func rollbackTarget(_ name: String?) throws(PersonProblem) -> String? {
    guard let name else { return nil }
    let found = find(name)
    if found.count > 1 { throw .ambiguousStep(name: name, candidates: found) }
    guard let id = found.first, let number = index[id] else {
      throw .unknownStep(name: name, nearest: nearestName(to: name, in: index.keys), steps: listing.map(\.id))
    }
    guard leaves(below: number).contains(where: { steps[$0].startOrder != nil }) else {
      throw .neverStarted(step: id)
    }
    return id
  }
}
