// The examples of docs/plan-language.md: each is preceded by a mark that says what it is. `run`: a plan that is checked,
// run and undone. `steps`: a list of steps, `top`: keys of a plan; both are completed to a plan, checked, and run where
// nobody is waited for. `file NAME`: a file beside those that follow. `refused ID`: steps that are refused so.

import Foundation
import Testing

private struct Example: Sendable, CustomTestStringConvertible {
  var mark: String
  var text: String
  var line: Int
  /// The files that stand before it on the page.
  var files: [String: String]

  var testDescription: String { "line \(line): \(mark)" }

  var plan: String {
    let head = "belay: 1\nname: example\nversion: 1.0.0\ntitle: An example\n"
    switch mark.prefix(while: { $0 != ":" }) {
    case "steps", "refused":
      return head + "steps:\n" + text.split(separator: "\n").map { "  \($0)\n" }.joined()
    case "top":
      let hasSteps = text.contains("steps:\n")
      return head + text + (hasSteps ? "" : "steps:\n  - {id: look, uses: file.stat, with: {path: /}}\n")
    default: return text
    }
  }
}

private let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appendingPathComponent("docs/plan-language.md")

private let examples: [Example] = {
  let lines = ((try? String(contentsOf: page, encoding: .utf8)) ?? "").components(separatedBy: "\n")
  var found: [Example] = []
  var files: [String: String] = [:]
  for (number, line) in lines.enumerated() where line == "```yaml" {
    let text = lines[(number + 1)...].prefix { $0 != "```" }.map { $0 + "\n" }.joined()
    let before = number > 0 ? lines[number - 1] : ""
    let mark = before.hasPrefix("<!-- ") ? before.dropFirst(5).dropLast(4) : "unmarked"
    if mark.hasPrefix("file: ") {
      files[String(mark.dropFirst(6))] = text
    } else {
      found.append(Example(mark: String(mark), text: text, line: number + 1, files: files))
    }
  }
  return found
}()

@Suite struct DocumentationTests {
  @Test func thereAreExamples() {
    #expect(examples.count == 14)
    #expect(examples.allSatisfy { $0.mark != "unmarked" })
  }

  @Test(arguments: examples) private func theExampleIsAsThePageSays(_ example: Example) async throws {
    try await Sandbox.open { box in
      for (name, text) in example.files { try box.write(name, text) }
      try box.write("plan.yaml", example.plan)
      let checked = try await box.belay("check", "plan.yaml")
      if example.mark.hasPrefix("refused: ") {
        #expect(checked.code == 2 && checked.stderr.contains("[\(example.mark.dropFirst(9))]"), "\(checked)")
        return
      }
      #expect(checked.code == 0 && checked.stderr.isEmpty, "\(checked)")
      // Keys that are completed at the end may stand elsewhere.
      if example.mark != "top" || example.text.contains("steps:\n") {
        #expect(try await box.belay("fmt", "--check", "plan.yaml").code == 0)
      }
      if example.text.contains("approval.request") || example.text.contains("secrets:") { return }
      let (ended, _) = try await box.run()
      #expect(ended.code == 0, "\(ended)")
      let undone = try await box.belay("rollback", "last")
      #expect(undone.code == 0, "\(undone)")
    }
  }
}
