// Covers: diagnostics as terminal text: the form of DESIGN §7, carets under tabs, wide and hostile characters, long
// lines, ranges over several lines, notes, fixes, colour.

import Diagnostics
import Testing

@Suite struct TextRendererTests {
  private func render(
    _ text: String, _ piece: String, label: String? = nil, help: String? = nil, fix: FixIt? = nil,
    notes: [DiagnosticNote] = []
  ) -> String {
    let file = SourceFile(path: "p.yaml", text: text)
    let problem = SampleProblem(message: "m", help: help)
    return TextRenderer().render(
      Diagnostic(problem, in: file, at: range(of: piece, in: file), label: label, fix: fix, notes: notes))
  }

  @Test func formOfTheDesign() {
    let diagnostic = Diagnostic(
      SampleProblem(), in: designFile, at: range(of: "pth", in: designFile), label: "did you mean 'path'?")
    #expect(
      TextRenderer().render(diagnostic) == """
        error[BLY0103]: 'file.write' has no input 'pth'
          --> plans/demo.yaml:14:9
           |
        14 |         pth: /tmp/x
           |         ^^^ did you mean 'path'?
           = help: inputs of file.write: path, content, from, mode

        """)
  }

  @Test func notesAndFixes() {
    let file = SourceFile(path: "other.yaml", text: "a\nb\n")
    let shown = render(
      "when: !x", "!x", fix: FixIt("quote it", replace: SourceRange(start: 6, end: 8), with: "'!x'"),
      notes: [
        DiagnosticNote("the first one is here", in: file, at: SourceRange(start: 2, end: 3)), DiagnosticNote("plain"),
        DiagnosticNote("elsewhere", in: file),
      ])
    #expect(
      shown == """
        error[BLY0103]: m
         --> p.yaml:1:7
          |
        1 | when: !x
          |       ^^
          = fix: quote it: '!x'
          = note: the first one is here (other.yaml:2:1)
          = note: plain
          = note: elsewhere (other.yaml)

        """)
  }

  @Test func withoutPlace() {
    #expect(
      TextRenderer().render(Diagnostic(SampleProblem(), in: nil, at: nil)) == """
        error[BLY0103]: 'file.write' has no input 'pth'
          = help: inputs of file.write: path, content, from, mode

        """)
    let warning = SampleProblem(severity: .warning, message: "m", help: nil)
    #expect(
      TextRenderer().render(Diagnostic(warning, in: designFile, at: nil, label: "l")) == """
        warning[BLY0103]: m
         --> plans/demo.yaml
          = note: l

        """)
  }

  @Test func helpOverSeveralLinesIsAligned() {
    #expect(render("x", "x", help: "one\ntwo").hasSuffix("  = help: one\n          two\n"))
  }

  @Test func tabsAreWidened() {
    #expect(render("a:\tb\tc", "b").contains("1 |  a:  b   c\n  |      ^\n") == false)
    #expect(render("a:\tb\tc", "b").contains("1 | a:  b   c\n  |     ^\n"))
    #expect(render("a:\tb\tc", "b\tc").contains("1 | a:  b   c\n  |     ^^^^^\n"))
  }

  @Test func wideAndCombiningCharacters() {
    #expect(render("名前: x", "x").contains("1 | 名前: x\n  |       ^\n"))
    #expect(render("名前: x", "前").contains("  |   ^^\n"))
    #expect(render("e\u{301}: x", "x").contains("  |    ^\n"))
    #expect(render("😀: x", "x").contains("  |     ^\n"))
    #expect(render("é: x", "x").contains(":1:4\n"))
  }

  @Test func hostileCharactersAreShown() {
    let shown = render("a: \u{202E}b\u{1B}[31m\u{200B}", "\u{1B}", label: "\u{7}")
    #expect(shown.contains("1 | a: <U+202E>b<U+001B>[31m<U+200B>\n"))
    #expect(shown.contains("  |             ^^^^^^^^ <U+0007>\n"))
    #expect(displaySafe("x\u{9B}y\u{2028}\nz\u{E0041}") == "x<U+009B>y<U+2028>\nz<U+E0041>")
    #expect(displaySafe("ordinary text, größer") == "ordinary text, größer")
    let path = SourceFile(path: "\u{1B}]0;x", text: "a")
    let diagnostic = Diagnostic(SampleProblem(message: "\u{8}"), in: path, at: SourceRange(start: 0, end: 1))
    #expect(!TextRenderer().render(diagnostic).unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
  }

  @Test func longLinesAreCutAroundTheCarets() {
    let text = String(repeating: "a", count: 500) + "HERE" + String(repeating: "b", count: 500)
    let lines = render(text, "HERE").split(separator: "\n")
    #expect(lines[3] == "1 | …\(String(repeating: "a", count: 33))HERE\(String(repeating: "b", count: 63))…")
    #expect(lines[4] == "  | \(String(repeating: " ", count: 34))^^^^")
    #expect(render(text, "a").split(separator: "\n")[3] == "1 | \(String(repeating: "a", count: 100))…")
    let end = String(repeating: "a", count: 500) + "END"
    #expect(render(end, "END").split(separator: "\n")[3] == "1 | …\(String(repeating: "a", count: 97))END")
    let exact = String(repeating: "a", count: 97) + "END"
    #expect(render(exact, "END").split(separator: "\n")[3] == "1 | \(exact)")
  }

  @Test func hugeLineIsQuick() {
    let file = SourceFile(path: "p", text: String(repeating: "é", count: 2_000_000))
    let diagnostic = Diagnostic(SampleProblem(), in: file, at: SourceRange(start: 2_000_000, end: 4_000_000))
    let start = ContinuousClock.now
    let shown = TextRenderer().render(diagnostic)
    #expect(ContinuousClock.now - start < .seconds(2))
    #expect(shown.utf8.count < 1_000)
    #expect(shown.contains("p:1:1000001\n"))
  }

  @Test func rangesOverSeveralLinesShowTheFirst() {
    #expect(render("a: [1,\n  2]\n", "[1,\n  2]").contains("1 | a: [1,\n  |    ^^^\n"))
    #expect(render("a: [1,\r\n  2]\r\n", "[1,\r\n  2]").contains("1 | a: [1,\n  |    ^^^\n"))
  }

  @Test func emptyRangesAndTheEndOfTheFile() {
    let file = SourceFile(path: "p", text: "key:\n")
    func shown(_ offset: Int) -> String {
      TextRenderer().render(Diagnostic(SampleProblem(), in: file, at: SourceRange(start: offset, end: offset)))
    }
    #expect(shown(4).contains(" --> p:1:5\n  |\n1 | key:\n  |     ^\n"))
    #expect(shown(5).contains(" --> p:2:1\n  |\n2 |\n  | ^\n"))
    #expect(shown(99).contains(" --> p:2:1\n"))
    let empty = SourceFile(path: "p", text: "")
    let diagnostic = Diagnostic(SampleProblem(), in: empty, at: SourceRange(start: 0, end: 0))
    #expect(TextRenderer().render(diagnostic).contains(" --> p:1:1\n  |\n1 |\n  | ^\n"))
  }

  @Test func colour() {
    let problem = SampleProblem(message: "m", help: "h")
    let shown = TextRenderer(usesColor: true).render(
      Diagnostic(problem, in: designFile, at: range(of: "pth", in: designFile)))
    #expect(shown.hasPrefix("\u{1B}[1;31merror[BLY0103]\u{1B}[0m\u{1B}[1m: m\u{1B}[0m\n"))
    #expect(shown.contains("\u{1B}[1;34m14\u{1B}[0m \u{1B}[1;34m|\u{1B}[0m         pth: /tmp/x\n"))
    #expect(shown.contains("\u{1B}[1;31m^^^\u{1B}[0m\n"))
  }

  @Test func severalAreSeparatedByAnEmptyLine() {
    let one = Diagnostic(SampleProblem(message: "m", help: nil), in: nil, at: nil)
    #expect(TextRenderer().render([one, one]) == "error[BLY0103]: m\n\nerror[BLY0103]: m\n\n")
  }
}
