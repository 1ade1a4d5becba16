// `belay plan`: what would happen, without anything happening.

import JSONText
import Testing

@Suite struct DryRunTests {
  private static let body = """
    on_failure: rollback
    limits: {rollback: 10m}
    steps:
      - {id: had, done_when: [{uses: file.stat, with: {path: list}, check: outputs.exists}], uses: shell.run, with: {script: 'true'}, rollback: {none: x}}
      - {id: count, uses: shell.run, effect: read, outputs: {n: int}, with: {script: 'echo n=$(wc -l < list) >> "$BELAY_OUTPUT"'}}
      - {id: grow, uses: shell.run, outputs: {n: int}, with: {script: 'echo more >> list; echo n=9 >> "$BELAY_OUTPUT"'}, rollback: {uses: shell.run, with: {script: 'true'}}}
      - {id: conf, uses: file.write, with: {path: conf, content: "beta\\n"}, rollback: auto}
      - {id: sure-not, when: steps.count.outputs.n > 5, uses: shell.run, with: {script: 'true'}, rollback: {none: x}}
      - {id: sure, when: steps.count.outputs.n == 2, uses: shell.run, with: {script: 'true'}, rollback: {none: x}}
      - {id: who-knows, when: steps.grow.outputs.n > 5, uses: shell.run, with: {script: 'true'}, rollback: {none: x}}
      - {id: decided, when: steps.grow.outputs.n > 5 && false, uses: shell.run, with: {script: 'true'}, rollback: {none: x}}
    """

