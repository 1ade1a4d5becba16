// Covers: reading JSON. What is accepted and as what value; what is refused, where, and in which words; limits; speed.

import Testing

@testable import JSONText

@Suite struct ReadingTests {
  static let accepted: [(String, JSON)] = [
    ("null", .null), ("true", true), (" false\r\n\t", false), ("0", 0), ("-1", -1),
    ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
    ("9223372036854775808", .number("9223372036854775808")), ("-9223372036854775809", .number("-9223372036854775809")),
    ("-0", .number("-0")), ("0.10", .number("0.10")), ("1e3", .number("1e3")), ("-2.5E-10", .number("-2.5E-10")),
    ("1E+400", .number("1E+400")),
    ("123456789012345678901234567890.123", .number("123456789012345678901234567890.123")),
    (#""""#, ""), (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{08}\u{0C}\n\r\t"), (#""caf\u00e9 é""#, "café é"),
    (#""\ud83d\uDE00""#, "😀"), (#""\u0000x""#, "\u{0}x"), ("\"\u{7F}\"", "\u{7F}"),
    ("[]", []), ("[ ]", []), ("[1, [2,[3]] ,{}]", [1, [2, [3]], [:]]), ("{}", [:]),
    (#"{"b": 1, "a": [true, null], "": {"x": "y"}}"#, ["b": 1, "a": [true, nil], "": ["x": "y"]]),
    (#"{"\u0061": 1, "b\n": 2}"#, ["a": 1, "b\n": 2]),
  ]

  @Test(arguments: accepted) func acceptedText(text: String, value: JSON) throws {
    #expect(try JSON(parsing: text) == value)
    #expect(try JSON(parsing: Array(text.utf8)[...]) == value)
    // Not contiguous: goes through a copy.
    #expect(try JSON(parsing: text.utf8.lazy.map { $0 }) == value)
  }

  static let refused: [(text: String, offset: Int, message: String)] = [
    ("", 0, "the text is empty; a JSON value is expected"),
    ("  \n", 3, "the text is empty; a JSON value is expected"),
    ("\u{FEFF}1", 0, "JSON doesn't start with a byte order mark"),
    ("1 2", 2, "there is more text after the JSON value"),
    ("nul", 0, "'null' is expected here"),
    ("True", 0, "a value is expected here, not 'T'"),
    ("+1", 0, "a value is expected here, not '+'"),
    ("01", 0, "a number doesn't start with a needless zero"),
    ("-", 1, "a digit is expected here, not the end of the text"),
    ("-x", 1, "a digit is expected here, not 'x'"),
    ("1.", 2, "a digit is expected after the decimal point, not the end of the text"),
    ("1.e3", 2, "a digit is expected after the decimal point, not 'e'"),
    (".5", 0, "a value is expected here, not '.'"),
    ("1e", 2, "a digit is expected after the exponent mark, not the end of the text"),
    ("1e+", 3, "a digit is expected after the exponent mark, not the end of the text"),
    ("NaN", 0, "a value is expected here, not 'N'"),
    ("0x10", 1, "there is more text after the JSON value"),
    ("'a'", 0, "a value is expected here, not '''"),
    (#""abc"#, 0, "this string doesn't end"),
    (#"["a\n"#, 1, "this string doesn't end"),
    ("\"a\u{01}b\"", 2, "the byte 0x01 must be written as an escape within a string"),
    ("\"a\nb\"", 2, "the byte 0x0A must be written as an escape within a string"),
    (#""\x41""#, 1, "there is no escape '\\' followed by 'x'"),
    (#""\u12G4""#, 5, "'\\u' is followed by four hexadecimal digits"),
    (#""\u12"#, 5, "'\\u' is followed by four hexadecimal digits"),
    (#""a\ud800b""#, 2, "half a surrogate pair stands alone"),
    (#""\udc00""#, 1, "half a surrogate pair stands alone"),
    (#""\ud800\u0041""#, 1, "half a surrogate pair stands alone"),
    ("[", 1, "the text ends where a value is expected"),
    ("[1", 2, "',' or ']' is expected here, not the end of the text"),
    ("[1,]", 3, "a value is expected here, not ']'"),
    ("[1 2]", 3, "',' or ']' is expected here, not '2'"),
    ("[1}", 2, "',' or ']' is expected here, not '}'"),
    ("{", 1, "a key in double quotes is expected here, not the end of the text"),
    ("{a: 1}", 1, "a key in double quotes is expected here, not 'a'"),
    (#"{"a" 1}"#, 5, "':' is expected after the key, not '1'"),
    (#"{"a": 1,}"#, 8, "a key in double quotes is expected here, not '}'"),
    (#"{"a": 1, "b": 2, "\u0061": 3}"#, 17, #"the key "a" is there twice"#),
    ("[1] // no comments", 4, "there is more text after the JSON value"),
  ]

  @Test(arguments: refused) func refusedText(text: String, offset: Int, message: String) {
    #expect(throws: JSONError(offset: offset, message: message)) { try JSON(parsing: text) }
  }

  static let notUTF8: [([UInt8], Int)] = [
    ([0x22, 0x61, 0xFF, 0x22], 2), ([0x22, 0xC3, 0x22], 1), ([0x22, 0xC0, 0x80, 0x22], 1),
    ([0x22, 0xED, 0xA0, 0x80, 0x22], 1), ([0x22, 0x61, 0x5C, 0x6E, 0xC3, 0xA9, 0xF5, 0x22], 6),
    ([0x7B, 0x22, 0x6B, 0x80, 0x22, 0x3A, 0x31, 0x7D], 3),
  ]

  @Test(arguments: notUTF8) func textThatIsNotUTF8(bytes: [UInt8], offset: Int) {
    #expect { try JSON(parsing: bytes) } throws: { error in
      (error as? JSONError)?.offset == offset && "\(error)".contains("is not UTF-8 text here")
    }
  }

  @Test func nestingUpTo512() throws {
    let deepest = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
    #expect(try JSON(parsing: deepest).arrayValue?.count == 1)
    let tooDeep = String(repeating: "[", count: 200_000)
    #expect(throws: JSONError(offset: 512, message: "arrays and objects are nested more than 512 deep")) {
      try JSON(parsing: tooDeep)
    }
  }

  @Test func duplicateAmongManyKeys() throws {
    let pairs = (0..<1_000).map { #""k\#($0)": \#($0)"# }.joined(separator: ",")
    #expect(try JSON(parsing: "{\(pairs)}")["k999"] == 999)
    #expect { try JSON(parsing: #"{\#(pairs),"k5":0}"#) } throws: { "\($0)".hasPrefix(#"the key "k5" is there twice"#) }
  }

  @Test func keysThatOnlyLookAlikeAreTwoKeys() throws {
    let value = try JSON(parsing: #"{"\u00e9": 1, "e\u0301": 2}"#)
    #expect(value.objectValue?.count == 2)
    #expect(value["\u{E9}"] == 1)
    #expect(value["e\u{301}"] == 2)
    #expect(JSON.string("\u{E9}") != JSON.string("e\u{301}"))
  }

  @Test func stringsAcrossEveryAlignment() throws {
    for length in 0..<40 {
      let text = String(repeating: "x", count: length)
      #expect(try JSON(parsing: "\"\(text)\"") == .string(text))
      #expect(try JSON(parsing: "\"\(text)\\n\(text)\"") == .string("\(text)\n\(text)"))
      #expect(try JSON(parsing: "\"\(text)é\"") == .string("\(text)é"))
      #expect(throws: JSONError.self) { try JSON(parsing: "\"\(text)\u{1F}\"") }
      #expect(throws: JSONError.self) { try JSON(parsing: "\"\(text)") }
    }
  }

  @Test func everyTruncationIsRefused() throws {
    let text = Array(#"{"a":[1.5e3,"x\u00e9\\",{"b":null}],"c":true}"#.utf8)
    for length in 0..<text.count { #expect(throws: JSONError.self) { try JSON(parsing: text[..<length]) } }
  }
}
