// Covers: every event comes back from its journal form as it was; an unknown type is kept as it is; a missing or
// mistyped field is named.

import JSONText
import Testing

@testable import Engine

@Suite("Events in the journal")
struct EventCodingTests {
  private static let error = RecordedError(code: "BLY0601", message: "no", help: "look")
  private static let evidence = [
    Evidence(
      list: "success", place: 1, check: "a == 1", holds: false, seen: ["a": 2],
      observation: Observed(uses: "sim.look", inputs: ["at": 1], times: 3, first: 1, last: 9, log: log), error: "odd")
  ]
  private static let work = WorkID(step: "p/a[x]", undo: 1, attempt: 3)
  private static let log = LogReference(sha256: "ab", bytes: 7)
  private static let file = FileReference(name: "plan.yaml", sha256: "cd")

  private static let basis = RunBasis(
    planVersion: "1.0.0", planTitle: "t", planDigest: "d", files: [file], inputs: ["i": "v"], inputsDigest: "e",
    environment: ["HOME": "/"], stepTypes: ["sim.put": "m"], registryDigest: "r", locks: ["l"])

  static let events: [RunEvent] = [
    .created(
      RunCreated(
        planName: "n", basis: basis, binaryVersion: "1", starter: "ann", workingDirectory: "/w")),
    .opened(
      RunOpened(verb: .rollback, host: "h", pid: 4, bootID: "b", binaryVersion: "1", registryDigest: "r")),
    .opened(
      RunOpened(
        verb: .resume, host: "h", pid: 4, bootID: "b", binaryVersion: "2", registryDigest: "s",
        stepTypes: ["sim.put": "x"], osUser: "root", acceptedDrift: ["another belay"], waits: true, orphans: .stop)),
    .planChanged(
      PlanChanged(
        basis: basis, labels: [StepLabel(step: "a", label: .moved, reason: "it moved")], accepted: true,
        expanded: [StepExpanded(step: "a", keys: ["x"], items: [1])])),
    .phaseStarted(GroupStarted(id: "p", inputs: [:], evidence: evidence)),
    .phaseFinished(GroupFinished(id: "p", error: error, continued: true, evidence: evidence)),
    .callStarted(GroupStarted(id: "c", inputs: ["x": 1])),
    .callFinished(GroupFinished(id: "c")),
    .expanded(StepExpanded(step: "a", keys: ["x", "y"], items: [1, 2])),
    .skipped(StepSettled(step: "a", reason: "when is false", evidence: evidence)),
    .satisfied(StepSettled(step: "a", outputs: ["n": 1])),
    .refused(StepRefused(step: "a", error: error, continued: true, evidence: evidence)),
    .intent(
      StepIntent(
        work: work, key: "k", uses: "sim.put", effect: .write, idempotent: true, timeout: 5, inputs: ["i": 1],
        undoRecord: ["was": "x"], bootID: "b", evidence: evidence)),
    .applied(StepApplied(work: work, outputs: ["n": 1], learned: .adopted, log: log)),
    .recovered(StepRecovered(work: work, finding: .notDone, reason: "the probe says so", evidence: evidence)),
    .outcome(
      StepOutcome(
        work: work, outputs: ["n": 1], error: error, retryAfter: 500, continued: true, learned: .finished, log: log,
        evidence: evidence)),
    .outcome(StepOutcome(work: WorkID(step: "a", attempt: 1), learned: .probe)),
    .inDoubt(StepInDoubt(work: work, reason: "lost")),
    .resolved(StepResolved(step: "a", undo: 0, decision: .notDone, reason: "looked")),
    .gateOpened(
      GateOpened(
        work: work, kind: .approval, message: "?", roles: ["lead"], quorum: 2, distinctFrom: ["starter"],
        checklist: ["c"], expiresAfter: 9, inputs: ["i": 1], evidence: evidence)),
    .gateAnswered(
      GateAnswered(
        step: "a", attempt: 2, decision: .approve, person: "bob", roles: ["lead"], reason: "fine", expiresAt: 5,
        statement: ["run": "r"], signature: "s", host: "h", osUser: "root")),
    .messageRefused(MessageRefused(said: "approve", step: "a", person: "bob", error: error)),
    .failing(RunFailing(step: "a", error: error, mode: .rollback)),
    .failing(RunFailing(step: nil, error: RecordedError(code: "c", message: "m"), mode: .halt)),
    .stopRequested(StopRequested(reason: "lunch")),
    .alarm(RunAlarm(error: error)),
    .guardTripped(GuardTripped(id: "g", error: error, action: .stop, since: 3, evidence: evidence)),
    .rollbackStarted(RollbackStarted(requested: true, to: "a")),
    .undone(StepSettled(step: "a")),
    .kept(StepSettled(step: "a", reason: "it stays")),
    .undoFailed(StepRefused(step: "a", error: error)),
    .rollbackFinished(RollbackFinished(result: .blocked, step: "a", reason: "no")),
    .finallyStarted(FinallyStarted(status: .halted)),
    .ended(RunEnded(status: .rolledBack)),
    .ended(RunEnded(status: .abandoned, reason: "given up")),
    .unknown(type: "run.teleported", data: ["to": "mars"]),
  ]

