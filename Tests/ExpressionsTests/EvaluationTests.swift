// What expressions come to: operators, functions, comprehensions, errors with their places.

import Diagnostics
import Testing

@testable import Expressions

@Suite struct EvaluationTests {
  @Test(
    arguments: [
      ("1 + 2", 3), ("7 / 2", 3), ("-7 / 2", -3), ("-7 % 2", -1), ("7u / 2u", .uint(3)), ("1.5 * 2.0", 3.0),
      ("'a' + 'b'", "ab"), ("b'a' + b'b'", .bytes([97, 98])), ("[1] + [2]", [1, 2]), ("1 == 1", true),
      ("dyn(1) == 1.0", true), ("dyn(1u) == 1", true), ("dyn('1') == 1", false), ("[1, 2] == [1, 2]", true),
      ("{'a': 1} == {'a': 1}", true), ("dyn({1: 'a'}) == {1u: 'a'}", true), ("0.0 / 0.0 == 0.0 / 0.0", false),
      ("null == null", true),
      ("1 < 2 && 2 <= 2 && 3 > 2 && 2 >= 2", true), ("'a' < 'b'", true), ("'Z' < 'a'", true), ("'é' < 'z'", false),
      ("1 < dyn(1.5)", true), ("2 in [1, 2]", true), ("'a' in {'a': 1}", true), ("size('héé')", 3),
      ("size(b'\\xff')", 1),
      ("'e\\u0301' == '\\u00e9'", false), ("size('e\\u0301')", 2), ("size('👨‍👩‍👧')", 5), ("'🐱'.size()", 1),
      ("string(1.0)", "1"), ("string(0.1)", "0.1"), ("string(1e100)", "1e+100"), ("string(123456789.5)", "123456789.5"),
      ("string(-0.000001)", "-0.000001"), ("string(1e-7)", "1e-7"), ("double('1e3')", 1000.0), ("int('-5')", -5),
      ("int(2.9)", 2), ("uint('5')", .uint(5)), ("bool('true')", true), ("string(b'h\\xc3\\xa9')", "hé"),
      ("string(duration('1h30m0.5s'))", "5400.5s"), ("duration('-1.5s') < duration('0')", true),
      ("string(timestamp('2024-02-29T12:00:00.25+02:00'))", "2024-02-29T10:00:00.25Z"),
      ("timestamp('2024-02-29T00:00:00Z').getDayOfYear()", 59), ("timestamp('2024-02-29T00:00:00Z').getDayOfWeek()", 4),
      ("string(timestamp('2024-01-31T00:00:00Z') + duration('24h'))", "2024-02-01T00:00:00Z"),
      ("timestamp('1969-12-31T23:59:59Z').getHours('-01:00')", 22), ("int(timestamp('1969-12-31T23:59:59Z'))", -1),
      ("[1, 2, 3].map(x, x * x)", [1, 4, 9]), ("[1, 2, 3].filter(x, x > 1)", [2, 3]),
      ("[1, 2, 3].map(x, x > 1, x * 2)", [4, 6]),
      ("{'a': 1, 'b': 2}.map(k, k)", ["a", "b"]), ("[1, 2].exists_one(x, x > 1)", true), ("[].all(x, false)", true),
      ("[3, 4].transformList(i, v, i + v)", [3, 5]), ("{'a': 1}.transformMap(k, v, k + string(v))", ["a": "a1"]),
      ("{'a': 1}.transformMapEntry(k, v, {string(v): k})", ["1": "a"]),
      ("[[1, 2], [3]].map(x, x.map(y, y + size(x)))", [[3, 4], [4]]),
      ("[1, 2].map(x, [x].map(x, x + 1)[0])", [2, 3]), ("cel.bind(a, 2, cel.bind(b, a * 3, a + b))", 8),
      ("{?'a': optional.none(), 'b': 1}", ["b": 1]), ("[?optional.of(1), ?optional.none()]", [1]),
      ("{'a': {'b': 1}}.?a.?b.orValue(0)", 1), ("{'a': 1}.?b.orValue(0)", 0), ("optional.of(1).orValue(1 / 0)", 1),
      ("optional.none().or(optional.of(2)).value()", 2), ("optional.of(3).optMap(x, x + 1).value()", 4),
      (
        "'%s is %d, %.2f, %x, %b, %e, %o, 100%%'.format(['a', 2, 1.005, 255, 5, 12345.678, 8])",
        "a is 2, 1.00, ff, 101, 1.234568e+04, 10, 100%"
      ),
      ("'%.0f %.0f %.0f %.3f'.format([0.5, 1.5, 2.5, 1e21])", "0 2 2 1000000000000000000000.000"),
      ("'%.2f %.1f %f %.0e'.format([0.005, 0.05, 0.0, 9.99])", "0.01 0.1 0.000000 1e+01"),
      ("'a,b,,c'.split(',')", ["a", "b", "", "c"]), ("'abc'.split('')", ["a", "b", "c"]),
      ("'a,b,c'.split(',', 2)", ["a", "b,c"]),
      ("'aaa'.replace('a', 'b', 2)", "bba"), ("'ab'.replace('', '-')", "-a-b-"), ("'  x\\t'.trim()", "x"),
      ("'abcabc'.lastIndexOf('bc')", 4), ("'abcabc'.lastIndexOf('bc', 3)", 1), ("'añb'.substring(1, 2)", "ñ"),
      ("['a', 'b'].join('-')", "a-b"), ("'abc'.reverse()", "cba"),
      ("'aBc'.upperAscii() + 'aBc'.lowerAscii()", "ABCabc"),
      ("math.greatest(1, 3, 2)", 3), ("math.least([2.5, 1.5])", 1.5), ("math.round(2.5)", 3.0), ("math.abs(-3)", 3),
      ("math.bitShiftRight(-1, 63)", 1), ("math.sqrt(16)", 4.0), ("base64.encode(b'hello')", "aGVsbG8="),
      ("string(base64.decode('aGVsbG8'))", "hello"), ("type(1) == int", true), ("type(type(1)) == type", true),
      ("string(type('a') == string)", "true"),
      ("has({'a': 1}.a) && !has({}.a)", true), ("{1: 'a'}[dyn(1u)]", "a"), ("{1: 'a'}[dyn(1.0)]", "a"),
      ("['a'][dyn(0u)]", "a"),
      ("{'a-b': 1}.`a-b`", 1), ("'abc'.matches('^a.c$')", true), ("matches('xabcx', 'b')", true),
    ] as [(String, Value)])
  func values(text: String, value: Value) throws {
    #expect(try evaluated(text) == .value(value))
  }

