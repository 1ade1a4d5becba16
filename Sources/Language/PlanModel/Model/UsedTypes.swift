// Which step types a plan uses, in steps, conditions, rollback actions and guards: what a run of it depends on.

import StepKit

extension CheckedPlan {
  /// Names of the step types that the plan and its sub-plans use anywhere.
  public var usedTypes: Set<String> {
    var collector = TypeCollector()
    collector.visit(body)
    for watched in guards { collector.visit([watched.condition]) }
    return collector.names
  }

  /// The digest of what each of them means (see ``Registry/digest(of:)``), by name.
  public var typeDigests: [String: String] {
    var digests: [String: String] = [:]
    for name in usedTypes { digests[name] = types.digest(of: name) }
    return digests
  }
}

private struct TypeCollector {
  var names: Set<String> = []
  /// A sub-plan that stands in many places is looked at once.
  private var visited: Set<ObjectIdentifier> = []

  mutating func visit(_ body: PlanBody) {
    guard visited.insert(ObjectIdentifier(body)).inserted else { return }
    for phase in body.phases {
      visit(phase.preconditions)
      visit(phase.success)
      for step in phase.steps { visit(step) }
    }
    for step in body.finally { visit(step) }
  }

  mutating func visit(_ conditions: [PlanCondition]) {
    for condition in conditions { if let uses = condition.observation?.uses { names.insert(uses) } }
  }

  private mutating func visit(_ step: PlanStep) {
    names.insert(step.uses)
    visit(step.doneWhen)
    visit(step.preconditions)
    visit(step.success)
    if case .actions(let actions) = step.rollback {
      for action in actions {
        names.insert(action.uses)
        visit(action.success)
      }
    }
    if let body = step.body { visit(body) }
  }
}
