// Covers: that the migration's plan says the whole runbook: every step of the five phases with title, estimate,
// precondition, success criterion with a code, and its way back; every code it uses is in the catalogue.

import Foundation
import StateSteps
import Testing

@Suite struct PlanTextTests {
  private static let folder =
    URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path + "/plans/lookcoin"

  private static func text(_ name: String) throws -> String {
    try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
  }

  /// The steps of the plan's phases, each with its lines.
  private static func steps() throws -> [String] {
    let phases = try text("migrate.yaml").components(separatedBy: "\nphases:\n").last ?? ""
    return phases.components(separatedBy: "\n      - id: ").dropFirst().map {
      $0.components(separatedBy: "\n  - id: ")[0]
    }
  }

  @Test(arguments: [
    "1.1 Current state analysis", "1.2 Data integrity", "1.3 Performance baseline", "1.4 Environment preparation",
    "2.1 Enable dual-write", "2.2 Dual-write tests", "2.3 Impact of dual-write", "3.1 Bulk migration",
    "3.2 Consistency", "3.3 Verification with the JSON backend", "3.4 Performance of the JSON backend",
    "4.1 Functionality", "4.2 Integration", "4.3 Edge cases and recovery",
    "5.1 Pre-cutover validation and go/no-go", "5.2 Disable dual-write, JSON only", "5.3 Post-cutover validation",
    "5.4 Final verification and completion report",
  ])
  func everyStepSaysAllThatAPersonSigns(_ title: String) throws {
    let step = try #require(try Self.steps().first { $0.contains("\n        title: \(title)\n") }, "no step '\(title)'")
    for key in ["uses", "estimate", "preconditions", "success", "rollback"] {
      #expect(step.contains("\n        \(key):"), "'\(title)' has no '\(key)'")
    }
    #expect(step.contains("code: "), "'\(title)' has no error code")
  }

  @Test func fourPeopleDecide() throws {
    let approvals = try Self.steps().filter { $0.contains("uses: approval.request") }
    #expect(approvals.count == 4)
    #expect(approvals.allSatisfy { $0.contains("\n        when: inputs.sign_off\n") })
    for role in ["technical-lead", "engineering-manager", "system-administrator", "migration-lead"] {
      #expect(approvals.count { $0.contains("roles: [\(role)]") } == 1)
    }
  }

  @Test func everyCodeIsInTheCatalogue() throws {
    let catalogue = try Self.text("errors.yaml")
    let codes = catalogue.split(separator: "\n").filter { $0.first?.isUppercase == true && $0.hasSuffix(":") }
      .map { String($0.dropLast()) }
    #expect(
      codes == [
        "MIGRATION-001", "MIGRATION-002", "MIGRATION-003", "MIGRATION-004", "MIGRATION-005", "JSON-001", "JSON-002",
        "JSON-003", "LEVELDB-001", "LEVELDB-002",
      ])
    let explained = Set(StateSteps.family.failures.map(\.code))
    #expect(explained.isSuperset(of: codes))
    for file in try FileManager.default.contentsOfDirectory(atPath: Self.folder) where file.hasSuffix(".yaml") {
      for match in try Self.text(file).matches(of: /code: ([A-Z]+-[0-9]+)/) {
        #expect(codes.contains(String(match.1)), "\(file): \(match.1)")
      }
    }
  }

  @Test func theStepTypesOfThePlansExist() throws {
    let names = Set(StateSteps.all.map(\.declaration.name))
    for file in try FileManager.default.contentsOfDirectory(atPath: Self.folder) where file.hasSuffix(".yaml") {
      for match in try Self.text(file).matches(of: /uses: (state\.[a-z_]+)/) {
        #expect(names.contains(String(match.1)), "\(file): \(match.1)")
      }
    }
  }
}
