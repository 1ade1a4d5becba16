// Covers: every built-in step type keeps every promise that StepConformance knows.

import StepConformance
import StepKit
import Testing

@Suite struct ConformanceTests {
  @Test(arguments: Families.all.map(\.folder))
  func everyTypeOfAFamilyConforms(folder: String) async throws {
    let family = try #require(Families.all.first { $0.folder == folder })
    let sandbox = try TemporaryFolder()
    let faults = await StepConformance.faults(of: family, in: sandbox.path)
    #expect(faults.map(\.description) == [])
  }

  @Test func allTypesTogetherAreARegistry() throws {
    let registry = try Registry(Families.all.flatMap(\.types))
    #expect(
      registry.names == [
        "approval.request", "archive.create", "archive.restore", "exec.run", "file.copy", "file.remove", "file.stat",
        "file.write", "host.resources", "http.get", "http.request", "manual.confirm", "notify.webhook", "plan.run",
        "shell.run", "wait.for", "wait.until",
      ])
  }

  /// Whoever meets a failure can ask what it means: every code has one explanation.
  @Test func codesAreExplainedOnce() {
    let codes = Families.all.flatMap(\.failures).map(\.code)
    #expect(codes.count == Set(codes).count)
    #expect(codes.allSatisfy { $0.hasPrefix("BLY08") && $0.count == 7 })
    let expected = Set(Families.all.flatMap { $0.fixtures.values.joined() }.compactMap(\.failure))
    #expect(expected.subtracting(codes) == [])
  }
}
