// Unknowns: what a dry run sees before a step has run (DESIGN §3).

import Testing

@testable import Expressions

@Suite struct UnknownTests {
  static let n = ["steps", "a", "outputs", "n"]

  private func outcome(_ text: String) throws -> Evaluation {
    let known: [String: Value] = [
      "inputs": ["keep": 3, "host": "h", "names": ["x"]], "steps": ["a": ["status": "ok"]],
    ]
    return try evaluated(text, in: planScope, MapActivation(known, unknowns: [UnknownTests.n]))
  }

  @Test(
    arguments: [
      ("false && steps.a.outputs.n > 1", false), ("steps.a.outputs.n > 1 && false", false),
      ("true || steps.a.outputs.n > 1", true), ("steps.a.outputs.n > 1 || true", true),
      ("inputs.keep == 3 ? true : steps.a.outputs.n > 1", true), ("[1, steps.a.outputs.n].size() == 2 || true", true),
      ("inputs.names.exists(x, x == 'x' || steps.a.outputs.n > 1)", true),
      ("inputs.names.all(x, x == 'y' && steps.a.outputs.n > 1)", false), ("steps.a.status == 'ok'", true),
      ("optional.of(true).orValue(steps.a.outputs.n > 1)", true),
    ] as [(String, Bool)])
  func decided(text: String, value: Bool) throws {
    #expect(try outcome(text) == .value(.bool(value)))
  }

  @Test(arguments: [
    "steps.a.outputs.n", "steps.a.outputs.n + 1 > 2", "true && steps.a.outputs.n > 1", "steps.a.outputs.n > 1 || false",
    "steps.a.outputs.?n.orValue(1)", "steps.a.outputs.n > 1 ? 1 : 2", "[steps.a.outputs.n]", "{'a': steps.a.outputs.n}",
    "inputs.names.map(x, steps.a.outputs.n)",
    "inputs.names.filter(x, steps.a.outputs.n > 1)", "has(steps.a.outputs.n)", "string(steps.a.outputs.n)",
    "cel.bind(y, steps.a.outputs.n, y + 1)", "steps.a.outputs.n / (inputs.keep - 3)",
    "1 / (inputs.keep - 3) > 1 && steps.a.outputs.n > 1",
    "steps.a.outputs.n > 1 || 1 / (inputs.keep - 3) > 1", "inputs.names.exists(x, steps.a.outputs.n > 1)",
  ])
  func undecided(text: String) throws {
    #expect(try outcome(text) == .unknown([UnknownTests.n]))
  }

  @Test func unknownsAreJoined() throws {
    let unknowns: Set<[String]> = [["inputs", "keep"], ["inputs", "host"]]
    let outcome = try evaluated(
      "inputs.keep > 1 && inputs.host == 'a'", in: planScope, MapActivation(["inputs": [:]], unknowns: unknowns))
    #expect(outcome == .unknown(unknowns))
  }

  @Test func whatHoldsAnUnknownIsUnknown() throws {
    #expect(try outcome("size(steps.a.outputs)") == .unknown([["steps", "a", "outputs"]]))
  }
}
