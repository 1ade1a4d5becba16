// Bad plans, each with marks in its text that say which diagnostic belongs where: `#! BLY0103 "pth"` names an id and the
// source text of its range (up to the end of the line) on the mark's own line, `#!@7 …` on line 7. A missing and an
// unexpected diagnostic both fail. Beside each plan its rendered diagnostics are pinned; BELAY_RECORD=1 writes them anew.

import Diagnostics
import Foundation
import PlanModel
import Testing

private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Corpus")

private let plans: [String] = {
  let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
  return all.filter { $0.hasSuffix(".yaml") }.sorted()
}()

/// A diagnostic as a mark describes it.
private struct Mark: Hashable, Comparable, CustomStringConvertible {
  var file: String
  var line: Int
  var id: String
  var text: String

  var description: String { "\(file):\(line) \(id) \"\(text)\"" }

  static func < (left: Mark, right: Mark) -> Bool {
    (left.file, left.line, left.id, left.text) < (right.file, right.line, right.id, right.text)
  }
}

/// The marks of a file: pairs of an id and a quoted text after `#!`.
private func marks(in text: String, file: String) -> [Mark] {
  var found: [Mark] = []
  let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
  for (number, line) in lines.enumerated() {
    guard let start = line.range(of: "#!") else { continue }
    var rest = line[start.upperBound...]
    var target = number + 1
    if rest.hasPrefix("@") {
      let digits = rest.dropFirst().prefix { $0.isNumber }
      target = Int(digits) ?? 0
      rest = rest.dropFirst(1 + digits.count)
    }
    for match in rest.matches(of: #/(BLY\d{4}) "(.*?)"(?= BLY|\s*$)/#) {
      found.append(Mark(file: file, line: target, id: String(match.1), text: String(match.2)))
    }
  }
  return found
}

private func mark(of diagnostic: Diagnostic) -> Mark {
  let text = diagnostic.range.flatMap { range in diagnostic.file.map { $0.text(range) } } ?? ""
  return Mark(
    file: diagnostic.file?.path ?? "", line: diagnostic.place?.line ?? 0, id: diagnostic.id,
    text: String(text.prefix { $0 != "\n" }))
}

private func text(of path: String) -> String {
  let data = FileManager.default.contents(atPath: folder.appendingPathComponent(path).path) ?? Data()
  return String(decoding: data, as: UTF8.self)
}

/// Ids that the wording files give, without those that only a run can meet.
private func staticIds() throws -> [String] {
  let wording = folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources/Language/Diagnostics/Wording")
  var ids: Set<String> = []
  for file in try FileManager.default.contentsOfDirectory(atPath: wording.path) {
    let text = try String(contentsOf: wording.appendingPathComponent(file), encoding: .utf8)
    ids.formUnion(text.matches(of: #/case \.\w+.*: "(BLY\d{4})"/#).map { String($0.1) })
  }
  #expect(ids.count > 150)
  return ids.subtracting(ProblemCatalogue.atRunTime).sorted()
}

private struct Disk: PlanReader {
  func read(_ path: String) -> Result<[UInt8], PlanReadError> {
    guard let data = FileManager.default.contents(atPath: folder.appendingPathComponent(path).path) else {
      return .failure(PlanReadError(message: "no such file"))
    }
    return .success(Array(data))
  }

  func folders(in path: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(path).path).sorted()) ?? []
  }

  func files(below path: String) -> Result<[ListedFile], PlanReadError> {
    let base = folder.appendingPathComponent(path)
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: base.path).sorted()) ?? []
    return .success(
      names.map { name in
        let isExecutable = FileManager.default.isExecutableFile(atPath: base.appendingPathComponent(name).path)
        return ListedFile(name: name, isExecutable: isExecutable)
      })
  }
}

private func result(of plan: String) throws -> CheckResult {
  PlanChecker(registry: try TestSteps.registry(), reader: Disk()).check(path: plan)
}

@Suite struct CorpusTests {
  @Test(arguments: plans) func marksAndDiagnosticsAgree(_ plan: String) throws {
    let result = try result(of: plan)
    var expected = marks(in: text(of: plan), file: plan)
    for part in Set(result.diagnostics.compactMap { $0.file?.path }) where part != plan {
      expected += marks(in: text(of: part), file: part)
    }
    #expect(result.diagnostics.map(mark(of:)).sorted() == expected.sorted())
    let hasErrors = result.diagnostics.contains { $0.severity == .error }
    #expect((result.plan == nil) == hasErrors)
  }

  @Test(arguments: plans) func renderedTextIsPinned(_ plan: String) throws {
    let rendered = TextRenderer().render(try result(of: plan).diagnostics)
    let golden = folder.appendingPathComponent(String(plan.dropLast(5)) + ".golden")
    if ProcessInfo.processInfo.environment["BELAY_RECORD"] == "1" {
      try rendered.write(to: golden, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: golden, encoding: .utf8) == rendered)
  }

  /// Every id that a check can give has a plan, here or in the table of generated ones.
  @Test func everyProblemHasACase() throws {
    var covered = Set(coveredElsewhere.keys).union(generated.map(\.id))
    for plan in plans { covered.formUnion(try result(of: plan).diagnostics.map(\.id)) }
    #expect(try staticIds().filter { !covered.contains($0) } == [])
  }

  @Test(arguments: generated) func generatedPlanIsRefused(_ plan: GeneratedPlan) throws {
    let reader = MemoryReader(bytes: plan.files)
    let result = PlanChecker(registry: try TestSteps.registry(), reader: reader).check(path: "plan.yaml")
    let found = result.diagnostics.map { "\($0.id) \($0.place?.line ?? 0):\($0.place?.column ?? 0)" }
    #expect(found == ["\(plan.id) \(plan.place)"])
    #expect(result.plan == nil)
  }

  /// What to do next is said for everything, by help, label or fix.
  @Test(arguments: plans) func everyDiagnosticHasANextStep(_ plan: String) throws {
    for diagnostic in try result(of: plan).diagnostics {
      #expect(
        diagnostic.help != nil || diagnostic.label != nil || diagnostic.fix != nil,
        "\(diagnostic.id): \(diagnostic.message)")
    }
  }

  @Test func fixesCure() throws {
    for plan in plans {
      let result = try result(of: plan)
      for diagnostic in result.diagnostics {
        guard let fix = diagnostic.fix, let file = diagnostic.file, file.path == plan else { continue }
        let fixed = applyFixes([fix], to: file)
        let again = PlanChecker(registry: try TestSteps.registry(), reader: Patched(plan: plan, bytes: fixed))
          .check(path: plan)
        let isSame = { (other: Diagnostic) in other.id == diagnostic.id && other.message == diagnostic.message }
        let before = result.diagnostics.filter(isSame).count
        #expect(again.diagnostics.filter(isSame).count < before, "\(plan): \(fix.message) (\(diagnostic.id))")
      }
    }
  }
}

private struct Patched: PlanReader {
  let plan: String
  let bytes: [UInt8]

  func read(_ path: String) -> Result<[UInt8], PlanReadError> { path == plan ? .success(bytes) : Disk().read(path) }

  func folders(in path: String) -> [String] { Disk().folders(in: path) }

  func files(below path: String) -> Result<[ListedFile], PlanReadError> { Disk().files(below: path) }
}