  @Test func itDecidesAndChangesNothing() async throws {
    try await Sandbox.open { box in
      try box.write("list", "1\n2\n")
      try box.write("conf", "alpha\n")
      try box.plan(Self.body)
      let before = box.tree()
      let ended = try await box.belay("plan", "plan.yaml", "--format", "json")
      #expect(ended.code == 0 && box.tree() == before, "\(ended)")
      let document = try ended.json
      let listed = document["steps"]?.arrayValue ?? []
      let decisions = listed.map { "\($0["id"]?.stringValue ?? "") \($0["decision"]?.stringValue ?? "")" }
      #expect(
        decisions == [
          "had satisfied", "count run", "grow run", "conf run", "sure-not skip", "sure run", "who-knows unknown",
          "decided skip",
        ])
      #expect(listed[6]["dependsOn"]?.text().contains("grow") == true)
      let change = listed[3]["changes"]?[0]
      #expect(change?["target"]?.stringValue?.contains("conf") == true)
      #expect(change?["diff"]?.stringValue?.contains("-alpha\n+beta\n") == true, "\(ended)")
      #expect(
        listed.map { $0["rollback"]?.stringValue } == [
          "none", "none", "actions", "auto", "none", "none", "none", "none",
        ])
      #expect(document["executed"] == ["count"])
      #expect(document["rollbackBudget"]?["limit"] != nil && document["plan"]?["digest"]?.stringValue?.count == 64)
      #expect(try await box.belay("runs", "--format", "json").json["runs"] == [])
    }
  }

  @Test func theTextFormAndTheFlagOfRunSayTheSame() async throws {
    try await Sandbox.open { box in
      try box.write("list", "1\n2\n")
      try box.plan(Self.body)
      let plan = try await box.belay("plan", "plan.yaml")
      let flag = try await box.belay("run", "plan.yaml", "--dry-run")
      #expect(plan.code == 0 && flag.code == 0 && plan.stdout == flag.stdout, "\(plan)")
      for word in ["who-knows", "steps.grow.outputs.n", "+beta"] {
        #expect(plan.stdout.contains(word), "\(word): \(plan)")
      }
      #expect(box.lines("list") == ["1", "2"] && !box.exists("conf"))
    }
  }

  @Test func itsLogsNeedAFolder() async throws {
    try await Sandbox.open { box in
      try box.write("list", "1\n2\n")
      try box.write("scratch/kept", "")
      try box.plan(Self.body)
      let before = box.tree()
      let ended = try await box.belay("plan", "plan.yaml", environment: ["TMPDIR": box.path + "/scratch"])
      #expect(ended.code == 0 && box.tree() == before, "\(ended)")
      let refused = try await box.belay("plan", "plan.yaml", environment: ["TMPDIR": "/nowhere"])
      #expect(refused.code == 2 && refused.stdout == "", "\(refused)")
      #expect(
        refused.stderr == """
          error[BLY0630]: the dry run can't make a folder for its logs in '/nowhere': no such file or directory
            = help: point TMPDIR to a folder that exists and is writable

          """)
    }
  }

  @Test func wrongInputsAreRefused() async throws {
    try await Sandbox.open { box in
      try box.plan("inputs:\n  n: {type: int}\n" + steps(noting("a")))
      #expect(try await box.belay("plan", "plan.yaml").code == 2)
      #expect(try await box.belay("plan", "plan.yaml", "--input", "n=1").code == 0)
    }
  }

  @Test func itShowsTheWayBackFromEveryFailure() async throws {
    try await Sandbox.open { box in
      try box.plan(
        """
        limits: {rollback: 1m}
        steps:
          - {id: a, uses: file.write, estimate: 2m, with: {path: a, content: a}, rollback: auto}
          - {id: b, uses: shell.run, with: {script: 'true'}, rollback: {none: it is theirs}}
          - {id: c, uses: shell.run, irreversible: true, with: {script: 'true'}, rollback: {none: gone}}
          - {id: d, uses: shell.run, with: {script: 'true'}, rollback: {uses: shell.run, with: {script: 'true'}}}
        finally:
          - {id: e, uses: shell.run, with: {script: 'true'}}
        """)
      let json = try await box.belay("plan", "plan.yaml", "--format", "json").json
      let paths = (json["rollbackPaths"]?.arrayValue ?? []).map { $0.text() }
      #expect(
        paths == [
          #"{"failsAt":"a","undone":["a"],"kept":[],"stopsAt":null}"#,
          #"{"failsAt":"b","undone":["a"],"kept":["b"],"stopsAt":null}"#,
          #"{"failsAt":"c","undone":[],"kept":[],"stopsAt":"c"}"#,
          #"{"failsAt":"d","undone":["d"],"kept":[],"stopsAt":"c"}"#,
        ])
      #expect(json["rollbackBudget"]?["likely"] == "2m" && json["estimatesOfTheWayForward"] == ["a"])
      let text = try await box.belay("plan", "plan.yaml").stdout
      for words in [
        "  b  undo a; keep b\n", "  d  undo d; stop at c: irreversible\n", "  kept  b: it is theirs\n",
        "limit 1m: OVER ITS LIMIT even by the estimates\n          (of an auto undo the estimate is that of the way "
          + "forward: a)",
      ] { #expect(text.contains(words), "\(words)\n\(text)") }
      let check = try await box.belay("check", "plan.yaml")
      #expect(check.code == 0 && check.stderr.contains("BLY0466"), "\(check)")
    }
  }

  @Test func laterStepsSeePredictedFilesAndSubPlansArePredicted() async throws {
    try await Sandbox.open { box in
      try box.write(
        "child.yaml",
        """
        belay: 1
        name: child
        version: 1.0.0
        title: Child
        inputs: {w: {type: string}}
        steps:
          - {id: put, uses: file.write, with: {path: 'out-${{ inputs.w }}', content: "hi\\n"}, rollback: auto}

        """)
      try box.plan(
        """
        secrets: {token: {env: TOKEN}}
        steps:
          - {id: kids, uses: plan.run, foreach: [a, b], as: k, with: {plan: child.yaml, inputs: {w: '${{ k }}'}}}
          - {id: copy, uses: file.copy, with: {from: out-a, to: copied}, rollback: auto}
          - {id: see, uses: file.stat, with: {path: copied}}
          - {id: seen, when: steps.see.outputs.exists && steps.see.outputs.size == 3, uses: file.copy, with: {from: copied, to: again}, rollback: auto}
          - {id: timed, when: "steps.see.outputs.modified > timestamp('2000-01-01T00:00:00Z')", uses: file.remove, with: {path: copied}, rollback: auto}
          - {id: free, uses: host.resources}
          - {id: call, uses: http.request, with: {url: 'http://127.0.0.1:1/x', headers: {A: 'Bearer ${{ secrets.token }}'}}, rollback: {none: theirs}}
          - {id: get, uses: http.get, with: {url: 'http://127.0.0.1:1/x', headers: {A: '${{ secrets.token }}'}}}
          - {id: late, done_when: [{uses: host.resources, check: outputs.disk_free_bytes > 5}], uses: shell.run, with: {script: 'true'}, rollback: {none: x}}
          - {id: ready, done_when: [{uses: file.stat, with: {path: again}, check: outputs.exists}], uses: shell.run, with: {script: 'true'}, rollback: {none: x}}
        """)
      let ended = try await box.belay(
        "plan", "plan.yaml", "--format", "json", environment: ["TOKEN": "hunter2-secret"])
      #expect(ended.code == 0 && !ended.stdout.contains("hunter2"), "\(ended)")
      let steps = try ended.json["steps"]?.arrayValue ?? []
      let decisions = steps.map { "\($0["id"]?.stringValue ?? "") \($0["decision"]?.stringValue ?? "")" }
      #expect(
        decisions == [
          "kids[a]/put run", "kids[b]/put run", "copy run", "see run", "seen run", "timed unknown", "free run",
          "call run", "get run", "late unknown", "ready satisfied",
        ])
      let step = { (id: String) in steps.first { $0["id"]?.stringValue == id } }
      #expect(step("kids[b]/put")?["changes"]?[0]?["diff"]?.stringValue?.contains("+hi") == true)
      #expect(step("seen")?["changes"]?[0]?["diff"]?.stringValue?.contains("+hi") == true)
      #expect(step("timed")?["dependsOn"] == ["steps.see.outputs.modified"])
      #expect(step("free")?["notes"] == ["not executed: what it reads may be changed by 'kids[a]/put'"])
      #expect(step("call")?["changes"]?[0]?["target"] == "POST http://127.0.0.1:1/x")
      #expect(step("call")?["notes"] == ["predicted without its secret, which stands as ***"])
      #expect(step("get")?["notes"] == ["not executed: it needs a secret, and a dry run fetches none"])
      #expect(step("late")?["dependsOn"] == ["kids[a]/put"])
    }
  }

  /// Every built-in read step, and conditions with some: nothing in the folder, its state or beside it is touched.
  @Test func itWritesNothingAtAll() async throws {
    try await Sandbox.open { box in
      try box.write("list", "1\n2\n")
      try box.write("state/kept", "x")
      try box.plan(
        """
        steps:
          - {id: stat, uses: file.stat, with: {path: list}}
          - {id: host, uses: host.resources, preconditions: [{uses: file.stat, with: {path: list}, check: outputs.size == 4}]}
          - {id: get, uses: http.get, with: {url: 'http://127.0.0.1:1/'}}
          - {id: ask, uses: http.request, effect: read, with: {url: 'http://127.0.0.1:1/', method: GET}}
          - {id: sh, uses: shell.run, effect: read, with: {script: 'echo gone > list; echo new > made; rm list; touch ../said/x; true'}}
          - {id: run, uses: exec.run, effect: read, with: {argv: [cp, list, copied]}}
          - {id: pause, uses: wait.for, with: {duration: 1h}}
          - {id: look, uses: wait.until, with: {time: "${{ timestamp('2000-01-01T00:00:00Z') }}"}}
          - {id: write, uses: file.write, with: {path: new, content: x}, rollback: auto}
          - {id: pack, uses: archive.create, with: {from: list, to: list.tar.gz}, rollback: auto}
          - {id: drop, uses: file.remove, with: {path: list}, rollback: auto}
        """)
      try box.write(".belay/kept", "x")
      let facts = { try await box.shell("cd .. && find project -printf '%p %y %m %s %T@ %C@ %i\\n' | sort").stdout }
      let (tree, before) = (box.tree(withState: true), try await facts())
      let ended = try await box.belay("plan", "plan.yaml", "--format", "json")
      #expect(ended.code == 0, "\(ended)")
      #expect(box.tree(withState: true) == tree)
      #expect(try await facts() == before, "not even a time has changed")
      let executed = try ended.json["executed"]?.arrayValue?.compactMap(\.stringValue) ?? []
      #expect(executed.prefix(2) == ["stat", "host"], "\(executed)")
      #expect(try ended.json["asked"] == [["in": "host", "list": "preconditions", "uses": "file.stat"]])
    }
  }
}
