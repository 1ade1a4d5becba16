// The checks of one plan file, in the order in which they build on each other.

import Diagnostics
import Expressions
import PlanText
import StepKit

/// Checks one plan file that has been read.
struct PlanFileChecker {
  let session: CheckSession
  let file: CheckedFile
  let plan: WrittenPlan

  private var reporter: Reporter { file.reporter }

  func check() {
    let graph = StepGraph(plan, reporter)
    if graph.hasSimilarIds { reportSimilarIds() }
    reportDuplicatePhases()
    let lists = plan.phases.map(\.steps) + [plan.finally]
    let context = BodyContext(
      reporter: reporter, registry: session.registry, plan: plan, graph: graph, subPlans: subPlans(in: lists))
    context.meanings = session.outside?.meanings ?? [:]
    let facts = lists.map { steps in
      steps.map { UseFacts($0.uses, idempotent: $0.idempotent, irreversible: $0.irreversible?.value ?? false) }
    }
    let foundation = ScopeBuilder(context: context, facts: facts).foundation()
    let (variables, declared) = context.variables(in: foundation)
    context.variables = variables
    let scope = declared.child()
    context.sharedTemplates = SharedTemplates(scope: scope)
    let steps = StepChecker(context: context, facts: facts, scope: scope)
    let phases = plan.phases.enumerated().map { phase($1, number: $0, steps, context, scope) }
    let finally = plan.finally.enumerated().map { index, step in
      steps.step(step, at: StepGraph.Position(list: graph.finallyList, index: index))
    }
    let outputs = outputs(context, scope)
    file.guards = context.guards(in: scope)
    file.locks = locks(context, scope)
    file.errorCatalog = ErrorCatalogReader(session: session, file: file).catalogue()
    context.checkReferences()
    file.body = PlanBody(
      file: reporter.file, name: plan.name, version: plan.version, title: plan.title,
      inputs: plan.inputs.map(\.input), variables: variables, phases: phases, finally: finally, outputs: outputs)
    file.roleUses = context.roleUses
    file.codeUses = context.codeUses
    file.hidesRoleUses = context.hidesRoleUses
    file.stepCount = stepCount(in: lists, context)
    BodyWarnings(context: context).report()
  }

  // MARK: Ids

  private func reportSimilarIds() {
    // Of the ids that look alike, the first; then each of the others.
    var alike: [String: (id: String, range: SourceRange)] = [:]
    var others: [String: SourceRange] = [:]
    for steps in plan.phases.map(\.steps) + [plan.finally] {
      for step in steps where !step.id.isEmpty {
        let key = SimilarIds.key(of: step.id)
        guard let first = alike[key] else {
          alike[key] = (step.id, step.range)
          continue
        }
        if first.id == step.id {
          others[step.id] = others[step.id] ?? first.range
        } else {
          reporter.report(
            .lookAlikeId(step.id, other: first.id), at: step.range,
            notes: [reporter.note("the other", at: first.range)])
        }
        reportDuplicate(step.id, what: "steps", at: step.range, &others)
      }
    }
  }

  private func reportDuplicatePhases() {
    var firstPhase: [String: SourceRange] = [:]
    for phase in plan.phases { reportDuplicate(phase.id ?? "", what: "phases", at: phase.range, &firstPhase) }
  }

  private func reportDuplicate(
    _ id: String, what: String, at range: SourceRange, _ first: inout [String: SourceRange]
  ) {
    if id.isEmpty { return }
    if let other = first[id] {
      reporter.report(.duplicateId(id, what: what), at: range, notes: [reporter.note("the first is here", at: other)])
    } else {
      first[id] = range
    }
  }

  // MARK: Sub-plans

  private func subPlans(in lists: [[WrittenStep]]) -> [StepGraph.Position: CheckedFile] {
    var found: [StepGraph.Position: CheckedFile] = [:]
    for (list, steps) in lists.enumerated() {
      for (index, step) in steps.enumerated() where step.uses.isSubPlan {
        if let composite = step.uses.type as? CompositeType {
          found[StepGraph.Position(list: list, index: index)] = session.composite(composite)
          continue
        }
        guard let input = step.uses.type?.declaration.inputs.first(where: { $0.role == .planFile }),
          let node = step.uses.with?[input.name], node.kind == .scalar, !node.isEmptyValue, !node.text.isEmpty,
          !node.holdsInterpolation
        else { continue }
        found[StepGraph.Position(list: list, index: index)] = session.subPlan(node, of: reporter)
      }
    }
    return found
  }

  /// How many steps a run has, sub-plans included; at most one more than the limit of interest.
  private func stepCount(in lists: [[WrittenStep]], _ context: BodyContext) -> Int {
    var count = lists.reduce(0) { $0 + $1.count }
    for subPlan in context.subPlans.values {
      let (sum, overflow) = count.addingReportingOverflow(subPlan.stepCount)
      count = overflow ? .max : sum
    }
    return count
  }

  // MARK: Phases, outputs, locks

  private func phase(
    _ phase: WrittenPhase, number: Int, _ steps: StepChecker, _ context: BodyContext, _ scope: Scope
  ) -> PlanPhase {
    let before = ExpressionPlace(
      scope: scope, position: .startOfList(number), secrets: .refused(into: .condition))
    let after = ExpressionPlace(scope: scope, position: .endOfList(number), secrets: .refused(into: .condition))
    return PlanPhase(
      id: phase.id, title: phase.title, risk: phase.risk,
      preconditions: context.conditions(phase.preconditions, at: before),
      success: context.conditions(phase.success, at: after),
      steps: phase.steps.enumerated().map { index, step in
        steps.step(step, at: StepGraph.Position(list: number, index: index))
      },
      onFailure: phase.onFailure ?? usualFailureMode, range: phase.range)
  }

  /// What a sub-plan says about failures holds for its own phases; the plan that is run has it as a whole.
  private var usualFailureMode: PlanFailureMode? { session.isInSubPlan ? plan.onFailure : nil }

  private func outputs(_ context: BodyContext, _ scope: Scope) -> [PlanVariable] {
    let place = ExpressionPlace(
      scope: scope, position: .endOfList(plan.phases.count - 1), secrets: .refused(into: .output))
    return plan.outputs.compactMap { written in
      context.value(written.value, as: .dyn, .quoted(written.name), at: place).map {
        PlanVariable(name: written.name, type: $0.type, value: $0.value, secrets: $0.secrets)
      }
    }
  }

  private func locks(_ context: BodyContext, _ scope: Scope) -> [PlanValue] {
    let place = ExpressionPlace(scope: scope, position: .beforeAll("a lock"), secrets: .refused(into: .lock))
    var first: [String: SourceRange] = [:]
    for lock in plan.locks where lock.isScalar && !lock.isEmptyValue {
      if let other = first[lock.text] {
        reporter.report(
          .duplicateItem(lock.text, of: "locks"), at: lock.range, notes: [reporter.note("first named here", at: other)])
      }
      first[lock.text] = lock.range
    }
    return plan.locks.compactMap { context.value($0, as: .string, "a lock", at: place)?.value }
  }
}
