// The checker: types, names, and the words of its issues. All issues are reported, not the first.

import Testing

@testable import Expressions

@Suite struct CheckTests {
  @Test(arguments: [
    ("input.host", ["BLY0210 'input': there is no variable 'input' here [did you mean 'inputs'?]"]),
    ("host == 'a'", ["BLY0210 'host': there is no variable 'host' here [did you mean 'inputs.host'?]"]),
    ("inputs.hots", ["BLY0211 'hots': inputs has no 'hots' [did you mean 'host'?]"]),
    ("inputs['hots']", ["BLY0211 ''hots'': inputs has no 'hots' [did you mean 'host'?]"]),
    ("steps.b.status", ["BLY0211 'b': steps has no 'b'"]),
    ("steps.a.outputs.m", ["BLY0211 'm': outputs of step 'a' has no 'm'"]),
    ("has(inputs.nothing)", ["BLY0211 'nothing': inputs has no 'nothing'"]),
    (
      "inputs.host.startWith('a')",
      ["BLY0212 'startWith': there is no function 'startWith' [did you mean 'startsWith'?]"]
    ),
    ("siz(inputs.host)", ["BLY0212 'siz': there is no function 'siz' [did you mean 'size'?]"]),
    ("inputs.host + 1", ["BLY0213 'inputs.host + 1': '+' can't be applied to (string, int)"]),
    ("inputs.keep == '3'", ["BLY0213 'inputs.keep == '3'': '==' can't be applied to (int, string)"]),
    ("size(inputs.keep)", ["BLY0213 'size(inputs.keep)': 'size' can't be applied to (int)"]),
    ("inputs.host && true", ["BLY0214 'inputs.host': expected bool, found string"]),
    ("!inputs.keep", ["BLY0214 'inputs.keep': expected bool, found int"]),
    ("inputs.keep ? 1 : 2", ["BLY0214 'inputs.keep': expected bool, found int"]),
    ("true ? 1 : 'a'", ["BLY0214 ''a'': expected int, found string [both branches must have one type]"]),
    ("inputs.names['a']", ["BLY0214 ''a'': expected int, found string"]),
    ("inputs.ports[1]", ["BLY0214 '1': expected string, found int"]),
    ("inputs.keep.x", ["BLY0215 'x': a value of type int has no fields"]),
    ("inputs.keep.all(x, true)", ["BLY0216 'inputs.keep': expected a list or a map to go through, found int"]),
    ("inputs.names.all(x, size(x))", ["BLY0214 'size(x)': expected bool, found int"]),
    ("{1.5: 2}", ["BLY0214 '1.5': expected bool, int, uint or string as a key, found double"]),
    ("1 / 0", ["BLY0218 '1 / 0': this always fails: division by zero"]),
    ("inputs.keep / 0", ["BLY0218 'inputs.keep / 0': this always fails: division by zero"]),
    ("inputs.keep > 1 && 1 / 0 > 1", ["BLY0218 '1 / 0': this always fails: division by zero"]),
    (
      "inputs.names.map(x, 9223372036854775807 + 1)",
      [
        "BLY0218 '9223372036854775807 + 1': this always fails: 9223372036854775807 + 1 is out of range"
      ]
    ),
    (
      "timestamp('tomorrow')",
      ["BLY0218 'timestamp('tomorrow')': this always fails: 'tomorrow' can't be converted to timestamp"]
    ),
    ("inputs.host.matches('a(')", ["BLY0219 ''a('': the pattern doesn't compile: a '(' is not closed"]),
    ("'a'.matches('[')", ["BLY0219 ''['': the pattern doesn't compile: a '[' is not closed"]),
    ("{'a': 1, 'a': 2}", ["BLY0218 '{'a': 1, 'a': 2}': this always fails: the key 'a' is there twice"]),
    ("[1][1]", ["BLY0218 '[1][1]': this always fails: index 1 is out of range: there are 1 items"]),
  ])
  func mistakes(text: String, expected: [String]) {
    #expect(issues(of: text, in: planScope) == expected)
  }

