// Steps whose outcome isn't known yet: what may not be done to their run.

import Testing

@Suite struct InFlightTests {
  @Test func aRunWithAStepInFlightIsNotAbandoned() async throws {
    try await Sandbox.open { box in
      try box.slowPlan(top: "locks: [bridge]\n")
      try await box.crashInSlowStep(.executor)
      let refused = try await box.belay("abandon", "last")
      #expect(refused.code == 2 && refused.said.contains("stop"), "\(refused)")
      #expect(try await box.belay("run", "plan.yaml").code == 7)
      #expect(try await box.belay("stop", "last").code == 0)
      #expect(try await box.belay("abandon", "last").code == 0)
    }
  }

  @Test func anEditedPlanWaitsUntilTheyAreSettled() async throws {
    try await Sandbox.open { box in
      try box.slowPlan()
      try await box.crashInSlowStep(.executor)
      try box.slowPlan("title: Another plan\nidempotent: true")
      let refused = try await box.belay("resume", "last", "--plan", "plan.yaml")
      #expect(refused.code == 8 && refused.said.contains("b"), "\(refused)")
      try box.write("go")
      let ended = try await box.belay("resume", "last")
      #expect(ended.code == 0 && box.lines("log") == ["a", "in", "out", "csucceeded"], "\(ended)")
    }
  }

  @Test func anItemThatAnEditAddsIsRun() async throws {
    try await Sandbox.open { box in
      let plan = { (items: String) in
        """
        steps:
          - id: each
            foreach: [\(items)]
            max_parallel: 1
            as: item
            uses: shell.run
            with: {script: 'echo $I >> log', env: {I: '${{ item }}'}}
            rollback: {uses: shell.run, with: {script: 'echo -$I >> log', env: {I: '${{ item }}'}}}
          - {id: gate, uses: shell.run, with: {script: 'test -e go'}, rollback: {none: x}}
        """
      }
      try box.plan(plan("a, b"))
      #expect(try await box.run().ended.code == 1)
      try box.plan(plan("a, b, c"))
      try box.write("go")
      let ended = try await box.belay("resume", "last", "--plan", "plan.yaml", "--accept-changes")
      #expect(ended.code == 0 && box.lines("log") == ["a", "b", "c"], "\(ended)")
      #expect(try await box.belay("rollback", "last").code == 0)
      #expect(box.lines("log") == ["a", "b", "c", "-c", "-b", "-a"])
    }
  }

  @Test func theUndoOfAStepWhoseCriterionFailedKnowsItsOutputs() async throws {
    try await Sandbox.open { box in
      try box.plan(
        """
        on_failure: rollback
        steps:
          - id: make
            uses: shell.run
            outputs: {id: string}
            with: {script: 'touch made-7; echo id=7 >> "$BELAY_OUTPUT"'}
            success: ["outputs.id == '8'"]
            rollback: {uses: shell.run, with: {script: 'rm made-$ID', env: {ID: "${{ outputs.?id.orValue('unknown') }}"}}}
        """)
      let (ended, _) = try await box.run()
      #expect(ended.code == 3 && !box.exists("made-7"), "\(ended)")
    }
  }
}
