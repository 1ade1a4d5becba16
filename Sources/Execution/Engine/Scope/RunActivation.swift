// What names mean to an expression of a run: the one place where plan text meets the run's state. The names
// are those that the checker declares (docs/plan-language.md, "Names").

import Expressions
import PlanModel

/// Values for the expressions of one node.
public struct RunActivation: Activation {
  let state: RunState
  /// The node whose expression it is.
  let node: Int
  /// `outputs`, in conditions and rollback actions.
  let outputs: [String: Value]?
  /// Nil: secrets have no values here; an expression that may carry one isn't evaluated.
  let secrets: [String: Value]?
  /// The body whose names are seen.
  private let scope: Int
  private let step: PlanStep?

  /// - Parameter undoes: whether the expression belongs to what undoes the step: then names mean what they meant when it
  ///   ran, whatever an edited plan makes of them.
  init(state: RunState, node: Int, outputs: [String: Value]?, secrets: [String: Value]?, undoes: Bool = false) {
    self.state = state
    self.node = node
    self.outputs = outputs
    self.secrets = secrets
    let past = undoes ? state.nodes[node].past : nil
    scope = past?.scope ?? state.nodes[node].scope
    step = past?.step ?? state.nodes[node].step
  }

  public func resolve(_ root: String, _ path: ArraySlice<String>) -> Resolution {
    let path = Array(path)
    if let item = state.nodes[node].item, let foreach = step?.foreach {
      if root == foreach.variable { return .value(item.value, consumed: 0) }
      if root == foreach.keyVariable { return .value(.string(item.key), consumed: 0) }
    }
    switch root {
    case "inputs": return input(path)
    case "vars": return variable(path)
    case "steps": return step(path)
    case "outputs": return member(of: outputs ?? [:], path, isUnknown: outputs == nil && hasUnknownOutputs)
    case "env": return member(of: state.environment, path)
    case "run": return run(path)
    case "secrets": return member(of: secrets ?? [:], path)
    default: return .missing
    }
  }

  private static func entries(_ values: [String: Value]) -> ValueMap {
    var map = ValueMap(minimumCapacity: values.count)
    for (name, value) in values.sorted(by: { $0.key < $1.key }) { map[.string(name)] = value }
    return map
  }

  private func input(_ path: [String]) -> Resolution {
    let isUnknown = path.first.map { state.unknownInputs[scope]?.contains($0) == true } ?? false
    return member(of: state.bodyInputs[scope] ?? [:], path, isUnknown: isUnknown)
  }

  private var hasUnknownOutputs: Bool { state.steps[node].hasUnknownOutputs }

  private func member(of values: [String: Value], _ path: [String], isUnknown: Bool = false) -> Resolution {
    guard let name = path.first else { return isUnknown ? .unknown : .value(.map(Self.entries(values)), consumed: 0) }
    if let value = values[name] { return .value(value, consumed: 1) }
    return isUnknown ? .unknown : .missing
  }

  private func variable(_ path: [String]) -> Resolution {
    guard let name = path.first, case .body(let body) = state.nodes[scope].kind,
      let variable = body.variables.first(where: { $0.name == name })
    else { return .missing }
    return resolution(of: variable.value, in: bodyActivation(scope), consumed: 1)
  }

  private func bodyActivation(_ body: Int) -> RunActivation {
    RunActivation(state: state, node: body, outputs: nil, secrets: secrets)
  }

  private func resolution(of value: PlanValue, in activation: RunActivation, consumed: Int) -> Resolution {
    switch value.evaluate(activation) {
    case .value(let value): .value(value, consumed: consumed)
    case .unknown: .unknown
    case .error: .missing
    }
  }

  private func run(_ path: [String]) -> Resolution {
    let facts: [String: Value] = [
      "id": .string(state.id), "plan": .string(state.created.planName), "operator": .string(state.created.starter),
      "started_at": .timestamp(Timestamp(milliseconds: state.startedAt)),
      "status": .string(state.statusForExpressions.rawValue),
    ]
    return member(of: facts, path)
  }
}

