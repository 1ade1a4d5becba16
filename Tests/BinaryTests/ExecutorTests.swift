// One executor a run, and locks between runs.

import JSONText
import Testing

@Suite struct ExecutorTests {
  @Test func aSecondExecutorStartsNothing() async throws {
    try await Sandbox.open { box in
      try box.slowPlan()
      let run = try box.start("run", "plan.yaml")
      try await box.wait(for: "in", in: "log")
      for verb in ["resume", "rollback", "abandon"] {
        let ended = try await box.belay(verb, "last")
        #expect(ended.code == 7 && !ended.stderr.isEmpty, "\(verb) \(ended)")
      }
      #expect(box.lines("log") == ["a", "in"])
      try box.write("go")
      #expect(try await run.end().code == 0)
      #expect(box.lines("log") == ["a", "in", "out", "csucceeded"])
      try await box.expectVerified()
    }
  }

  @Test func manyAtOnceResumeItOnce() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(script("a", "[ -e ok ]"), script("b", "echo b >> log; sleep 0.5")))
      #expect(try await box.run().ended.code == 1)
      try box.write("ok")
      let all = try (0..<5).map { _ in try box.start("resume", "last") }
      var codes: [Int32] = []
      for one in all { codes.append(try await one.end().code) }
      #expect(codes.filter { $0 == 0 }.count >= 1 && codes.allSatisfy { $0 == 0 || $0 == 7 }, "\(codes)")
      #expect(box.lines("log") == ["b"])
      try await box.expectVerified()
    }
  }

  @Test func aLockKeepsOtherRunsOutUntilItIsGivenBack() async throws {
    try await Sandbox.open { box in
      try box.slowPlan(top: "inputs: {host: {type: string, default: h1}}\nlocks: ['edge:${{ inputs.host }}', second]\n")
      try box.plan(
        "inputs: {host: {type: string}}\nlocks: ['edge:${{ inputs.host }}']\n" + steps(noting("other")),
        name: "other.yaml")
      let run = try box.start("run", "plan.yaml")
      try await box.wait(for: "in", in: "log")
      let held = try await box.belay("run", "other.yaml", "--input", "host=h1")
      #expect(held.code == 7 && held.stderr.contains("edge:h1"), "\(held)")
      #expect(try await box.belay("run", "other.yaml", "--input", "host=h2").code == 0)
      #expect(try await box.belay("runs", "--format", "json").json["runs"]?.arrayValue?.count == 2)
      // A crashed run keeps it
      try await box.crash(run, .family)
      #expect(try await box.belay("run", "other.yaml", "--input", "host=h1").code == 7)
      // and so does one in doubt, until somebody gives it up.
      #expect(try await box.belay("resume", "last").code == 0)
      let crashed = try await box.belay("runs", "--format", "json").json["runs"]?[1]?["run"]?.stringValue ?? ""
      #expect(try await box.belay("resume", crashed).code == 6)
      #expect(try await box.belay("run", "other.yaml", "--input", "host=h1").code == 7)
      #expect(try await box.belay("abandon", crashed).code == 0)
      #expect(try await box.belay("run", "other.yaml", "--input", "host=h1").code == 0)
      #expect(try await box.belay("resume", crashed).code != 0)
    }
  }

  @Test func aRunThatHaltedKeepsItsLockAndOneThatIsRolledBackDoesNot() async throws {
    try await Sandbox.open { box in
      try box.plan("locks: [yard]\n" + steps(noting("a"), failing("b")))
      try box.plan("locks: [yard]\n" + steps(noting("other")), name: "other.yaml")
      #expect(try await box.run().ended.code == 1)
      #expect(try await box.belay("run", "other.yaml").code == 7)
      #expect(try await box.belay("rollback", "last").code == 0)
      #expect(try await box.belay("run", "other.yaml").code == 0)
    }
  }

  @Test func anIdPrefixIsEnoughAndUnknownThingsAreSaid() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a")))
      #expect(try await box.belay("runs", "--format", "json").json["runs"] == [])
      for arguments in [
        ["status", "last"], ["resume", "zzz"], ["run", "nowhere.yaml"], ["log", "zzz"], ["stop", "zzz"],
      ] {
        let ended = try await box.launch(Sandbox.binary, arguments).end()
        #expect(ended.code == 2 && !ended.stderr.isEmpty && ended.stdout.isEmpty, "\(arguments) \(ended)")
      }
      let (_, status) = try await box.run()
      #expect(try await box.status(String(status.run.prefix(20))).run == status.run)
      let wrong = try await box.belay("stauts", "last")
      #expect(wrong.code == 2 && wrong.stderr.contains("status"), "\(wrong)")
      #expect(try await box.belay("status", "last", "--frmat", "json").code == 2)
      for verb in ["serve", "worker", "lsp"] { #expect(try await box.belay(verb).code == 2) }
    }
  }
}
