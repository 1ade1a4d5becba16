// One step: its inputs, conditions, repetition and rollback, each in the scope that it will have when it runs.

import Diagnostics
import Expressions
import OrderedCollections
import PlanText
import StepKit

/// Checks the steps of one plan file.
struct StepChecker {
  let context: BodyContext
  let facts: [[UseFacts]]
  /// What every expression of the file sees.
  let scope: Scope

  var reporter: Reporter { context.reporter }
  var defaults: StepDefaults { context.plan.defaults }

  func step(_ step: WrittenStep, at position: StepGraph.Position) -> PlanStep {
    let facts = facts[position.list][position.index]
    let place = ExpressionPlace(
      scope: scope, position: .step(position, seesItself: false), secrets: .refused(into: .condition))
    let foreach = step.foreach.flatMap { self.foreach($0, at: place) }
    let own = step.foreach == nil ? place : adding(foreach, step.foreach, to: place)
    let subPlan = context.subPlans[position]
    let planInputs = subPlan.flatMap(\.planInputs)
    let with =
      step.uses.type is CompositeType
      ? compositeInputs(step.uses, planInputs, at: own) : context.fields(of: step.uses, at: own, planInputs: planInputs)
    if step.uses.isSubPlan { checkSubPlanStep(step, with, subPlan) }
    let when = step.when.flatMap { context.expression($0, expecting: .bool, "when", at: own)?.expression }
    let after = afterwards(own, position)
    let outputs = step.uses.isSubPlan || step.success.isEmpty ? nil : facts.shape(named: "outputs of \(step.uses.name)")
    let preconditions = context.conditions(step.preconditions, at: own)
    let doneWhen = context.conditions(step.doneWhen, at: own)
    let success = context.conditions(step.success, at: after, outputs: outputs)
    let rollback = RollbackChecker(steps: self, step: step, facts: facts, position: position).rollback(at: after)
    BodyWarnings(context: context).report(step, facts)
    let draft = StepDraft(
      step: step, facts: facts, with: with, when: when, doneWhen: doneWhen, preconditions: preconditions,
      success: success, foreach: foreach, rollback: rollback, subPlan: subPlan)
    return planStep(draft, at: position)
  }

  private func planStep(_ draft: StepDraft, at position: StepGraph.Position) -> PlanStep {
    let step = draft.step
    let isWork = step.uses.isWork
    return PlanStep(
      id: step.id, title: step.title, uses: step.uses.name, with: draft.with,
      needs: context.graph.needs[position.list][position.index], when: draft.when, doneWhen: draft.doneWhen,
      preconditions: draft.preconditions, success: draft.success, foreach: draft.foreach,
      retry: retry(of: step.retry, draft.facts, isWork: isWork),
      timeout: step.timeout ?? (isWork ? step.uses.kind?.usualTimeout ?? defaults.timeout : nil),
      estimate: step.estimate ?? (isWork ? defaults.estimate : nil), rollback: draft.rollback,
      onFailure: step.onFailure, effect: draft.facts.effect, idempotent: draft.facts.idempotent,
      irreversible: draft.facts.effect == .irreversible, outputs: outputs(of: draft),
      declaredOutputs: step.uses.outputs, body: draft.subPlan?.body, range: step.range, file: reporter.file,
      meanings: context.meanings)
  }

