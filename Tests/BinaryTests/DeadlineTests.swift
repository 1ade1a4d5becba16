// Deadlines, families of processes, what stays behind, and floods of output.

import Foundation
import JSONText
import Testing

@Suite struct DeadlineTests {
  @Test func aDeadlineEndsTheWholeFamilyThoseInSessionsOfTheirOwnToo() async throws {
    try await Sandbox.open { box in
      try box.plan(
        """
        steps:
          - id: a
            uses: shell.run
            with:
              shell: bash
              script: |
                setsid bash -c 'exec -a \(box.marker) sleep 300' &
                (trap "" TERM; exec -a \(box.marker) sleep 300) &
                (setsid bash -c '(exec -a \(box.marker) sleep 300) & disown' &)
                until [ $(pgrep -c -f '^\(box.marker)') -ge 3 ]; do sleep 0.05; done
                touch three
                exec -a \(box.marker) sleep 300
            timeout: 2s
            rollback: {none: x}
        """)
      let clock = ContinuousClock()
      let start = clock.now
      let (ended, status) = try await box.run()
      #expect(ended.code == 1 && status.of("a") == "failed" && box.exists("three"), "\(ended)")
      #expect(clock.now - start < .seconds(30))
      #expect(status.message("a")?.isEmpty == false)
      try await eventually("the end of the family", within: 10) { box.marked.isEmpty }
    }
  }

  @Test func whatIsLeftInTheBackgroundAfterAGoodEndBlocksNothing() async throws {
    try await Sandbox.open { box in
      try box.plan(
        steps(script("a", "(exec -a \(box.marker) sleep 300) &\necho said", "timeout: 60s"), noting("b"))
          .replacing(
            "id: a\n    uses: shell.run\n    with:", with: "id: a\n    uses: shell.run\n    with:\n      shell: bash"))
      let clock = ContinuousClock()
      let start = clock.now
      let (ended, _) = try await box.run()
      #expect(ended.code == 0 && box.lines("log") == ["b"] && clock.now - start < .seconds(20), "\(ended)")
      #expect(box.marked.count == 1)
    }
  }

  @Test func aDaemonIsLeftAlone() async throws {
    try await Sandbox.open { box in
      try box.plan(
        """
        steps:
          - id: a
            uses: shell.run
            with: {shell: bash, script: 'setsid -f bash -c "exec -a \(box.marker) sleep 300" > /dev/null 2>&1 < /dev/null'}
            rollback: {none: x}
        """ + "\n" + noting("b"))
      let (ended, _) = try await box.run()
      #expect(ended.code == 0, "\(ended)")
      #expect(box.marked.count == 1)
    }
  }

  @Test func aFloodIsBoundedAndSaidToBeCut() async throws {
    try await Sandbox.open { box in
      try box.plan(
        steps(
          script("flood", "head -c 40000000 /dev/zero | tr '\\0' 'x'; echo; echo the-end"),
          script("next", "echo ${#O} > length", "").replacing(
            "with:", with: "with:\n      env: {O: '${{ steps.flood.outputs.stderr }}'}")))
      let (ended, status) = try await box.run()
      #expect(ended.code == 0, "\(ended)")
      let kept = status.outputs("flood")?["stdout"]?.stringValue ?? ""
      #expect(kept.utf8.count < 300_000 && kept.utf8.count > 100, "\(kept.utf8.count)")
      let journal = try FileManager.default.attributesOfItem(atPath: box.at(".belay/journal.db"))[.size] as? Int ?? 0
      #expect(journal < 5_000_000)
    }
  }

  @Test func aFloodOfLinesOnBothPipesDoesNotBlock() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(script("a", "i=0; while [ $i -lt 3000 ]; do echo out-$i; echo err-$i >&2; i=$((i+1)); done")))
      #expect(try await box.run().ended.code == 0)
      let log = try await box.belay("log", "last", "a")
      #expect(log.stdout.contains("out-2999") && log.stdout.contains("err-2999"))
    }
  }

  @Test func theRunsOwnLimitFailsIt() async throws {
    try await Sandbox.open { box in
      try box.plan(
        "limits: {duration: 400ms}\n" + steps(script("a", "sleep 0.9; echo a >> log"), noting("b"), noting("c")))
      let (ended, status) = try await box.run()
      #expect(ended.code == 1 && status.status == "halted" && !box.lines("log").contains("b"), "\(ended)")
    }
  }

  @Test func aStepEndedByASignalHasFailed() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(script("a", "kill -SEGV $$"), noting("b")))
      let (ended, status) = try await box.run()
      #expect(ended.code == 1 && status.of("a") == "failed" && status.of("b") == "pending", "\(ended)")
    }
  }

  @Test func aStepThatEndsOnlyAfterKillFailsAtItsDeadline() async throws {
    try await Sandbox.open { box in
      try box.plan(
        """
        steps:
          - {id: a, uses: shell.run, with: {shell: bash, script: 'trap "" TERM INT HUP; echo in >> log; while true; do sleep 0.1; done'}, timeout: 500ms, rollback: {none: x}}
        """)
      let (ended, status) = try await box.run()
      #expect(ended.code == 1 && status.of("a") == "failed" && status.attempts("a") == 1, "\(ended)")
      try await eventually("the end of the step", within: 5) { box.processes.isEmpty }
    }
  }
}
