// Runs written by hand: events one after another, folded over a plan that was checked for the test.

import Audit
import Diagnostics
import Engine
import Expressions
import JSONText
import Journal
import PlanModel
import Reports
import StepKit

private struct OneFile: PlanReader {
  var text: String

  func read(_ path: String) -> Result<[UInt8], PlanReadError> {
    switch path {
    case "plan.yaml": .success(Array(text.utf8))
    case "part.yaml": .success(Array(SamplePlans.part.utf8))
    case "errors.yaml": .success(Array(SamplePlans.errors.utf8))
    default: .failure(PlanReadError(message: "no such file"))
    }
  }
}

struct PlanDoesNotCheck: Error {
  var text: String
}

func checkedPlan(_ text: String) throws -> CheckedPlan {
  let result = PlanChecker(registry: try SampleSteps.registry(), reader: OneFile(text: text)).check(path: "plan.yaml")
  guard let plan = result.plan else { throw PlanDoesNotCheck(text: TextRenderer().render(result.diagnostics)) }
  return plan
}

/// A run under construction.
struct RunScript {
  static let id = "20261124-143005-aak7q2"
  /// 2026-11-24 14:30:05 UTC
  static let start: Int64 = 1_795_530_605_000

  private(set) var state: RunState
  private(set) var events: [RecordedEvent]
  private(set) var now: Int64
  var logs: [String: String] = [:]
  var actor = "carla"

  init(_ plan: CheckedPlan, inputs: JSONObject = [:], starter: String = "carla") throws {
    let created = RunCreated(
      planName: plan.name, basis: Self.basis(of: plan, inputs), binaryVersion: "0.1.0", starter: starter,
      workingDirectory: "/srv/edge")
    now = Self.start
    state = try RunState(run: Self.id, plan: plan, created: created, at: now)
    events = [RecordedEvent(event: .created(created), at: now, actor: starter)]
    actor = starter
  }

  private static func basis(of plan: CheckedPlan, _ inputs: JSONObject) -> RunBasis {
    RunBasis(
      planVersion: plan.version, planTitle: plan.title, planDigest: plan.digest,
      files: plan.files.map { FileReference(name: $0.name, sha256: String(repeating: "ab", count: 32)) },
      inputs: inputs, inputsDigest: String(repeating: "1d", count: 32), environment: [:], stepTypes: [:],
      registryDigest: String(repeating: "4e", count: 32), locks: ["edge:edge-1"])
  }

  mutating func wait(_ milliseconds: Int64) { now += milliseconds }

  mutating func record(_ event: RunEvent, by person: String? = nil) throws {
    let recorded = RecordedEvent(event: event, at: now, actor: person ?? actor)
    try state.fold(recorded)
    events.append(recorded)
  }

  /// The run goes on over an edited plan.
  mutating func change(to plan: CheckedPlan, _ labels: [StepLabel], accepted: Bool) throws {
    let basis = Self.basis(of: plan, state.created.inputs)
    let change = try state.change(to: plan, basis: basis, labels: labels, accepted: accepted)
    let recorded = RecordedEvent(event: .planChanged(change), at: now, actor: actor)
    try state.fold(recorded, plan: plan)
    events.append(recorded)
  }

  mutating func open(_ verb: Verb = .run, host: String = "ops-1") throws {
    try record(
      .opened(
        RunOpened(
          verb: verb, host: host, pid: 4711, bootID: "boot", binaryVersion: "0.1.0",
          registryDigest: String(repeating: "4e", count: 32))))
  }

  mutating func phase(_ id: String, _ evidence: [Evidence] = []) throws {
    try record(.phaseStarted(GroupStarted(id: id, evidence: evidence)))
  }

  mutating func phaseDone(_ id: String, _ error: RecordedError? = nil) throws {
    try record(.phaseFinished(GroupFinished(id: id, error: error)))
  }

  mutating func intent(
    _ step: String, attempt: Int = 1, undo: Int? = nil, uses: String = "exec.run", inputs: JSONObject = [:],
    evidence: [Evidence] = []
  ) throws {
    let key = Self.id + ":" + step + (undo.map { ":undo:\($0)" } ?? "")
    try record(
      .intent(
        StepIntent(
          work: WorkID(step: step, undo: undo, attempt: attempt), key: key, uses: uses, effect: .write,
          idempotent: false, inputs: inputs, undoRecord: nil, bootID: "boot", evidence: evidence)))
  }

  mutating func outcome(
    _ step: String, attempt: Int = 1, undo: Int? = nil, outputs: JSONObject = [:], error: RecordedError? = nil,
    retryAfter: Int64? = nil, continued: Bool = false, learned: Learned = .finished, log: LogReference? = nil,
    evidence: [Evidence] = []
  ) throws {
    try record(
      .outcome(
        StepOutcome(
          work: WorkID(step: step, undo: undo, attempt: attempt), outputs: outputs, error: error,
          retryAfter: retryAfter, continued: continued, learned: learned, log: log, evidence: evidence)))
  }

  /// A whole attempt that ends well.
  mutating func done(_ step: String, took: Int64, uses: String = "exec.run", inputs: JSONObject = [:]) throws {
    try intent(step, uses: uses, inputs: inputs)
    wait(took)
    try outcome(step)
  }

  mutating func end(_ status: RunStatus) throws { try record(.ended(RunEnded(status: status))) }

  func input(problems: [VerificationReport.Problem] = [], generatedAfter: Int64 = 60_000) -> ReportInput {
    let head = String(repeating: "c0ffee00", count: 8)
    let count = Int64(events.count)
    let proven = [
      "Each of the \(count) events holds the hash of the one before: none was changed, removed, added or moved.",
      "The anchor knows the last event, so none is missing at the end.",
    ]
    return ReportInput(
      run: Self.id, state: state, events: events, entryCount: count, head: head,
      verification: VerificationReport(
        run: RunID(Self.id), events: count, head: head, problems: problems, proven: problems.isEmpty ? proven : []),
      logs: logs, generatedAt: now + generatedAfter, binaryVersion: "0.1.0")
  }
}
