// One step type in one situation.

import Expressions
import JSONText
import StepKit

/// Tries a step type in a fixture.
struct Trial {
  let type: any StepType
  let fixture: StepFixture
  let parent: String
  var means: TrialMeans?

  func faults() async -> [ConformanceFault] {
    let sandbox: Sandbox
    do {
      sandbox = try self.sandbox()
    } catch {
      return [fault(.setup, "\(error)")]
    }
    let context = sandbox.context(type, fixture)
    var faults = checkFaults()
    switch type {
    case let step as any InProcessStep:
      faults += await InProcessTrial(trial: self, step: step, sandbox: sandbox, context: context).faults()
    case let step as any ProcessStep where means != nil:
      let carriedOut = CarriedOutStep(step: step)
      faults += await questionFaults(context)
      faults += await InProcessTrial(trial: self, step: carriedOut, sandbox: sandbox, context: context).faults()
      faults += await ConfinedTrial(trial: self, step: carriedOut).faults()
    case let step as any ProcessStep:
      faults += ProcessTrial(trial: self, step: step, sandbox: sandbox, context: context).faults()
    case let step as any GateStep: faults += gateFaults(step, context)
    case let step as any TimerStep: faults += timerFaults(step, context)
    default: break
    }
    return faults
  }

  /// A new working directory as the fixture has it.
  func sandbox() throws -> Sandbox { try Sandbox(fixture, in: parent, means: means) }

  private func questionFaults(_ context: StepContext) async -> [ConformanceFault] {
    var faults: [ConformanceFault] = []
    for question in means?.questions ?? [] {
      if let detail = await question(context) { faults.append(fault(.process, detail)) }
    }
    return faults
  }

  func fault(_ rule: ConformanceFault.Rule, _ detail: String) -> ConformanceFault {
    ConformanceFault(rule, step: type.declaration.name, fixture: fixture.name, detail)
  }

  /// A fixture that works must be one that the checker would let through.
  private func checkFaults() -> [ConformanceFault] {
    guard fixture.failure == nil else { return [] }
    var faults: [ConformanceFault] = []
    for (name, value) in fixture.inputs.sorted(by: { $0.key < $1.key }) {
      guard let field = type.declaration.input(name) else {
        faults.append(fault(.fixtures, "'\(name)' is no input"))
        continue
      }
      if !value.matches(field.type) { faults.append(fault(.fixtures, "'\(name)' is not of type \(field.type)")) }
    }
    for field in type.declaration.inputs where field.required && fixture.inputs[field.name] == nil {
      faults.append(fault(.fixtures, "'\(field.name)' is required and not given"))
    }
    return faults + type.check(fixture.inputs.mapValues { .constant($0) }).map { fault(.check, $0.message) }
  }

  /// The outputs of a success against their declaration.
  func outputFaults(_ outputs: [String: Value]) -> [ConformanceFault] {
    var faults: [ConformanceFault] = []
    for (name, value) in outputs.sorted(by: { $0.key < $1.key }) {
      guard let declared = type.declaration.output(name)?.type ?? fixture.declaredOutputs[name] else {
        faults.append(fault(.outputs, "'\(name)' is not declared"))
        continue
      }
      if !value.matches(declared) { faults.append(fault(.outputs, "'\(name)' is not of type \(declared)")) }
    }
    for field in type.declaration.outputs where field.required && outputs[field.name] == nil {
      faults.append(fault(.outputs, "'\(field.name)' is always there, it says, but is missing"))
    }
    return faults
  }

  /// Names of outputs whose values differ, volatile ones aside.
  func differences(_ one: [String: Value], _ other: [String: Value]) -> [String] {
    Set(one.keys).union(other.keys).subtracting(fixture.volatileOutputs).filter { one[$0] != other[$0] }.sorted()
  }

  private func gateFaults(_ step: any GateStep, _ context: StepContext) -> [ConformanceFault] {
    do throws(StepFailure) {
      let request = try step.gate(context)
      if let code = fixture.failure { return [fault(.outcome, "it should fail with \(code), but asks")] }
      var faults: [ConformanceFault] = []
      if try step.gate(context) != request { faults.append(fault(.gate, "it asks something else each time")) }
      if request.quorum < 1 { faults.append(fault(.gate, "it asks for \(request.quorum) people")) }
      if request.kind == .manual, request.message.isEmpty { faults.append(fault(.gate, "it doesn't say what to do")) }
      return faults
    } catch {
      return failureFaults(error)
    }
  }

  private func timerFaults(_ step: any TimerStep, _ context: StepContext) -> [ConformanceFault] {
    do throws(StepFailure) {
      let delay = try step.delay(context)
      if let code = fixture.failure { return [fault(.outcome, "it should fail with \(code), but waits")] }
      var faults: [ConformanceFault] = []
      if delay < 0 { faults.append(fault(.timer, "it waits \(delay) ms")) }
      let due = try step.due(context)
      let again = (try step.delay(context), try step.due(context))
      if again != (delay, due) { faults.append(fault(.timer, "it waits for another time each time")) }
      return faults
    } catch {
      return failureFaults(error)
    }
  }

  /// A failure against what the fixture expects.
  func failureFaults(_ failure: StepFailure) -> [ConformanceFault] {
    if failure.code == fixture.failure { return [] }
    let expected = fixture.failure.map { "should fail with \($0)" } ?? "should succeed"
    return [fault(.outcome, "it \(expected), but failed with \(failure.code): \(failure.message)")]
  }
}
