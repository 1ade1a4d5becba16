// Covers: what a node offers: values as the field declares them, lookups in small and large maps, the first line of a
// map, limits of the sequences.

import Diagnostics
import PlanText
import Testing

@Suite struct NodeTests {
  private func scalar(_ text: String) throws -> Node { try #require(try root("k: \(text)\n")["k"]) }

  static let texts = [
    "no", "017", "12:30", "1_000", "0x1F", "yes", "on", "~x", ".inf", "1e5", "null", "2027-03-01", "-",
  ]

  @Test(arguments: texts) func plainTextStaysText(text: String) throws {
    if text == "-" { return }
    #expect(try scalar(text).text == text)
    #expect(try scalar(text).hasText(text))
    #expect(try !scalar(text).hasText(text + "x"))
    #expect(try scalar("'\(text)'").text == text)
  }

  static let bools: [(String, Bool?)] = [
    ("true", true), ("false", false), ("True", nil), ("yes", nil), ("on", nil), ("'true'", nil), ("1", nil), ("", nil),
    ("[true]", nil),
  ]

  @Test(arguments: bools) func bool(text: String, value: Bool?) throws { #expect(try scalar(text).asBool() == value) }

  static let ints: [(String, Int64?)] = [
    ("0", 0), ("-0", 0), ("42", 42), ("-7", -7), ("9223372036854775807", .max), ("-9223372036854775808", .min),
    ("9223372036854775808", nil), ("017", nil), ("-01", nil), ("+5", nil), ("1_000", nil), ("0x1F", nil), ("0o17", nil),
    ("1.0", nil), ("1e3", nil), ("'5'", nil), ("", nil), ("--1", nil), ("12:30", nil), ("٣", nil), ("[1]", nil),
  ]

  @Test(arguments: ints) func int(text: String, value: Int64?) throws { #expect(try scalar(text).asInt() == value) }

  static let doubles: [(String, Double?)] = [
    ("0", 0), ("1.5", 1.5), ("-2.5e-3", -0.0025), ("1E+2", 100), ("7", 7), ("1e308", 1e308), ("1e309", nil),
    (".inf", nil),
    ("-.inf", nil), (".nan", nil), ("nan", nil), ("inf", nil), (".5", nil), ("1.", nil), ("01.5", nil), ("+1.5", nil),
    ("0x1p3", nil), ("1_0.5", nil), ("'1.5'", nil), ("", nil), ("1e", nil), ("1 2", nil),
  ]

  @Test(arguments: doubles) func double(text: String, value: Double?) throws {
    #expect(try scalar(text).asDouble() == value)
  }

  static let nulls: [(String, Bool)] = [
    ("", true), ("~", true), ("null", true), ("Null", true), ("NULL", true), ("nUll", false), ("''", false),
    ("'null'", false), ("[]", false), ("none", false),
  ]

  @Test(arguments: nulls) func null(text: String, isNull: Bool) throws { #expect(try scalar(text).isNull == isNull) }

  @Test func lookup() throws {
    let node = try root("a: 1\n'b c': 2\n\"d\\u00e9\": 3\nl: [x, y]\n")
    #expect(node["a"]?.text == "1")
    #expect(node["b c"]?.text == "2")
    #expect(node["dé"]?.text == "3")
    #expect(node["x"] == nil)
    #expect(node["a"]?["a"] == nil)
    #expect(node["l"]?.items.map(\.text) == ["x", "y"])
    #expect(node["l"]?.items.count == 2)
    #expect(node.entry("l")?.key.range == SourceRange(start: 27, end: 28))
    #expect(node.entries.map(\.key.text) == ["a", "b c", "dé", "l"])
    #expect(node.items.isEmpty && node.entries.count == 4 && node.count == 4)
  }

  @Test func lookupInLargeMaps() throws {
    for count in [16, 17, 18, 5_000] {
      let node = try root((0..<count).map { "key\($0): \($0 * 2)\n" }.joined())
      #expect(node.count == count)
      #expect((0..<count).allSatisfy { node["key\($0)"]?.text == "\($0 * 2)" })
      #expect(node["key\(count)"] == nil)
      #expect(node["key"] == nil)
    }
  }

  @Test func largeMapsWithinEachOther() throws {
    let inner = (0..<40).map { "  k\($0): v\($0)\n" }.joined()
    let node = try root((0..<40).map { "m\($0):\n\(inner)" }.joined())
    #expect(node.entries.allSatisfy { $0.value.count == 40 && $0.value["k39"]?.text == "v39" })
  }

  static let firstLines: [(text: String, line: String)] = [
    ("k: {a: 1, b: 2}  # c\n", "{a: 1, b: 2}"), ("k: {a: 1,\n  b: 2}\n", "{a: 1,"),
    ("k:\n  a: 1   # c\n  b: 2\n", "a: 1"),
    ("k:\n  a:\n    b: 2\n", "a:"), ("k:\n  a:   # c\n    b: 2\n", "a:"),
    ("k:\n  a: [1, 2] # c\n  b: 1\n", "a: [1, 2]"),
    ("k:\n  a: |\n    x\n  b: 1\n", "a: |"), ("k:\n  - id: one  # c\n    x: y\n", "- id: one"),
    ("k: {a: 1}\n", "{a: 1}"),
    ("k:\n  a: 'x\n    y'\n  b: 1\n", "a: 'x"), ("k:\n  'é': 😀\n  b: 1\n", "'é': 😀"), ("k: |\n  x\n", "|"),
    ("k: x\n", "x"),
  ]

  @Test(arguments: firstLines) func firstLine(text: String, line: String) throws {
    let node = try #require(try root(text)["k"])
    #expect(node.document.file.text(node.firstLineRange) == line)
  }

  @Test(arguments: ["", "\n", "# only a comment\n", "---\n", "\u{FEFF}", "---\n...\n", "\n\n  \n"])
  func emptyDocument(text: String) throws {
    let (document, diagnostics) = parse(text)
    #expect(try #require(document).root == nil)
    #expect(diagnostics.isEmpty)
  }

  @Test func nullDocumentIsANode() throws { #expect(try root("~\n").isNull) }
}