  @Test(arguments: [
    ("x / 0 == 1", "x / 0", "division by zero"),
    ("9223372036854775807 + x", "9223372036854775807 + x", "9223372036854775807 + 1 is out of range"),
    ("-(x - 2 - 9223372036854775807)", "-(x - 2 - 9223372036854775807)", "-(-9223372036854775808) is out of range"),
    ("m.b", "m.b", "there is no key 'b'"), ("m['b']", "m['b']", "there is no key 'b'"),
    ("[1][x]", "[1][x]", "index 1 is out of range: there are 1 items"),
    ("int(s)", "int(s)", "'abc' can't be converted to int"),
    ("s.charAt(9)", "s.charAt(9)", "index 9 is out of range: there are 3 items"),
    ("d + 1", "d + 1", "'+' can't be applied to (string, int)"), ("d.a", "d.a", "'.a' can't be applied to (string)"),
    ("{s: 1, 'abc': 2}", "{s: 1, 'abc': 2}", "the key 'abc' is there twice"),
    ("optional.none().value() == x", "optional.none().value()", "the optional has no value"),
    ("s.matches(s + '(')", "s.matches(s + '(')", "the pattern doesn't compile: a '(' is not closed"),
    ("missing + 1", "missing", "'missing' has no value"),
    ("[1, 2].map(y, y / (x - y))", "y / (x - y)", "division by zero"),
    (
      "timestamp('9999-12-31T23:59:59Z') + duration(s2)", "timestamp('9999-12-31T23:59:59Z') + duration(s2)",
      "9999-12-31T23:59:59Z + 2s is out of range"
    ),
    (
      "timestamp('2024-01-01T00:00:00Z').getHours(s)", "timestamp('2024-01-01T00:00:00Z').getHours(s)",
      "there is no time zone 'abc' here; offsets such as '+02:00' are known everywhere"
    ),
  ])
  func errors(text: String, part: String, message: String) throws {
    var scope = Scope()
    for (name, type) in [
      ("x", ValueType.int), ("m", .map(.string, .int)), ("s", .string), ("s2", .string), ("d", .dyn), ("missing", .int),
    ] {
      scope.declare(name, type)
    }
    let unchecked = try Expression.compile(text, in: scope, options: CompileOptions(foldsConstants: false)).get()
    let outcome = unchecked.evaluate(MapActivation(["x": 1, "m": ["a": 1], "s": "abc", "s2": "2s", "d": "text"]))
    guard case .error(let error) = outcome else {
      Issue.record("'\(text)' came to \(outcome)")
      return
    }
    #expect(error.message == message)
    #expect(String(decoding: Array(text.utf8)[error.range], as: UTF8.self) == part)
  }

