// Covers: no decision takes longer because a plan is long or wide. The bounds are generous: a debug build under load
// must keep them, and anything quadratic must not.

import PlanModel
import Testing

@testable import Engine

@Suite("Large plans", .serialized)
struct ScaleTests {
  /// Drives a run whose steps all succeed at once; gives how many attempts were begun and events were written.
  private func drive(
    _ bench: inout Bench, until status: RunStatus, verb: Verb = .run
  ) throws -> (begun: Int, events: Int) {
    var engine = bench.engine
    let opened = RunOpened(verb: verb, host: "h", pid: 1, bootID: "b", binaryVersion: "1", registryDigest: "r")
    var stimuli = [Stimulus.open(OpenRequest(opened: opened, actor: "ann"))]
    var (begun, events) = (0, 0)
    var end: RunStatus?
    while let stimulus = stimuli.popLast() {
      for command in try engine.handle(stimulus, at: Moment(wall: bench.now, monotonic: bench.now)) {
        switch command {
        case .begin(let work):
          begun += 1
          stimuli.append(.finished(work, WorkReport(result: .success(["n": .int(1)]))))
        case .record(let recorded): events += recorded.count
        case .end(let status): end = status
        default: continue
        }
      }
    }
    #expect(end == status)
    bench.engine = Engine(state: engine.state)
    return (begun, events)
  }

  @Test("a chain of 20,000 steps, forward and back", .timeLimit(.minutes(2)))
  func chain() throws {
    let undo = "rollback: {uses: sim.process, idempotent: true}"
    var lines = ["steps:"]
    for number in 0..<20_000 {
      let when = number % 10 == 9 ? ", when: \"steps.s\(number - 1).outputs.n == 1\"" : ""
      lines.append("  - {id: s\(number), uses: sim.process\(when), \(undo)}")
    }
    var bench = try Bench(lines.joined(separator: "\n") + "\n")
    let clock = ContinuousClock()
    var begun: [Int] = []
    let forward = try clock.measure { begun.append(try drive(&bench, until: .succeeded).begun) }
    let back = try clock.measure { begun.append(try drive(&bench, until: .rolledBack, verb: .rollback).begun) }
    #expect(begun == [20_000, 20_000])
    #expect(forward < .seconds(60) && back < .seconds(60), "forward \(forward), back \(back)")
  }

  @Test("20,000 steps that are skipped at once", .timeLimit(.minutes(1)))
  func skipped() throws {
    let lines = (0..<20_000).map { "  - {id: s\($0), uses: sim.look, when: 'false'}" }
    var bench = try Bench("steps:\n" + lines.joined(separator: "\n") + "\n")
    var events = 0
    let time = try ContinuousClock().measure { events = try drive(&bench, until: .succeeded).events }
    #expect(events == 20_002)
    #expect(time < .seconds(30), "\(time)")
  }

  @Test("5,000 at once, as steps and as instances", .timeLimit(.minutes(1)))
  func wide() throws {
    let lines = (0..<5_000).map { "  - {id: s\($0), uses: sim.look, needs: []}" }
    var bench = try Bench("limits: {parallel: 5000}\nsteps:\n" + lines.joined(separator: "\n") + "\n")
    let time = try ContinuousClock().measure { _ = try drive(&bench, until: .succeeded) }
    #expect(time < .seconds(30), "\(time)")
    let items = (0..<5_000).map(String.init).joined(separator: ", ")
    bench = try Bench("steps:\n  - {id: a, uses: sim.look, foreach: [\(items)], max_parallel: 100}\n")
    let second = try ContinuousClock().measure { _ = try drive(&bench, until: .succeeded) }
    #expect(second < .seconds(30), "\(second)")
  }
}
