// The examples of docs/expressions.md: on each line an expression and, behind `//`, another that has the same value, or
// the word `error`.

import FoundationEssentials
import Testing

@testable import Expressions

private struct Line: Sendable, CustomTestStringConvertible {
  let expression: String
  let outcome: String
  var testDescription: String { expression }
}

private let lines: [Line] = {
  let path = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/docs/expressions.md"
  let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
  var isExample = false
  let examples = text.split(separator: "\n").filter { line in
    if line.hasPrefix("```") { isExample = line == "```cel" }
    return isExample && !line.hasPrefix("```")
  }
  return examples.map { line in
    let parts = line.split(separator: " // ", maxSplits: 1).map { $0.trimmed() }
    return Line(expression: parts[0], outcome: parts.count > 1 ? parts[1] : "")
  }
}()

extension Substring {
  fileprivate func trimmed() -> String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

@Suite struct DocumentationTests {
  @Test func thereAreExamples() {
    #expect(lines.count > 50 && lines.allSatisfy { !$0.outcome.isEmpty })
  }

  @Test(arguments: lines) private func theLineIsTrue(_ line: Line) throws {
    let outcome: Evaluation?
    switch Expression.compile(line.expression, in: Scope()) {
    case .success(let expression): outcome = expression.evaluate(MapActivation())
    case .failure(let list):
      outcome = nil
      #expect(line.outcome == "error", "\(list.issues.map(\.problem.message))")
    }
    if line.outcome == "error" {
      if case .value(let value)? = outcome { Issue.record("it is \(value)") }
      return
    }
    let wanted = try evaluated(line.outcome)
    guard case .value(let value)? = outcome, case .value(let wanted) = wanted else {
      Issue.record("it is \(String(describing: outcome))")
      return
    }
    #expect(value == wanted && value.typeName == wanted.typeName, "it is \(value)")
  }
}