  @Test(
    arguments: [
      ("false && 1 / x > 1", false), ("1 / x > 1 && false", false), ("true || 1 / x > 1", true),
      ("1 / x > 1 || true", true),
      ("[0, 1].exists(y, 1 / y > 0)", true), ("[0, 1].all(y, y / x < 0) || true", true),
      ("false && 1 / x > 1 && 1 / x > 1", false),
    ] as [(String, Bool)])
  func errorsAreAbsorbed(text: String, value: Bool) throws {
    var scope = Scope()
    scope.declare("x", .int)
    let expression = try Expression.compile(text, in: scope, options: CompileOptions(foldsConstants: false)).get()
    #expect(expression.evaluate(MapActivation(["x": 0])) == .value(.bool(value)))
  }

  @Test func declaredTypeIsHeldAtRunTime() throws {
    var scope = Scope()
    scope.declare("d", .dyn)
    let expression = try compiled("d", in: scope, expecting: .string)
    #expect(expression.evaluate(MapActivation(["d": "a"])) == .value("a"))
    let error = EvaluationError(.typeMismatch(expected: "string", found: "int"), at: 0..<1)
    #expect(expression.evaluate(MapActivation(["d": 1])) == .error(error))
  }

  @Test func attributesAreAskedForOnceAndWhole() throws {
    final class Recorder: Activation {
      var asked: [[String]] = []
      func resolve(_ root: String, _ path: ArraySlice<String>) -> Resolution {
        asked.append([root] + path)
        return .value(["n": 5], consumed: 2)
      }
    }
    let recorder = Recorder()
    let expression = try compiled(
      "steps.a.outputs.n + steps.a.outputs.n > [1, 2].map(x, steps.a.outputs.n)[0]", in: planScope)
    #expect(expression.evaluate(recorder) == .value(true))
    #expect(recorder.asked == [["steps", "a", "outputs", "n"]])
  }

  @Test func manyAttributesKeepApart() throws {
    var scope = Scope()
    scope.declare("m", .map(.string, .int))
    let names = (0..<30).map { "k\($0)" }
    let values = ValueMap(names.enumerated().map { ($0.element, Value.int(Int64($0.offset))) })
    let text = "[" + (names + names).map { "m.\($0)" }.joined(separator: ", ") + "]"
    let expected = (0..<60).map { Value.int(Int64($0 % 30)) }
    #expect(try evaluated(text, in: scope, MapActivation(["m": .map(values)])) == .value(.list(expected)))
  }

  @Test func absentFieldsOfRecords() throws {
    let nothing = MapActivation(["inputs": ["host": "h"], "steps": ["a": [:]]])
    #expect(try evaluated("has(inputs.note)", in: planScope, nothing) == .value(false))
    #expect(try evaluated("has(inputs.host)", in: planScope, nothing) == .value(true))
    #expect(try evaluated("has(steps.a.outputs.n)", in: planScope, nothing) == .value(false))
    #expect(try evaluated("inputs.?note.orValue('-')", in: planScope, nothing) == .value("-"))
    let error = EvaluationError(.noValue("steps.a.outputs.n"), at: 0..<17)
    #expect(try evaluated("steps.a.outputs.n", in: planScope, nothing) == .error(error))
    #expect(try evaluated("has(inputs.note)", in: planScope, MapActivation()) == .value(false))
  }

  @Test func constantsAreKnownBeforeTheRun() throws {
    #expect(try compiled("[1, 2].map(x, x + 1)").constant == [2, 3])
    #expect(try compiled("'a'").constant == "a")
    #expect(try compiled("inputs.keep + 1", in: planScope).constant == nil)
  }

  @Test func explanationsHaveTheValuesOfParts() throws {
    let expression = try compiled("inputs.keep + 1 > 2 && size(inputs.host) == 3 || inputs.ratio > 1.0", in: planScope)
    let tree = expression.explain(MapActivation(["inputs": ["keep": 5, "host": "abc"]]))
    #expect(tree.outcome == .value(true))
    #expect(tree.parts.map(\.text) == ["inputs.keep + 1 > 2 && size(inputs.host) == 3", "inputs.ratio > 1.0"])
    #expect(tree.parts[1].outcome == nil)
    let left = tree.parts[0].parts[0]
    #expect(left.text == "inputs.keep + 1 > 2" && left.outcome == .value(true))
    #expect(left.parts.map(\.outcome) == [.value(6)])
    #expect(left.parts[0].parts.map(\.text) == ["inputs.keep"])
  }

  @Test func namedZonesComeFromTheRules() throws {
    struct Rules: TimeZoneRules {
      func offset(ofZone name: String, atUnixSecond second: Int64) -> Int? { name == "Moon/Base" ? 5_400 : nil }
    }
    let expression = try Expression.compile(
      "timestamp('2024-01-01T23:00:00Z').getMinutes('Moon/Base')", in: Scope(),
      options: CompileOptions(foldsConstants: false)
    ).get()
    #expect(expression.evaluate(EmptyActivation(), limits: EvaluationLimits(timeZones: Rules())) == .value(30))
  }
}
