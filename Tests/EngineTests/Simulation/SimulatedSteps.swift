// Step types for simulated runs: one of each way of being carried out. They do nothing themselves; the simulated
// world has the effects.

import Expressions
import JSONText
import PlanModel
import StepKit

enum SimulatedSteps {
  static func registry() throws -> Registry {
    try Registry([
      SimulatedProcess(), SimulatedWork(name: "sim.once", idempotent: false), SimulatedRestorable(),
      SimulatedProbed(), SimulatedLook(), SimulatedRocket(), SimulatedTimer(), SimulatedGate(), SimulatedSubPlan(),
    ])
  }

  static let faults = [
    FieldDeclaration("fail", .int, default: .int(0), "How many attempts fail before one succeeds."),
    FieldDeclaration("label", .string, "Anything."),
  ]
  static let number = [FieldDeclaration("n", .int, required: true, "How often it was carried out.")]
}

/// A process of which nothing is known: `sim.process`.
struct SimulatedProcess: ProcessStep {
  let declaration = StepDeclaration(
    name: "sim.process", summary: "Change something through a process", inputs: SimulatedSteps.faults,
    outputs: SimulatedSteps.number, effect: .write, idempotent: false, isOpaque: true)

  func process(_ context: StepContext) throws(StepFailure) -> ProcessRequest { ProcessRequest(argv: []) }
  func outputs(of result: ProcessResult, _ context: StepContext) throws(StepFailure) -> [String: Value] { [:] }
}

/// Changes something in the executor's own process: `sim.once`.
struct SimulatedWork: InProcessStep {
  let declaration: StepDeclaration

  init(name: String, idempotent: Bool) {
    declaration = StepDeclaration(
      name: name, summary: "Change something", inputs: SimulatedSteps.faults, outputs: SimulatedSteps.number,
      effect: .write, idempotent: idempotent)
  }

  func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] { [:] }
}

/// Can restore what it changed: `sim.put`.
struct SimulatedRestorable: InProcessStep, Undoing {
  let declaration = StepDeclaration(
    name: "sim.put", summary: "Change something that can be restored", inputs: SimulatedSteps.faults,
    outputs: SimulatedSteps.number, effect: .write, idempotent: true)

  func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] { [:] }
  func record(_ context: StepContext) async throws(StepFailure) -> JSON { [:] }
  func undo(_ context: StepContext, record: JSON) async throws(StepFailure) {}
}

/// Can say whether it happened: `sim.probed`.
struct SimulatedProbed: InProcessStep, Probing {
  let declaration = StepDeclaration(
    name: "sim.probed", summary: "Change something that can be looked up", inputs: SimulatedSteps.faults,
    outputs: SimulatedSteps.number, effect: .write, idempotent: false)

  func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] { [:] }
  func probe(_ context: StepContext) async throws(StepFailure) -> ProbeResult { .cannotTell("nobody asked the world") }
}

/// Looks at the world: `sim.look`.
struct SimulatedLook: InProcessStep {
  let declaration = StepDeclaration(
    name: "sim.look", summary: "Look at something",
    inputs: [
      FieldDeclaration("at", .string, "The step whose effect is looked for."),
      FieldDeclaration("ok_after", .int, default: .int(0), "How often the answer is no before it is yes."),
      FieldDeclaration("fail", .int, default: .int(0), "How many looks fail."),
      FieldDeclaration("items", .list(.string), "What it gives back."),
    ],
    outputs: [
      FieldDeclaration("there", .bool, required: true, "Whether the effect is there."),
      FieldDeclaration("ok", .bool, required: true, "Whether it was asked often enough."),
      FieldDeclaration("items", .list(.string), required: true, "What it was given."),
    ], effect: .read, idempotent: true)

  func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] { [:] }
}

/// Can't be undone: `sim.rocket`.
struct SimulatedRocket: InProcessStep {
  let declaration = StepDeclaration(
    name: "sim.rocket", summary: "Launch", inputs: SimulatedSteps.faults, outputs: SimulatedSteps.number,
    effect: .irreversible, idempotent: false)

  func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] { [:] }
}

/// Waits: `sim.wait`.
struct SimulatedTimer: TimerStep {
  let declaration = StepDeclaration(
    name: "sim.wait", summary: "Wait",
    inputs: [
      FieldDeclaration("ms", .int, required: true, "How long, in milliseconds."),
      FieldDeclaration("until", .int, "When, in milliseconds since 1970."),
    ],
    effect: .read, idempotent: true)

  func delay(_ context: StepContext) throws(StepFailure) -> Int64 { context.int("ms") ?? 0 }
  func due(_ context: StepContext) throws(StepFailure) -> Int64? { context.int("until") }
}

/// Asks people: `sim.gate`.
struct SimulatedGate: GateStep {
  let declaration = StepDeclaration(
    name: "sim.gate", summary: "Ask",
    inputs: [
      FieldDeclaration("roles", .list(.string), role: .roles, "Whom."),
      FieldDeclaration("quorum", .int, default: .int(1), "How many."),
      FieldDeclaration("distinct_from", .list(.string), choices: ["starter"], "Who not."),
      FieldDeclaration("expires_ms", .int, "How long an answer is good."),
      FieldDeclaration("manual", .bool, default: .bool(false), "Something done by hand."),
    ],
    outputs: [FieldDeclaration("approvers", .list(.string), required: true, "Who agreed.")], effect: .read,
    idempotent: true)

  func gate(_ context: StepContext) throws(StepFailure) -> GateRequest {
    GateRequest(
      kind: context.bool("manual") == true ? .manual : .approval, message: "Go on?",
      roles: context.texts("roles") ?? [], quorum: Int(context.int("quorum") ?? 1),
      distinctFrom: context.texts("distinct_from") ?? [], expiresAfter: context.int("expires_ms"))
  }
}

/// Stands for another plan: `plan.run`.
struct SimulatedSubPlan: SubPlanStep {
  let declaration = StepDeclaration(
    name: "plan.run", summary: "Run a plan",
    inputs: [
      FieldDeclaration("plan", .string, required: true, role: .planFile, "The file."),
      FieldDeclaration("inputs", .map(.string, .dyn), role: .planInputs, "Its inputs."),
    ], effect: .read, idempotent: true)
}
