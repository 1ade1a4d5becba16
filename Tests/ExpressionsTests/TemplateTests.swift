// Text with interpolations: where expressions begin and end, what they may come to, and exact places of issues.

import Diagnostics
import Testing

@testable import Expressions

@Suite struct TemplateTests {
  private func template(_ text: String) throws -> Template { try Template.compile(text, in: planScope).get() }

  private let known = MapActivation([
    "inputs": ["host": "h", "keep": 3, "ratio": 1.5, "ports": ["a": 1], "extra": ["x": 2]]
  ])

  @Test(
    arguments: [
      ("plain", "plain"), ("", ""), ("a ${{ inputs.host }} b", "a h b"), ("${{inputs.host}}", "h"),
      ("${{ inputs.keep }}", 3),
      ("n=${{ inputs.keep }}", "n=3"), ("${{ inputs.keep }}${{ inputs.keep }}", "33"), (" ${{ inputs.keep }}", " 3"),
      ("${{ inputs.ratio }}s", "1.5s"), ("${{ inputs.keep > 1 }}!", "true!"), ("${{ inputs.ports }}", ["a": 1]),
      ("${{ '}}' }}x", "}}x"), ("${{ {'a': {'b': 'c'}}['a']['b'] }}", "c"), ("${{ {'a': {'b': 1}} }}", ["a": ["b": 1]]),
      ("${{ {'a': {'b': 1}}}}", ["a": ["b": 1]]), ("$${{ x }}", "${{ x }}"),
      ("$${{ ${{ inputs.keep }} $$ $ {{", "${{ 3 $$ $ {{"),
      ("é ${{ 'ü' }}", "é ü"), ("${{ inputs.host // a remark }}\n}}", "h"), ("$ {{ x }}", "$ {{ x }}"),
      ("a } }} b", "a } }} b"),
      ("${{ inputs.extra.x }}!", "2!"),
    ] as [(String, Value)])
  func values(text: String, value: Value) throws {
    #expect(try template(text).evaluate(known) == .value(value))
  }

  @Test(arguments: [
    (
      "a ${{ inputs.hots }} ${{ 1 + 'a' }}",
      [
        "BLY0211 'hots': inputs has no 'hots' [did you mean 'host'?]",
        "BLY0213 '1 + 'a'': '+' can't be applied to (int, string)",
      ]
    ),
    ("a ${{ inputs.host", ["BLY0220 '${{': this '${{' has no closing '}}'"]),
    ("a ${{ }} b", ["BLY0221 '${{ }}': there is no expression between '${{' and '}}'"]),
    ("${{}}", ["BLY0221 '${{}}': there is no expression between '${{' and '}}'"]),
    ("a ${{ 1 + }} b", ["BLY0200 '': expected an expression, found the end of the expression"]),
    ("a ${{ (1 }} b", ["BLY0200 '': expected an operator or ')', found the end of the expression"]),
    ("a ${{ 1 2 }} b", ["BLY0200 '2': expected an operator or '}}', found '2'"]),
    ("x ${{ inputs.ports }}", ["BLY0222 'inputs.ports': a value of type map<string, int> can't be written into text"]),
    ("x ${{ ' }} y", ["BLY0201 '' }} y': this string has no closing quote"]),
    ("é${{ x }}", ["BLY0210 'x': there is no variable 'x' here"]),
  ])
  func mistakes(text: String, expected: [String]) {
    guard case .failure(let list) = Template.compile(text, in: planScope) else {
      Issue.record("'\(text)' must not check")
      return
    }
    #expect(shown(list, in: text) == expected)
  }

  @Test func wholeInterpolationsKeepTheirType() throws {
    #expect(try template("${{ inputs.ports }}").type == .map(.string, .int))
    #expect(try template("a${{ inputs.keep }}").type == .string)
    #expect(try template("a").type == .string)
  }

  @Test func factsOfAllParts() throws {
    let both = try template("a ${{ inputs.host }} ${{ secrets.token }}")
    #expect(both.secrets == ["token"])
    #expect(both.references.map(\.range) == [6..<17, 25..<38])
    #expect(both.constant == nil)
    #expect(try template("a $${{ b").constant == "a ${{ b")
    #expect(try template("a${{ 1 + 1 }}").constant == "a2")
  }

  @Test func unknownsComeBeforeErrors() throws {
    let text = try template("${{ inputs.keep }} ${{ 1 / inputs.keep }} ${{ steps.a.outputs.n }}")
    let activation = MapActivation(["inputs": ["keep": 0]], unknowns: [["steps", "a", "outputs", "n"]])
    #expect(text.evaluate(activation) == .unknown([["steps", "a", "outputs", "n"]]))
  }

  @Test func explanationsNameThePartsOfTheText() throws {
    let trees = try template("é ${{ inputs.keep + 1 }} ${{ 'a' }}").explain(known)
    #expect(trees.map(\.text) == ["inputs.keep + 1", "'a'"])
    #expect(trees.map(\.outcome) == [.value(4), .value("a")])
    #expect(trees[0].parts.map(\.text) == ["inputs.keep"])
  }

  @Test func dynamicPartsAreCheckedAtRunTime() throws {
    let text = try template("x ${{ inputs.extra }}")
    let expected = EvaluationError(.notText(type: "map<string, int>"), at: 5..<19)
    #expect(text.evaluate(known) == .error(expected))
  }

  @Test(arguments: [("a ${{ b }}", true), ("a", false), ("$${{ b }}", false), ("$${{ ${{ x", true), ("${ {", false)])
  func interpolationsAreFound(text: String, contains: Bool) {
    #expect(Template.containsInterpolation(text) == contains)
  }
}
