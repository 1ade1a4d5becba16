// `belay run`: order, conditions, retries, values that flow, inputs, `finally`, and what it prints.

import Foundation
import JSONText
import Testing

@Suite struct RunningTests {
  @Test func aListRunsInItsOrder() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("pull"), noting("hold"), noting("tie")))
      let (ended, status) = try await box.run()
      #expect(ended.code == 0 && box.lines("log") == ["pull", "hold", "tie"], "\(ended)")
      #expect(status.status == "succeeded" && status.statuses == ["succeeded", "succeeded", "succeeded"])
      #expect(status.json["plan"]?["name"] == "bridge" && status.json["plan"]?["version"] == "2.3.4")
      #expect(status.json["startedAt"]?.stringValue?.isEmpty == false && status.json["finishedAt"] != nil)
      try await box.expectVerified()
    }
  }

  @Test func theRunsIdIsPrintedFirst() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a")))
      let ended = try await box.belay("run", "plan.yaml")
      let runs = try await box.belay("runs", "--format", "json").json["runs"]?.arrayValue ?? []
      let run = try #require(runs.first?["run"]?.stringValue)
      #expect(ended.stdout.split(separator: "\n").first?.contains(run) == true, "\(ended)")
      #expect(runs.count == 1 && runs[0]["plan"] != nil && runs[0]["status"] == "succeeded")
    }
  }

  @Test func jsonStreamsTheJournalAndEndsWithTheResult() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a"), failing("b")))
      let ended = try await box.belay("run", "plan.yaml", "--format", "json")
      let lines = try ended.lines
      let last = try #require(lines.last)
      #expect(last["type"] == "result" && last["status"] == "halted" && last["exitCode"] == 1)
      let journal = lines.dropLast()
      #expect(journal.enumerated().allSatisfy { $0.element["seq"]?.intValue == Int64($0.offset + 1) }, "\(ended)")
      #expect(try await box.belay("log", "last", "--format", "json").lines == Array(journal))
    }
  }

  @Test func stepsWithoutNeedsRunTogetherWithinTheLimit() async throws {
    try await Sandbox.open { box in
      // Each waits until all four are there: one after the other they would never end.
      let meet =
        "touch here-$BELAY_STEP; n=0; until [ $(ls here-* | wc -l) -ge 4 ]; do sleep 0.05; n=$((n+1)); [ $n -lt 400 ]; done"
      try box.plan(
        steps(
          script("n", meet, "needs: []"), script("e", meet, "needs: []"), script("s", meet, "needs: []"),
          script("w", meet, "needs: []"), noting("end", "needs: [n, e, s, w]")))
      let (ended, _) = try await box.run()
      #expect(ended.code == 0 && box.lines("log") == ["end"], "\(ended)")

      let alone = "mkdir busy; sleep 0.1; rmdir busy"
      try box.plan(
        "limits: {parallel: 1}\n"
          + steps(script("n", alone, "needs: []"), script("e", alone, "needs: []"), script("s", alone, "needs: []")))
      #expect(try await box.run().ended.code == 0)
    }
  }

  @Test func phasesFollowEachOther() async throws {
    try await Sandbox.open { box in
      try box.plan(
        """
        phases:
          - id: ground
            steps:
            - {id: dig, needs: [], uses: shell.run, with: {script: 'sleep 0.2; echo dig >> log'}, rollback: {none: x}}
            - {id: pour, needs: [], uses: shell.run, with: {script: 'echo pour >> log'}, rollback: {none: x}}
            success: [steps.dig.status == 'succeeded', steps.pour.outputs.exit_code == 0]
          - id: walls
            preconditions:
              - uses: file.stat
                with: {path: log}
                check: outputs.exists
            steps:
            - {id: lay, uses: shell.run, with: {script: 'echo lay >> log'}, rollback: {none: x}}
        """)
      let (ended, status) = try await box.run()
      #expect(ended.code == 0 && box.lines("log") == ["pour", "dig", "lay"], "\(ended)")
      #expect(status.ids == ["ground/dig", "ground/pour", "walls/lay"])
    }
  }

  @Test func aPhaseThatMayNotBeginBeginsNothing() async throws {
    try await Sandbox.open { box in
      try box.plan(
        """
        phases:
          - id: one
            preconditions:
              - {uses: file.stat, with: {path: ticket}, check: outputs.exists, message: no ticket is there, code: GATE-7}
            steps:
            - {id: a, uses: shell.run, with: {script: 'echo a >> log'}, rollback: {none: x}}
        """)
      let ended = try await box.belay("run", "plan.yaml")
      #expect(ended.code == 1 && box.read("log") == nil && ended.said.contains("no ticket is there"), "\(ended)")
      #expect(ended.said.contains("GATE-7"))
      try box.write("ticket")
      #expect(try await box.belay("resume", "last").code == 0 && box.lines("log") == ["a"])
    }
  }

  @Test(arguments: [
    (false, ["satisfied", "skipped", "succeeded"], ["c"]),
    (true, ["satisfied", "succeeded", "succeeded"], ["b", "c"]),
  ])
  func skippedAndSatisfied(_ wanted: Bool, _ expected: [String], _ log: [String]) async throws {
    try await Sandbox.open { box in
      try box.write("done-before")
      try box.plan(
        "inputs:\n  wanted: {type: bool, default: false}\n"
          + steps(
            noting("a", "done_when: [{uses: file.stat, with: {path: done-before}, check: outputs.exists}]"),
            noting("b", "when: inputs.wanted"), noting("c")))
      let (ended, status) = try await box.run("--input", "wanted=\(wanted)")
      #expect(ended.code == 0 && status.statuses == expected && box.lines("log") == log, "\(ended)")
    }
  }

  @Test func aFalsePreconditionStopsAStepBeforeItsEffect() async throws {
    try await Sandbox.open { box in
      try box.plan(
        steps(
          noting("a"), noting("b", "preconditions: [{check: '2 + 2 == 5', message: the sum is right, code: SUM-1}]"),
          noting("c")))
      let (ended, status) = try await box.run()
      #expect(ended.code == 1 && status.status == "halted" && box.lines("log") == ["a"], "\(ended)")
      #expect(status.statuses == ["succeeded", "failed", "pending"])
      #expect(status.code("b") == "SUM-1" && status.message("b")?.contains("the sum is right") == true)
    }
  }

  @Test func successIsAskedAgainUntilItHolds() async throws {
    try await Sandbox.open { box in
      try box.plan(
        """
        steps:
          - id: start
            uses: shell.run
            with: {script: '(sleep 0.6; echo up > state) > /dev/null 2>&1 &'}
            rollback: {none: x}
            success:
              - {uses: file.stat, with: {path: state}, check: outputs.exists, within: 20s, every: 50ms}
        """)
      let (ended, status) = try await box.run()
      #expect(ended.code == 0 && status.attempts("start") == 1, "\(ended)")
    }
  }

  @Test func successThatNeverHoldsFailsTheStepWithItsCode() async throws {
    try await Sandbox.open { box in
      try box.plan(
        steps(
          noting(
            "a",
            "success: [{uses: file.stat, with: {path: never}, check: outputs.exists, within: 300ms, every: 50ms, code: NEVER-1}]"
          )))
      let (ended, status) = try await box.run()
      #expect(ended.code == 1 && status.of("a") == "failed" && status.code("a") == "NEVER-1", "\(ended)")
      #expect(box.lines("log") == ["a"])
    }
  }

  @Test func retriesKeepTheKeyAndCountTheAttempts() async throws {
    try await Sandbox.open { box in
      try box.plan(
        """
        steps:
          - id: a
            uses: shell.run
            idempotent: true
            with: {script: 'echo "$BELAY_ATTEMPT $BELAY_IDEMPOTENCY_KEY $BELAY_STEP" >> tries; [ $BELAY_ATTEMPT -eq 4 ]'}
            retry: {attempts: 6, delay: 20ms, backoff: 2, max_delay: 50ms}
            rollback: {none: x}
        """)
      let (ended, status) = try await box.run()
      let tries = box.lines("tries").map { $0.split(separator: " ").map(String.init) }
      #expect(ended.code == 0 && status.attempts("a") == 4, "\(ended)")
      #expect(tries.map { $0[0] } == ["1", "2", "3", "4"] && Set(tries.map { $0[1] }).count == 1)
      #expect(Set(tries.map { $0[2] }) == ["a"])
    }
  }

  @Test func retriesEnd() async throws {
    try await Sandbox.open { box in
      try box.plan(
        steps(
          script("a", "echo x >> tries; exit 3", "idempotent: true\nretry: {attempts: 3, delay: 10ms}"), noting("b")))
      let (ended, status) = try await box.run()
      #expect(ended.code == 1 && box.lines("tries").count == 3 && status.attempts("a") == 3, "\(ended)")
      #expect(status.of("b") == "pending" && status.message("a")?.contains("3") == true)
    }
  }

  @Test func outputsKeepTheirTypes() async throws {
    try await Sandbox.open { box in
      try box.plan(
        """
        inputs:
          weights: {type: list<int>, default: [4, 5]}
        vars:
          load: ${{ inputs.weights[0] * inputs.weights[1] }}
        steps:
          - id: weigh
            uses: shell.run
            effect: read
            outputs: {kilos: int, safe: bool, name: string, parts: list<string>}
            with:
              env: {LOAD: '${{ vars.load }}'}
              script: |
                echo "{\\"kilos\\": $((LOAD * 2)), \\"safe\\": true, \\"name\\": \\"it's a \\\\\\"rope\\\\\\"\\", \\"parts\\": [\\"a\\", \\"b\\"], \\"other\\": 1}" > "$BELAY_OUTPUT"
          - id: use
            uses: exec.run
            when: steps.weigh.outputs.safe && steps.weigh.outputs.kilos == 40 && size(steps.weigh.outputs.parts) == 2
            with: {argv: [sh, -c, 'printf "%s;" "$@" > got', x, '${{ steps.weigh.outputs.name }}', 'k=${{ steps.weigh.outputs.kilos }} $(id)']}
            rollback: {none: x}
        """)
      let (ended, status) = try await box.run()
      #expect(ended.code == 0 && box.read("got") == "it's a \"rope\";k=40 $(id);", "\(ended)")
      #expect(status.outputs("weigh")?["kilos"] == 40 && status.outputs("weigh")?["safe"] == true)
      #expect(status.outputs("weigh")?["other"] == nil)
    }
  }

  @Test(arguments: ["kilos=many", "kilos=", "somethingelse=1"])
  func anOutputOfAnotherTypeOrNoneFailsTheStep(_ line: String) async throws {
    try await Sandbox.open { box in
      try box.plan(
        """
        steps:
          - id: weigh
            uses: shell.run
            outputs: {kilos: int}
            with: {script: 'echo \(line) >> "$BELAY_OUTPUT"'}
            rollback: {none: x}
        """)
      let (ended, status) = try await box.run()
      #expect(ended.code == 1 && status.of("weigh") == "failed", "\(ended)")
      #expect(status.message("weigh")?.contains("kilos") == true, "\(status)")
    }
  }

  @Test(arguments: [
    ["--input", "count=three"], ["--input", "count=0"], [], ["--input", "count=2", "--input", "colour=red"],
    ["--input", "count=2", "--input", "count=3"], ["--input", "count=2", "--input", "name=UPPER"],
    ["--input", "count"],
    ["--input", "count=99999999999999999999"], ["--inputs", "no-such.json"],
    ["--input", "count=2", "--input", "tags=[1"],
  ])
  func inputsThatAreRefused(_ arguments: [String]) async throws {
    try await Sandbox.open { box in
      try box.plan(
        "inputs:\n  count: {type: int, min: 1, max: 9}\n  name: {type: string, default: a, pattern: '^[a-z]+$'}\n"
          + "  tags: {type: list<string>, default: []}\n" + steps(noting("a")))
      let ended = try await box.launch(Sandbox.binary, ["run", "plan.yaml"] + arguments).end()
      #expect(ended.code == 2 && box.read("log") == nil && !ended.stderr.isEmpty, "\(ended)")
    }
  }

  @Test func inputsFromAFileAndTheCommandLine() async throws {
    try await Sandbox.open { box in
      try box.write("values.json", #"{"count": 3, "tags": ["x", "y"]}"#)
      try box.plan(
        """
        inputs:
          count: {type: int}
          tags: {type: list<string>}
        steps:
          - {id: a, uses: exec.run, with: {argv: [sh, -c, 'echo "$1 $2" > got', x, '${{ inputs.count }}', '${{ inputs.tags[1] }}']}, rollback: {none: x}}
        """)
      #expect(try await box.belay("run", "plan.yaml", "--inputs", "values.json").code == 0)
      #expect(box.read("got") == "3 y\n")
      #expect(
        try await box.belay("run", "plan.yaml", "--inputs", "values.json", "--input", #"tags=["p","q"]"#).code == 0)
      #expect(box.read("got") == "3 q\n")
    }
  }

  @Test func onFailureContinueGoesOn() async throws {
    try await Sandbox.open { box in
      try box.plan(
        steps(failing("a", code: 4, "on_failure: continue"), noting("b", "when: steps.a.status == 'failed'")))
      let (ended, status) = try await box.run()
      #expect(ended.code == 0 && status.statuses == ["failed", "succeeded"] && box.lines("log") == ["b"], "\(ended)")
    }
  }

  @Test(arguments: [
    ("true", "halt", Int32(0), "succeeded"), ("exit 1", "halt", 1, "halted"), ("exit 1", "rollback", 3, "rolled_back"),
  ])
  func finallySeesHowItEnds(_ text: String, _ mode: String, _ code: Int32, _ said: String) async throws {
    try await Sandbox.open { box in
      try box.plan(
        "on_failure: \(mode)\n" + steps(noting("a"), script("b", text))
          + "\nfinally:\n  - {id: tell, uses: shell.run, with: {script: 'echo $HOW >> said', env: {HOW: '${{ run.status }}'}}}\n"
          + "  - {id: bad, uses: shell.run, with: {script: 'exit 1'}}")
      let (ended, status) = try await box.run()
      #expect(ended.code == code && status.status == said && box.lines("said") == [said], "\(ended)")
      #expect(status.of("bad") == "failed")
    }
  }

  @Test func theEnvironmentOfAStepIsScrubbed() async throws {
    try await Sandbox.open { box in
      try box.plan(
        steps(
          script("a", "env -0 | tr '\\0' '\\n' | cut -d= -f1 | sort > names; echo $BELAY_RUN > run; tty > tty || true"))
      )
      let (ended, status) = try await box.run(environment: ["LEAK_ME": "1", "TZ": "Europe/Oslo", "LD_PRELOAD": ""])
      #expect(ended.code == 0, "\(ended)")
      let names = Set(box.lines("names")).subtracting(["_", "PWD", "SHLVL", "OLDPWD"])
      #expect(
        names == [
          "PATH", "HOME", "LANG", "TZ", "BELAY_RUN", "BELAY_STEP", "BELAY_ATTEMPT", "BELAY_IDEMPOTENCY_KEY",
          "BELAY_OUTPUT",
        ]
          || names == [
            "PATH", "HOME", "LANG", "TZ", "BELAY_RUN", "BELAY_STEP", "BELAY_ATTEMPT", "BELAY_IDEMPOTENCY_KEY",
            "BELAY_OUTPUT", "TMPDIR",
          ],
        "\(names)")
      #expect(box.lines("run") == [status.run] && box.lines("tty") == ["not a tty"])
    }
  }

  @Test func aReadStepCanNotWrite() async throws {
    try await Sandbox.open { box in
      try box.write("mine", "whole")
      try box.plan(
        """
        steps:
          - id: look
            uses: shell.run
            effect: read
            outputs: {n: int}
            with: {script: 'echo x > "$TMPDIR/scratch"; echo y > /dev/null; echo n=1 >> "$BELAY_OUTPUT"; rm -f mine || true; echo z > new'}
        """)
      let dry = try await box.belay("plan", "plan.yaml", "--format", "json")
      #expect(box.read("mine") == "whole" && box.read("new") == nil, "\(dry)")
      let (ended, status) = try await box.run()
      #expect(ended.code == 1 && status.of("look") == "failed", "\(ended)")
      #expect(box.read("mine") == "whole" && box.read("new") == nil)
    }
  }

  @Test func programsThatAreNotThereFailTheStep() async throws {
    try await Sandbox.open { box in
      try box.plan("steps:\n  - {id: a, uses: exec.run, with: {argv: [no-such-program-at-all]}, rollback: {none: x}}")
      let (ended, status) = try await box.run()
      #expect(ended.code == 1 && status.of("a") == "failed", "\(ended)")
      #expect(status.message("a")?.contains("no-such-program-at-all") == true, "\(status)")
    }
  }

  @Test func theReportAndTheLogTellOfIt() async throws {
    try await Sandbox.open { box in
      try box.plan(
        steps(script("speak", "echo spoken-word-7; echo to-stderr >&2"), noting("second-step")),
        title: "The bridge & more")
      let (_, status) = try await box.run()
      let log = try await box.belay("log", status.run, "speak")
      #expect(log.code == 0 && log.stdout.contains("spoken-word-7") && log.stdout.contains("to-stderr"), "\(log)")
      for name in ["r.html", "r.md"] {
        #expect(try await box.belay("report", "last", "-o", name).code == 0)
        #expect(box.read(name)?.contains("second-step") == true)
      }
      let html = box.read("r.html") ?? ""
      #expect(html.contains("<svg") && html.contains("The bridge &amp; more"))
      #expect(html.firstMatch(of: /(src|href)=["']https?:/) == nil)
    }
  }
}
