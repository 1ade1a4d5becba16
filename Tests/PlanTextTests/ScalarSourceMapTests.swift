// Covers: the way back from a scalar's value to the file, for every style: each byte of the value, and tokens within
// escapes, folded lines and block scalars.

import Diagnostics
import PlanText
import Testing

@Suite struct ScalarSourceMapTests {
  /// A value, and for each of its bytes the text in the file that made it.
  static let traces: [(text: String, pieces: [String])] = [
    ("k: abc\n", ["a", "b", "c"]),
    ("k: 'it''s'\n", ["i", "t", "''", "s"]),
    (#"k: "a\n\x41\"\\b""#, ["a", "\\n", "\\x41", "\\\"", "\\\\", "b"]),
    (#"k: "\u00e9x""#, ["\\u00e9", "\\u00e9", "x"]),
    (#"k: "\U0001F600""#, ["\\U0001F600", "\\U0001F600", "\\U0001F600", "\\U0001F600"]),
    (
      #"k: "\0\a\b\t\v\f\r\e\/\ \N\_""#,
      ["\\0", "\\a", "\\b", "\\t", "\\v", "\\f", "\\r", "\\e", "\\/", "\\ ", "\\N", "\\N", "\\_", "\\_"]
    ),
    ("k: a b\n  c\n", ["a", " ", "b", "\n  ", "c"]),
    ("k: a\n\n\n  c\n", ["a", "\n", "\n", "c"]),
    ("k: a  \n \t \n  c\n", ["a", "\n", "c"]),
    ("k: 'a\n  b\n\n  c'\n", ["a", "\n  ", "b", "\n", "c"]),
    ("k: \"a \\\n  b\"\n", ["a", " ", "b"]),
    ("k: \"a\\\n\n  b\"\n", ["a", "\n", "b"]),
    ("k: ' a '\n", [" ", "a", " "]),
    ("k: |\n  ab\n   c\n\n  d\n", ["a", "b", "\n", " ", "c", "\n", "\n", "d", "\n"]),
    ("k: |-\n  a\n\n", ["a"]),
    ("k: |+\n  a\n\nl: x\n", ["a", "\n", "\n"]),
    ("k: |2\n    a\n  b\n", [" ", " ", "a", "\n", "b", "\n"]),
    ("k: |  # comment 9\n  a\n", ["a", "\n"]),
    ("k: |\n\n  a\n", ["\n", "a", "\n"]),
    ("k: >\n  a\n  b\n\n  c\n   d\n  e\n", ["a", "\n", "b", "\n", "c", "\n", " ", "d", "\n", "e", "\n"]),
    ("k: >\n  a\n\n   b\n\n  c\n", ["a", "\n", "\n", " ", "b", "\n", "\n", "c", "\n"]),
    ("k: >-\n\n  a\n", ["\n", "a"]),
    ("k: |\r\n  a\r\n  b\r\n", ["a", "\r\n", "b", "\r\n"]),
    ("k: 'a\r\n  b'\r\n", ["a", "\r\n  ", "b"]),
    ("k: |\n  a\n  \tb\n", ["a", "\n", "\t", "b", "\n"]),
    ("k:\n  - >\n    a\n    b\n", ["a", "\n", "b", "\n"]),
    ("k: |\n  a", ["a"]),
  ]

  @Test(arguments: traces) func everyByte(text: String, pieces: [String]) throws {
    let value = try #require(try root(text)["k"])
    let node = value.isSequence ? try #require(value.items.first { _ in true }) : value
    let map = ScalarSourceMap(of: node)
    let made = (0..<node.textLength).map { node.document.file.text(map.range(ofValueBytes: $0..<$0 + 1)) }
    #expect(made == pieces)
    #expect(pieces.count == node.textLength)
  }

  static let tokens: [(text: String, token: String, place: SourcePlace, source: String)] = [
    ("when: inputs.x == 1\n", "==", SourcePlace(line: 1, column: 16), "=="),
    ("when: 'inputs.x == ''a'''\n", "'a'", SourcePlace(line: 1, column: 20), "''a''"),
    ("when: \"inputs.\\x78 == 1\"\n", "x", SourcePlace(line: 1, column: 15), "\\x78"),
    ("é: 'größe ${{ inputs.x }}'\n", "inputs.x", SourcePlace(line: 1, column: 15), "inputs.x"),
    ("when: >-\n  inputs.a == 1\n  && inputs.b\n", "inputs.b", SourcePlace(line: 3, column: 6), "inputs.b"),
    ("when: >-\n  inputs.a ==\n  1\n", "== 1", SourcePlace(line: 2, column: 12), "==\n  1"),
    ("when: |\r\n    a\r\n    bad\r\n", "bad", SourcePlace(line: 3, column: 5), "bad"),
    ("when: one\n   two\n   three\n", "three", SourcePlace(line: 3, column: 4), "three"),
    ("\u{FEFF}when: 'x''y'\n", "y", SourcePlace(line: 1, column: 11), "y"),
  ]

  @Test(arguments: tokens) func token(text: String, token: String, place: SourcePlace, source: String) throws {
    let node = try #require(try root(text).entries.first { _ in true }?.value)
    let bytes = Array(node.text.utf8)
    let wanted = Array(token.utf8)
    let start = try #require((0...bytes.count - wanted.count).last { bytes[$0...].starts(with: wanted) })
    let range = node.sourceRange(ofValueBytes: start..<start + wanted.count)
    #expect(node.document.file.place(of: range.start) == place)
    #expect(node.document.file.text(range) == source)
  }

  @Test func emptyPartsAndEnds() throws {
    let node = try #require(try root("k: 'a''b'\n")["k"])
    #expect(node.sourceRange(ofValueBytes: 0..<0) == SourceRange(start: 4, end: 4))
    #expect(node.sourceRange(ofValueBytes: 2..<2) == SourceRange(start: 7, end: 7))
    #expect(node.sourceRange(ofValueBytes: 3..<3) == SourceRange(start: 8, end: 8))
    #expect(node.sourceRange(ofValueBytes: 0..<99) == SourceRange(start: 4, end: 8))
    let plain = try #require(try root("k: ab\n")["k"])
    #expect(plain.sourceRange(ofValueBytes: 2..<2) == SourceRange(start: 5, end: 5))
    let empty = try #require(try root("k: ''\n")["k"])
    #expect(empty.sourceRange(ofValueBytes: 0..<5) == SourceRange(start: 4, end: 4))
    let list = try #require(try root("k: [a]\n")["k"])
    #expect(list.sourceRange(ofValueBytes: 0..<1) == SourceRange(start: 3, end: 6))
  }

  /// Random scalars of every style are traced to a value that libyaml agrees with: no fallback to the whole scalar.
  @Test(arguments: 0..<1000) func randomScalarsAreTraced(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let text = randomScalar(&random)
    guard let node = parse("k: \(text)\nz: 1\n").document?.root?["k"], node.textLength > 1 else { return }
    let map = ScalarSourceMap(of: node)
    var previous = node.range.start
    for offset in 0..<node.textLength {
      let range = map.range(ofValueBytes: offset..<offset + 1)
      #expect(range.start >= previous && range.start < range.end, "seed \(seed): \(text.debugDescription)")
      #expect(range != node.range, "seed \(seed): \(text.debugDescription) \(node.text.debugDescription)")
      previous = range.start
    }
  }

  private func randomScalar(_ random: inout SeededRandom) -> String {
    func lines(_ alphabet: [String], indent: String) -> String {
      (0..<Int.random(in: 1..<6, using: &random)).map { _ in
        let line = (0..<Int.random(in: 0..<6, using: &random)).compactMap { _ in alphabet.randomElement(using: &random)
        }
        return line.isEmpty ? "" : indent + line.joined()
      }.joined(separator: ["\n", "\r\n"].randomElement(using: &random) ?? "\n")
    }
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return "x" + lines(["a", " ", "é", "#", "\t"], indent: "  ") + "x"
    case 1: return "'" + lines(["a", " ", "''", "é"], indent: "  ") + "'"
    case 2: return "\"" + lines(["a", " ", "\\n", "\\u00e9", "\\x41", "\\\n   ", "\\\""], indent: "  ") + "\""
    case 3:
      let header = ["|", "|-", "|+", "|2", "|+3"].randomElement(using: &random) ?? "|"
      return header + "\n" + lines(["a", " ", "é", "\t"], indent: "   ")
    default:
      let header = [">", ">-", ">+", ">2", ">+3"].randomElement(using: &random) ?? ">"
      return header + "\n" + lines(["a", " ", "é", "\t"], indent: "   ")
    }
  }
}
