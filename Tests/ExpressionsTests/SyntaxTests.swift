// The parser: what a text must not be, where exactly, and in what words; and that ranges are exact.

import Testing

@testable import Expressions

@Suite struct SyntaxTests {
  @Test(arguments: [
    ("", ["BLY0200 '': expected an expression, found the end of the expression"]),
    ("1 +", ["BLY0200 '': expected an expression, found the end of the expression"]),
    ("1 2", ["BLY0200 '2': expected an operator or the end of the expression, found '2'"]),
    ("(1", ["BLY0200 '': expected an operator or ')', found the end of the expression"]),
    ("[1, 2", ["BLY0200 '': expected an operator, ',' or ']', found the end of the expression"]),
    ("{'a' 1}", ["BLY0200 '1': expected an operator or ':', found '1'"]),
    ("f(1", ["BLY0200 '': expected an operator, ',' or ')', found the end of the expression"]),
    ("true ? 1", ["BLY0200 '': expected an operator or ':', found the end of the expression"]),
    ("a.", ["BLY0200 '': expected the name of a field, found the end of the expression"]),
    ("a.1", ["BLY0200 '.1': expected an operator or the end of the expression, found '0.1'"]),
    ("1 = 1", ["BLY0204 '=': '=' can't stand in an expression [equality is written '==']"]),
    ("a & b", ["BLY0204 '&': '&' can't stand in an expression ['and' is written '&&']"]),
    ("1 + é", ["BLY0204 'é': 'é' can't stand in an expression"]),
    ("1 + \u{202E}2", ["BLY0204 '\u{202E}': U+202E can't stand in an expression"]),
    ("1 + \u{0}", ["BLY0204 '\u{0}': U+0000 can't stand in an expression"]),
    ("'abc", ["BLY0201 ''abc': this string has no closing quote"]),
    ("'a\nb'", ["BLY0201 ''a': this string has no closing quote"]),
    (#"'a\q'"#, [#"BLY0202 '\q': '\q' is not an escape sequence"#]),
    (#"'\ud800'"#, [#"BLY0202 '\ud800': '\ud800' is not an escape sequence"#]),
    (#"'\U00110000'"#, [#"BLY0202 '\U00110000': '\U00110000' is not an escape sequence"#]),
    (#"b'\u0041'"#, [#"BLY0202 '\u': '\u' is not an escape sequence"#]),
    (
      "9223372036854775808",
      [
        "BLY0203 '9223372036854775808': '9223372036854775808' is not a number: it is too large for int"
      ]
    ),
    (
      "18446744073709551616u",
      [
        "BLY0203 '18446744073709551616u': '18446744073709551616u' is not a number: it is too large for uint"
      ]
    ),
    ("1e999", ["BLY0203 '1e999': '1e999' is not a number: it is too large for a double"]),
    ("12abc", ["BLY0203 '12abc': '12abc' is not a number: letters follow its digits"]),
    ("package", ["BLY0205 'package': 'package' is a reserved word and can't name anything"]),
    (
      "{}.in",
      ["BLY0205 'in': 'in' is a reserved word and can't name anything [a field of this name is read with ['in']]"]
    ),
    ("has(1)", ["BLY0209 '1': 'has' is not used as it must be"]),
    ("[1].map(1, 2)", ["BLY0209 '1': 'map' is not used as it must be [expected a name]"]),
    ("[1].exists(i, i, true)", ["BLY0209 'i': 'exists' is not used as it must be [the names must differ]"]),
    ("Foo{a: 1}", ["BLY0217 'Foo': there is no type 'Foo' to construct"]),
  ])
  func mistakes(text: String, expected: [String]) {
    #expect(issues(of: text) == expected)
  }

  @Test(
    arguments: [
      ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("10 - 2 - 3", 5), ("2 * 3 % 4", 2), ("- 5 + 3", -2), ("--5", 5),
      ("true ? 1 : false ? 2 : 3", 1), ("false ? 1 : false ? 2 : 3", 3), ("1 < 2 ? 4 : 5", 4), ("0x1F", 31),
      ("-0x10", -16), ("// a remark\n1 // another\n+ 1", 2), ("-9223372036854775808", Int64.min), ("[1, 2,][1]", 2),
      ("{'a': 1,}.a", 1), ("1 in [1] && !(2 in [1]) ? 1 : 0", 1), ("-1.5 < 0.0 ? 1 : 0", 1),
      ("24.indexOf('2') == 1 ? 1 : 0", 0),
    ] as [(String, Int64)])
  func precedence(text: String, value: Int64) throws {
    let scope = Scope()
    guard text.hasPrefix("24.") == false else {
      #expect(issues(of: text, in: scope).first?.hasPrefix("BLY0213") == true)
      return
    }
    #expect(try evaluated(text) == .value(.int(value)))
  }

  @Test(arguments: [
    (#"'\a\b\f\n\r\t\v\\\?\"\'\`'"#, "\u{07}\u{08}\u{0C}\n\r\t\u{0B}\\?\"'`"), (#"'\x41\u00e9\U0001F431\101'"#, "Aé🐱A"),
    (#"r'\n'"#, #"\n"#), ("'''a'b\nc'''", "a'b\nc"), (#"R"\d""#, #"\d"#),
  ])
  func strings(text: String, value: String) throws {
    #expect(try evaluated(text) == .value(.string(value)))
  }

  @Test func rangesAreByteOffsets() throws {
    let text = "'é' + inputs.host + inputs.keep"
    let found = issues(of: text, in: planScope)
    #expect(found == ["BLY0213 ''é' + inputs.host + inputs.keep': '+' can't be applied to (string, int)"])
    let expression = try compiled("'é' + inputs.host", in: planScope)
    #expect(expression.references == [Reference(root: "inputs", path: ["host"], range: 7..<18)])
  }
}
