// Laying out plans: over every plan of the repository and of the corpus, the layout is stable, keeps each comment, and
// the plan means the same, step by step. The same over these plans with their white space and their order shaken.

import Diagnostics
import Foundation
import PlanFormat
import PlanModel
import Testing

private let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
private let folders = ["Corpus", "Corpus/parts", "../../plans/lookcoin"]

private let files: [String] = folders.flatMap { folder in
  ((try? FileManager.default.contentsOfDirectory(atPath: tests.appendingPathComponent(folder).path)) ?? [])
    .filter { $0.hasSuffix(".yaml") }.sorted().map { folder + "/" + $0 }
}

private func bytes(of file: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: tests.appendingPathComponent(file)))
}

/// Nil when it isn't YAML that plans may hold.
private func layout(_ bytes: [UInt8]) throws -> [UInt8]? {
  switch PlanFormat.format(SourceFile(path: "plan.yaml", bytes: bytes)) {
  case .formatted(let layout): return layout
  case .unreadable: return nil
  case .refused(let fault): throw fault
  }
}

private struct Shadowed: PlanReader {
  let file: String
  let bytes: [UInt8]
  func read(_ path: String) -> Result<[UInt8], PlanReadError> {
    if path == file { return .success(bytes) }
    guard let data = FileManager.default.contents(atPath: tests.appendingPathComponent(path).path) else {
      return .failure(PlanReadError(message: "no such file"))
    }
    return .success([UInt8](data))
  }
}

/// What a check finds, wherever it stands, and what each step means.
private func meaning(of file: String, _ bytes: [UInt8]) throws -> (findings: [String], steps: [String]) {
  let result = PlanChecker(registry: try TestSteps.registry(), reader: Shadowed(file: file, bytes: bytes))
    .check(path: file)
  let steps = (result.plan?.body.phases.flatMap(\.steps) ?? []) + (result.plan?.body.finally ?? [])
  return (result.diagnostics.map { "\($0.id) \($0.message)" }.sorted(), steps.map { "\($0.id) \($0.digest)" })
}

/// Wider indentation, more blank lines: a text that means the same as long as no scalar has several lines.
private func shaken(_ bytes: [UInt8]) -> [UInt8] {
  let text = String(decoding: bytes, as: UTF8.self)
  return Array(
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(repeating: " ", count: line.prefix { $0 == " " }.count) + line
    }.joined(separator: "\n").utf8)
}

@Suite struct FormatTests {
  @Test func thereAreFiles() { #expect(files.count > 50) }

  @Test(arguments: files) func theLayoutIsStable(_ file: String) throws {
    guard let once = try layout(try bytes(of: file)) else { return }
    #expect(try layout(once) == once)
    let wide = shaken(once)
    if let again = try layout(wide) { #expect(try layout(again) == again) }
  }

  @Test(arguments: files) func thePlanMeansTheSame(_ file: String) throws {
    let text = try bytes(of: file)
    guard let layout = try layout(text) else { return }
    let (before, after) = (try meaning(of: file, text), try meaning(of: file, layout))
    #expect(before.findings == after.findings)
    #expect(before.steps == after.steps)
  }

  @Test(arguments: files) func commentsStayByteForByte(_ file: String) throws {
    let text = try bytes(of: file)
    guard let layout = try layout(text) else { return }
    #expect(wholeLineComments(text) == wholeLineComments(layout))
  }

  /// Lines that start with `#`, found without the scanner of the formatter; those of scripts are the same in both.
  private func wholeLineComments(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { $0.drop { $0 == " " } }
      .filter { $0.hasPrefix("#") }.map(String.init).sorted()
  }
}
