// Runs of the tests, each with a story.

import Engine
import JSONText
import Reports

enum SampleRuns {
  private static let reload: JSONObject = ["argv": ["systemctl", "reload", "edge"]]
  private static let criterion = "outputs.status == 200"

  /// Approved after a night, reloaded three times in vain, rolled back with one step kept, then `finally`.
  static func rolledBack() throws -> RunScript {
    var run = try RunScript(checkedPlan(SamplePlans.edge), inputs: ["host": "edge-1.example", "keep": 3])
    try openAndPrepare(&run)
    try swapInVain(&run)
    try goBack(&run)
    run.logs = [
      "swap/reload": "Reloading edge…\nERROR key values mismatch\nnginx: configuration test failed\n",
      "prepare/look": "GET https://edge-1.example/health → 200\n",
    ]
    return run
  }

  private static func openAndPrepare(_ run: inout RunScript) throws {
    run.wait(40)
    try run.open()
    try run.phase("prepare")
    try run.intent("prepare/look", uses: "http.get", inputs: ["url": "https://edge-1.example/health"])
    run.wait(420)
    try run.outcome("prepare/look", outputs: ["status": 200, "latency": "0.125"])
    let evidence = Evidence(check: "inputs.keep > 5", holds: false, seen: ["inputs.keep": 3])
    try run.record(.skipped(StepSettled(step: "prepare/old-format", reason: "when is false", evidence: [evidence])))
    try run.record(
      .gateOpened(
        GateOpened(
          work: WorkID(step: "prepare/sign-off", attempt: 1), kind: .approval,
          message: "Swap the certificate of the edge?", roles: ["technical-lead"], quorum: 1,
          distinctFrom: ["starter"], checklist: [], expiresAfter: 86_400_000,
          inputs: ["roles": ["technical-lead"]], evidence: [])))
    try run.end(.waiting)
    run.wait(15 * 3_600_000 + 12 * 60_000)
    try run.open(.resume, host: "ops-2")
    run.wait(300)
    try run.record(
      .gateAnswered(
        GateAnswered(
          step: "prepare/sign-off", attempt: 1, decision: .approve, person: "ann", roles: ["technical-lead"],
          reason: "window is open until noon", expiresAt: run.now + 86_400_000,
          statement: ["run": .string(RunScript.id), "step": "prepare/sign-off", "decision": "approve"],
          signature: nil)), by: "ann")
    try run.outcome("prepare/sign-off", outputs: ["approvers": ["ann"]], learned: .answered)
    try run.phaseDone("prepare")
  }

  private static func swapInVain(_ run: inout RunScript) throws {
    try run.phase("swap")
    try run.intent(
      "swap/write", uses: "file.write", inputs: ["path": "/etc/edge/edge-1.example.pem", "content": "new"])
    run.wait(640)
    try run.outcome("swap/write", outputs: ["sha256": .string(String(repeating: "9f", count: 32))])
    try run.done(
      "swap/notify", took: 1800, inputs: ["argv": ["announce"], "env": ["TOKEN": ["$secret": ["ca_token"]]]])
    let seen = Evidence(check: criterion, holds: false, seen: ["status": 502, "latency": ["$double": "0.25"]])
    let error = RecordedError(
      code: "EDGE-002",
      message: "The edge does not come back: success criterion is false: outputs.status == 200 (status = 502)")
    for attempt in 1...3 {
      try run.intent("swap/reload", attempt: attempt, inputs: reload)
      run.wait(4100)
      let log = LogReference(sha256: String(repeating: "77", count: 32), bytes: 74)
      let pause: Int64? = attempt < 3 ? Int64(attempt) * 2000 : nil
      try run.outcome(
        "swap/reload", attempt: attempt, error: error, retryAfter: pause, log: log, evidence: [seen])
      run.wait(pause ?? 0)
    }
    try run.record(.failing(RunFailing(step: "swap/reload", error: error, mode: .rollback)))
  }

