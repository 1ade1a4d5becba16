// Covers: a run that goes on over an edited plan. What waits for what is put before it, what undoes a step that the
// edited plan changed or left out, how finished steps are labelled.

import Expressions
import JSONText
import PlanModel
import StepKit
import Testing

@testable import Engine

@Suite("An edited plan")
struct EditedPlanTests {
  private let undo = "rollback: {uses: sim.process, idempotent: true}"

  @Test("makes everything after a reopened gate wait for it, near and far")
  func reopenedGate() throws {
    let plan = """
      steps:
        - {id: sign, uses: sim.gate}
        - {id: y, uses: sim.process, \(undo)}
        - {id: z, uses: sim.process, with: {label: LABEL}, \(undo)}

      """
    var bench = try Bench(plan)
    try bench.open(.run, waits: true)
    try bench.say("bob", .answer(GateAnswer(step: "sign", decision: .approve)))
    try bench.succeed("y")
    try bench.fail("z")
    let labels = try bench.edit(plan.replacing("LABEL", with: "unapproved"))
    #expect(labels.map(\.step) == ["sign", "y"])
    #expect(labels.first?.reason == "unchanged; its question is asked again")
    try bench.open(.resume, waits: true)
    #expect(bench.begins.isEmpty)
    #expect(bench.status("sign") == .waiting)
    try bench.say("bob", .answer(GateAnswer(step: "sign", decision: .approve)))
    #expect(bench.begins.map(\.step) == ["z"])
  }

  @Test("makes what comes later wait for a step that is put before a finished one")
  func insertedStep() throws {
    var bench = try Bench(
      "steps:\n  - {id: a, uses: sim.process, \(undo)}\n  - {id: b, uses: sim.process, \(undo)}\n"
        + "  - {id: c, uses: sim.process, \(undo)}\n")
    try bench.open(.run)
    try bench.succeed("a")
    try bench.succeed("b")
    try bench.fail("c")
    _ = try bench.edit(
      "steps:\n  - {id: a, uses: sim.process, \(undo)}\n  - {id: fix, uses: sim.process, \(undo)}\n"
        + "  - {id: b, uses: sim.process, \(undo)}\n  - {id: c, uses: sim.process, \(undo)}\n")
    try bench.open(.resume)
    #expect(bench.begins.map(\.step) == ["fix"])
    try bench.succeed("fix")
    #expect(bench.begins.map(\.step) == ["fix", "c"])
  }

  @Test("leaves a step that it left out to be undone as it ran: with the inputs of the sub-plan it stood in")
  func removedStepOfSubPlan() throws {
    let part = """
      inputs: {host: {type: string}}
      vars: {target: "${{ 'old ' + inputs.host }}"}
      steps:
        - id: write
          uses: sim.process
          rollback: {uses: sim.process, with: {label: "${{ vars.target }}"}, idempotent: true}
        - {id: last, uses: sim.process, \(undo)}

      """
    let whole =
      "inputs: {host: {type: string, default: root}}\nsteps:\n"
      + "  - {id: part, uses: plan.run, with: {plan: part.yaml, inputs: {host: inner}}}\n"
    var bench = try Bench(whole, files: ["part.yaml": part])
    try bench.open(.run)
    try bench.succeed("part/write")
    try bench.fail("part/last")
    let shorter = """
      inputs: {host: {type: string}}
      vars: {target: "${{ 'new ' + inputs.host }}"}
      steps:
        - {id: last, uses: sim.process, \(undo)}

      """
    let labels = try bench.edit(whole, files: ["part.yaml": shorter])
    #expect(labels.map(\.label) == [.removed])
    try bench.open(.rollback)
    try bench.succeed("part/last", undo: 0)
    let intents = bench.events.compactMap { event -> JSONObject? in
      if case .intent(let intent) = event.event, intent.work.step == "part/write" { intent.inputs } else { nil }
    }
    #expect(intents.last == ["label": "old inner"])
    #expect(bench.state.listing.contains { $0.id == "part/write" })
  }

  @Test("labels the instances of a foreach one by one")
  func instances() throws {
    let plan =
      "steps:\n  - {id: e, uses: sim.process, foreach: ITEMS, as: x, with: {label: '${{ x }}'}, \(undo)}\n"
      + "  - {id: z, uses: sim.process, \(undo)}\n"
    var bench = try Bench(plan.replacing("ITEMS", with: "[p, q]"))
    try bench.open(.run)
    try bench.succeed("e[p]")
    try bench.succeed("e[q]")
    try bench.fail("z")
    let labels = try bench.edit(plan.replacing("ITEMS", with: "[q, r]"))
    #expect(labels.map(\.step) == ["e[p]", "e[q]"])
    #expect(labels.map(\.label) == [.removed, .reused])
    try bench.open(.resume)
    #expect(bench.begins.map(\.step) == ["e[r]"])
  }

  @Test("keeps the items of a foreach as the event has them")
  func journaledItems() throws {
    let plan = "steps:\n  - {id: e, uses: sim.process, foreach: ITEMS, as: x, \(undo)}\n"
    var bench = try Bench(plan.replacing("ITEMS", with: "[p, q]"))
    try bench.open(.run)
    try bench.succeed("e[p]")
    try bench.fail("e[q]")
    let edited = try SimulatedPlan("edited", plan.replacing("ITEMS", with: "[p, q, r]")).plan
    let change = try bench.state.change(to: edited, basis: RunBasis(of: edited), labels: [], accepted: true)
    #expect(change.expanded == [StepExpanded(step: "e", keys: ["p", "q", "r"], items: ["p", "q", "r"])])
    #expect(throws: EventFault.self) {
      var state = bench.state
      try state.fold(RecordedEvent(event: .planChanged(change), at: 0, actor: "ann"))
    }
  }

  @Test("items that aren't plain have keys of their own")
  func mapItems() throws {
    var bench = try Bench(
      "steps:\n  - {id: e, uses: sim.process, foreach: [{n: 1}, {n: 2}], as: x, \(undo)}\n")
    try bench.open(.run)
    #expect(bench.begins.map(\.step) == ["e[{\"n\":1}]", "e[{\"n\":2}]"])
  }
}