  @Test func allIssuesAreReported() {
    #expect(
      issues(of: "inputs.hots == 'a' && inputs.keep + 'b' > 1 || unknown", in: planScope) == [
        "BLY0211 'hots': inputs has no 'hots' [did you mean 'host'?]",
        "BLY0213 'inputs.keep + 'b'': '+' can't be applied to (int, string)",
        "BLY0210 'unknown': there is no variable 'unknown' here",
      ])
  }

  @Test func absorbedFailuresAreNoIssue() throws {
    #expect(try compiled("true || 1 / 0 > 1").constant == true)
    #expect(try compiled("false ? 1 / 0 : 2").constant == 2)
  }

  @Test func expectedTypeIsRequired() {
    #expect(
      issues(of: "inputs.keep", in: planScope, expecting: .bool) == ["BLY0214 'inputs.keep': expected bool, found int"])
    #expect(issues(of: "[1]", expecting: .list(.string)) == ["BLY0214 '[1]': expected list<string>, found list<int>"])
    #expect(issues(of: "inputs.extra", in: planScope, expecting: .bool) == [])
  }

  @Test func helpListsWhatThereIs() {
    guard case .failure(let list) = Expression.compile("steps.a.outputs.x", in: planScope) else {
      Issue.record("it must not check")
      return
    }
    #expect(list.issues[0].problem.help == "fields of outputs of step 'a': n, json")
  }

  @Test(arguments: [
    ("1", "int"), ("[1, 2]", "list<int>"), ("[1, 'a']", "list<any>"), ("{'a': 1.5}", "map<string, double>"),
    ("[]", "list<any>"), ("inputs.ports", "map<string, int>"), ("inputs.names.map(x, size(x))", "list<int>"),
    ("inputs.ports.map(k, k)", "list<string>"), ("inputs.ports.transformMap(k, v, string(v))", "map<string, string>"),
    ("inputs.?note", "optional<string>"), ("inputs.?note.orValue('')", "string"), ("steps", "steps"),
    ("steps['sign-off'].status", "string"), ("inputs.extra.a.b", "any"), ("type(1)", "type<int>"),
    ("timestamp('2024-01-01T00:00:00Z') - timestamp('2023-01-01T00:00:00Z')", "duration"),
    ("math.greatest(1, 2)", "int"), ("math.greatest(1, 2.0)", "any"), ("cel.bind(x, 1, [x])", "list<int>"),
    ("optional.of(1).optMap(x, string(x))", "optional<string>"), ("dyn(1) + 1", "int"),
    ("[[], [1]]", "list<list<int>>"),
    ("inputs.names.size() > 1 ? inputs.host : 'b'", "string"), ("size(inputs)", "int"), ("'host' in inputs", "bool"),
  ])
  func types(text: String, type: String) throws {
    #expect(try compiled(text, in: planScope).type.description == type)
  }

  @Test func openRecordsReadAny() throws {
    var scope = Scope()
    scope.declare("r", .record(RecordShape(name: "r", fields: ["a": .init(type: .int)], isOpen: true)))
    #expect(try compiled("r.a", in: scope).type == .int)
    #expect(try compiled("r.b", in: scope).type == .dyn)
  }

  @Test func childScopesHide() throws {
    var outer = Scope()
    outer.declare("x", .int)
    outer.declare("y", .int)
    var inner = outer.child()
    inner.declare("x", .string)
    #expect(try compiled("x", in: inner).type == .string)
    #expect(try compiled("y", in: inner).type == .int)
    #expect(try compiled("x", in: outer).type == .int)
  }

  @Test(
    arguments: [
      ("inputs.host", [["inputs", "host"]]),
      ("steps.a.outputs.json.x['y'].z[0].w", [["steps", "a", "outputs", "json", "x", "y", "z"]]),
      ("steps['sign-off'].status == 'x'", [["steps", "sign-off", "status"]]),
      ("inputs.host.size() + inputs.keep", [["inputs", "host"], ["inputs", "keep"]]),
      ("has(inputs.note)", [["inputs", "note"]]), ("inputs.?note.orValue('')", [["inputs", "note"]]),
      ("[1].map(inputs, inputs)", []),
      ("inputs.names.filter(x, x == inputs.host)", [["inputs", "names"], ["inputs", "host"]]),
      ("steps", [["steps"]]), ("inputs.ports[inputs.host]", [["inputs", "ports"], ["inputs", "host"]]),
    ] as [(String, [[String]])])
  func references(text: String, paths: [[String]]) throws {
    #expect(try compiled(text, in: planScope).references.map { [$0.root] + $0.path } == paths)
  }
}
