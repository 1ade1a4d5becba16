// The plan's own codes: whoever sees the failure sees its cause and its resolution.

import JSONText
import Testing

@Suite struct ErrorCatalogueTests {
  private func failing(_ box: Sandbox, onFailure: String = "halt") async throws {
    try box.write(
      "errors.yaml",
      """
      DEMO-1: {message: the flag is missing, cause: nobody made it, resolution: [touch flag, belay resume RUN]}
      DEMO-2: {message: the second check is off, cause: it always is, resolution: ignore it}
      """)
    try box.plan(
      """
      error_catalog: errors.yaml
      on_failure: \(onFailure)
      steps:
        - {id: soft, uses: shell.run, effect: read, with: {script: 'true'}, success: [{check: 'outputs.exit_code == 1', code: DEMO-2}], on_failure: continue}
        - {id: look, uses: file.stat, with: {path: flag}, success: [{check: outputs.exists, code: DEMO-1}]}
      """)
  }

  private let words = "  = cause: nobody made it\n  = resolution:\n      1. touch flag\n      2. belay resume "

  @Test func theRunAndItsStatusSayCauseAndResolution() async throws {
    try await Sandbox.open { box in
      try await failing(box)
      let ended = try await box.belay("run", "plan.yaml")
      #expect(ended.code == 1 && ended.said.contains(words), "\(ended)")
      let status = try await box.belay("status", "last")
      #expect(status.stdout.contains(words), "\(status)")
      #expect(status.stdout.components(separatedBy: "nobody made it").count == 2, "said once: \(status)")
      #expect(
        status.stdout.contains("[DEMO-2] the second check is off\n  = cause: it always is\n  = resolution: ignore it"),
        "\(status)")
      let json = try await box.belay("status", "last", "--format", "json").json
      #expect(json["error"]?["cause"] == "nobody made it")
      #expect(json["error"]?["resolution"] == ["touch flag", "belay resume RUN"])
      #expect(json["steps"]?.arrayValue?.first?["error"]?["cause"] == "it always is")
      for name in ["r.md", "r.html"] {
        #expect(try await box.belay("report", "last", "-o", name).code == 0)
        let report = box.read(name) ?? ""
        for part in ["nobody made it", "touch flag", "it always is", "ignore it"] {
          #expect(report.contains(part), "\(name): \(part)")
        }
      }
    }
  }

  @Test func aRunThatRolledBackSaysThemToo() async throws {
    try await Sandbox.open { box in
      try await failing(box, onFailure: "rollback")
      let ended = try await box.belay("run", "plan.yaml")
      #expect(ended.code == 3 && ended.said.contains("= cause: nobody made it"), "\(ended)")
      let status = try await box.belay("status", "last")
      #expect(status.stdout.contains("= cause: nobody made it"), "\(status)")
    }
  }

  @Test func errorExplainsAPlansCodes() async throws {
    try await Sandbox.open { box in
      try await failing(box)
      let text =
        "DEMO-1: the flag is missing\n\ncause: nobody made it\nresolution:\n    1. touch flag\n"
        + "    2. belay resume RUN\n"
      let ofPlan = try await box.belay("error", "DEMO-1", "--plan", "plan.yaml")
      #expect(ofPlan.code == 0 && ofPlan.stdout == text, "\(ofPlan)")
      _ = try await box.belay("run", "plan.yaml")
      let ofRun = try await box.belay("error", "DEMO-1", "--run", "last")
      #expect(ofRun.code == 0 && ofRun.stdout == text, "\(ofRun)")
      let builtIn = try await box.belay("error", "BLY0602", "--run", "last")
      #expect(builtIn.code == 0 && builtIn.stdout.hasPrefix("BLY0602: "), "\(builtIn)")
      let alone = try await box.belay("error", "DEMO-1")
      #expect(alone.code == 2 && alone.stderr.contains("belay error DEMO-1 --plan PLAN"), "\(alone)")
      let unknown = try await box.belay("error", "OTHER", "--plan", "plan.yaml")
      #expect(unknown.code == 2 && unknown.stderr.contains("codes of the plan: DEMO-1, DEMO-2"), "\(unknown)")
    }
  }

  @Test func aStepTypeSaysHowItRunsAndHowItFails() async throws {
    try await Sandbox.open { box in
      let text = try await box.belay("steps", "file.write").stdout
      for words in ["runs as     work of belay itself", "failures of its family", "    BLY0820  "] {
        #expect(text.contains(words), "\(words)\n\(text)")
      }
      let json = try await box.belay("steps", "shell.run", "--format", "json").json
      #expect(json["name"] == "shell.run" && json["runsAs"] == "a process of the run's supervisor")
      let write = try await box.belay("steps", "file.write", "--format", "json").json
      #expect(write["powers"] == ["predict", "probe", "undo"])
    }
  }
}
