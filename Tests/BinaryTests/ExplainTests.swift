// Why a step did what it did, for the person who must decide what comes next.

import JSONText
import Testing

@Suite struct ExplainTests {
  private let plan = """
    inputs: {keep: {type: int, default: 3}}
    secrets: {token: {env: TOKEN}}
    error_catalog: errors.yaml
    steps:
      - {id: look, uses: file.stat, with: {path: flag}}
      - id: go
        uses: shell.run
        when: inputs.keep > 2 && !steps.look.outputs.exists
        done_when: [{uses: file.stat, with: {path: 'done-${{ inputs.keep }}'}, check: outputs.exists}]
        with: {script: 'echo n=7 >> $BELAY_OUTPUT', env: {A: 'a-${{ inputs.keep * 2 }}', T: '${{ secrets.token }}'}}
        outputs: {n: int}
        success: [{check: outputs.n + inputs.keep == 11, code: DEMO-1}]
        rollback: {none: a demonstration}
      - {id: later, uses: shell.run, effect: read, when: steps.look.status == 'succeeded' && steps.go.status == 'succeeded', with: {script: 'true'}}
    """

  @Test func itShowsEveryExpressionWithItsValues() async throws {
    try await Sandbox.open { box in
      try box.write("errors.yaml", "DEMO-1: {message: the sum is wrong, cause: nobody counted, resolution: [count]}\n")
      try box.plan(plan)
      let ended = try await box.belay("run", "plan.yaml", environment: ["TOKEN": "hunter2-secret"])
      #expect(ended.code == 1, "\(ended)")
      let explained = try await box.belay("explain", "last", "go")
      #expect(explained.code == 0 && !explained.stdout.contains("hunter2"), "\(explained)")
      for words in [
        "go  (shell.run): failed", "    inputs.keep > 2 && !steps.look.outputs.exists  →  true",
        "        steps.look.outputs.exists  →  false", "asked file.stat once: path = done-3",
        "    outputs.exists  →  false", "with.env.A: a-${{ inputs.keep * 2 }}\n  = a-6\n    inputs.keep * 2  →  6",
        "  = *** (secret token)", "    secrets.token  →  *** (carries a secret: never evaluated here)",
        "success[0]: outputs.n + inputs.keep == 11  [DEMO-1]\n  did not hold", "      outputs.n + inputs.keep  →  10",
      ] { #expect(explained.stdout.contains(words), "\(words)\n\(explained)") }
      let later = try await box.belay("explain", "last", "later")
      #expect(later.stdout.contains("later  (shell.run): pending"), "\(later)")
      #expect(later.stdout.contains("not asked yet"), "\(later)")
      #expect(later.stdout.contains("it hasn't been reached yet"), "\(later)")
    }
  }

  @Test func itsJSONHasTheTrees() async throws {
    try await Sandbox.open { box in
      try box.write("errors.yaml", "DEMO-1: {message: the sum is wrong}\n")
      try box.plan(plan)
      _ = try await box.belay("run", "plan.yaml", environment: ["TOKEN": "hunter2-secret"])
      let json = try await box.belay("explain", "last", "go", "--format", "json").json
      #expect(json["step"] == "go" && json["status"] == "failed" && json["error"]?["code"] == "DEMO-1")
      let expressions = json["expressions"]?.arrayValue ?? []
      #expect(
        expressions.map { $0["list"]?.stringValue ?? "" } == [
          "when", "done_when[0].with", "done_when", "with", "with", "success",
        ])
      let answer = expressions.last?["answers"]?.arrayValue?.last
      #expect(answer?["holds"] == false && answer?["source"] == "journal")
      let tree = answer?["trees"]?.arrayValue?.first
      #expect(tree?["text"] == "outputs.n + inputs.keep == 11")
      #expect(tree?["outcome"] == "value" && tree?["value"] == false)
      #expect(tree?["parts"]?.arrayValue?.first?["value"]?.intValue == 10)
      let unknown = try await box.belay("explain", "last", "nobody")
      #expect(unknown.code == 2 && unknown.stderr.contains("BLY0520"), "\(unknown)")
    }
  }
}
