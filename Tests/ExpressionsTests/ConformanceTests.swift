// Runs the public conformance vectors beside the repository, when they are there; and makes sure that the runner can
// fail.

import FoundationEssentials
import JSONText
import Testing

@testable import Expressions
@testable import cel_conformance

@Suite struct ConformanceTests {
  /// `../shared/cel` from the package.
  static let folder =
    #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 } + "/shared/cel"

  static let files: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".json") }.sorted()

  @Test(.enabled(if: !files.isEmpty, "there are no vectors in ../shared/cel"), arguments: files)
  func vectorsPass(file: String) throws {
    let data = try #require(FileManager.default.contents(atPath: ConformanceTests.folder + "/" + file))
    let cases = try #require(try JSON(parsing: [UInt8](data)).arrayValue)
    #expect(!cases.isEmpty)
    let runner = ConformanceRunner(timeZones: SystemTimeZones())
    for json in cases {
      let test = try ConformanceCase(json)
      let failure = runner.failure(of: test)
      #expect(failure == nil, "\(test.section)/\(test.name): \(test.expression)")
    }
  }

  @Test(arguments: [
    (#"{"name": "a", "expr": "1 + 1", "value": {"int64_value": "3"}}"#, "is int(2), not int(3)"),
    (#"{"name": "a", "expr": "1 + 1", "value": {"uint64_value": "2"}}"#, "is int(2), not uint(2)"),
    (#"{"name": "a", "expr": "1 + 1", "eval_error": {}}"#, "is int(2)"),
    (#"{"name": "a", "expr": "1 / 0", "value": {"int64_value": "0"}}"#, "fails: division by zero"),
    (
      #"{"name": "a", "expr": "1 +", "value": {"int64_value": "0"}}"#,
      "does not check: expected an expression, found the end of the expression"
    ),
    (#"{"name": "a", "expr": "b'?'", "value": {"bytes_value": "XEA="}}"#, "is bytes([63]), not bytes([92, 64])"),
    (
      #"{"name": "a", "expr": "[1]", "check_only": true, "typed_result": {"deduced_type": {"list_type": {"elem_type": {"primitive": "STRING"}}}}}"#,
      "has type list(Expressions.StaticType.int), not list(Expressions.StaticType.string)"
    ),
  ])
  func runnerFindsFailures(text: String, reason: String) throws {
    let test = try ConformanceCase(try JSON(parsing: text))
    #expect(ConformanceRunner(timeZones: SystemTimeZones()).failure(of: test) == reason)
  }

  @Test func unreadableCasesAreErrors() throws {
    let json = try JSON(parsing: #"{"name": "a", "expr": "1", "value": {"object_value": {}}}"#)
    #expect(throws: ConformanceError.self) { try ConformanceCase(json) }
  }
}
