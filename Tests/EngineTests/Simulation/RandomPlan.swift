// A random plan from a seed: any mixture of what the reference plans try one by one. It always checks.

struct RandomPlan {
  private var random: SeededGenerator
  private var names: [String] = []
  private let seed: UInt64

  static func make(seed: UInt64) throws -> SimulatedPlan {
    var maker = RandomPlan(random: SeededGenerator(seed: seed), seed: seed)
    let body = maker.body()
    return try SimulatedPlan("random \(seed)", body, files: ["inner.yaml": ReferencePlans.inner])
  }

  private init(random: SeededGenerator, seed: UInt64) {
    self.random = random
    self.seed = seed
  }

  private mutating func body() -> String {
    var lines: [String] = []
    if random.chance(60) { lines.append("on_failure: \(random.pick(["rollback", "halt"]))") }
    if random.chance(50) { lines.append("limits: {parallel: \(1 + random.below(4))}") }
    if random.chance(15) {
      let action = random.pick(["pause", "stop", "rollback"])
      lines.append(
        "guards: [{id: g, uses: sim.look, check: outputs.ok, every: 2s, with: {ok_after: \(random.below(4))}, for: 5s, on_trip: \(action)}]"
      )
    }
    if random.chance(40) {
      lines.append("phases:")
      for phase in 0..<(1 + random.below(3)) {
        lines.append("  - id: p\(phase)")
        if random.chance(30) { lines.append("    preconditions: [{uses: sim.look, check: outputs.ok}]") }
        if random.chance(20) { lines.append("    on_failure: \(random.pick(["rollback", "halt", "continue"]))") }
        lines.append("    steps:")
        lines += steps(indent: "      ", prefix: "p\(phase)/", count: 1 + random.below(4))
        if random.chance(20) { lines.append("    success: [{uses: sim.look, check: outputs.ok}]") }
      }
    } else {
      lines.append("steps:")
      lines += steps(indent: "  ", prefix: "", count: 2 + random.below(6))
    }
    if random.chance(40) {
      lines.append("finally:")
      lines.append("  - {id: tell, uses: sim.once, with: {fail: \(random.below(2))}}")
      if random.chance(30) { lines.append("  - {id: tidy, uses: plan.run, with: {plan: inner.yaml}}") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private mutating func steps(indent: String, prefix: String, count: Int) -> [String] {
    var siblings: [String] = []
    var lines: [String] = []
    for _ in 0..<count {
      let name = "s\(names.count)"
      var parts = ["id: \(name)"] + use(prefix + name)
      if random.chance(50) {
        parts.append("needs: [\(siblings.filter { _ in random.chance(40) }.joined(separator: ", "))]")
      }
      if random.chance(10) { parts.append("when: '\(random.pick(["false", "true"]))'") }
      if random.chance(10) { parts.append("preconditions: ['\(random.pick(["false", "true", "true"]))']") }
      if random.chance(15) { parts.append("on_failure: \(random.pick(["continue", "rollback", "halt"]))") }
      lines.append("\(indent)- {\(parts.joined(separator: ", "))}")
      siblings.append(name)
      names.append(name)
    }
    return lines
  }

  private mutating func use(_ id: String) -> [String] {
    let fail = random.chance(35) ? random.pick([1, 2, 99]) : 0
    let faults = fail == 0 ? "" : ", with: {fail: \(fail)}"
    let again = random.chance(30) ? ", retry: {attempts: \(1 + random.below(3)), delay: 1s}" : ""
    let undo = self.undo()
    switch random.below(12) {
    case 0...2: return ["uses: sim.process\(faults)\(again)", "rollback: \(undo)"]
    case 3:
      return [
        "uses: sim.process\(faults)\(again), idempotent: true, success: [{uses: sim.look, check: outputs.ok, with: {ok_after: \(random.below(3))}, within: 5s}]",
        "rollback: \(undo)",
      ]
    case 4:
      return [
        "uses: sim.process\(faults)\(again)", "done_when: [{uses: sim.look, check: outputs.there, with: {at: \(id)}}]",
        "rollback: \(undo)",
      ]
    case 5: return ["uses: sim.once\(faults)\(again)", "rollback: \(undo)"]
    case 6: return ["uses: sim.put\(faults)\(again)", "rollback: auto"]
    case 7: return ["uses: sim.probed\(faults)\(again)", "rollback: \(undo)"]
    case 8: return ["uses: sim.gate"]
    case 9: return ["uses: sim.wait, with: {ms: \(random.below(20_000))}"]
    case 10:
      let kind = random.pick(["sim.process", "sim.put"])
      let rollback = kind == "sim.put" ? "auto" : undo
      return [
        "uses: \(kind)\(faults), foreach: [x, y, z], max_parallel: \(1 + random.below(3))", "rollback: \(rollback)",
      ]
    default: return ["uses: plan.run, with: {plan: inner.yaml}"]
    }
  }

  private mutating func undo() -> String {
    switch random.below(6) {
    case 0: "{none: it stays}"
    case 1: "{uses: sim.process}"
    case 2: "[{uses: sim.process, idempotent: true}, {uses: sim.once}]"
    case 3:
      "{uses: sim.process, with: {fail: 1}, idempotent: true, retry: {attempts: \(1 + random.below(2)), delay: 2s}}"
    default: "{uses: sim.process, idempotent: true}"
    }
  }
}
