// Values: exact equality, types, JSON, and the journal's form, which must be read back exactly.

import JSONText
import Testing

@testable import Expressions

@Suite struct ValueTests {
  @Test func equalityIsExact() {
    #expect(Value.int(1) != .double(1))
    #expect(Value.int(1) != .uint(1))
    #expect(Value.string("e\u{301}") != .string("\u{e9}"))
    #expect(Value.string("e\u{301}").hashValue != Value.string("\u{e9}").hashValue)
    #expect(Value.double(.nan) == .double(.nan))
    #expect(Value.double(0) == .double(-0.0))
    #expect(Value.double(0).hashValue == Value.double(-0.0).hashValue)
    #expect((["a": 1, "b": 2] as Value) == ["b": 2, "a": 1])
    #expect((["a": 1, "b": 2] as Value).hashValue == (["b": 2, "a": 1] as Value).hashValue)
    #expect((["a": 1] as Value) != ["a": 2])
  }

  @Test func mapsKeepTheirOrder() {
    let map: ValueMap = ["b": 1, "a": 2]
    #expect(map.keys == ["b", "a"])
    #expect(map["a"] == 2)
    #expect(map[Value.string("b")] == 1)
    #expect(map["c"] == nil)
  }

  @Test(arguments: [
    "null", "bool", "int", "uint", "double", "string", "bytes", "timestamp", "duration", "any", "list<int>",
    "map<string, list<any>>", "optional<int>",
  ])
  func typesAreReadAsWritten(text: String) throws {
    #expect(try #require(ValueType(parsing: text)).description == text)
  }

  @Test func shortTypes() {
    #expect(ValueType(parsing: "list") == .list(.dyn))
    #expect(ValueType(parsing: "map") == .map(.string, .dyn))
    #expect(ValueType(parsing: "map<string,int>") == .map(.string, .int))
    for text in ["", "integer", "list<", "list<int", "map<string>", "map<double, int>", "int int", "list<list>x"] {
      #expect(ValueType(parsing: text) == nil, "\(text)")
    }
    #expect(ValueType(parsing: String(repeating: "list<", count: 10_000)) == nil)
  }

  @Test func assignability() {
    #expect(ValueType.list(.dyn).isAssignable(from: .list(.int)))
    #expect(ValueType.list(.int).isAssignable(from: .list(.dyn)))
    #expect(!ValueType.list(.int).isAssignable(from: .list(.string)))
    #expect(!ValueType.double.isAssignable(from: .int))
    #expect(ValueType.int.isAssignable(from: .dyn))
    #expect(!ValueType.string.isAssignable(from: .null))
    let shape = RecordShape(name: "r", fields: ["a": .init(type: .int)])
    #expect(ValueType.map(.string, .dyn).isAssignable(from: .record(shape)))
    #expect(!ValueType.record(RecordShape(name: "r", fields: [:])).isAssignable(from: .record(shape)))
  }

  @Test func valuesMatchTypes() {
    let shape = RecordShape(name: "r", fields: ["a": .init(type: .int), "b": .init(type: .string, mayBeAbsent: true)])
    #expect((["a": 1] as Value).matches(.record(shape)))
    #expect(!(["b": "x"] as Value).matches(.record(shape)))
    #expect(!(["a": 1, "c": 1] as Value).matches(.record(shape)))
    #expect(([1, "a"] as Value).matches(.list(.dyn)))
    #expect(!([1, "a"] as Value).matches(.list(.int)))
    #expect((["a": 1] as Value).type.description == "map<string, int>")
  }

