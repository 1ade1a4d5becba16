// Values of a plan in a run: evaluated in lists and maps, and converted to the declared type.

import Expressions
import PlanModel
import Testing

private func field(_ type: String, _ text: String) throws -> PlanField {
  let plan = try #require(
    try check(
      head
        + """
        inputs:
          n: {type: int, default: 1}
          d: {type: double, default: 1.5}
          s: {type: string, default: x}
          any: {type: any, default: 1}
          list: {type: list<any>, default: []}
        steps:
          - {id: prior, uses: shell.run, effect: read, with: {script: 'true'}, outputs: {value: any}}
          - id: one
            uses: file.write
            when: inputs.n + size(inputs.list) > 0 && inputs.d > 0.1 && inputs.s != '' && inputs.any == 1
            with: {path: a, content: b, \(type): \(text)}
            rollback: auto
        """.replacing("content: b, content:", with: "content:")
    ).plan)
  return try #require(plan.body.phases[0].steps[1].with.last)
}

private let activation = MapActivation(
  [
    "inputs": ["n": 7, "d": 2.5, "s": "text", "any": 3, "list": [1, 2]],
    "steps": ["prior": ["outputs": ["value": "late"]]],
  ], unknowns: [["steps", "prior", "outputs", "value"]])

@Suite struct EvaluationTests {
  private static let table: [(String, String, Value)] = [
    ("content", "'${{ inputs.n }}'", "7"), ("content", "'${{ inputs.d }}'", "2.5"),
    ("content", "'${{ inputs.n > 3 }}'", "true"), ("content", "'${{ inputs.any }}'", "3"),
    ("content", "'n=${{ inputs.n }}; ${{ inputs.s }}'", "n=7; text"),
    ("content", "'$${{ literal }}'", "${{ literal }}"),
    ("content", "'a $${{ b }} ${{ inputs.n }}'", "a ${{ b }} 7"), ("ratio", "'${{ inputs.n }}'", .double(7)),
    ("ratio", "'${{ inputs.any }}'", .double(3)), ("size", "'${{ inputs.any }}'", 3),
    ("tags", "{a: [1, '${{ inputs.n }}'], b: '${{ inputs.list }}'}", .map(["a": .list([1, 7]), "b": .list([1, 2])])),
  ]

  @Test(arguments: table)
  func values(_ name: String, _ text: String, _ value: Value) throws {
    #expect(try field(name, text).evaluate(activation) == .value(value))
  }

  @Test func whatDoesNotFitAtRunTimeIsAnError() throws {
    let broken = MapActivation(["inputs": ["any": "text", "list": ["x"]]])
    guard case .error(let error) = try field("size", "'${{ inputs.any }}'").evaluate(broken) else {
      Issue.record("no error")
      return
    }
    #expect(error.message == "expected int, found string")
    guard case .error = try field("tags", "{b: '${{ inputs.list }}'}").evaluate(broken) else {
      Issue.record("no error")
      return
    }
  }

  @Test func unknownsAreCollected() throws {
    let value = try field("tags", "{a: '${{ [steps.prior.outputs.value] }}', b: ['${{ inputs.n }}']}").evaluate(
      activation)
    #expect(value == .unknown([["steps", "prior", "outputs", "value"]]))
  }
}

@Suite struct InstanceKeyTests {
  private static let keys: [(Value, String)] = [
    ("a b", "a b"), (7, "7"), (true, "true"), (.double(1.5), "1.5"),
    (.map(["b": 1, "a": .list([true, .null])]), "{\"a\":[true,null],\"b\":1}"),
  ]

  @Test(arguments: keys)
  func keysAreText(_ value: Value, _ text: String) { #expect(InstanceKey.text(of: value) == text) }
}
