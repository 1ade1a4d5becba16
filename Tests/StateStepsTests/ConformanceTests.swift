// Covers: the promises that every step type makes, kept by the state steps in all their fixtures.

import Foundation
import StateSteps
import StepConformance
import StepKit
import Testing

@Suite struct ConformanceTests {
  @Test(arguments: StateSteps.all.map(\.declaration.name)) func everyPromiseIsKept(_ name: String) async throws {
    let folder = NSTemporaryDirectory() + "state-steps-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let type = try #require(StateSteps.all.first { $0.declaration.name == name })
    let fixtures = StateSteps.family.fixtures[name] ?? []
    let faults = await StepConformance.faults(of: type, fixtures: fixtures, in: folder)
    #expect(faults.isEmpty, "\(faults.map(\.description).joined(separator: "\n"))")
  }

  @Test func theRegistryAcceptsThem() throws {
    let registry = try Registry(StateSteps.all)
    #expect(
      registry.names == [
        "state.backup", "state.benchmark", "state.compare", "state.exercise", "state.inventory", "state.load",
        "state.migrate", "state.mode", "state.repair", "state.restore", "state.verify",
      ])
  }
}