// MARK: - Steps

extension RunActivation {
  private func step(_ path: [String]) -> Resolution {
    guard path.count >= 2, let number = sibling(path[0]) else { return .missing }
    switch path[1] {
    case "status": return .value(.string(state.aggregateStatus(of: number).rawValue), consumed: 2)
    case "outputs": return outputs(of: number, Array(path.dropFirst(2)))
    default: return .missing
    }
  }

  /// A step of the same body.
  func sibling(_ id: String) -> Int? {
    guard case .body(let body) = state.nodes[scope].kind else { return nil }
    let prefix = state.nodes[scope].id
    for phase in body.phases {
      let place = phase.id.map { state.joined(prefix, $0) } ?? prefix
      if let number = state.index[state.joined(place, id)], state.nodes[number].step?.id == id { return number }
    }
    guard let number = state.index[state.joined(prefix, id)], state.isInFinale(number) else { return nil }
    return number
  }

  private func outputs(of number: Int, _ path: [String]) -> Resolution {
    switch state.nodes[number].kind {
    case .leaf: return leafOutputs(number, path)
    case .call: return callOutputs(number, path)
    case .each: return eachOutputs(number)
    case .body, .phase, .finale: return .missing
    }
  }

  private func leafOutputs(_ number: Int, _ path: [String]) -> Resolution {
    let values = state.steps[number].outputs
    if let name = path.first {
      if let value = values[name] { return .value(value, consumed: 3) }
      return state.steps[number].hasUnknownOutputs ? .unknown : .missing
    }
    return state.steps[number].hasUnknownOutputs ? .unknown : .value(.map(Self.entries(values)), consumed: 2)
  }

  private func callOutputs(_ number: Int, _ path: [String]) -> Resolution {
    guard let body = state.body(ofCall: number), case .body(let plan) = state.nodes[body].kind else { return .missing }
    if let name = path.first {
      guard let output = plan.outputs.first(where: { $0.name == name }) else { return .missing }
      return resolution(of: output.value, in: bodyActivation(body), consumed: 3)
    }
    var values: [String: Value] = [:]
    for output in plan.outputs {
      guard case .value(let value) = output.value.evaluate(bodyActivation(body)) else { continue }
      values[output.name] = value
    }
    return .value(.map(Self.entries(values)), consumed: 2)
  }

  /// A map by key; the evaluator selects from it.
  private func eachOutputs(_ number: Int) -> Resolution {
    if state.nodes[number].progress == .pending, state.steps[number].hasUnknownOutputs { return .unknown }
    var map = ValueMap()
    for child in state.nodes[number].children {
      guard let key = state.nodes[child].item?.key else { continue }
      switch outputs(of: child, []) {
      case .value(let value, _): map[.string(key)] = value
      case .unknown: return .unknown
      case .missing: continue
      }
    }
    return .value(.map(map), consumed: 2)
  }
}

extension RunState {
  /// One status for a step that stands for several: the worst of its parts.
  func aggregateStatus(of number: Int) -> StepStatus {
    guard !nodes[number].isLeaf else { return steps[number].status }
    if steps[number].status == .failed || steps[number].status == .skipped { return steps[number].status }
    let parts = leaves(below: number).filter { $0 != number }.map { steps[$0].status }
    for status in [StepStatus.inDoubt, .undoFailed, .failed, .undoing, .waiting, .running, .pending]
    where parts.contains(status) { return status }
    if parts.isEmpty, nodes[number].progress != .done { return steps[number].status }
    if let first = parts.first, parts.allSatisfy({ $0 == first }) { return first }
    return .succeeded
  }

  /// In `finally`, the status that the run will end with (DESIGN §3).
  var statusForExpressions: RunStatus {
    if case .finalizing(let status) = stage { status } else { status }
  }
}

extension RunState {
  /// Names as the plan as a whole sees them: locks, guards.
  public var planActivation: RunActivation {
    RunActivation(state: self, node: 0, outputs: nil, secrets: nil)
  }
}
