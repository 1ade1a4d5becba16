// The dry run's view of a run: the same tree and the same expressions, with values that aren't known yet. Pure;
// whoever walks it runs the read steps and the predictions, and tells what they gave.

import Diagnostics
import Expressions
import PlanModel
import StepKit

/// A walk over the steps of a plan in an order in which they may run.
public struct Forecast: Sendable {
  private var engine: Engine
  private var entered: [Group] = []

  public init(state: RunState) {
    engine = Engine(state: state)
  }

  public var state: RunState { engine.state }

  /// What will happen to a step, as far as it can be known.
  public enum Decision: Sendable, Hashable {
    case run, skip
    /// It depends on values that only the run will have.
    case unknown([String])
    /// It would fail before it starts.
    case fails(RecordedError)
  }

  /// A step that the walk has come to.
  public struct Stop: Sendable {
    public let id: String
    public let step: PlanStep
    public let decision: Decision
    let number: Int
  }

  /// The next step; nil when there is none. Every stop must be settled before the next is asked for.
  public mutating func next() -> Stop? {
    while let number = engine.state.ready.popFirst() {
      switch engine.state.nodes[number].kind {
      case .leaf(let step):
        return Stop(id: engine.state.nodes[number].id, step: step, decision: decision(number, step), number: number)
      case .each(let step): if let stop = expand(number, step) { return stop }
      case .call(let step): if let stop = enter(number, step) { return stop }
      case .phase(let phase):
        let id = engine.state.nodes[number].eventID
        entered.append(Group(id: id, preconditions: phase.preconditions, number: number))
        engine.state.open(number)
      case .body, .finale: continue
      }
      closeGroups()
    }
    return nil
  }

  /// A phase that the walk has come into.
  public struct Group: Sendable {
    public let id: String
    public let preconditions: [PlanCondition]
    let number: Int
  }

  /// The phases that the walk has come into since this was asked last.
  public mutating func takeEntered() -> [Group] {
    defer { entered = [] }
    return entered
  }

  /// What is known of a step's outputs after it: nil, nothing; unless they are whole, those that aren't there are
  /// unknown.
  public mutating func settle(_ stop: Stop, outputs: [String: Value]?, areWhole: Bool) {
    engine.state.steps[stop.number].hasUnknownOutputs = outputs == nil || !areWhole
    engine.state.steps[stop.number].outputs = outputs ?? [:]
    engine.state.steps[stop.number].status = .succeeded
    engine.state.finish(stop.number)
    closeGroups()
  }

  public mutating func skip(_ stop: Stop, as status: StepStatus) {
    engine.state.steps[stop.number].status = status
    engine.state.finish(stop.number)
    closeGroups()
  }

  /// Groups with criteria of their own end well, as far as a dry run can tell.
  private mutating func closeGroups() {
    while let number = engine.state.closable.popLast() { engine.state.finish(number) }
  }

  /// The steps of `finally`, after the walk.
  public var finalSteps: [(id: String, step: PlanStep)] {
    engine.state.finales().flatMap { engine.state.nodes[$0].children }.compactMap { number in
      engine.state.nodes[number].step.map { (engine.state.nodes[number].id, $0) }
    }
  }

  // MARK: Deciding

  private func decision(_ number: Int, _ step: PlanStep) -> Decision {
    guard let when = step.when else { return .run }
    switch when.evaluate(engine.activation(number)) {
    case .value(.bool(false)): return .skip
    case .value: return .run
    case .unknown(let paths): return .unknown(paths.map { $0.joined(separator: ".") }.sorted())
    case .error(let error):
      return .fails(RecordedError(RunProblem.cannotEvaluate(what: "when", reason: error.message)))
    }
  }

  /// Makes the instances of a `foreach`. A stop when its items can't be known: it then stands for all of them.
  private mutating func expand(_ number: Int, _ step: PlanStep) -> Stop? {
    let id = engine.state.nodes[number].id
    let stop = { (decision: Decision) in Stop(id: id, step: step, decision: decision, number: number) }
    guard let foreach = step.foreach else { return nil }
    switch foreach.items.evaluate(engine.activation(number)) {
    case .value(.list(let list)):
      engine.state.addInstances(of: number, keys: list.map { InstanceKey.text(of: $0) }, items: list)
    case .value(.map(let map)):
      engine.state.addInstances(of: number, keys: map.map { InstanceKey.text(of: $0.key) }, items: map.map(\.value))
    case .unknown(let paths): return stop(.unknown(paths.map { $0.joined(separator: ".") }.sorted()))
    case .value: return stop(.fails(RecordedError(RunProblem.cannotEvaluate(what: "foreach", reason: "no list"))))
    case .error(let error):
      return stop(.fails(RecordedError(RunProblem.cannotEvaluate(what: "foreach", reason: error.message))))
    }
    engine.state.open(number)
    return nil
  }

