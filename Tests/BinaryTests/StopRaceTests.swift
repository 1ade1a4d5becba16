// A stop that comes within milliseconds of a start is never lost: the run halts and nothing is left running.

import Glibc
import Testing

@Suite struct StopRaceTests {
  @Test(arguments: [0, 1, 2, 3, 5, 8, 13, 21])
  func aStopBesideAStartHaltsTheRun(_ milliseconds: UInt32) async throws {
    try await Sandbox.open { box in
      try box.plan(
        steps(
          noting("a"),
          "  - {id: long, uses: exec.run, with: {argv: [bash, -c, 'sleep 60; true', '\(box.marker)']}, rollback: {none: x}}",
          noting("c")))
      let run = try box.start("run", "plan.yaml")
      try await eventually("the start of the long step") { run.stdout.contains("long  started") }
      usleep(milliseconds * 1000)
      run.send(SIGINT)
      let ended = try await run.end(within: 30)
      #expect(ended.code == 1, "\(ended)")
      #expect(try await box.status().status == "halted")
      #expect(box.marked.isEmpty && !box.lines("log").contains("c"))
    }
  }

  @Test func aStopEndsTheProcessesOfConditionsToo() async throws {
    try await Sandbox.open { box in
      try box.plan(
        """
        steps:
          - id: a
            uses: shell.run
            with: {script: 'echo a >> log'}
            success:
              - {uses: exec.run, effect: read, with: {argv: [bash, -c, 'sleep 60; true', '\(box.marker)']}, check: outputs.exit_code == 0}
            rollback: {none: x}
        """)
      let run = try box.start("run", "plan.yaml")
      try await eventually("the condition") { !box.marked.isEmpty }
      run.send(SIGINT)
      let ended = try await run.end(within: 30)
      #expect(ended.code == 1 && box.marked.isEmpty, "\(ended)")
    }
  }
}
