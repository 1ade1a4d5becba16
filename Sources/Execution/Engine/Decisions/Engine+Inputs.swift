// Inputs of steps: evaluated here, without secrets for the journal, with them for the effect.

import Diagnostics
import Expressions
import JSONText
import PlanModel
import StepKit

extension Engine {
  /// The step type that carries an attempt out.
  public func type(of work: WorkID) -> (any StepType)? {
    guard let step = state.step(of: work) else { return nil }
    return registry[uses(step, work)]
  }

  private func uses(_ step: PlanStep, _ work: WorkID) -> String {
    action(step, work)?.uses ?? step.uses
  }

  /// The rollback action that an attempt carries out; nil for the step itself and for `auto`.
  private func action(_ step: PlanStep, _ work: WorkID) -> PlanUndoAction? {
    guard let undo = work.undo, case .actions(let actions) = step.rollback, actions.indices.contains(undo) else {
      return nil
    }
    return actions[undo]
  }

  /// Milliseconds that an attempt may take, effect and processes together.
  public func timeout(of work: WorkID) -> Int64? {
    guard let step = state.step(of: work) else { return nil }
    return work.undo == nil ? step.timeout : action(step, work)?.timeout
  }

  /// What the step type of an attempt is given. `vault` and `log` are the runner's to fill in.
  public func context(of work: WorkID, secrets: [String: Value]) -> Result<StepContext, RecordedError> {
    guard let number = state.index[work.step], let step = state.step(of: work) else {
      return .failure(RecordedError(RunProblem.cannotEvaluate(what: work.step, reason: "no such step")))
    }
    let action = action(step, work)
    let outputs = work.undo == nil ? nil : state.steps[number].outputs
    let activation = activation(number, outputs: outputs, secrets: secrets, undoes: work.undo != nil)
    switch inputs(action?.with ?? step.with, activation, uses(step, work)) {
    case .failure(let error): return .failure(error)
    case .success(let inputs):
      return .success(
        StepContext(
          run: state.id, step: work.step, attempt: work.attempt, idempotencyKey: key(of: work, number),
          inputs: inputs, effect: action?.effect ?? step.effect,
          declaredOutputs: action?.declaredOutputs ?? step.declaredOutputs,
          workingDirectory: state.created.workingDirectory, runStartedAt: state.startedAt,
          runOperator: state.created.starter, vault: NoVault(),
          recorded: work.undo == nil ? state.steps[number].undoRecord : nil))
    }
  }

  /// What the read step of a condition is given.
  public func context(
    of request: ObservationRequest, secrets: [String: Value]
  ) -> Result<StepContext, RecordedError> {
    guard let number = state.index[request.step] ?? (request.step.isEmpty ? 0 : nil) else {
      return .failure(RecordedError(RunProblem.cannotEvaluate(what: request.step, reason: "no such step")))
    }
    let outputs = state.nodes[number].isLeaf ? state.steps[number].outputs : nil
    let activation = activation(number, outputs: outputs, secrets: secrets, undoes: request.undoes)
    switch inputs(request.with, activation, request.uses) {
    case .failure(let error): return .failure(error)
    case .success(let inputs):
      return .success(
        StepContext(
          run: state.id, step: request.step, attempt: 1, idempotencyKey: "\(state.id):\(request.step):observation",
          inputs: inputs, effect: .read, declaredOutputs: request.declaredOutputs,
          workingDirectory: state.created.workingDirectory, runStartedAt: state.startedAt,
          runOperator: state.created.starter, vault: NoVault()))
    }
  }

  func inputs(
    _ fields: [PlanField], _ activation: RunActivation, _ uses: String
  ) -> Result<[String: Value], RecordedError> {
    var inputs: [String: Value] = [:]
    for declared in registry[uses]?.declaration.inputs ?? [] {
      if let value = declared.defaultValue { inputs[declared.name] = value }
    }
    for field in fields {
      switch field.evaluate(activation) {
      case .value(let value): inputs[field.name] = value
      case .unknown(let paths):
        let names = paths.map { $0.joined(separator: ".") }.sorted().joined(separator: ", ")
        return .failure(RecordedError(RunProblem.cannotResolveInput(name: field.name, reason: "\(names) isn't known")))
      case .error(let error):
        return .failure(RecordedError(RunProblem.cannotResolveInput(name: field.name, reason: error.message)))
      }
    }
    return .success(inputs)
  }

