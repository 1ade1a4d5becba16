// Every step of a plan with its full id, those of sub-plans included, in the order of the plan.

/// Walks the steps of a body.
struct BudgetWalk {
  struct Entry {
    var step: PlanStep
    /// `phase/step`, `phase/call/its-phase/its-step`.
    var fullId: String
    var isFinal: Bool

    /// Its undo has no estimate of its own, so that of the way forward counts.
    var borrowsEstimate: Bool {
      guard !isFinal, step.estimate != nil, case .auto = step.rollback else { return false }
      return true
    }
  }

  private(set) var steps: [Entry] = []

  init(_ body: PlanBody) { visit(body, prefix: "") }

  /// Recursion is bounded by the depth of sub-plans.
  private mutating func visit(_ body: PlanBody, prefix: String) {
    for phase in body.phases {
      visit(phase.steps, prefix: phase.id.map { prefix + $0 + "/" } ?? prefix, isFinal: false)
    }
    visit(body.finally, prefix: prefix, isFinal: true)
  }

  private mutating func visit(_ list: [PlanStep], prefix: String, isFinal: Bool) {
    for step in list {
      steps.append(Entry(step: step, fullId: prefix + step.id, isFinal: isFinal))
      if let body = step.body { visit(body, prefix: prefix + step.id + "/") }
    }
  }
}
