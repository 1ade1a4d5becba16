// The scopes of a plan's expressions, layer upon layer: what every expression sees, and what a step adds. The record
// of steps is built once for a file, so that 100,000 steps share it.

import Expressions
import OrderedCollections
import StepKit

/// Builds scopes for one plan file.
struct ScopeBuilder {
  let context: BodyContext
  let facts: [[UseFacts]]

  /// `inputs`, `env`, `secrets`, `run`: what is known before the variables.
  func foundation() -> Scope {
    var scope = Scope()
    scope.declare(ScopeNames.inputs, .record(inputs()))
    scope.declare(ScopeNames.run, .record(ScopeBuilder.run))
    // Open, like the steps: what isn't declared is said with what to write.
    scope.declare(ScopeNames.env, .record(environment()))
    scope.declare(ScopeNames.secrets, .record(secrets()))
    scope.declare(ScopeNames.steps, .record(steps()))
    return scope.child()
  }

  private func inputs() -> RecordShape {
    var fields: OrderedDictionary<String, RecordShape.Field> = [:]
    for written in context.plan.inputs {
      fields[written.input.name] = RecordShape.Field(
        type: written.isSound ? written.input.type : .dyn, documentation: written.input.description ?? "")
    }
    return RecordShape(name: "inputs", fields: fields, isOpen: context.plan.unreadable.contains(.inputs))
  }

  private static let run = RecordShape(
    name: "run",
    fields: [
      "id": RecordShape.Field(type: .string, documentation: "The id of the run."),
      "plan": RecordShape.Field(type: .string, documentation: "The name of the plan."),
      "operator": RecordShape.Field(type: .string, documentation: "Who started the run."),
      "started_at": RecordShape.Field(type: .timestamp, documentation: "When the run was created."),
      "status": RecordShape.Field(type: .string, documentation: "In `finally`, the status that the run ends with."),
    ])

  private func environment() -> RecordShape {
    var fields: OrderedDictionary<String, RecordShape.Field> = [:]
    for name in context.plan.environment {
      fields[name.value] = RecordShape.Field(type: .string, mayBeAbsent: true)
    }
    return RecordShape(name: "env", fields: fields, isOpen: true)
  }

  private func secrets() -> RecordShape {
    var fields: OrderedDictionary<String, RecordShape.Field> = [:]
    for secret in context.plan.secrets {
      fields[secret.value.name] = RecordShape.Field(type: .string, secret: true)
    }
    return RecordShape(name: "secrets", fields: fields, isOpen: true)
  }

  /// Open: names of steps are judged with the order of steps, where a near name among 100,000 is searched with care.
  private func steps() -> RecordShape {
    var shared = SharedResults()
    let results = (context.plan.phases.map(\.steps) + [context.plan.finally]).enumerated().map { list, steps in
      steps.enumerated().map { index, step in
        result(of: step, facts[list][index], StepGraph.Position(list: list, index: index), &shared)
      }
    }
    let positions = context.graph.positions
    return RecordShape(name: "steps") { id in
      positions[id].map { RecordShape.Field(type: .record(results[$0.list][$0.index])) }
    }
  }

  /// The results of steps of one type without outputs of their own: alone, and of a `foreach`.
  private struct SharedResults {
    var single: [String: RecordShape] = [:]
    var each: [String: RecordShape] = [:]
  }

  /// The record `steps.ID`: `status` and `outputs`. Steps of one type without outputs of their own share it.
  private func result(
    of step: WrittenStep, _ facts: UseFacts, _ position: StepGraph.Position, _ shared: inout SharedResults
  ) -> RecordShape {
    let isShared = step.uses.outputs.isEmpty && step.uses.hasKnownOutputs && !step.uses.isSubPlan
    let isSingle = step.foreach == nil
    if isShared, let shape = isSingle ? shared.single[step.uses.name] : shared.each[step.uses.name] { return shape }
    let name = isShared ? "the result of \(step.uses.name)" : "the result of step '\(step.id)'"
    let outputs =
      step.uses.isSubPlan
      ? callerOutputs(context.subPlans[position]) : facts.shape(named: "outputs of \(step.uses.name)")
    let type: ValueType = isSingle ? .record(outputs) : .map(.string, .record(outputs))
    let shape = RecordShape(
      name: name,
      fields: [
        "status": RecordShape.Field(type: .string, documentation: "How far the step is."),
        "outputs": RecordShape.Field(type: type, documentation: "What the step gave."),
      ])
    if isShared, isSingle { shared.single[step.uses.name] = shape }
    if isShared, !isSingle { shared.each[step.uses.name] = shape }
    return shape
  }

  /// The `outputs` that a sub-plan declares for its callers.
  private func callerOutputs(_ file: CheckedFile?) -> RecordShape {
    var fields: OrderedDictionary<String, RecordShape.Field> = [:]
    guard let file, let body = file.body, let plan = file.plan else {
      return RecordShape(name: "outputs of a plan", fields: fields, isOpen: true)
    }
    // One whose value is wrong is there all the same.
    for output in plan.outputs { fields[output.name] = RecordShape.Field(type: .dyn) }
    for output in body.outputs { fields[output.name] = RecordShape.Field(type: output.type) }
    return RecordShape(
      name: "outputs of \(file.reporter.name)", fields: fields, isOpen: plan.unreadable.contains(.outputs))
  }
}
