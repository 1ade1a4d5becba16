// Covers: text made to hurt: limits, each named in its diagnostic; nesting, aliases, floods of problems, and mutated
// documents, none of which may crash, hang or point outside the file. Times are generous: they catch what is quadratic.

import Diagnostics
import PlanText
import Testing

@Suite struct HostileTextTests {
  private func lines(_ count: Int, _ make: (Int) -> String) -> String { (0..<count).map(make).joined() }

  @Test func limitsAreNamed() {
    let deep = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
    let cases: [(String, TextLimits, id: String, said: String)] = [
      (deep, .standard, "BLY0016", "nested more than 64 deep, the limit of a plan"),
      (
        "a: \(String(repeating: "x", count: 262_145))\n", .standard, "BLY0017",
        "this text is 262145 bytes long; the limit of one value is 256 KiB"
      ),
      ("aaaa: 1\n", TextLimits(bytes: 7), "BLY0018", "the file is 8 bytes long; the limit of a plan is 7 bytes"),
      ("[1, 2, 3, 4]", TextLimits(nodes: 4), "BLY0019", "more than 4 values in one file, the limit of a plan"),
    ]
    for (text, limits, id, said) in cases {
      let (document, diagnostics) = parse(text, limits: limits)
      #expect(document == nil)
      #expect(diagnostics.map(\.id) == [id])
      #expect(diagnostics.map(\.message) == [said])
      #expect(diagnostics.allSatisfy { $0.help != nil && $0.range != nil })
    }
  }

