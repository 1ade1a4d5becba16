// From a checked plan to what a picture shows of it.

import Expressions
import PlanModel
import StepKit

extension PlanGraph {
  /// - Parameter registry: tells gates and waits from work.
  public init(of plan: CheckedPlan, _ registry: Registry) {
    let builder = GraphBuilder(registry: registry)
    title = "\(plan.name) \(plan.version): \(plan.title)"
    guards = plan.guards.map(builder.line)
    sections = builder.sections(of: plan.body)
  }
}

private struct GraphBuilder {
  let registry: Registry

  func line(_ guardian: PlanGuard) -> String {
    "\(guardian.id): \(guardian.condition.check.text), every \(PlanDuration.text(guardian.every)), "
      + "else \(guardian.onTrip.rawValue)"
  }

  func sections(of body: PlanBody) -> [GraphSection] {
    let phases = body.phases.map { phase in
      let name = [phase.id, phase.title].compactMap { $0 }.joined(separator: ": ")
      return GraphSection(
        title: name, notes: phase.risk.map { ["risk: \($0)"] } ?? [], isFinal: false, cards: phase.steps.map(card))
    }
    if body.finally.isEmpty { return phases }
    return phases + [
      GraphSection(
        title: "finally", notes: ["at the end, whatever happened"], isFinal: true, cards: body.finally.map(card))
    ]
  }

  private func card(_ step: PlanStep) -> GraphCard {
    GraphCard(
      id: step.id, title: step.title, uses: step.uses, kind: kind(of: step),
      foreach: step.foreach.map { "for each \($0.variable)\(source($0.items))" },
      when: step.when.map { "when \($0.text)" },
      rollback: rollback(of: step), needs: step.needs, sections: step.body.map(sections) ?? [])
  }

  private func kind(of step: PlanStep) -> GraphCard.Kind {
    if step.body != nil { return .plan }
    if step.irreversible { return .irreversible }
    let type = registry[step.uses]
    if type is any GateStep { return .gate }
    if type is any TimerStep { return .wait }
    return step.effect == .read ? .read : .write
  }

  private func source(_ items: PlanValue) -> String {
    switch items {
    case .expression(let expression): " in \(expression.text)"
    case .template(let template): " in \(template.text)"
    case .constant, .list, .map: ""
    }
  }

  private func rollback(of step: PlanStep) -> String? {
    switch step.rollback {
    case .nothing: step.irreversible ? "no way back from here" : nil
    case .declined(let reason): "kept: \(reason)"
    case .auto: "undo: auto"
    case .actions(let actions): "undo: " + actions.map(\.uses).joined(separator: ", ")
    }
  }
}
