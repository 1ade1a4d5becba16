// Covers: a crash at every event and after every command of the reference plans, a second crash while the first is
// recovered from, and people who stop, refuse, regret and go back. Every failure prints what is needed to have it again.

import PlanModel
import Testing

@testable import Engine

@Suite("A crash at every place of the reference plans")
struct CrashEverywhereTests {
  /// What people do around a run.
  static let surroundings: [SimulatedPeople] = [
    SimulatedPeople(),
    SimulatedPeople(regrets: true, waits: true),
    SimulatedPeople(refusals: 20, regrets: true, goesBackPartly: true),
    SimulatedPeople(goesBack: true),
  ]

  @Test("nothing lost, nothing twice", arguments: ReferencePlans.bodies.map(\.name))
  func everywhere(_ name: String) throws {
    let reference = try #require(ReferencePlans.bodies.first { $0.name == name })
    let plan = try SimulatedPlan(name, reference.body, files: reference.files)
    var faults: [String] = []
    // Every place as planned; with other people around it a quarter of the places, unless BELAY_SEEDS asks for all.
    for (offset, people) in Self.surroundings.enumerated() {
      let stride = offset == 0 || RandomRunsTests.number("BELAY_SEEDS") != nil ? 1 : 4
      let whole = try Trial(plan, seed: 1, people: people)
      faults += whole.faults
      guard faults.isEmpty else { break }
      for place in Swift.stride(from: 2 + offset % stride, through: whole.journal.count + 4, by: stride) {
        let crashes: Set<CrashPoint> = [.afterEvent(place), .afterEvent(place + 1 + place % 5)]
        faults += try Trial(plan, seed: UInt64(place), crashes: [.afterEvent(place)], people: people).faults
        faults += try Trial(plan, seed: UInt64(place), crashes: crashes, people: people).faults
      }
      for place in Swift.stride(from: 1 + offset % stride, through: whole.commands, by: stride) {
        let crashes: Set<CrashPoint> = [.afterCommand(place), .afterCommand(place + 2)]
        faults += try Trial(plan, seed: UInt64(place), crashes: crashes, people: people).faults
      }
      for place in Swift.stride(from: 2 + offset % 3, through: whole.journal.count * 2, by: 3 * stride) {
        var stopping = people
        stopping.stopBefore = place
        faults += try Trial(plan, seed: UInt64(place), crashes: [.afterEvent(place)], people: stopping).faults
      }
    }
    let first = faults.first ?? ""
    #expect(faults.isEmpty, "\(faults.count) faults, the first:\n\(first)")
  }

  @Test("the same seed gives the same journal", arguments: ReferencePlans.bodies.map(\.name))
  func sameJournal(_ name: String) throws {
    let reference = try #require(ReferencePlans.bodies.first { $0.name == name })
    let plan = try SimulatedPlan(name, reference.body, files: reference.files)
    let one = try Trial(plan, seed: 42, crashes: [.afterEvent(5), .afterEvent(9)])
    let other = try Trial(plan, seed: 42, crashes: [.afterEvent(5), .afterEvent(9)])
    #expect(one.journal == other.journal)
  }
}
