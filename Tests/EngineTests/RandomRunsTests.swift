// Covers: random plans under random crashes, stops, refusals and rollbacks. BELAY_SEEDS says how many lives are tried
// (100 by default), BELAY_SEED which one alone.

import PlanModel
import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#endif

@Suite("Random runs")
struct RandomRunsTests {
  @Test("keep every promise")
  func lives() throws {
    let only = Self.number("BELAY_SEED")
    let seeds = only.map { $0...$0 } ?? 1...(Self.number("BELAY_SEEDS") ?? 100)
    var faults: [String] = []
    var ends: [RunStatus: Int] = [:]
    for seed in seeds {
      let trial = try Self.life(UInt64(seed))
      faults += trial.faults
      ends[trial.status, default: 0] += 1
    }
    #expect(faults.isEmpty, "\(faults.count) faults, the first:\n\(faults.first ?? "")")
    if only == nil { #expect(ends.count >= 3, "the lives are all alike: \(ends)") }
  }

  @Test("give the same journal for the same seed")
  func repeatable() throws {
    for seed in UInt64(1)...20 {
      #expect(try Self.life(seed).journal == Self.life(seed).journal, "seed \(seed)")
    }
  }

  /// A plan, crashes and people, all from one seed.
  static func life(_ seed: UInt64) throws -> Trial {
    var random = SeededGenerator(seed: seed &* 31)
    var crashes: Set<CrashPoint> = []
    for _ in 0..<random.below(6) {
      let place = 2 + random.below(60)
      crashes.insert(random.chance(50) ? .afterEvent(place) : .afterCommand(place))
    }
    var people = SimulatedPeople()
    people.refusals = random.pick([0, 0, 30])
    people.stopBefore = random.chance(30) ? random.below(60) : nil
    people.regrets = random.chance(40)
    people.goesBackPartly = random.chance(30)
    people.goesBack = random.chance(20)
    people.waits = random.chance(50)
    return try Trial(RandomPlan.make(seed: seed), seed: seed, crashes: crashes, people: people)
  }

  static func number(_ name: String) -> Int? { getenv(name).flatMap { Int(String(cString: $0)) } }
}