  /// Enters a sub-plan; a stop when it is skipped, or nobody can say.
  private mutating func enter(_ number: Int, _ step: PlanStep) -> Stop? {
    let decided = decision(number, step)
    if decided != .run {
      return Stop(id: engine.state.nodes[number].id, step: step, decision: decided, number: number)
    }
    guard let plan = step.body, let body = engine.state.body(ofCall: number) else { return nil }
    let given = step.with.first { $0.name == "inputs" }
    var values: [String: Value] = [:]
    for input in plan.inputs { values[input.name] = input.defaultValue }
    if case .map(let entries)? = given?.value, let range = given?.range {
      for entry in entries {
        let type = plan.inputs.first { $0.name == entry.key }?.type ?? .dyn
        let field = PlanField(name: entry.key, type: type, value: entry.value, range: range, secrets: [])
        values[entry.key] = nil
        if case .value(let value) = field.evaluate(engine.activation(number)) { values[entry.key] = value }
      }
    }
    engine.state.bodyInputs[body] = values
    engine.state.unknownInputs[body] = Set(plan.inputs.map(\.name)).subtracting(values.keys)
    engine.state.open(number)
    return nil
  }

  // MARK: Asking

  /// The context of a step; the values that are missing otherwise.
  public func context(of stop: Stop) -> Result<StepContext, Gap> {
    let work = WorkID(step: stop.id, attempt: 1)
    let activation = engine.activation(stop.number)
    for field in stop.step.with where field.secrets.isEmpty {
      switch field.evaluate(activation) {
      case .value: continue
      case .unknown(let paths): return .failure(Gap(dependsOn: paths.map { $0.joined(separator: ".") }.sorted()))
      case .error(let error): return .failure(Gap(error: error.message))
      }
    }
    // Never fetched here: a placeholder stands where its value would.
    let secrets = Set(stop.step.with.flatMap(\.secrets))
    let placeholders = Dictionary(uniqueKeysWithValues: secrets.map { ($0, Value.string(Self.placeholder)) })
    switch engine.context(of: work, secrets: placeholders) {
    case .success(var context):
      if !secrets.isEmpty { context.secrets = [Self.placeholder] }
      return .success(context)
    case .failure(let error): return .failure(Gap(error: error.message))
    }
  }

  /// What a dry run shows in the place of a secret.
  public static let placeholder = "***"

  /// What stands between a step and its prediction.
  public struct Gap: Error, Sendable, Hashable {
    public var dependsOn: [String]
    public var error: String?

    public init(dependsOn: [String] = [], error: String? = nil) {
      self.dependsOn = dependsOn
      self.error = error
    }
  }

  /// A condition, three-valued. `observed` is what its read step gave.
  public func judge(_ condition: PlanCondition, _ stop: Stop, observed: [String: Value]?) -> Verdict {
    judge(condition, at: stop.number, observed: observed)
  }

  public func judge(_ condition: PlanCondition, _ group: Group, observed: [String: Value]?) -> Verdict {
    judge(condition, at: group.number, observed: observed)
  }

  private func judge(_ condition: PlanCondition, at number: Int, observed: [String: Value]?) -> Verdict {
    if condition.observation != nil, observed == nil { return .unknown([]) }
    switch condition.check.evaluate(engine.activation(number, outputs: observed)) {
    case .value(.bool(true)): return .holds
    case .value: return .fails
    case .unknown(let paths): return .unknown(paths.map { $0.joined(separator: ".") }.sorted())
    case .error: return .fails
    }
  }

  public enum Verdict: Sendable, Hashable {
    case holds, fails
    case unknown([String])
  }

  /// The context of a condition's read step; a gap when its inputs aren't known or need a secret.
  public func context(of observation: PlanObservation, in place: String) -> Result<StepContext, Gap> {
    guard observation.with.allSatisfy(\.secrets.isEmpty) else {
      return .failure(Gap(error: "it needs a secret, and a dry run fetches none"))
    }
    if let number = engine.state.index[place] {
      for field in observation.with {
        guard case .unknown(let paths) = field.evaluate(engine.activation(number)) else { continue }
        return .failure(Gap(dependsOn: paths.map { $0.joined(separator: ".") }.sorted()))
      }
    }
    let request = ObservationRequest(
      step: place, uses: observation.uses, with: observation.with, declaredOutputs: observation.declaredOutputs,
      timeout: 60_000)
    return engine.context(of: request, secrets: [:]).mapError { Gap(error: $0.message) }
  }
}
