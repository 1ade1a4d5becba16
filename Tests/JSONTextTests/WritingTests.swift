// Covers: writing JSON, in the compact, the pretty and the canonical form (RFC 8785), and that reading takes it back.

import Testing

@testable import JSONText

private func canonical(_ value: JSON) -> String { String(decoding: value.canonicalBytes(), as: UTF8.self) }

@Suite struct WritingTests {
  static let sample: JSON = [
    "b": [1, .number("0.10"), "é\n\u{01}\"\\"], "a": ["x": [:], "y": []], "t": [true, false, nil], "n": .int(.min),
  ]

  @Test func compactKeepsOrderAndLiterals() {
    #expect(
      Self.sample.text()
        == #"{"b":[1,0.10,"é\n\u0001\"\\"],"a":{"x":{},"y":[]},"t":[true,false,null],"n":-9223372036854775808}"#)
  }

  @Test func prettyIsWhatPythonWrites() {
    #expect(
      Self.sample.prettyText() == """
        {
          "b": [
            1,
            0.10,
            "é\\n\\u0001\\"\\\\"
          ],
          "a": {
            "x": {},
            "y": []
          },
          "t": [
            true,
            false,
            null
          ],
          "n": -9223372036854775808
        }
        """)
    #expect(JSON.array([1]).prettyText(indent: 4) == "[\n    1\n]")
    #expect(JSON.array([]).prettyText() == "[]")
  }

  @Test func canonicalSortsKeysAndFormatsNumbers() {
    #expect(
      canonical(Self.sample)
        == #"{"a":{"x":{},"y":[]},"b":[1,0.1,"é\n\u0001\"\\"],"n":-9223372036854775808,"t":[true,false,null]}"#)
  }

  /// RFC 8785 §3.2.3: the order is that of UTF-16 code units, in which U+1F600 comes before U+FB33.
  @Test func canonicalKeyOrder() throws {
    let value = try JSON(
      parsing: #"""
        {"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
         "\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}
        """#)
    let names = try #require(try JSON(parsing: value.canonicalBytes()).objectValue?.values.compactMap(\.stringValue))
    #expect(
      names == [
        "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign", "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
      ])
  }

  @Test func shorterKeyFirst() {
    #expect(canonical(["ab": 1, "a": 2, "": 3, "B": 4]) == #"{"":3,"B":4,"a":2,"ab":1}"#)
  }

  /// RFC 8785 §3.2.2 and Appendix B: doubles by their bits, and how ECMAScript writes them.
  static let numbers: [(UInt64, String)] = [
    (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
    (0x8000_0000_0000_0001, "-5e-324"), (0x7FEF_FFFF_FFFF_FFFF, "1.7976931348623157e+308"),
    (0xFFEF_FFFF_FFFF_FFFF, "-1.7976931348623157e+308"), (0x4340_0000_0000_0000, "9007199254740992"),
    (0xC340_0000_0000_0000, "-9007199254740992"), (0x4430_0000_0000_0000, "295147905179352830000"),
    (0x44B5_2D02_C7E1_4AF5, "9.999999999999997e+22"), (0x44B5_2D02_C7E1_4AF6, "1e+23"),
    (0x44B5_2D02_C7E1_4AF7, "1.0000000000000001e+23"), (0x444B_1AE4_D6E2_EF4E, "999999999999999700000"),
    (0x444B_1AE4_D6E2_EF4F, "999999999999999900000"), (0x444B_1AE4_D6E2_EF50, "1e+21"),
    (0x3EB0_C6F7_A0B5_ED8C, "9.999999999999997e-7"), (0x3EB0_C6F7_A0B5_ED8D, "0.000001"),
    (0x41B3_DE43_5555_5553, "333333333.3333332"), (0x41B3_DE43_5555_5554, "333333333.33333325"),
    (0x41B3_DE43_5555_5555, "333333333.3333333"), (0x41B3_DE43_5555_5556, "333333333.3333334"),
    (0x41B3_DE43_5555_5557, "333333333.33333343"), (0xBECB_F647_612F_3696, "-0.0000033333333333333333"),
    (0x4314_3FF3_C1CB_0959, "1424953923781206.2"),
  ]

  @Test(arguments: numbers) func ecmaScriptNumbers(bits: UInt64, text: String) {
    #expect(ecmaScriptText(of: Double(bitPattern: bits)) == text)
  }

  static let literals: [(String, String)] = [
    ("1.0", "1"), ("1e0", "1"), ("-0", "0"), ("-0.0", "0"), ("1E400", "1E400"),
    ("18446744073709551616", "18446744073709552000"),
    ("1e-7", "1e-7"), ("0.000001", "0.000001"), ("123.456000", "123.456"), ("1e21", "1e+21"),
    ("100e18", "100000000000000000000"),
  ]

  @Test(arguments: literals) func canonicalLiterals(literal: String, text: String) throws {
    #expect(canonical(try JSON(parsing: literal)) == text)
    #expect(try JSON(parsing: literal).text() == literal)
  }

  @Test func controlCharactersAsTheRFCWritesThem() {
    let all = String(String.UnicodeScalarView((0..<0x20).compactMap { Unicode.Scalar($0) }))
    let written =
      #"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f"#
      + #"\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f"#
    #expect(canonical(.string(all)) == "\"\(written)\"")
    #expect(JSON.string("\u{7F}\u{2028}/").text() == "\"\u{7F}\u{2028}/\"")
  }

  @Test func appendingKeepsWhatIsThere() {
    var bytes = Array("x".utf8)
    JSON.array([1, "a"]).appendCompactBytes(to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == #"x[1,"a"]"#)
  }

  /// Random values come back from all three forms; the seed is in the failure.
  @Test(arguments: 0..<200) func whatIsWrittenIsReadBack(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let value = randomValue(&random, depth: 0)
    #expect(try JSON(parsing: value.text()) == value)
    #expect(try JSON(parsing: value.prettyText()) == value)
    #expect(try JSON(parsing: value.canonicalBytes()).canonicalBytes() == value.canonicalBytes())
    #expect(try JSON(parsing: value.text()).text() == value.text())
  }
}

@Suite struct ValueTests {
  @Test func objectsCompareWithoutOrder() {
    let left: JSON = ["a": 1, "b": [2]]
    let right: JSON = ["b": [2], "a": 1]
    #expect(left == right)
    #expect(left.hashValue == right.hashValue)
    #expect(left != ["a": 1])
    #expect(left != ["a": 1, "c": [2]])
    #expect(JSON.array([1, 2]) != [2, 1])
  }

  @Test func objectKeepsInsertionOrder() {
    var object: JSONObject = ["z": 1, "a": 2]
    object["m"] = 3
    object["z"] = 4
    object["a"] = nil
    #expect(object.keys == ["z", "m"])
    #expect(object.map { "\($0.key)=\($0.value.text())" } == ["z=4", "m=3"])
    #expect(object["a"] == nil)
  }

  @Test func accessors() {
    let value: JSON = ["s": "x", "i": 5, "d": .number("1.5"), "b": true, "n": nil, "a": [1], "o": [:]]
    #expect(value["s"]?.stringValue == "x")
    #expect(value["i"]?.intValue == 5)
    #expect(value["i"]?.doubleValue == 5)
    #expect(value["d"]?.doubleValue == 1.5)
    #expect(value["d"]?.intValue == nil)
    #expect(value["b"]?.boolValue == true)
    #expect(value["n"]?.isNull == true)
    #expect(value["a"]?[0] == 1)
    #expect(value["a"]?[1] == nil)
    #expect(value["o"]?.objectValue?.isEmpty == true)
    #expect(value["x"] == nil)
    #expect(JSON.string("x")["s"] == nil)
  }

  static let doubles: [(Double, JSON?)] = [
    (1.5, .number("1.5")), (3, 3), (-0.0, .number("-0")), (1e15, 1_000_000_000_000_000),
    (1e20, .number("100000000000000000000")), (1e300, .number("1e+300")), (.infinity, nil), (.nan, nil),
  ]

  @Test(arguments: doubles) func finiteDoubles(double: Double, value: JSON?) { #expect(JSON(finite: double) == value) }
}
