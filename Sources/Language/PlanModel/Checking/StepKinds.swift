// What a step type is, asked once for each name: with 100,000 steps a question to the runtime for each is dear.

import Expressions
import OrderedCollections
import StepKit

/// The powers of a step type that the checker tells apart.
struct StepKind {
  var isSubPlan: Bool
  var isGate: Bool
  var isTimer: Bool
  /// Belay carries it out itself or as a process, so that time limits, retries and estimates make sense.
  var isWork: Bool
  /// `rollback: auto` is possible.
  var canRestore: Bool
  /// What the type declares, here without a copy of the whole declaration.
  var isOpaque: Bool
  var effect: Effect
  var isIdempotent: Bool
  var usualTimeout: Int64?
  /// The outputs that the type declares, as expressions see them and as a step has them.
  var fields: OrderedDictionary<String, RecordShape.Field> = [:]
  var outputs: [String: ValueType] = [:]

  init(_ type: any StepType) {
    isSubPlan = type is any SubPlanStep
    isGate = type is any GateStep
    isTimer = type is any TimerStep
    isWork = type is any InProcessStep || type is any ProcessStep
    canRestore = type.undoing != nil
    let declaration = type.declaration
    isOpaque = declaration.isOpaque
    effect = declaration.effect
    isIdempotent = declaration.idempotent
    usualTimeout = declaration.usualTimeout
    for output in declaration.outputs {
      fields[output.name] = RecordShape.Field(
        type: output.type, mayBeAbsent: !output.required, documentation: output.documentation)
      outputs[output.name] = output.type
    }
  }
}

/// The kinds of a registry's step types, by name, each found out when it is first asked for.
final class StepKinds {
  private let registry: Registry
  private var kinds: [String: StepKind] = [:]

  init(_ registry: Registry) { self.registry = registry }

  subscript(name: String) -> StepKind? {
    if let known = kinds[name] { return known }
    guard let type = registry[name] else { return nil }
    let kind = StepKind(type)
    kinds[name] = kind
    return kind
  }

  /// A type that isn't of the registry.
  func add(_ type: any StepType) { kinds[type.declaration.name] = StepKind(type) }

  /// Whether Belay carries a step out, so that how long it takes can be estimated.
  func isWork(_ step: PlanStep) -> Bool { self[step.uses]?.isWork ?? false }
}
