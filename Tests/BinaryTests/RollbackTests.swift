// Undoing: what, in which order, down to where, and what can stand in its way.

import JSONText
import Testing

@Suite struct RollbackTests {
  @Test func everythingThatStartedIsUndoneInReverse() async throws {
    try await Sandbox.open { box in
      try box.plan(
        "on_failure: rollback\n"
          + steps(noting("a"), noting("b"), noting("c", "success: ['1 > 2']"), noting("d")))
      let (ended, status) = try await box.run()
      #expect(ended.code == 3 && status.status == "rolled_back", "\(ended)")
      #expect(box.lines("log") == ["a", "b", "c", "-c", "-b", "-a"])
      #expect(status.statuses == ["undone", "undone", "undone", "pending"])
      try await box.expectVerified()
    }
  }

  @Test func theOrderIsThatOfTheStartNotOfThePlan() async throws {
    try await Sandbox.open { box in
      try box.plan(
        "on_failure: rollback\n"
          + steps(
            noting("z", "needs: [m]"), noting("a", "needs: [z]"), noting("m", "needs: []"), failing("end", "needs: [a]")
          ))
      let (ended, _) = try await box.run()
      #expect(ended.code == 3 && box.lines("log") == ["m", "z", "a", "-a", "-z", "-m"], "\(ended)")
    }
  }

  @Test func whatNeverStartedIsNotUndone() async throws {
    try await Sandbox.open { box in
      try box.write("exists")
      try box.plan(
        "on_failure: rollback\n"
          + steps(
            noting("satisfied", "done_when: [{uses: file.stat, with: {path: exists}, check: outputs.exists}]"),
            noting("skipped", "when: 'false'"), noting("real"), noting("stopped", "preconditions: ['false']")))
      let (ended, status) = try await box.run()
      #expect(ended.code == 3 && box.lines("log") == ["real", "-real"], "\(ended)")
      #expect(Array(status.statuses.prefix(3)) == ["satisfied", "skipped", "undone"])
    }
  }

  @Test func aStepWithNoneIsKeptAndListsRunInOrder() async throws {
    try await Sandbox.open { box in
      try box.plan(
        """
        on_failure: rollback
        steps:
          - {id: kept, uses: shell.run, with: {script: 'echo kept >> log'}, rollback: {none: a mail can't be unsent}}
          - id: two
            uses: shell.run
            with: {script: 'echo two >> log'}
            rollback:
              - {uses: shell.run, with: {script: 'echo -two-1 >> log'}}
              - {uses: exec.run, with: {argv: [sh, -c, 'echo -two-2 >> log']}}
        """ + "\n" + failing("bad"))
      let (ended, status) = try await box.run()
      #expect(ended.code == 3 && box.lines("log") == ["kept", "two", "-two-1", "-two-2"], "\(ended)")
      #expect(status.of("kept") == "kept" && status.of("two") == "undone")
    }
  }

  @Test func anUndoSeesTheOutputsOfItsStep() async throws {
    try await Sandbox.open { box in
      try box.plan(
        """
        on_failure: rollback
        steps:
          - id: lease
            uses: shell.run
            outputs: {ticket: string}
            with: {script: 'echo ticket=t-77 >> "$BELAY_OUTPUT"'}
            rollback: {uses: exec.run, with: {argv: [sh, -c, 'echo back $1 >> log', x, '${{ steps.lease.outputs.ticket }}']}}
        """ + "\n" + failing("bad"))
      let (ended, _) = try await box.run()
      #expect(ended.code == 3 && box.lines("log") == ["back t-77"], "\(ended)")
    }
  }

  @Test func filesComeBackByteForByte() async throws {
    try await Sandbox.open { box in
      let odd: [UInt8] = [0, 1, 2, 0xFF, 0x0A, 0x0D]
      try box.write("conf/a.bin", bytes: odd)
      box.setMode("conf/a.bin", 0o751)
      try box.write("old/b.txt", "still here\n")
      box.setMode("old/b.txt", 0o400)
      let before = box.tree()
      try box.plan(
        """
        on_failure: rollback
        steps:
          - {id: w, uses: file.write, with: {path: conf/a.bin, content: other, mode: '0600'}, rollback: auto}
          - {id: n, uses: file.write, with: {path: made/by/belay.txt, content: new}, rollback: auto}
          - {id: r, uses: file.remove, with: {path: old/b.txt}, rollback: auto}
          - {id: c, uses: file.copy, with: {from: conf/a.bin, to: made/copy.bin, mode: '0640'}, rollback: auto}
          - {id: again, uses: file.write, with: {path: conf/a.bin, content: third}, rollback: auto}
          - {id: look, uses: shell.run, with: {script: 'cat conf/a.bin made/by/belay.txt made/copy.bin > seen; exit 1'}, rollback: {uses: file.remove, with: {path: seen}}}
        """)
      let plan = box.read("plan.yaml")
      let (ended, status) = try await box.run()
      #expect(ended.code == 3, "\(ended)\(status)")
      var after = box.tree()
      after["plan.yaml"] = nil
      #expect(after == before && plan != nil)
      #expect(box.mode("conf/a.bin") == 0o751 && box.mode("old/b.txt") == 0o400)
      #expect(!box.exists("made"))
    }
  }

