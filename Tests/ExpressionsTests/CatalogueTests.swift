// The explanations of problem ids: every id has one, its example has the problem, and its cure hasn't.

import Diagnostics
import Testing

@testable import Expressions

@Suite struct CatalogueTests {
  /// Ids whose examples would be too long to write down.
  static let described: Set<String> = ["BLY0206", "BLY0207", "BLY0208", "BLY0251", "BLY0252"]

  static let entries = ExpressionProblem.catalogue

  @Test func idsAreUniqueAndInOrder() {
    let ids = CatalogueTests.entries.map(\.id)
    #expect(ids == Set(ids).sorted())
    #expect(ids.allSatisfy { $0.hasPrefix("BLY02") })
  }

  @Test(arguments: [
    ExpressionProblem.unexpected(found: "a", expected: "b"), .unterminatedString, .invalidEscape("a"),
    .invalidNumber("a", reason: "b"), .invalidCharacter("a"), .reservedWord("a"), .tooLong(bytes: 2, limit: 1),
    .tooDeep(limit: 1), .tooManyParts(limit: 1), .misusedMacro("a", usage: "b"), .unknownVariable("a", available: []),
    .unknownField("a", record: "b", available: []), .unknownFunction("a"),
    .noOverload(function: "a", arguments: [], signatures: []), .typeMismatch(expected: "a", found: "b"),
    .noFields(type: "a"), .notARange(type: "a"), .unknownType("a"), .alwaysFails("a"), .invalidPattern("a"),
    .unterminatedInterpolation, .emptyInterpolation, .notText(type: "a"), .divisionByZero, .overflow(operation: "a"),
    .missingKey("a"), .noValue("a"), .indexOutOfRange(1, count: 0), .noMatchingOverload(function: "a", arguments: []),
    .notConvertible("a", to: "b"), .invalidArgument("a"), .duplicateKey("a"), .emptyOptional, .costExceeded(limit: 1),
    .resultTooLarge(limit: 1),
  ])
  func everyProblemIsExplained(problem: ExpressionProblem) {
    #expect(CatalogueTests.entries.contains { $0.id == problem.id })
    #expect(!problem.message.isEmpty)
    #expect(problem.severity == .error)
  }

  /// The ids of what is wrong with an example, at check time or at run time.
  private func problems(of text: String) -> [String] {
    let activation = MapActivation(["inputs": ["host": "edge", "keep": 3, "names": ["x"]], "steps": ["a": [:]]])
    let outcome: Result<Evaluation, IssueList> =
      Template.containsInterpolation(text)
      ? Template.compile(text, in: planScope).map { $0.evaluate(activation) }
      : Expression.compile(text, in: planScope).map { $0.evaluate(activation) }
    switch outcome {
    case .failure(let list): return list.issues.map(\.problem.id)
    case .success(.error(let error)): return [error.problem.id]
    case .success: return []
    }
  }

  @Test(arguments: entries.filter { !described.contains($0.id) })
  func examplesHaveTheProblem(entry: CatalogueEntry) {
    #expect(problems(of: entry.example) == [entry.id], "\(entry.example)")
    #expect(problems(of: entry.cure) == [], "\(entry.cure)")
  }
}