  private func outputs(of draft: StepDraft) -> [String: ValueType] {
    guard let body = draft.subPlan?.body else { return draft.facts.types }
    return Dictionary(body.outputs.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })
  }

  /// `defaults.retry` goes only to work that may safely be repeated.
  func retry(of written: Placed<PlanRetry>?, _ facts: UseFacts, isWork: Bool) -> PlanRetry {
    if let written { return written.value }
    return isWork && facts.idempotent ? defaults.retry?.value ?? PlanRetry() : PlanRetry()
  }

  /// The place of what is evaluated when the step has run: it may also read the step's own result.
  private func afterwards(_ place: ExpressionPlace, _ position: StepGraph.Position) -> ExpressionPlace {
    ExpressionPlace(scope: place.scope, position: .step(position, seesItself: true), secrets: place.secrets)
  }

  // MARK: foreach

  private func foreach(_ written: WrittenForeach, at place: ExpressionPlace) -> PlanForeach? {
    let place = place.refusingSecrets(into: .foreachItems)
    let node = written.items
    if node.kind == .scalar, !node.holdsInterpolation {
      reporter.report(
        .foreachNotIterable(found: node.isEmptyValue ? "nothing" : kindOfScalar(node), isExpression: false),
        at: node.range, fix: bareExpressionFix(node))
      return nil
    }
    guard let items = context.value(node, as: .dyn, "foreach", at: place) else { return nil }
    guard let itemType = itemType(of: items.type) else {
      reporter.report(.foreachNotIterable(found: items.type.description, isExpression: true), at: node.mark)
      return nil
    }
    checkDistinct(node, items.value)
    return PlanForeach(
      items: items.value, variable: written.variable, itemType: itemType, keyVariable: written.variable + "_key",
      maxParallel: written.maxParallel)
  }

  private func kindOfScalar(_ node: Node) -> String {
    if node.asBool() != nil { return "bool" }
    if node.asInt() != nil { return "int" }
    return node.asDouble() != nil ? "double" : "text"
  }

  private func bareExpressionFix(_ node: Node) -> FixIt? {
    guard node.isPlain, ScopeNames.all.contains(where: { node.text.hasPrefix($0 + ".") }) else { return nil }
    return FixIt("make it an expression", replace: node.range, with: "${{ \(node.text) }}")
  }

  private func itemType(of type: ValueType) -> ValueType? {
    switch type {
    case .list(let element): element
    case .map(_, let value): value
    case .dyn, .record: .dyn
    default: nil
    }
  }

  /// Items of a written list are distinct, as far as they are constants.
  private func checkDistinct(_ node: Node, _ items: PlanValue) {
    guard node.kind == .sequence else { return checkDistinct(items, at: node) }
    var first: [String: SourceRange] = [:]
    for item in node.items {
      if item.kind == .scalar, item.holdsInterpolation { continue }
      guard let value = reporter.naturalValue(item) else { continue }
      let key = InstanceKey.text(of: value)
      if let other = first[key] {
        reporter.report(.duplicateForeachItem(key), at: item.mark, notes: [reporter.note("the first", at: other)])
      } else {
        first[key] = item.mark
      }
    }
  }

  /// Items that an expression gives, as far as inputs have defaults: without an input the run would fail there.
  private func checkDistinct(_ items: PlanValue, at node: Node) {
    guard case .value(.list(let values)) = items.evaluate(context.usualValues) else { return }
    var seen: Set<String> = []
    for key in values.map(InstanceKey.text(of:)) where !seen.insert(key).inserted {
      let range = node.mark
      reporter.report(.duplicateForeachItem(key), at: range, notes: defaults(readBy: items))
      return
    }
  }

  /// Where the defaults stand that an expression reads.
  private func defaults(readBy value: PlanValue) -> [DiagnosticNote] {
    let references: [Reference]
    switch value {
    case .expression(let expression): references = expression.references
    case .template(let template): references = template.references
    default: return []
    }
    return references.compactMap { reference in
      guard reference.root == ScopeNames.inputs, let name = reference.path.first,
        let input = context.plan.inputs.first(where: { $0.input.name == name })
      else { return nil }
      return reporter.note("with the default of input '\(name)'", at: input.input.range)
    }
  }

  /// The place of a step's own expressions: they see the item. When the items are wrong, the item is any value.
  private func adding(_ foreach: PlanForeach?, _ written: WrittenForeach?, to place: ExpressionPlace) -> ExpressionPlace
  {
    guard let written else { return place }
    var place = place
    place.scope = place.scope.child()
    place.scope.declare(written.variable, foreach?.itemType ?? .dyn)
    place.scope.declare(written.variable + "_key", .string)
    return place
  }

  // MARK: Sub-plans

  /// The inputs of a composite stand in `with` itself; to the run they are those of the plan that it is.
  private func compositeInputs(
    _ use: WrittenUse, _ planInputs: PlanInputs?, at place: ExpressionPlace
  ) -> [PlanField] {
    guard let node = use.with, let planInputs else { return [] }
    guard node.kind == .mapping else {
      reporter.report(.wrongKind(what: "with", expected: "a map", found: node.kindName), at: node.mark)
      return []
    }
    guard let checked = context.planInputValue(node, planInputs, at: place) else { return [] }
    return [
      PlanField(name: "inputs", type: checked.type, value: checked.value, range: node.mark, secrets: checked.secrets)
    ]
  }

  /// The map of inputs that a step gives to the plan that it stands for.
  private func given(_ use: WrittenUse) -> Node? {
    if use.type is CompositeType { return use.with }
    return use.type?.declaration.inputs.first { $0.role == .planInputs }.flatMap { use.with?[$0.name] }
  }

  /// What a step that stands for a plan can't say, and the inputs that the plan needs.
  private func checkSubPlanStep(_ step: WrittenStep, _ with: [PlanField], _ subPlan: CheckedFile?) {
    for key in ["retry", "timeout", "idempotent", "irreversible", "effect"] where step.node[key] != nil {
      reporter.report(.keyNotForSubPlan(key), at: step.node.entry(key)?.key.range ?? step.range)
    }
    guard let planInputs = subPlan?.planInputs else { return }
    let given = self.given(step.uses)
    guard given == nil || given?.kind == .mapping else { return }
    // One that was given under a misspelt name has been reported.
    let names = planInputs.inputs.map(\.name)
    let meant = Set(
      (given?.entries.map { $0.key.text } ?? []).filter { !names.contains($0) }
        .compactMap { reporter.nearest(to: $0, in: names) })
    for input in planInputs.inputs
    where input.defaultValue == nil && given?[input.name] == nil && !meant.contains(input.name) {
      reporter.report(
        .missingPlanInput(input.name, plan: planInputs.plan),
        at: given?.firstLineRange ?? step.uses.with?.firstLineRange ?? step.uses.firstLine)
    }
  }
}

/// A step whose parts have been checked.
struct StepDraft {
  var step: WrittenStep
  var facts: UseFacts
  var with: [PlanField]
  var when: Expression?
  var doneWhen: [PlanCondition]
  var preconditions: [PlanCondition]
  var success: [PlanCondition]
  var foreach: PlanForeach?
  var rollback: PlanRollback
  var subPlan: CheckedFile?
}