  @Test(
    arguments: [
      (nil, "null"), (true, "true"), (-5, "-5"), (.uint(.max), "18446744073709551615"), (1.5, "1.5"), (2.0, "2.0"),
      (1e300, "1e+300"), (.double(.infinity), #""Infinity""#), ("é", #""é""#), (.bytes([255, 0]), #""/wA=""#),
      ([1, [2]], "[1,[2]]"), (["b": 1, "a": nil], #"{"b":1,"a":null}"#),
      (.timestamp(Timestamp(seconds: 0, nanos: 5)), #""1970-01-01T00:00:00.000000005Z""#),
      (.duration(CELDuration(seconds: 1, nanos: 500_000_000)), #""1.5s""#),
    ] as [(Value, String)])
  func naturalJSON(value: Value, text: String) {
    #expect(value.json().text() == text)
  }

  @Test func readingJSON() throws {
    let json = try JSON(parsing: #"{"a": [1, 1.0, 18446744073709551615, 1e2, null, true, "x"]}"#)
    #expect(Value(json: json) == ["a": [1, 1.0, .uint(.max), 100.0, nil, true, "x"]])
  }

  static let journaled: [(Value, String, String)] = [
    (5, "int", "5"), (.int(.max), "int", #""9223372036854775807""#),
    (.int(.max), "any", #"{"$int":"9223372036854775807"}"#),
    (9_007_199_254_740_992, "any", "9007199254740992"), (.uint(5), "uint", "5"), (.uint(5), "any", #"{"$uint":"5"}"#),
    (.uint(.max), "uint", #""18446744073709551615""#), (1.5, "double", #""1.5""#), (1.5, "any", #"{"$double":"1.5"}"#),
    (2.0, "double", #""2""#), (.double(.nan), "double", #""NaN""#),
    (.double(-.infinity), "any", #"{"$double":"-Infinity"}"#),
    (.bytes([1]), "bytes", #""AQ==""#), (.bytes([1]), "any", #"{"$bytes":"AQ=="}"#), ("x", "any", #""x""#),
    (.timestamp(Timestamp(seconds: 1)), "timestamp", #""1970-01-01T00:00:01Z""#),
    (.timestamp(Timestamp(seconds: 1)), "any", #"{"$timestamp":"1970-01-01T00:00:01Z"}"#),
    (.duration(CELDuration(seconds: -1, nanos: -5)), "duration", #""-1.000000005s""#), (nil, "any", "null"),
    ([1, 2.5], "list<any>", #"[1,{"$double":"2.5"}]"#), ([1.5], "list<double>", #"["1.5"]"#),
    (["a": 1.5], "map<string, double>", #"{"a":"1.5"}"#), (["a": 1.5], "any", #"{"a":{"$double":"1.5"}}"#),
    ([1: "a"], "map<int, string>", #"{"1":"a"}"#), ([1: "a"], "any", #"{"$map":[[1,"a"]]}"#),
    ([true: 1], "map<bool, int>", #"{"true":1}"#), (["$double": "1.5"], "any", #"{"$map":[["$double","1.5"]]}"#),
    (["$double": "1.5"], "map<string, string>", #"{"$any":{"$map":[["$double","1.5"]]}}"#),
    (["$a": 1, "b": 2], "any", #"{"$a":1,"b":2}"#), ("text", "int", #"{"$any":"text"}"#),
    (.type("int"), "any", #"{"$type":"int"}"#),
    (.optional(OptionalValue(nil)), "optional<int>", "[]"), (.optional(OptionalValue(1)), "any", #"{"$optional":[1]}"#),
    (["$any": 1], "any", #"{"$map":[["$any",1]]}"#),
  ]

  @Test(arguments: journaled)
  func journalsAreExact(value: Value, type: String, text: String) throws {
    let type = try #require(ValueType(parsing: type))
    let json = value.journaled(as: type)
    #expect(json.text() == text)
    #expect(try Value(journaled: json, as: type) == value)
    let canonical = try JSON(parsing: json.canonicalBytes())
    #expect(try Value(journaled: canonical, as: type) == value)
  }

  @Test(arguments: [
    (#""x""#, "int"), ("1", "string"), (#"{"$what": 1}"#, "any"), ("1.5", "any"), (#"{"$int": 5}"#, "any"),
    (#"{"$map": [1]}"#, "any"),
  ])
  func damagedJournalsAreErrors(text: String, type: String) throws {
    let type = try #require(ValueType(parsing: type))
    let json = try JSON(parsing: text)
    #expect(throws: JournaledValueError.self) { try Value(journaled: json, as: type) }
  }

  @Test(arguments: [
    (0.1, "0.1"), (1.0, "1"), (-0.0, "-0"), (1e21, "1e+21"), (1e20, "100000000000000000000"), (1e-6, "0.000001"),
    (1e-7, "1e-7"),
    (123.456, "123.456"), (1.7976931348623157e308, "1.7976931348623157e+308"),
    (0.30000000000000004, "0.30000000000000004"),
  ])
  func doublesAreShort(number: Double, text: String) {
    #expect(shortestText(number) == text)
    #expect(Double(text) == number)
  }
}
