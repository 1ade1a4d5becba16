// What resume makes of failures and crashes: adoption, exit records, the in-doubt rule, resolve.

import Foundation
import JSONText
import Testing

@Suite struct ResumeTests {
  @Test func aFailedStepRunsAgainWithoutThePlanFile() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a"), script("b", "[ -e mended ] && echo b >> log"), noting("c")))
      let (ended, status) = try await box.run()
      #expect(ended.code == 1 && status.statuses == ["succeeded", "failed", "pending"], "\(ended)")
      try box.remove("plan.yaml")
      try box.write("mended")
      let resumed = try await box.belay("resume", status.run)
      #expect(resumed.code == 0 && box.lines("log") == ["a", "b", "c"], "\(resumed)")
      #expect(try await box.status().attempts("b") == 2)
      let before = try await box.belay("audit", "verify", "last", "--format", "json").json
      #expect(try await box.belay("resume", "last").code == 0)
      #expect(
        try await box.belay("audit", "verify", "last", "--format", "json").json["ok"] == true && before["ok"] == true)
      #expect(box.lines("log") == ["a", "b", "c"])
    }
  }

  @Test(arguments: [true, false])
  func aLivingStepIsAdoptedWithItsExitCode(_ good: Bool) async throws {
    try await Sandbox.open { box in
      try box.slowPlan(code: good ? 0 : 5)
      try await box.crashInSlowStep(.executor)
      #expect(!box.marked.isEmpty)
      #expect(try await box.status().of("b") == "running")
      let resume = try box.start("resume", "last")
      try await eventually("the new executor") {
        try await box.belay("status", "last", "--format", "json").json["executing"] == true
      }
      try box.write("go")
      let ended = try await resume.end()
      let status = try await box.status()
      #expect(ended.code == (good ? 0 : 1) && status.attempts("b") == 1, "\(ended)")
      #expect(box.lines("log") == (good ? ["a", "in", "out", "csucceeded"] : ["a", "in", "out"]))
      #expect(good ? status.outputs("b")?["n"] == 7 : status.of("b") == "failed", "\(status)")
      try await box.expectVerified()
    }
  }

  @Test(arguments: [true, false])
  func aStepThatEndedMeanwhileIsBelieved(_ good: Bool) async throws {
    try await Sandbox.open { box in
      try box.slowPlan(code: good ? 0 : 5)
      try await box.crashInSlowStep(.executor)
      try box.write("go")
      try await eventually("the end of the supervisor") { box.processes.isEmpty }
      #expect(box.lines("log") == ["a", "in", "out"])
      let ended = try await box.belay("resume", "last")
      let status = try await box.status()
      #expect(ended.code == (good ? 0 : 1) && status.attempts("b") == 1, "\(ended)")
      #expect(good ? status.outputs("b")?["n"] == 7 : status.of("b") == "failed", "\(status)")
      #expect(box.lines("log") == (good ? ["a", "in", "out", "csucceeded"] : ["a", "in", "out"]))
    }
  }

  @Test func anOpaqueStepInDoubtAsks() async throws {
    try await Sandbox.open { box in
      try box.slowPlan()
      try await box.crashInSlowStep(.family)
      for _ in 0..<2 {
        let ended = try await box.belay("resume", "last")
        #expect(ended.code == 6 && ended.stderr.contains("belay resolve"), "\(ended)")
        let status = try await box.status()
        #expect(status.status == "in_doubt" && status.inDoubt == ["b"] && status.of("b") == "in_doubt")
        #expect(box.lines("log") == ["a", "in"])
      }
      #expect(try await box.belay("resolve", "last", "a", "done").code == 2)
      #expect(try await box.belay("resolve", "last", "b", "perhaps").code == 2)
      #expect(try await box.belay("resolve", "last", "b", "done", "--reason", "seen on site").code == 0)
      let ended = try await box.belay("resume", "last")
      #expect(ended.code == 0 && box.lines("log") == ["a", "in", "csucceeded"], "\(ended)")
      #expect(try await box.belay("log", "last", "--format", "json").stdout.contains("seen on site"))
      try await box.expectVerified()
    }
  }

  @Test(arguments: ["not-done", "retry"])
  func resolvedToRunAgain(_ decision: String) async throws {
    try await Sandbox.open { box in
      try box.slowPlan()
      try await box.crashInSlowStep(.family)
      #expect(try await box.belay("resume", "last").code == 6)
      #expect(try await box.belay("resolve", "last", "b", decision).code == 0)
      try box.write("go")
      let ended = try await box.belay("resume", "last")
      #expect(ended.code == 0 && box.lines("log") == ["a", "in", "in", "out", "csucceeded"], "\(ended)")
      #expect(Set(box.lines("keys")).count == 1)
    }
  }

  @Test(arguments: [
    ("not-done", ["a", "in", "-a"]), ("retry", ["a", "in", "-b", "-a"]), ("done", ["a", "in", "-b", "-a"]),
  ])
  func resolvedThenRolledBack(_ decision: String, _ log: [String]) async throws {
    try await Sandbox.open { box in
      try box.slowPlan()
      try await box.crashInSlowStep(.family)
      #expect(try await box.belay("rollback", "last").code == 6)
      #expect(box.lines("log") == ["a", "in"])
      #expect(try await box.belay("resolve", "last", "b", decision).code == 0)
      let ended = try await box.belay("rollback", "last")
      #expect(ended.code == 0 && box.lines("log") == log, "\(ended)")
      #expect(try await box.status().status == "rolled_back")
    }
  }

  @Test func anIdempotentStepRunsAgainWithItsKey() async throws {
    try await Sandbox.open { box in
      try box.slowPlan("idempotent: true")
      try await box.crashInSlowStep(.family)
      try box.write("go")
      let ended = try await box.belay("resume", "last")
      #expect(ended.code == 0 && box.lines("log") == ["a", "in", "in", "out", "csucceeded"], "\(ended)")
      #expect(box.lines("keys").count == 2 && Set(box.lines("keys")).count == 1)
    }
  }

  @Test(arguments: [true, false])
  func doneWhenSettlesIt(_ happened: Bool) async throws {
    try await Sandbox.open { box in
      try box.slowPlan("done_when: [{uses: file.stat, with: {path: proof}, check: outputs.exists}]")
      try await box.crashInSlowStep(.family)
      try box.write(happened ? "proof" : "nothing")
      try box.write("go")
      let ended = try await box.belay("resume", "last")
      let again = happened ? [] : ["in", "out"]
      #expect(ended.code == 0 && Array(box.lines("log").prefix(2 + again.count)) == ["a", "in"] + again, "\(ended)")
      #expect(box.lines("log").count == 3 + again.count)
    }
  }

  @Test func aProgramWhoseSupervisorIsGoneIsWaitedForAndThenInDoubt() async throws {
    try await Sandbox.open { box in
      try box.slowPlan()
      let run = try box.start("run", "plan.yaml")
      try await box.wait(for: "in", in: "log")
      run.send(SIGKILL)
      _ = try await run.end()
      let supervisors = box.processes.filter { $0.arguments.first?.hasSuffix("belay-exec") == true }
      #expect(!supervisors.isEmpty)
      for supervisor in supervisors where supervisor.arguments.count > 1 { kill(supervisor.id, SIGKILL) }
      if box.marked.isEmpty { return }  // a kernel that ends the child with it leaves nothing to wait for
      let resume = try box.start("resume", "last")
      try await eventually("the new executor") {
        try await box.belay("status", "last", "--format", "json").json["executing"] == true
      }
      #expect(!resume.hasEnded)
      try box.write("go")
      let ended = try await resume.end()
      #expect(ended.code == 6 && box.lines("log") == ["a", "in", "out"], "\(ended)")
      #expect(try await box.status().inDoubt == ["b"])
    }
  }

  @Test func orphansCanBeStopped() async throws {
    try await Sandbox.open { box in
      try box.slowPlan()
      try await box.crashInSlowStep(.executor)
      let ended = try await box.belay("resume", "last", "--orphans", "stop", within: 60)
      #expect(ended.code == 1 && box.lines("log") == ["a", "in"], "\(ended)")
      #expect(box.marked.isEmpty)
      #expect(try await box.status().of("b") == "failed")
    }
  }

  @Test func rollbackOfACrashedRunUndoesWhatWasIdempotent() async throws {
    try await Sandbox.open { box in
      try box.slowPlan("idempotent: true")
      try await box.crashInSlowStep(.family)
      let ended = try await box.belay("rollback", "last")
      #expect(ended.code == 0 && box.lines("log") == ["a", "in", "-b", "-a"], "\(ended)")
    }
  }

  @Test(arguments: Casualties.allCases)
  func aCrashWithinRollbackGoesOnAsRollback(_ casualties: Casualties) async throws {
    try await Sandbox.open { box in
      try box.plan(
        "on_failure: rollback\n" + steps(noting("a"))
          + """

            - id: b
              uses: shell.run
              with: {script: 'echo b >> log'}
              rollback:
                uses: exec.run
                idempotent: true
                with: {argv: [bash, -c, 'echo undoing >> log; until [ -e go ]; do sleep 0.05; done; echo -b >> log', '\(box.marker)']}

          """ + failing("bad") + "\n" + noting("never"))
      let run = try box.start("run", "plan.yaml")
      try await box.wait(for: "undoing", in: "log")
      try await box.crash(run, casualties)
      #expect(try await box.status().status == "rolling_back")
      try box.write("go")
      let ended = try await box.belay("resume", "last")
      #expect(ended.code == 3, "\(ended)")
      let again = casualties == .family ? ["undoing", "undoing"] : ["undoing"]
      #expect(box.lines("log") == ["a", "b"] + again + ["-b", "-a"])
      #expect(try await box.status().status == "rolled_back")
      try await box.expectVerified()
    }
  }

  @Test func anOpaqueUndoInDoubtAsksAndNothingRunsForward() async throws {
    try await Sandbox.open { box in
      try box.plan(
        "on_failure: rollback\n" + steps(noting("a"))
          + """

            - id: b
              uses: shell.run
              with: {script: 'echo b >> log'}
              rollback: {uses: exec.run, with: {argv: [bash, -c, 'echo undoing >> log; sleep 60', '\(box.marker)']}}

          """ + failing("bad"))
      let run = try box.start("run", "plan.yaml")
      try await box.wait(for: "undoing", in: "log")
      try await box.crash(run, .family)
      let ended = try await box.belay("resume", "last")
      #expect(ended.code == 6 && box.lines("log") == ["a", "b", "undoing"], "\(ended)")
      #expect(try await box.status().inDoubt == ["b"])
      #expect(try await box.belay("resolve", "last", "b", "done").code == 0)
      #expect(try await box.belay("resume", "last").code == 3)
      #expect(box.lines("log") == ["a", "b", "undoing", "-a"])
    }
  }

  /// However often somebody has looked in between, the items that haven't run yet run.
  @Test(arguments: [(1, "done"), (2, "done"), (1, "not-done"), (2, "not-done"), (2, "retry")])
  func anInstanceInDoubtIsSettledAndTheOthersFollow(_ looks: Int, _ decision: String) async throws {
    try await Sandbox.open { box in
      try box.plan(
        """
        steps:
          - id: each
            foreach: ${{ ['x', 'y'] }}
            as: item
            max_parallel: 1
            uses: shell.run
            with: {script: 'echo in-$N >> log; until [ -e go ]; do sleep 0.05; done', env: {N: '${{ item }}'}}
            rollback: {none: x}

        """ + noting("end"))
      let run = try box.start("run", "plan.yaml")
      try await box.wait(for: "in-x", in: "log")
      try await box.crash(run, .family)
      try box.write("go")
      for _ in 0..<looks { #expect(try await box.belay("resume", "last").code == 6) }
      #expect(try await box.status().inDoubt == ["each[x]"])
      #expect(try await box.belay("resolve", "last", "each[x]", decision).code == 0)
      let ended = try await box.belay("resume", "last", within: 30)
      let again = decision == "done" ? [] : ["in-x"]
      #expect(ended.code == 0 && box.lines("log") == ["in-x"] + again + ["in-y", "end"], "\(ended)")
      #expect(try await box.status().ids == ["each[x]", "each[y]", "end"])
    }
  }

  @Test func whatWasMendedByHandIsDone() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(failing("a"), noting("b")))
      #expect(try await box.run().ended.code == 1)
      #expect(try await box.belay("resolve", "last", "a", "done").code == 0)
      #expect(try await box.belay("resume", "last").code == 0 && box.lines("log") == ["b"])
    }
  }

  @Test func theWorkingDirectoryIsThatOfTheRun() async throws {
    try await Sandbox.open { box in
      try box.write("f", "old")
      try box.write("other/place", "")
      try box.plan(
        steps(
          "  - {id: w, uses: file.write, with: {path: f, content: new}, rollback: auto}",
          script("b", "[ -e ok ] && pwd > where")))
      #expect(try await box.run().ended.code == 1)
      try box.write("ok")
      let state = box.at(".belay")
      #expect(try await box.belay("resume", "last", environment: ["BELAY_STATE": state], in: "other").code == 0)
      #expect(box.lines("where") == [box.path])
      #expect(try await box.belay("rollback", "last", "--state", state, in: "other").code == 0)
      #expect(box.read("f") == "old" && !box.exists("other/f") && !box.exists("other/.belay"))
    }
  }

  @Test func aCrashBeforeAnythingWasDoneLeavesAResumableRunOrNone() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a")))
      let run = try box.start("run", "plan.yaml")
      try await eventually("the journal", within: 20) { box.exists(".belay/journal.db") }
      try await box.crash(run, .family)
      let runs = try await box.belay("runs", "--format", "json")
      #expect(runs.code == 0, "\(runs)")
      if try runs.json["runs"]?.arrayValue?.isEmpty == false {
        let ended = try await box.belay("resume", "last")
        #expect(ended.code == 0 || ended.code == 6, "\(ended)")
      }
      #expect(box.lines("log").count <= 1)
    }
  }

  @Test func theKeyIsStableAndOutputsFlowAfterAResume() async throws {
    try await Sandbox.open { box in
      try box.slowPlan("idempotent: true\nretry: {attempts: 2, delay: 10ms}", code: 3)
      try box.write("go")
      #expect(try await box.run().ended.code == 1)
      #expect(try await box.belay("resume", "last").code == 1)
      #expect(box.lines("keys").count >= 3 && Set(box.lines("keys")).count == 1, "\(box.lines("keys"))")
    }
  }
}
