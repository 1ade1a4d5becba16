// Covers: explanations of steps. Values of the journal where a condition was asked, of the state elsewhere, unknowns for
// what is still to come, secrets never, attempts, instances of `foreach`, undo actions, phases.

import Expressions
import JSONText
import PlanModel
import Testing

@testable import Engine

@Suite("Explanations")
struct ExplanationTests {
  /// `list[place].field: outcome of each tree`, with `event N` where the journal has it.
  private func story(_ bench: Bench, _ id: String) throws -> [String] {
    let explanation = try #require(bench.state.explanation(of: id, events: bench.events))
    return explanation.parts.map { part in
      let place = part.place.map { "[\($0)]" } ?? ""
      let field = part.field.map { ".\($0)" } ?? ""
      let answers = part.answers.map { answer in
        let source = answer.event == nil ? "now" : "journal"
        let holds = answer.holds.map { $0 ? " holds" : " fails" } ?? ""
        return ([source + holds] + answer.trees.map(words)).joined(separator: " | ")
      }
      return "\(part.list)\(place)\(field): " + answers.joined(separator: " ; ")
    }
  }

  private func words(_ tree: ExplanationTree) -> String {
    let own: String =
      switch tree.outcome {
      case _ where tree.carriesSecret: "secret"
      case .value(let value)?: value.json().text()
      case .unknown(let paths)?: "unknown " + paths.map { $0.joined(separator: ".") }.sorted().joined(separator: ",")
      case .error?: "error"
      case nil: "unasked"
      }
    let parts = tree.parts.map { "\($0.text)=\(words($0))" }
    return parts.isEmpty ? own : "\(own) (\(parts.joined(separator: ", ")))"
  }

  private let body = """
    steps:
      - {id: a, uses: sim.process, rollback: {uses: sim.process, idempotent: true}}
      - id: b
        uses: sim.process
        when: steps.a.outputs.n == 1 || steps.a.outputs.n > 5
        success: [outputs.n == 2]
        retry: {attempts: 2}
        rollback: {uses: sim.process, idempotent: true, success: ['outputs.n == 3']}
      - {id: c, uses: sim.look, when: steps.b.outputs.n == 2 && steps.a.outputs.n == 1}
    """

  @Test("before anything has run, what is to come is unknown and nothing is an error")
  func before() throws {
    var bench = try Bench(body)
    try bench.open(.run)
    #expect(
      try story(bench, "b") == [
        "when: now | unknown steps.a.outputs.n (steps.a.outputs.n == 1=unknown steps.a.outputs.n "
          + "(steps.a.outputs.n=unknown steps.a.outputs.n), steps.a.outputs.n > 5=unknown steps.a.outputs.n "
          + "(steps.a.outputs.n=unknown steps.a.outputs.n))",
        "success[0]: now | unknown outputs.n (outputs.n=unknown outputs.n)",
        "rollback[0].success[0]: now | unknown outputs.n (outputs.n=unknown outputs.n)",
      ])
    let explanation = try #require(bench.state.explanation(of: "b", events: bench.events))
    #expect(explanation.history.isEmpty && explanation.status == .pending)
    #expect(bench.state.explanation(of: "nobody", events: bench.events) == nil)
  }

  @Test("each attempt keeps what it saw, and what another part decided wasn't asked")
  func attempts() throws {
    var bench = try Bench(body)
    try bench.open(.run)
    try bench.succeed("a")
    try bench.succeed("b")
    try bench.wake()
    try bench.succeed("b", outputs: ["n": .int(2)])
    #expect(
      try story(bench, "b") == [
        "when: journal holds | true (steps.a.outputs.n == 1=true (steps.a.outputs.n=1), steps.a.outputs.n > 5=unasked "
          + "(steps.a.outputs.n=unasked))",
        "success[0]: journal fails | false (outputs.n=1) ; journal holds | true (outputs.n=2)",
        "rollback[0].success[0]: now fails | false (outputs.n=2)",
      ])
    let explanation = try #require(bench.state.explanation(of: "b", events: bench.events))
    let types = explanation.history.map(\.event.event.type)
    #expect(types == ["step.intent", "step.outcome", "step.intent", "step.outcome"])
    #expect(explanation.history.map(\.number) == explanation.history.map(\.number).sorted())
  }

  @Test("what the journal says was read isn't what the state holds later")
  func recorded() throws {
    let names = RecordedNames(seen: ["steps.a.outputs.n": 1, "inputs": ["k": ["$int": "9223372036854775807"]]])
    let known = Array(["a", "outputs", "n"])[...]
    guard case .value(.int(1), consumed: 3) = names.resolve("steps", known) else {
      Issue.record("the recorded value isn't found")
      return
    }
    guard case .value(.map, consumed: 0) = names.resolve("inputs", ["k"]) else {
      Issue.record("what contains it isn't found")
      return
    }
    guard case .missing = names.resolve("steps", ["b", "outputs"]) else {
      Issue.record("what wasn't read has a value")
      return
    }
  }

  @Test("a foreach shows its items, an instance its own, a phase its conditions")
  func groups() throws {
    var bench = try Bench(
      """
      phases:
        - id: p
          preconditions: [2 > 1]
          steps:
            - {id: a, uses: sim.look, foreach: "${{ ['x', 'y'] }}", as: host, when: host == 'x'}
      """)
    try bench.open(.run)
    try bench.succeed("p/a[x]")
    #expect(try story(bench, "p") == ["preconditions[0]: journal holds | true"])
    #expect(try story(bench, "p/a[y]") == ["when: journal fails | false (host=\"y\")"])
    #expect(try story(bench, "p/a[x]") == ["when: journal holds | true (host=\"x\")"])
    let each = try #require(bench.state.explanation(of: "p/a", events: bench.events))
    #expect(each.parts.first?.answers.first?.value == ["x", "y"])
  }
}
