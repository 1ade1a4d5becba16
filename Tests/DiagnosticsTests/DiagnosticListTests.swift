// Covers: collecting diagnostics: order, repetition, errors; fix-its applied; the nearest name; the catalogue.

import Diagnostics
import Testing

@Suite struct DiagnosticListTests {
  private let plan = SourceFile(path: "plan.yaml", text: "abcdef")
  private let other = SourceFile(path: "a.yaml", text: "abcdef")

  private func make(_ message: String, _ file: SourceFile?, _ start: Int, severity: Severity = .error) -> Diagnostic {
    Diagnostic(
      SampleProblem(severity: severity, message: message), in: file,
      at: file.map { _ in SourceRange(start: start, end: start + 1) })
  }

  @Test func sortsByFileInOrderOfArrivalThenByPlace() {
    let list = DiagnosticList([
      make("1", plan, 4), make("2", other, 3), make("3", plan, 1), make("4", nil, 0), make("5", plan, 1),
      make("6", other, 0),
    ])
    #expect(list.map(\.message) == ["4", "3", "5", "1", "6", "2"])
    #expect(list.count == 6)
  }

  @Test func saysNothingTwice() {
    var list = DiagnosticList()
    list.append(make("x", plan, 1))
    list.append(make("x", SourceFile(path: "plan.yaml", text: "abcdef"), 1))
    list.report(SampleProblem(message: "x"), in: plan, at: SourceRange(start: 1, end: 2))
    list.append(make("x", plan, 2))
    #expect(list.count == 2)
  }

  @Test func knowsErrors() {
    var list = DiagnosticList([make("x", plan, 1, severity: .warning), make("y", nil, 0, severity: .note)])
    #expect(!list.hasErrors)
    list.append(contentsOf: [make("z", plan, 0)])
    #expect(list.hasErrors)
    #expect(DiagnosticList().isEmpty)
  }
}

@Suite struct FixItTests {
  private let file = SourceFile(path: "p", text: "one two three")

  private func fix(_ edits: (Int, Int, String)...) -> FixIt {
    FixIt(
      message: "", edits: edits.map { FixIt.Edit(range: SourceRange(start: $0.0, end: $0.1), replacement: $0.2) })
  }

  private func applied(_ fixes: FixIt...) -> String { String(decoding: applyFixes(fixes, to: file), as: UTF8.self) }

  @Test func editsInAnyOrder() {
    #expect(applied() == "one two three")
    #expect(applied(fix((8, 13, "3")), fix((0, 3, "1"))) == "1 two 3")
    #expect(applied(fix((4, 8, ""), (13, 13, "!"))) == "one three!")
    #expect(applied(fix((0, 0, "a")), fix((0, 0, "b"))) == "abone two three")
    #expect(applied(fix((0, 0, "'"), (3, 3, "'"))) == "'one' two three")
    #expect(applied(fix((0, 3, "1")), fix((3, 3, "+"))) == "1+ two three")
  }

  @Test func whatCollidesIsLeftOutWhole() {
    #expect(applied(fix((0, 3, "1")), fix((2, 5, "x"), (8, 9, "T"))) == "1 two three")
    #expect(applied(fix((0, 3, "1")), fix((0, 3, "2"))) == "1 two three")
    #expect(applied(fix((0, 3, "1")), fix((1, 1, "x"))) == "1 two three")
    #expect(applied(fix((0, 99, "1"))) == "one two three")
    #expect(applied(fix((-1, 2, "1"))) == "one two three")
  }
}

@Suite struct NearestNameTests {
  static let cases: [(String, [String], String?)] = [
    ("pth", ["content", "path", "from"], "path"), ("stepz", ["title", "steps"], "steps"),
    ("tow", ["one", "two"], "two"),
    ("hots", ["host", "hosts"], "host"), ("shel.run", ["exec.run", "shell.run"], "shell.run"),
    ("precondition", ["preconditions"], "preconditions"), ("onFailure", ["title", "on_failure"], "on_failure"),
    ("ON-FAILURE", ["on_failure"], "on_failure"), ("timeuot", ["timeout"], "timeout"), ("xyz", ["path"], nil),
    ("a", ["b"], nil), ("", ["a"], nil), ("path", ["path"], nil), ("größe", ["grösse", "größen"], "größen"),
    ("colour", ["exit_code", "stdout", "stderr"], nil), ("abc", [], nil), ("ab", ["ba", "abc"], "ba"),
  ]