  @Test func whatJustFitsIsAccepted() throws {
    let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    #expect(parse(deep).diagnostics.isEmpty)
    #expect(parse("a: \(String(repeating: "x", count: 262_144))\n").diagnostics.isEmpty)
    #expect(parse("aaaa: 1\n", limits: TextLimits(bytes: 8)).diagnostics.isEmpty)
    #expect(parse("[1, 2, 3]", limits: TextLimits(nodes: 4)).diagnostics.isEmpty)
    let blocks = lines(63) { String(repeating: " ", count: $0) + "a:\n" }
    #expect(parse(blocks).diagnostics.isEmpty)
    #expect(
      parse(blocks + String(repeating: " ", count: 63) + "a:\n" + String(repeating: " ", count: 64) + "a:\n").document
        == nil)
  }

  @Test func tooDeepPointsAtTheCollectionTooMany() throws {
    let diagnostic = try #require(parse("x: " + String(repeating: "[", count: 200_000)).diagnostics.first)
    #expect(diagnostic.range == SourceRange(start: 66, end: 67))
  }

  /// Texts of about 256 KiB.
  static let hostile: [(name: String, make: @Sendable () -> [UInt8])] = [
    ("open brackets", { Array("x: ".utf8) + Array(repeating: UInt8(ascii: "["), count: 1 << 18) }),
    ("open braces", { Array(repeating: UInt8(ascii: "{"), count: 1 << 18) }),
    ("question marks", { Array(String(repeating: "? ", count: 1 << 17).utf8) }),
    ("dashes", { Array(String(repeating: "- ", count: 1 << 17).utf8) }),
    ("deep blocks", { Array((0..<700).map { String(repeating: " ", count: $0) + "a:\n" }.joined().utf8) }),
    ("one scalar", { Array(repeating: UInt8(ascii: "x"), count: 1 << 20) }),
    ("one quoted scalar", { Array("a: \"".utf8) + Array(repeating: UInt8(ascii: "x"), count: 1 << 18) }),
    ("one comment", { Array(repeating: UInt8(ascii: "#"), count: 1 << 18) }),
    ("empty lines", { Array(repeating: 0x0A, count: 1 << 18) }),
    ("carriage returns", { Array(repeating: 0x0D, count: 1 << 18) }),
    ("spaces", { Array("a:".utf8) + Array(repeating: 0x20, count: 1 << 18) + Array("b".utf8) }),
    ("tabs", { Array(repeating: 0x09, count: 1 << 18) }),
    ("a flat list", { Array(("[" + String(repeating: "a,", count: 1 << 17) + "]").utf8) }),
    ("a flat map of one key", { Array(("{" + String(repeating: "a,", count: 1 << 17) + "}").utf8) }),
    ("a map of many keys", { Array((0..<40_000).map { "k\($0): 1\n" }.joined().utf8) }),
    ("a map with every key twice", { Array((0..<40_000).map { "k\($0 % 20_000): 1\n" }.joined().utf8) }),
    ("aliases", { Array(("a: &a 1\nb: [" + String(repeating: "*a,", count: 1 << 16) + "]").utf8) }),
    ("anchors", { Array(String(repeating: "- &a b\n", count: 1 << 15).utf8) }),
    ("tags", { Array(String(repeating: "- !a b\n", count: 1 << 15).utf8) }),
    ("tags in a row", { Array(("a: [" + String(repeating: "!a ,", count: 1 << 16)).utf8) }),
    ("bangs", { Array(repeating: UInt8(ascii: "!"), count: 1 << 18) }),
    ("stars", { Array(repeating: UInt8(ascii: "*"), count: 1 << 18) }),
    ("ampersands", { Array(String(repeating: "& ", count: 1 << 17).utf8) }),
    ("colons", { Array(String(repeating: ": ", count: 1 << 17).utf8) }),
    ("keys on one line", { Array(String(repeating: "a: ", count: 1 << 16).utf8) }),
    ("lines without colon", { Array(String(repeating: "abc\n", count: 1 << 16).utf8) + Array("d: 1\n".utf8) }),
    ("comments that may cut", { Array(String(repeating: "- 'a' 'b #\n", count: 1 << 14).utf8) }),
    ("quotes before comments", { Array(String(repeating: "- x 'b #\n", count: 1 << 14).utf8) }),
    ("interpolations in flow", { Array(("[" + String(repeating: "${{a}},", count: 1 << 15) + "]").utf8) }),
    ("documents", { Array(String(repeating: "---\n", count: 1 << 16).utf8) }),
    ("percent signs", { Array(repeating: UInt8(ascii: "%"), count: 1 << 18) }),
    ("beyond ASCII", { Array(("a: [" + String(repeating: "é, ", count: 1 << 16) + "]").utf8) }),
    (
      "a block of empty lines",
      { Array("a: |\n x\n".utf8) + Array(repeating: 0x0A, count: 1 << 18) + Array("b: 1\n".utf8) }
    ),
    ("every byte", { (0..<1 << 10).flatMap { _ in (0...255).map { UInt8($0) } } }),
    ("continuation bytes", { Array(repeating: 0x80, count: 1 << 18) }),
  ]

  @Test(arguments: hostile) func hostileText(name: String, make: @Sendable () -> [UInt8]) {
    let bytes = make()
    let start = ContinuousClock.now
    let (document, diagnostics) = parse(bytes)
    let shown = rendered(diagnostics)
    #expect(ContinuousClock.now - start < .seconds(10), "\(name)")
    #expect(diagnostics.count <= 100)
    #expect(shown.utf8.count < 200_000)
    checkRanges(document, diagnostics, size: bytes.count, "\(name)")
  }

  @Test func aFloodOfProblemsStops() {
    let (document, diagnostics) = parse(lines(1_000) { "k: \($0)\n" })
    #expect(document == nil)
    #expect(diagnostics.count == 100)
    #expect(parse(lines(1_000) { "- !t \($0)\n" }).diagnostics.count == 100)
  }

  @Test func duplicatesAmongManyKeysAreReportedInOrder() {
    let (document, diagnostics) = parse(lines(40) { "k\($0): 1\n" } + "k7: 2\nk3: 2\nk7: 3\n")
    #expect(document != nil)
    #expect(diagnostics.map(\.message) == ["k7", "k3", "k7"].map { "duplicate key '\($0)'" })
    #expect(diagnostics.compactMap { $0.place?.line } == [41, 42, 43])
    #expect(diagnostics.compactMap { $0.notes.first?.message } == Array(repeating: "the first one is here", count: 3))
  }

  @Test func billionLaughsStaySmall() {
    let names = Array("abcdefghi")
    let text =
      "a: &a [x,x,x,x,x,x,x,x,x]\n"
      + zip(names, names.dropFirst()).map { from, to in
        "\(to): &\(to) [\((0..<9).map { _ in "*\(from)" }.joined(separator: ","))]\n"
      }.joined()
    let (document, diagnostics) = parse(text)
    #expect(document == nil)
    #expect(Set(diagnostics.map(\.id)) == ["BLY0010", "BLY0011"])
    #expect(diagnostics.count == 9 + 8 * 9)
  }

  static let seedDocument = """
    # comment
    belay: 1
    name: "quoted \\u00e9 \\"x\\""
    title: 'it''s größe'
    steps:
      - id: one
        when: ${{ inputs.x == 'a' }}
        with: {script: 'true', list: [1, {b: }, "c"]}
        text: |
          line one
            line two

          line three
      - id: two
        text: >-
          folded
          text
        plain: several
          lines
    ? explicit
    : value
    empty:
    list:
    - a
    - - b
      - !tag c
    anchor: &x [*x]
    """

  /// Documents with bytes removed, repeated, swapped or replaced by ones that mean something to YAML.
  @Test(arguments: 0..<1_500) func mutatedDocuments(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    var bytes = Array(Self.seedDocument.utf8)
    let pieces = [
      "\n", "\t", " ", "  ", ":", ": ", "- ", "?", "{", "}", "[", "]", ",", "&a", "*a", "!", "!!", "|", ">", "'", "\"",
      "#", "%",
      "@", "`", "---\n", "...\n", "\\", "é", "\u{FEFF}", "\u{202E}", "\r", "\r\n", "\0", "${{", "}}", "<<: ", "~", "|9",
      "\\x",
    ]
    for _ in 0..<Int.random(in: 1..<8, using: &random) {
      let start = Int.random(in: 0...bytes.count, using: &random)
      let end = min(bytes.count, start + Int.random(in: 0..<12, using: &random))
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes.removeSubrange(start..<end)
      case 1: bytes.insert(contentsOf: bytes[start..<end], at: start)
      case 2: bytes.insert(contentsOf: (pieces.randomElement(using: &random) ?? "").utf8, at: start)
      case 3: bytes.replaceSubrange(start..<end, with: (pieces.randomElement(using: &random) ?? "").utf8)
      default: if start < bytes.count { bytes[start] = UInt8.random(in: 0...255, using: &random) }
      }
    }
    let (document, diagnostics) = parse(bytes)
    checkRanges(document, diagnostics, size: bytes.count, "seed \(seed)")
    let shown = rendered(diagnostics)
    #expect(!shown.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E }, "seed \(seed)")
  }

  @Test func everyTruncation() {
    let bytes = Array(Self.seedDocument.utf8)
    for length in 0..<bytes.count {
      let part = Array(bytes[..<length])
      let (document, diagnostics) = parse(part)
      checkRanges(document, diagnostics, size: length, "length \(length)")
    }
  }

  /// Ranges lie within the file, children within their parents, one after another; values can be traced.
  private func checkRanges(
    _ document: PlanDocument?, _ diagnostics: [Diagnostic], size: Int, _ what: Comment
  ) {
    #expect(document != nil || !diagnostics.isEmpty, what)
    var isInside = true
    for diagnostic in diagnostics {
      let ranges = [diagnostic.range] + diagnostic.notes.map(\.range) + (diagnostic.fix?.edits.map(\.range) ?? [])
      for range in ranges.compactMap(\.self) where range.start < 0 || range.end > size { isInside = false }
    }
    if let root = document?.root, size < 20_000 { isInside = isInside && isWellPlaced(root) }
    #expect(isInside, what)
  }

  private func isWellPlaced(_ node: Node) -> Bool {
    let range = node.range
    if node.isScalar {
      let traced = node.sourceRange(ofValueBytes: 0..<node.textLength)
      return range.end <= node.document.file.bytes.count && traced.start >= range.start
    }
    let children = Array(node.items) + node.entries.flatMap { [$0.key, $0.value] }
    var position = range.start
    for child in children {
      guard child.range.start >= position, child.range.end <= range.end, isWellPlaced(child) else { return false }
      position = child.range.end
    }
    let firstLine = node.firstLineRange
    return firstLine.start == range.start && firstLine.end <= range.end + 1
  }
}
