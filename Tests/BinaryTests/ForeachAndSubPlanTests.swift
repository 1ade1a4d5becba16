// Instances of `foreach` and steps of sub-plans: their ids, their order, their undo, their outputs.

import JSONText
import Testing

@Suite struct ForeachAndSubPlanTests {
  @Test func itemsOfAList() async throws {
    try await Sandbox.open { box in
      try box.plan(
        """
        on_failure: rollback
        inputs:
          towers: {type: list<string>, default: [north, south, 'east side']}
        steps:
          - id: lift
            foreach: ${{ inputs.towers }}
            as: tower
            max_parallel: 1
            uses: shell.run
            outputs: {height: int}
            with: {script: 'echo $T >> log; echo height=${#T} >> "$BELAY_OUTPUT"', env: {T: '${{ tower }}'}}
            rollback: {uses: shell.run, with: {script: 'echo -$T >> log', env: {T: '${{ tower }}'}}}
          - id: measure
            uses: exec.run
            with: {argv: [sh, -c, 'echo $1 > sum; exit 1', x, '${{ steps.lift.outputs["north"].height + steps.lift.outputs["east side"].height }}']}
            rollback: {none: x}
        """)
      let (ended, status) = try await box.run()
      #expect(ended.code == 3, "\(ended)")
      #expect(box.lines("log") == ["north", "south", "east side", "-east side", "-south", "-north"])
      #expect(status.ids == ["lift[north]", "lift[south]", "lift[east side]", "measure"])
      #expect(box.lines("sum") == ["14"])
    }
  }

  @Test func itemsOfAMapRunTogetherUpToTheLimit() async throws {
    try await Sandbox.open { box in
      try box.plan(
        """
        vars:
          ports: "${{ {'a': 1, 'b': 2, 'c': 3, 'd': 4} }}"
        steps:
          - id: open
            foreach: ${{ vars.ports }}
            as: port
            max_parallel: 2
            uses: shell.run
            with: {script: 'touch busy-$BELAY_ATTEMPT-$$; ls busy-* | wc -l >> width; sleep 0.15; echo "$P" >> log; rm busy-*-$$', env: {P: '${{ port }}'}}
            rollback: {none: x}
        """)
      let (ended, status) = try await box.run()
      #expect(ended.code == 0, "\(ended)")
      #expect(status.ids == ["open[a]", "open[b]", "open[c]", "open[d]"] && box.lines("log").count == 4)
      #expect(box.lines("width").allSatisfy { Int($0) ?? 9 <= 2 } && box.lines("width").contains("2"))
    }
  }

  @Test func anEmptyListIsDoneAtOnceAndEqualItemsAreRefused() async throws {
    try await Sandbox.open { box in
      try box.plan(
        """
        inputs:
          names: {type: list<string>}
        steps:
          - {id: a, foreach: '${{ inputs.names }}', as: n, uses: shell.run, with: {script: 'echo x >> log'}, rollback: {none: x}}
        """ + "\n" + noting("end"))
      #expect(try await box.run("--input", "names=[]").ended.code == 0)
      #expect(box.lines("log") == ["end"])
      let twice = try await box.belay("run", "plan.yaml", "--input", #"names=["p","p"]"#)
      #expect(twice.code != 0 && box.lines("log") == ["end"], "\(twice)")
    }
  }

  @Test func onlyTheFailedInstanceRunsAgain() async throws {
    try await Sandbox.open { box in
      try box.plan(
        """
        steps:
          - id: a
            foreach: ${{ ['x', 'y', 'z'] }}
            as: n
            uses: shell.run
            with: {script: 'echo $N >> log; [ $N != y ] || [ -e mended ]', env: {N: '${{ n }}'}}
            rollback: {none: x}
        """)
      let (ended, status) = try await box.run()
      #expect(ended.code == 1 && status.of("a[y]") == "failed" && status.of("a[x]") == "succeeded", "\(ended)")
      try box.write("mended")
      #expect(try await box.belay("resume", "last").code == 0)
      #expect(box.lines("log").sorted() == ["x", "y", "y", "z"])
      #expect(try await box.status().attempts("a[y]") == 2)
    }
  }

  @Test func aSubPlanIsPartOfTheRun() async throws {
    try await Sandbox.open { box in
      try box.write(
        "parts/cable.yaml",
        """
        belay: 1
        name: cable
        version: 1.0.0
        title: Cable
        inputs:
          length: {type: int, min: 1}
        outputs:
          twice: ${{ inputs.length * 2 }}
        phases:
          - id: spin
            steps:
              - id: turn
                uses: shell.run
                with: {script: 'echo turn-$L >> log', env: {L: '${{ inputs.length }}'}}
                rollback: {uses: shell.run, with: {script: 'echo -turn-$L >> log', env: {L: '${{ inputs.length }}'}}}
        """)
      try box.plan(
        """
        on_failure: rollback
        steps:
          - {id: left, uses: plan.run, with: {plan: parts/cable.yaml, inputs: {length: 7}}}
          - {id: right, uses: plan.run, with: {plan: parts/cable.yaml, inputs: {length: '${{ steps.left.outputs.twice }}'}}}
        """ + "\n" + failing("bad"))
      let (ended, status) = try await box.run()
      #expect(ended.code == 3, "\(ended)")
      #expect(box.lines("log") == ["turn-7", "turn-14", "-turn-14", "-turn-7"])
      #expect(status.of("left/spin/turn") == "undone" && status.of("right/spin/turn") == "undone", "\(status)")
    }
  }

  @Test func aSubPlanResumesFromTheJournalAlone() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("c1"), script("c2", "[ -e ok ] && echo c2 >> log"), noting("c3")), name: "child.yaml")
      try box.plan("steps:\n  - {id: sub, uses: plan.run, with: {plan: child.yaml}}\n" + noting("end"))
      let (ended, status) = try await box.run()
      #expect(ended.code == 1 && status.of("sub/c2") == "failed", "\(ended)")
      try box.remove("child.yaml")
      try box.remove("plan.yaml")
      try box.write("ok")
      #expect(try await box.belay("resume", "last").code == 0)
      #expect(box.lines("log") == ["c1", "c2", "c3", "end"])
    }
  }

  @Test func aSubPlanThatCallsItselfIsRefused() async throws {
    try await Sandbox.open { box in
      try box.plan("steps:\n  - {id: me, uses: plan.run, with: {plan: plan.yaml}}")
      let ended = try await box.belay("check", "plan.yaml", within: 20)
      #expect(ended.code == 2, "\(ended)")
    }
  }
}