  @Test func theStateBeforeTheFirstAttemptComesBack() async throws {
    try await Sandbox.open { box in
      try box.write("f", "first")
      try box.plan(
        "steps:\n  - {id: w, uses: file.write, with: {path: f, content: second}, retry: {attempts: 3, delay: 5ms}, success: ['1 > 2'], rollback: auto}"
      )
      #expect(try await box.run().ended.code == 1)
      #expect(try await box.belay("resume", "last").code == 1)
      #expect(box.read("f") == "second")
      #expect(try await box.belay("rollback", "last").code == 0)
      #expect(box.read("f") == "first")
    }
  }

  @Test func anUndoThatMeetsNewerWorkRefusesAndShowsIt() async throws {
    try await Sandbox.open { box in
      try box.write("f", "first\n")
      try box.plan(
        steps(noting("a")) + "\n  - {id: w, uses: file.write, with: {path: f, content: \"second\\n\"}, rollback: auto}")
      #expect(try await box.run().ended.code == 0)
      try box.write("f", "somebody else's\n")
      let ended = try await box.belay("rollback", "last")
      #expect(ended.code == 4 && box.read("f") == "somebody else's\n", "\(ended)")
      let status = try await box.status()
      #expect(status.status == "rollback_blocked" && status.of("w") == "undo_failed" && status.of("a") == "succeeded")
      #expect(status.json.text().contains("somebody else's") || ended.said.contains("somebody else's"), "\(ended)")
      try box.write("f", "second\n")
      #expect(try await box.belay("rollback", "last").code == 0)
      #expect(box.read("f") == "first\n" && box.lines("log") == ["a", "-a"])
    }
  }

  @Test func aFailingUndoBlocksAndCanBeTriedAgain() async throws {
    try await Sandbox.open { box in
      try box.plan(
        "on_failure: rollback\n" + steps(noting("a"))
          + """

            - id: b
              uses: shell.run
              with: {script: 'echo b >> log'}
              rollback: {uses: shell.run, with: {script: '[ -e key ] && echo -b >> log'}}

          """ + noting("c") + "\n" + failing("d"))
      let (ended, status) = try await box.run()
      #expect(ended.code == 4 && status.status == "rollback_blocked", "\(ended)")
      #expect(box.lines("log") == ["a", "b", "c", "-c"])
      #expect(status.statuses == ["succeeded", "undo_failed", "undone", "kept"], "\(status)")
      #expect(try await box.belay("rollback", "last").code == 4)
      try box.write("key")
      #expect(try await box.belay("rollback", "last").code == 0)
      #expect(box.lines("log") == ["a", "b", "c", "-c", "-b", "-a"])
      #expect(try await box.status().status == "rolled_back")
    }
  }

  @Test func retriesAndCriteriaOfAnUndo() async throws {
    try await Sandbox.open { box in
      try box.plan(
        """
        on_failure: rollback
        steps:
          - id: a
            uses: shell.run
            with: {script: 'true'}
            rollback:
              uses: shell.run
              idempotent: true
              with: {script: 'echo try >> log; [ $(wc -l < log) -ge 3 ]'}
              retry: {attempts: 4, delay: 10ms}
        """ + "\n" + failing("bad"))
      let (ended, _) = try await box.run()
      #expect(ended.code == 3 && box.lines("log").count == 3, "\(ended)")
    }
  }

  @Test func thePointOfNoReturn() async throws {
    try await Sandbox.open { box in
      try box.plan(
        "on_failure: rollback\n"
          + steps(noting("a"), script("jump", "echo jump >> log", "irreversible: true"), noting("b"), failing("c")))
      let (ended, status) = try await box.run()
      #expect(ended.code == 4 && box.lines("log") == ["a", "jump", "b", "-b"], "\(ended)")
      #expect(ended.stderr.contains("jump") && status.status == "rollback_blocked")
      #expect(status.of("a") == "succeeded" && status.of("jump") == "succeeded")
    }
  }

  @Test func downToAStepThatStaysAndUpAgain() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a"), noting("b"), noting("c")))
      #expect(try await box.run().ended.code == 0)
      let ended = try await box.belay("rollback", "last", "--to", "a")
      #expect(ended.code == 0 && box.lines("log") == ["a", "b", "c", "-c", "-b"], "\(ended)")
      #expect(try await box.status().status == "halted")
      #expect(try await box.belay("resume", "last").code == 0)
      #expect(Array(box.lines("log").suffix(2)) == ["b", "c"])
      #expect(try await box.belay("rollback", "last").code == 0)
      #expect(Array(box.lines("log").suffix(3)) == ["-c", "-b", "-a"])
      let again = try await box.belay("rollback", "last")
      #expect(again.code == 0 || again.code == 2, "\(again)")
      #expect(box.lines("log").count == 10)
      #expect(try await box.belay("rollback", "last", "--to", "nobody").code == 2)
    }
  }

  @Test func whatRunsInParallelFinishesBeforeTheRollback() async throws {
    try await Sandbox.open { box in
      try box.plan(
        """
        on_failure: rollback
        steps:
          - id: slow
            needs: []
            uses: shell.run
            with: {script: 'touch on; until [ -e failed ]; do sleep 0.02; done; sleep 0.2; echo slow >> log'}
            rollback: {uses: shell.run, with: {script: 'echo -slow >> log'}}
          - {id: bad, needs: [], uses: shell.run, with: {script: 'until [ -e on ]; do sleep 0.02; done; touch failed; exit 1'}, rollback: {none: x}}
          - {id: after, needs: [slow], uses: shell.run, with: {script: 'echo after >> log'}, rollback: {none: x}}
        """)
      let (ended, status) = try await box.run()
      #expect(ended.code == 3 && box.lines("log") == ["slow", "-slow"] && status.of("after") == "pending", "\(ended)")
    }
  }
}
