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
}