  @Test(arguments: cases) func nearest(name: String, candidates: [String], answer: String?) {
    #expect(nearestName(to: name, in: candidates) == answer)
  }

  @Test func longNamesAreQuick() {
    let long = String(repeating: "a", count: 1_000_000)
    let candidates = (0..<1_000).map { _ in long }
    let start = ContinuousClock.now
    #expect(nearestName(to: long + "b", in: candidates) == nil)
    #expect(nearestName(to: "aaaa", in: candidates) == nil)
    #expect(ContinuousClock.now - start < .seconds(1))
  }
}

@Suite struct CatalogueTests {
  @Test func idsAreUniqueAndWellFormed() {
    let ids = ProblemCatalogue.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(ids == ids.sorted())
    for id in ids { #expect(id.utf8.count == 7 && id.hasPrefix("BLY") && Int(id.dropFirst(3)) != nil, "\(id)") }
    for entry in ProblemCatalogue.all {
      #expect(!entry.title.isEmpty && !entry.explanation.isEmpty && !entry.example.isEmpty, "\(entry.id)")
      #expect(!entry.cure.isEmpty && entry.cure != entry.example, "\(entry.id)")
    }
  }

  static let textProblems: [TextProblem] = [
    .syntax(what: "x"), .invalidUTF8(byte: 0xFF), .otherEncoding(name: "UTF-16"), .controlCharacter(scalar: 7),
    .invisibleCharacter(scalar: 0x202E), .tabIndentation, .duplicateKey(key: "k"), .tag(tag: "!t"),
    .expressionReadAsTag(text: "!x"), .alias(name: "a"), .anchor(name: "a"), .mergeKey, .keyNotScalar(kind: "map"),
    .severalDocuments, .directive(name: "YAML"), .tooDeep(limit: 64), .scalarTooLong(limit: 1 << 18, length: 300_000),
    .fileTooLong(limit: 1 << 26, length: 1 << 27), .tooManyNodes(limit: 5), .colonInValue,
    .reservedStart(character: "@"),
    .unclosedQuote(quote: "'"), .unclosedBracket(bracket: "["), .indentation, .unknownEscape(escape: "\\d"),
    .interpolationInFlow, .commentCutsValue(inExpression: false), .commentCutsValue(inExpression: true),
    .valueReadAsCollection(bracket: "["), .textAfterQuote(quote: "'"), .missingColon(isCrowded: false),
  ]

  @Test(arguments: textProblems) func everyTextProblemIsExplained(problem: TextProblem) {
    #expect(ProblemCatalogue.entry(for: problem.id.lowercased())?.id == problem.id)
    #expect(problem.help != nil)
    #expect(!problem.message.hasSuffix("."))
  }

  @Test func everyTextEntryBelongsToAProblem() {
    #expect(Set(TextProblem.catalogue.map(\.id)) == Set(Self.textProblems.map(\.id)))
    // A comment that cuts a value off is there twice: in an expression it is an error.
    #expect(Self.textProblems.count == Set(Self.textProblems.map(\.id)).count + 1)
    #expect(ProblemCatalogue.entry(for: "BLY9999") == nil)
  }

  @Test func namesInMessagesAreCut() {
    let message = TextProblem.duplicateKey(key: String(repeating: "k", count: 300_000)).message
    #expect(message == "duplicate key '\(String(repeating: "k", count: 60))…'")
    #expect(
      TextProblem.scalarTooLong(limit: 256 << 10, length: 3_000_000).message.hasSuffix(
        "the limit of one value is 256 KiB"))
  }
}