  /// Inputs as the journal holds them: one that may carry a secret only names it.
  func journaledInputs(
    _ number: Int, _ fields: [PlanField], outputs: [String: Value]? = nil, undoes: Bool = false
  ) -> Result<JSONObject, RecordedError> {
    let activation = activation(number, outputs: outputs, undoes: undoes)
    var inputs: JSONObject = [:]
    for field in fields {
      if !field.secrets.isEmpty {
        inputs[field.name] = journaledWithSecrets(field, activation)
        continue
      }
      switch field.evaluate(activation) {
      case .value(let value): inputs[field.name] = value.journaled(as: field.type)
      case .unknown(let paths):
        let names = paths.map { $0.joined(separator: ".") }.sorted().joined(separator: ", ")
        return .failure(RecordedError(RunProblem.cannotResolveInput(name: field.name, reason: "\(names) isn't known")))
      case .error(let error):
        return .failure(RecordedError(RunProblem.cannotResolveInput(name: field.name, reason: error.message)))
      }
    }
    return .success(inputs)
  }

  /// A map keeps its plain entries, so that an auditor sees which variable held the secret.
  private func journaledWithSecrets(_ field: PlanField, _ activation: RunActivation) -> JSON {
    let reference: JSON = ["$secret": .array(field.secrets.sorted().map { .string($0) })]
    guard case .map(let entries) = field.value else { return reference }
    var object: JSONObject = [:]
    for entry in entries {
      if entry.value.mayHoldSecret {
        object[entry.key] = reference
      } else if case .value(let value) = entry.value.evaluate(activation) {
        object[entry.key] = value.journaled(as: .dyn)
      }
    }
    return .object(object)
  }

  /// The inputs of a sub-plan, in journal form of the types that it declares.
  func callInputs(_ number: Int, _ step: PlanStep) -> Result<JSONObject, RecordedError> {
    guard let body = step.body else { return .success([:]) }
    var inputs: JSONObject = [:]
    for input in body.inputs {
      if let value = input.defaultValue { inputs[input.name] = value.journaled(as: input.type) }
    }
    guard let field = step.with.first(where: { $0.name == "inputs" }), case .map(let entries) = field.value else {
      return .success(inputs)
    }
    for entry in entries {
      guard let input = body.inputs.first(where: { $0.name == entry.key }) else { continue }
      let value = PlanField(
        name: entry.key, type: input.type, value: entry.value, range: field.range, secrets: [])
      switch value.evaluate(activation(number)) {
      case .value(let value):
        if let problem = InputRules.problem(with: value, for: input) {
          return .failure(RecordedError(RunProblem.cannotResolveInput(name: entry.key, reason: problem.message)))
        }
        inputs[entry.key] = value.journaled(as: input.type)
      case .unknown:
        return .failure(RecordedError(RunProblem.cannotResolveInput(name: entry.key, reason: "it isn't known")))
      case .error(let error):
        return .failure(RecordedError(RunProblem.cannotResolveInput(name: entry.key, reason: error.message)))
      }
    }
    return .success(inputs)
  }

  func callOutputs(_ number: Int) -> [String: Value] {
    guard let body = state.body(ofCall: number), case .body(let plan) = state.nodes[body].kind else { return [:] }
    var values: [String: Value] = [:]
    for output in plan.outputs {
      if case .value(let value) = output.value.evaluate(activation(body)) { values[output.name] = value }
    }
    return values
  }
}

extension PlanValue {
  /// Some part of it reads a secret.
  var mayHoldSecret: Bool {
    switch self {
    case .constant: false
    case .template(let template): !template.secrets.isEmpty
    case .expression(let expression): !expression.secrets.isEmpty
    case .list(let items): items.contains(where: \.mayHoldSecret)
    case .map(let entries): entries.contains(where: \.value.mayHoldSecret)
    }
  }
}

/// In the pure core there is no place for bytes.
struct NoVault: Vault {
  private var failure: StepFailure {
    StepFailure(code: "BLY0999", message: "there is no vault here: this is a bug of Belay")
  }
  func store(_ bytes: [UInt8]) throws(StepFailure) -> VaultItem { throw failure }
  func store(fileAt path: String) throws(StepFailure) -> VaultItem { throw failure }
  func load(_ item: VaultItem) throws(StepFailure) -> [UInt8] { throw failure }
  func path(of item: VaultItem) throws(StepFailure) -> String { throw failure }
}

// MARK: - What the runner asks

extension Engine {
  /// Names of the secrets that an attempt may use.
  public func secretNames(of work: WorkID) -> Set<String> {
    guard let step = state.step(of: work) else { return [] }
    return (action(step, work)?.with ?? step.with).reduce(into: []) { $0.formUnion($1.secrets) }
  }

  /// The record that an attempt restores, when it is an `auto` undo.
  public func undoRecord(of work: WorkID) -> JSON? {
    guard work.undo != nil, let step = state.step(of: work), case .auto = step.rollback else { return nil }
    return state.stepState(work.step)?.undoRecord
  }
}
