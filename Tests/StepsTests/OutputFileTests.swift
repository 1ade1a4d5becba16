// Covers: what OutputFile makes of a BELAY_OUTPUT file: its forms, types, what is ignored, and each refusal word for
// word.

import Expressions
import JSONText
import StepKit
import Testing

@Suite struct OutputFileTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var type: ValueType
    var value: Value
    var testDescription: String { "\(type): \(text)" }
  }

  static let good: [Case] = [
    Case(text: "x=5\n", type: .int, value: 5),
    Case(text: "x= -12 \n", type: .int, value: -12),
    Case(text: "x=9223372036854775807", type: .int, value: .int(.max)),
    Case(text: "x=007\r\n", type: .int, value: 7),
    Case(text: "x=18446744073709551615", type: .uint, value: .uint(.max)),
    Case(text: "x=true", type: .bool, value: true),
    Case(text: "x=false\n", type: .bool, value: false),
    Case(text: "x=1.5e3", type: .double, value: 1500.0),
    Case(text: "x=3", type: .double, value: 3.0),
    Case(text: "x= two words = \n", type: .string, value: " two words = "),
    Case(text: "x=\n", type: .string, value: ""),
    Case(text: "x=é🎉\n", type: .string, value: "é🎉"),
    Case(text: "x=1\nx=2\n", type: .int, value: 2),
    Case(text: "x=1\n{\"x\": 3}\n\nother=y\n", type: .int, value: 3),
    Case(text: "x=[1, 2]\n", type: .list(.int), value: [1, 2]),
    Case(text: "x={\"a\": 1}\n", type: .map(.string, .double), value: ["a": 1.0]),
    Case(text: "{\n  \"x\": \"line\\nline\"\n}\n", type: .string, value: "line\nline"),
    Case(text: "{\"x\": \"5\"}", type: .int, value: 5),
    Case(text: "{\"x\": 5, \"y\": [[]]}", type: .double, value: 5.0),
    Case(text: "x=90s", type: .duration, value: .duration(CELDuration(seconds: 90))),
    Case(text: "x=1970-01-01T00:01:00Z", type: .timestamp, value: .timestamp(Timestamp(seconds: 60))),
    Case(text: "x=plain", type: .dyn, value: "plain"),
    Case(text: "x={\"a\": true}", type: .dyn, value: ["a": true]),
    Case(text: "{\"x\": null}", type: .null, value: .null),
  ]

  @Test(arguments: good)
  func valuesHaveTheirDeclaredType(_ one: Case) throws {
    #expect(try OutputFile.parse(Array(one.text.utf8), declared: ["x": one.type]) == ["x": one.value])
  }

  @Test func undeclaredNamesAreIgnored() throws {
    #expect(try OutputFile.parse(Array("a=1\nB_2-c=x\n{\"d\": {}}\n".utf8), declared: [:]) == [:])
  }

  @Test func anOptionalOutputMayBeMissing() throws {
    let declared: [String: ValueType] = ["x": .optional(.int)]
    #expect(try OutputFile.parse([], declared: declared) == ["x": .optional(.none)])
    #expect(try OutputFile.parse(Array("x=1".utf8), declared: declared) == ["x": .optional(OptionalValue(1))])
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    var text: String
    var type: ValueType
    var code: String
    var message: String
    var testDescription: String { "\(type): \(text)" }
  }

  static let refused: [Refusal] = [
    Refusal(text: "", type: .int, code: "BLY0807", message: "output 'x' was declared but not set"),
    Refusal(text: "{\"x\": null}", type: .int, code: "BLY0807", message: "output 'x' was declared but not set"),
    Refusal(text: "x=five", type: .int, code: "BLY0808", message: "output 'x' is not an int: 'five'"),
    Refusal(text: "x=1.0", type: .int, code: "BLY0808", message: "output 'x' is not an int: '1.0'"),
    Refusal(text: "x=+1", type: .int, code: "BLY0808", message: "output 'x' is not an int: '+1'"),
    Refusal(text: "x=1_000", type: .int, code: "BLY0808", message: "output 'x' is not an int: '1_000'"),
    Refusal(
      text: "x=9223372036854775808", type: .int, code: "BLY0808",
      message: "output 'x' is not an int: '9223372036854775808'"),
    Refusal(text: "x=-1", type: .uint, code: "BLY0808", message: "output 'x' is not a uint: '-1'"),
    Refusal(text: "x=yes", type: .bool, code: "BLY0808", message: "output 'x' is not a bool: 'yes'"),
    Refusal(text: "x=True", type: .bool, code: "BLY0808", message: "output 'x' is not a bool: 'True'"),
    Refusal(text: "x=nan", type: .double, code: "BLY0808", message: "output 'x' is not a double: 'nan'"),
    Refusal(text: "x=1e999", type: .double, code: "BLY0808", message: "output 'x' is not a double: '1e999'"),
    Refusal(text: "x=0x10", type: .double, code: "BLY0808", message: "output 'x' is not a double: '0x10'"),
    Refusal(text: "x=", type: .int, code: "BLY0808", message: "output 'x' is not an int: ''"),
    Refusal(
      text: "x=[1, \"b\"]", type: .list(.int), code: "BLY0808",
      message: "output 'x' is not a list<int>: '[1, \"b\"]'"),
    Refusal(
      text: "{\"x\": [1, \"2\"]}", type: .list(.int), code: "BLY0808",
      message: "output 'x' is not a list<int>: '[1,\"2\"]'"),
    Refusal(text: "{\"x\": 5}", type: .string, code: "BLY0808", message: "output 'x' is not a string: '5'"),
    Refusal(
      text: "a=1\nhello\n", type: .int, code: "BLY0809",
      message: "line 2 of BELAY_OUTPUT is neither `name=value` nor a JSON object"),
    Refusal(
      text: "{\"x\": 1\n", type: .int, code: "BLY0809",
      message: "line 1 of BELAY_OUTPUT begins with '{' but is not a JSON object"),
    Refusal(
      text: "x = 1\n", type: .int, code: "BLY0809",
      message: "line 1 of BELAY_OUTPUT has 'x ' where a name is expected"),
  ]

  @Test(arguments: refused)
  func whatIsNotSoIsRefused(_ one: Refusal) {
    let failure = #expect(throws: StepFailure.self) {
      try OutputFile.parse(Array(one.text.utf8), declared: ["x": one.type])
    }
    #expect(failure?.code == one.code)
    #expect(failure?.message == one.message)
    #expect(failure?.help != nil)
  }

  @Test func bytesThatAreNoTextAreRefused() {
    let failure = #expect(throws: StepFailure.self) {
      try OutputFile.parse([0x78, 0x3D, 0xFF], declared: ["x": .string])
    }
    #expect(failure?.message == "BELAY_OUTPUT is not UTF-8")
  }

  @Test func aLongValueIsCutInTheMessage() {
    let long = "x=" + String(repeating: "y", count: 500)
    let failure = #expect(throws: StepFailure.self) { try OutputFile.parse(Array(long.utf8), declared: ["x": .int]) }
    #expect(failure?.message == "output 'x' is not an int: '" + String(repeating: "y", count: 60) + "…'")
  }
}