  @Test("come back as they were", arguments: events.indices)
  func roundTrip(_ place: Int) throws {
    let event = Self.events[place]
    let text = String(decoding: event.data.canonicalBytes(), as: UTF8.self)
    #expect(try RunEvent(type: event.type, data: JSON(parsing: text)) == event)
  }

  @Test("have a type each, subject.what_happened")
  func types() {
    let types = Set(Self.events.map(\.type))
    #expect(types.count == 32)
    #expect(types.allSatisfy { $0.split(separator: ".").count == 2 && $0 == $0.lowercased() })
  }

  @Test(
    "name the field that is wrong",
    arguments: [
      ("step.intent", #"{"step":"a"}"#, "'attempt' is missing"),
      ("run.ended", "{}", "'status' is missing"),
      ("step.expanded", #"{"step":"a","keys":[1],"items":[1]}"#, "'keys' holds something else than strings"),
      ("rollback.started", #"{"requested":"yes"}"#, "'requested' is no bool"),
    ])
  func faults(_ type: String, _ data: String, _ message: String) throws {
    let json = try JSON(parsing: data)
    #expect(throws: EventFault(message)) { try RunEvent(type: type, data: json) }
  }

  @Test("of a newer version keep what this one doesn't know")
  func unknownWords() throws {
    let data = try JSON(parsing: #"{"status":"bored"}"#)
    #expect(try RunEvent(type: "run.ended", data: data) == .unknown(type: "run.ended", data: data))
    #expect(try RunEvent(type: "run.dreamt", data: data) == .unknown(type: "run.dreamt", data: data))
  }

  @Test("have times in UTC with three decimals")
  func times() {
    #expect(journalTime(1_795_530_605_120) == "2026-11-24T14:30:05.120Z")
    #expect(milliseconds(ofJournalTime: "2026-11-24T14:30:05.120Z") == 1_795_530_605_120)
    #expect(journalTime(-1) == "1969-12-31T23:59:59.999Z")
  }

  @Test("a field that this version wouldn't have written makes an event unknown: it may say something that counts")
  func unknownField() throws {
    let data: JSON = ["status": "succeeded", "except": "the last step"]
    #expect(try RunEvent(type: "run.ended", data: data) == .unknown(type: "run.ended", data: data))
    let mistyped: JSON = ["step": "a", "attempt": 1, "undo": "0", "reason": "lost"]
    #expect(try RunEvent(type: "step.in_doubt", data: mistyped) == .unknown(type: "step.in_doubt", data: mistyped))
  }
}