  private static func goBack(_ run: inout RunScript) throws {
    try run.record(.rollbackStarted(RollbackStarted(requested: false, to: nil)))
    try run.intent("swap/reload", undo: 0, inputs: reload)
    run.wait(1200)
    let limit = RecordedError(code: "BLY0613", message: "the rollback takes longer than the plan allows, 1s")
    try run.record(.alarm(RunAlarm(error: limit)))
    run.wait(1400)
    try run.outcome("swap/reload", undo: 0, outputs: ["exit_code": 0, "stdout": ""])
    try run.record(.undone(StepSettled(step: "swap/reload")))
    try run.record(.kept(StepSettled(step: "swap/notify", reason: "an announcement can't be taken back")))
    try run.intent("swap/write", undo: 0, uses: "file.write")
    run.wait(300)
    try run.outcome("swap/write", undo: 0)
    try run.record(.undone(StepSettled(step: "swap/write")))
    try run.record(.undone(StepSettled(step: "prepare/sign-off", reason: "nothing to undo")))
    try run.record(.undone(StepSettled(step: "prepare/look", reason: "nothing to undo")))
    try run.record(.rollbackFinished(RollbackFinished(result: .complete)))
    try run.record(.finallyStarted(FinallyStarted(status: .rolledBack)))
    try run.done("tell", took: 900, inputs: ["argv": ["notify", "run rolled_back"]])
    try run.end(.rolledBack)
  }

  /// Two steps that succeed.
  static func small() throws -> RunScript {
    var run = try RunScript(checkedPlan(SamplePlans.small))
    run.wait(20)
    try run.open()
    try run.done("first", took: 1250, inputs: ["argv": ["true"]])
    try run.done("second", took: 65_000, inputs: ["argv": ["true"]])
    try run.end(.succeeded)
    return run
  }

  /// The executor died in the second step; nobody knows whether it happened.
  static func inDoubt() throws -> RunScript {
    var run = try RunScript(checkedPlan(SamplePlans.small))
    try run.open()
    try run.done("first", took: 900)
    try run.intent("second")
    run.wait(90_000)
    try run.open(.resume)
    try run.record(
      .inDoubt(StepInDoubt(work: WorkID(step: "second", attempt: 1), reason: "its process is gone without a record")))
    try run.end(.inDoubt)
    return run
  }

  /// Days of work at most hours, a failure near the end, and all the way back.
  static func longWayBack() throws -> RunScript {
    var run = try RunScript(checkedPlan(SamplePlans.chain(150)))
    try run.open()
    var done: [String] = []
    for step in 1...130 {
      let phase = "wave-\((step - 1) / 50 + 1)"
      if (step - 1) % 50 == 0 { try run.phase(phase) }
      if step == 61 {
        try run.end(.halted)
        run.wait(14 * 3_600_000)
        try run.open(.resume, host: "ops-2")
      }
      let id = "\(phase)/step-\(step)"
      done.append(id)
      try run.done(id, took: Int64(60_000 + step * 37_000 % 900_000))
      if step % 50 == 0 { try run.phaseDone(phase) }
    }
    let error = RecordedError(code: "BLY0801", message: "the program ended with 1")
    try run.intent("wave-3/step-131")
    run.wait(40_000)
    try run.outcome("wave-3/step-131", error: error)
    try run.record(.failing(RunFailing(step: "wave-3/step-131", error: error, mode: .rollback)))
    try run.record(.rollbackStarted(RollbackStarted(requested: false, to: nil)))
    for id in (done + ["wave-3/step-131"]).reversed() {
      try run.intent(id, undo: 0)
      run.wait(45_000)
      try run.outcome(id, undo: 0)
      try run.record(.undone(StepSettled(step: id)))
    }
    try run.record(.rollbackFinished(RollbackFinished(result: .complete)))
    try run.end(.rolledBack)
    return run
  }

  static func chain(_ count: Int) throws -> RunScript {
    var run = try RunScript(checkedPlan(SamplePlans.chain(count)))
    try run.open()
    let log = String(repeating: "a line of the log with some words in it\n", count: 400)
    for step in 1...count {
      let phase = "wave-\((step - 1) / 50 + 1)"
      if (step - 1) % 50 == 0 { try run.phase(phase) }
      let id = "\(phase)/step-\(step)"
      try run.intent(id, inputs: ["argv": ["true"]])
      run.wait(Int64(1000 + step * 37 % 5000))
      try run.outcome(id, outputs: ["exit_code": 0, "stdout": "done"])
      run.logs[id] = log
      if step % 50 == 0 { try run.phaseDone(phase) }
    }
    try run.end(.succeeded)
    return run
  }
}
