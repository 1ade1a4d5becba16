// Inputs of a run: from the command line, from a file, from defaults; and everything that can be wrong with them.

import Diagnostics
import Expressions
import JSONText
import PlanModel
import Testing

private let declarations = """
  inputs:
    name: {type: string, pattern: '[a-z]+', max: 5}
    n: {type: int, default: 3, min: 1, max: 9, description: how many}
    ratio: {type: double, default: 0.5, min: 0, max: 1}
    dry: {type: bool, default: false}
    wait: {type: duration, default: 90s, max: 1h}
    at: {type: timestamp, default: 2027-03-01T12:00:00Z}
    mode: {type: string, default: safe, choices: [safe, fast]}
    hosts: {type: list<string>, default: [], max: 2}
    ports: {type: 'map<string, int>', default: {}}
    extra: {type: any, default: null}
  steps:
    - id: one
      uses: file.stat
      when: >-
        inputs.dry && inputs.n > 1 && inputs.ratio > 0.1 && inputs.wait > duration('1s') && inputs.mode == 'x' &&
        inputs.hosts == [] && inputs.ports == {} && inputs.extra == 1 && inputs.at > run.started_at
      with: {path: '${{ inputs.name }}'}
  """

private func body() throws -> PlanBody {
  let result = try check(head + declarations)
  return try #require(result.plan, "\(result.diagnostics.map(\.message))").body
}

@Suite struct InputResolverTests {
  @Test func defaultsComplete() throws {
    let values = try InputResolver.resolve([("name", "abc")], file: nil, for: try body()).get()
    #expect(values.count == 10)
    #expect(values["name"] == "abc" && values["n"] == 3 && values["ratio"] == 0.5 && values["dry"] == false)
    #expect(values["wait"] == .duration(CELDuration(seconds: 90)) && values["mode"] == "safe")
    #expect(values["hosts"] == [] && values["extra"] == Value.null)
  }

  private static let texts: [(String, String, Value)] = [
    ("n", "9", 9), ("ratio", "1", .double(1)), ("ratio", "1e-3", .double(0.001)), ("dry", "true", true),
    ("wait", "1m30s", .duration(CELDuration(seconds: 90))), ("mode", "fast", "fast"),
    ("hosts", "[\"a\", \"b\"]", .list(["a", "b"])), ("ports", "{\"http\": 80}", .map(["http": 80])),
    ("extra", "{\"a\": [1, true, null]}", .map(["a": .list([1, true, .null])])), ("extra", "plain text", "plain text"),
    ("at", "2027-01-01T00:00:00+01:00", .timestamp(Timestamp(seconds: 1_798_758_000))),
  ]

  @Test(arguments: texts)
  func textToValue(_ name: String, _ text: String, _ value: Value) throws {
    let values = try InputResolver.resolve([("name", "abc"), (name, text)], file: nil, for: try body()).get()
    #expect(values[name] == value)
  }

  /// Given values, separated by ";", and what is said.
  private static let wrong: [(String, [String])] = [
    ("name=abc;n=ten", ["input 'n': expected int, found 'ten'"]),
    ("name=abc;n=010", ["input 'n': expected int, found '010'"]),
    ("name=abc;n=99999999999999999999", ["input 'n': expected int, found '99999999999999999999'"]),
    ("name=abc;n=10", ["input 'n' is 10, more than its max 9"]),
    ("name=abc;n=0", ["input 'n' is 0, less than its min 1"]),
    ("name=abc;n=1;n=2", ["the input 'n' is given twice"]),
    ("", ["the input 'name' (string) has no value and no default"]),
    ("name=abc;m=2", ["the plan has no input 'm'"]),
    ("name=A B", ["input 'name' is 'A B', which doesn't match [a-z]+"]),
    ("name=abcdef", ["input 'name' has 6 characters, more than its max 5"]),
    ("name=abc;dry=yes", ["input 'dry': expected bool, found 'yes'"]),
    ("name=abc;ratio=NaN", ["input 'ratio': expected double, found 'NaN'"]),
    ("name=abc;ratio=1e999", ["input 'ratio': expected double, found '1e999'"]),
    ("name=abc;wait=soon", ["input 'wait': expected duration, found 'soon'"]),
    ("name=abc;wait=2h", ["input 'wait' is 7200s, more than its max 3600s"]),
    ("name=abc;mode=slow", ["input 'mode' is slow, which is none of safe, fast"]),
    ("name=abc;hosts=[1]", ["input 'hosts': expected list<string>, found '[1]'"]),
    ("name=abc;hosts=[\"a\",\"b\",\"c\"]", ["input 'hosts' has 3 items, more than its max 2"]),
    (
      "n=x;q=1;name=9",
      [
        "input 'n': expected int, found 'x'", "the plan has no input 'q'",
        "input 'name' is '9', which doesn't match [a-z]+",
      ]
    ),
  ]

  @Test(arguments: wrong)
  func problems(_ given: String, _ messages: [String]) throws {
    let pairs = given.split(separator: ";").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
    switch InputResolver.resolve(pairs.map { (name: $0[0], text: $0[1]) }, file: nil, for: try body()) {
    case .success: Issue.record("resolved")
    case .failure(let list): #expect(list.problems.map(\.message) == messages)
    }
  }

  @Test func malformedJSONIsSaid() throws {
    guard
      case .failure(let list) = InputResolver.resolve([("name", "abc"), ("hosts", "a,b")], file: nil, for: try body())
    else {
      Issue.record("resolved")
      return
    }
    #expect(list.problems.map(\.id) == ["BLY0504"])
    #expect(list.problems[0].message.hasPrefix("input 'hosts' is a list<string>, written as JSON: "))
  }

  @Test func nearNamesAreSuggested() throws {
    guard case .failure(let list) = InputResolver.resolve([("nmae", "abc")], file: nil, for: try body()) else { return }
    #expect(list.problems.map(\.help) == ["did you mean 'name'?", "give it with --input name=…"])
  }

  @Test func fileAndCommandLine() throws {
    let file: JSON = ["name": "file", "n": 5, "ratio": 1, "hosts": ["a"], "dry": true]
    let values = try InputResolver.resolve([("n", "7")], file: file, for: try body()).get()
    #expect(values["name"] == "file" && values["n"] == 7 && values["ratio"] == 1.0 && values["hosts"] == ["a"])
    #expect(values["dry"] == true)
  }

  private static let files: [(JSON, [String])] = [
    ([1], ["a file of inputs holds one JSON object"]), (["name": 1], ["input 'name': expected string, found '1'"]),
    (["name": "a", "q": 1], ["the plan has no input 'q'"]),
    (["name": "a", "n": "1"], ["input 'n': expected int, found '\"1\"'"]),
  ]

  @Test(arguments: files)
  func filesThatDoNotFit(_ file: JSON, _ messages: [String]) throws {
    guard case .failure(let list) = InputResolver.resolve([], file: file, for: try body()) else {
      Issue.record("resolved")
      return
    }
    #expect(list.problems.filter { $0.id != "BLY0501" }.map(\.message) == messages)
  }
}
