// `belay plan`: a walk through the plan in which only read steps run (DESIGN §3 "unknowns", §7).

import Diagnostics
import Engine
import Expressions
import Foundation
import Glibc
import OperatingSystem
import PlanModel
import ProcessHost
import StepKit

/// What a dry run finds.
public struct DryRunReport: Sendable {
  public struct Step: Sendable {
    public var id: String
    public var uses: String
    public var title: String?
    /// `run`, `skip`, `satisfied` or `unknown`.
    public var decision: String
    /// What an unknown decision, or an unknown change, depends on.
    public var dependsOn: [String]
    public var changes: [PredictedChange]
    /// `auto`, `actions` or `none`.
    public var rollback: String
    public var rollbackReason: String?
    public var irreversible: Bool
    /// Preconditions with their three-valued answer.
    public var preconditions: [Condition]
    /// A step of `finally`: it is never undone.
    public var isFinal = false
    /// Something the reader should know: a failure that is certain, a prediction that couldn't be made.
    public var notes: [String]
  }
  public struct Condition: Sendable {
    public var check: String
    /// Nil: not known.
    public var holds: Bool?
  }
  /// A phase with conditions of its own.
  public struct Phase: Sendable {
    public var id: String
    public var preconditions: [Condition]
  }
  public var phases: [Phase] = []
  public var steps: [Step]
  /// Ids of the read steps that were executed in order to predict.
  public var executed: [String]
  /// Read steps of conditions that were executed.
  public var asked: [Asked] = []

  /// A read step that a condition has.
  public struct Asked: Sendable, Hashable {
    /// The step or phase that has the condition.
    public var place: String
    /// `done_when` or `preconditions`.
    public var list: String
    public var uses: String
  }
}

/// Walks a plan without changing anything.
public struct DryRun {
  private var forecast: Forecast
  private var files = PredictedFiles()
  private var report = DryRunReport(steps: [], executed: [])
  /// The first step that would change something: what is read after it isn't what the run will read.
  private var changer: String?
  private let effects: Effects
  /// The step types of the plan, those beside it included.
  private let types: Registry
  private let scratch: String

  /// Fails when there is no place for the logs of the read steps.
  public init(_ workspace: Workspace, state: RunState) throws(RunnerError) {
    scratch = try Self.makeScratch(workspace.environment)
    types = state.plan.types
    forecast = Forecast(state: state)
    effects = Effects(
      host: ProcessHost(runFolder: scratch, token: 1, supervisor: workspace.supervisor),
      environment: workspace.environment, folder: scratch, mustConfine: true)
  }

  /// Logs of the read steps go into a folder of their own, which goes with the dry run.
  private static func makeScratch(_ environment: [String: String]) throws(RunnerError) -> String {
    let parent = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array((parent + "/belay-plan." + String(repeating: "X", count: 6)).utf8CString)
    guard let made = mkdtemp(&template) else {
      throw .noScratchFolder(parent: parent, reason: SystemError.last.text.lowercased())
    }
    return String(cString: made)
  }

  public mutating func run() async -> DryRunReport {
    while let stop = forecast.next() {
      for group in forecast.takeEntered() where !group.preconditions.isEmpty { await enter(group) }
      report.steps.append(await visit(stop))
    }
    for (id, step) in forecast.finalSteps {
      var entry = entry(id, step, decision: "run")
      entry.isFinal = true
      report.steps.append(entry)
    }
    await effects.host.close()
    try? FileManager.default.removeItem(atPath: scratch)
    return report
  }

  private func entry(_ id: String, _ step: PlanStep, decision: String) -> DryRunReport.Step {
    var entry = DryRunReport.Step(
      id: id, uses: step.uses, title: step.title, decision: decision, dependsOn: [], changes: [], rollback: "none",
      rollbackReason: nil, irreversible: step.irreversible, preconditions: [], notes: [])
    switch step.rollback {
    case .nothing: break
    case .declined(let reason): entry.rollbackReason = reason
    case .auto: entry.rollback = "auto"
    case .actions: entry.rollback = "actions"
    }
    return entry
  }

  private mutating func visit(_ stop: Forecast.Stop) async -> DryRunReport.Step {
    var entry = entry(stop.id, stop.step, decision: "run")
    switch stop.decision {
    case .skip:
      entry.decision = "skip"
      forecast.skip(stop, as: .skipped)
      return entry
    case .fails(let error): entry.notes.append("would fail: \(error.message)")
    case .unknown(let paths):
      entry.decision = "unknown"
      entry.dependsOn = paths
    case .run: break
    }
    if entry.decision == "run", let isDone = await isDone(stop) {
      if isDone == .holds {
        entry.decision = "satisfied"
        forecast.skip(stop, as: .satisfied)
        return entry
      }
      if case .unknown(let paths) = isDone {
        entry.decision = "unknown"
        entry.dependsOn = paths
        if let reason = unanswered { entry.notes.append("done_when can't be asked now: \(reason)") }
      }
    }
    entry.preconditions = await preconditions(stop)
    let outputs = await predict(stop, &entry)
    if stop.step.effect != .read, changer == nil { changer = stop.id }
    forecast.settle(
      stop, outputs: entry.decision == "run" ? outputs : nil, areWhole: report.executed.last == stop.id)
    return entry
  }

  // MARK: Conditions

  /// Nil: the step has no `done_when`.
  private mutating func isDone(_ stop: Forecast.Stop) async -> Forecast.Verdict? {
    if stop.step.doneWhen.isEmpty { return nil }
    var unknown: [String] = []
    var isUnknown = false
    unanswered = nil
    for condition in stop.step.doneWhen {
      switch await verdict(condition, stop, "done_when") {
      case .holds: continue
      case .fails: return .fails
      case .unknown(let paths):
        isUnknown = true
        unknown += paths
      }
    }
    return isUnknown ? .unknown(unknown) : .holds
  }

  private mutating func preconditions(_ stop: Forecast.Stop) async -> [DryRunReport.Condition] {
    var answers: [DryRunReport.Condition] = []
    for condition in stop.step.preconditions {
      answers.append(DryRunReport.Condition(condition, await verdict(condition, stop, "preconditions")))
    }
    return answers
  }

  private mutating func enter(_ group: Forecast.Group) async {
    var answers: [DryRunReport.Condition] = []
    for condition in group.preconditions {
      let verdict: Forecast.Verdict
      switch await look(condition, in: group.id, "preconditions") {
      case .nothingToLookAt: verdict = forecast.judge(condition, group, observed: nil)
      case .seen(let outputs): verdict = forecast.judge(condition, group, observed: outputs)
      case .notSeen(let gap): verdict = .unknown(gap.dependsOn)
      }
      answers.append(DryRunReport.Condition(condition, verdict))
    }
    report.phases.append(DryRunReport.Phase(id: group.id, preconditions: answers))
  }

  private mutating func verdict(
    _ condition: PlanCondition, _ stop: Forecast.Stop, _ list: String
  ) async -> Forecast.Verdict {
    switch await look(condition, in: stop.id, list) {
    case .nothingToLookAt: return forecast.judge(condition, stop, observed: nil)
    case .seen(let outputs): return forecast.judge(condition, stop, observed: outputs)
    case .notSeen(let gap):
      unanswered = gap.error
      return .unknown(gap.dependsOn)
    }
  }

  /// Why the last condition with a read step couldn't be asked.
  private var unanswered: String?

  private enum Look {
    /// The condition has no read step.
    case nothingToLookAt
    case seen([String: Value])
    case notSeen(Forecast.Gap)
  }

  private mutating func look(_ condition: PlanCondition, in place: String, _ list: String) async -> Look {
    guard let observation = condition.observation else { return .nothingToLookAt }
    guard let type = types[observation.uses] else { return .notSeen(Forecast.Gap()) }
    switch forecast.context(of: observation, in: place) {
    case .failure(let gap): return .notSeen(gap)
    case .success(var context):
      context.predicted = files
      let reading = await read(type, place, context)
      if reading.wasExecuted {
        report.asked.append(DryRunReport.Asked(place: place, list: list, uses: observation.uses))
      }
      if let outputs = reading.outputs, reading.wasExecuted || Self.covers(outputs, condition.check) {
        return .seen(outputs)
      }
      return .notSeen(Forecast.Gap(dependsOn: reading.dependsOn, error: reading.reason ?? reading.failure))
    }
  }

  private var looks = 0

  /// Asks a step type what would change.
  private mutating func prediction(
    _ type: any Predicting, _ id: String, _ context: StepContext
  ) async throws(StepFailure) -> Prediction {
    try await effects.predict(type, look(.predict, id, context)).result.get()
  }

  private mutating func look(_ look: Operation.Look, _ id: String, _ context: StepContext) -> Operation {
    looks += 1
    return Operation(
      look, id, mark: Operation.Mark(token: 1, number: looks), context, timeout: look == .observe ? 60_000 : nil)
  }

  /// Runs a read step, if what it reads now is what it will find; otherwise it may predict from predicted files.
  private mutating func read(_ type: any StepType, _ id: String, _ context: StepContext) async -> Reading {
    if let changer {
      var reading = Reading(reason: "what it reads may be changed by '\(changer)'", dependsOn: [changer])
      guard let type = type.predicting else { return reading }
      do throws(StepFailure) {
        let outputs = try await prediction(type, id, context).outputs
        return outputs.isEmpty ? reading : Reading(outputs: outputs)
      } catch {
        reading.reason = error.message
        return reading
      }
    }
    if type is any ProcessStep, !ProcessHost.canConfine {
      return Reading(reason: "this kernel can't keep it from writing: it has no Landlock")
    }
    guard type is any ProcessStep || type is any InProcessStep else { return Reading(reason: "it only waits or asks") }
    switch await effects.carryOut(type, look(.observe, id, context)).result {
    case .success(let outputs): return Reading(outputs: outputs, wasExecuted: true)
    case .failure(let failure): return Reading(outputs: nil, wasExecuted: true, failure: failure.message)
    }
  }

  /// What a read step gave, and whether it really ran.
  private struct Reading {
    /// Nil: it failed, or nobody can say.
    var outputs: [String: Value]?
    var wasExecuted = false
    var failure: String?
    /// Why it wasn't executed.
    var reason: String?
    var dependsOn: [String] = []
  }

  // MARK: Predicting

  /// Every output that an expression reads is there.
  private static func covers(_ outputs: [String: Value], _ check: Expressions.Expression) -> Bool {
    check.references.allSatisfy { reference in
      reference.root != "outputs" || reference.path.first.map { outputs[$0] != nil } == true
    }
  }

  /// A read step whose outputs are known also shows whether the plan will be content with them.
  private func judgeSuccess(_ stop: Forecast.Stop, _ outputs: [String: Value], _ entry: inout DryRunReport.Step) {
    for condition in stop.step.success where condition.observation == nil && Self.covers(outputs, condition.check) {
      if forecast.judge(condition, stop, observed: outputs) == .fails {
        let code = condition.code.map { " [\($0)]" } ?? ""
        entry.notes.append("would fail now\(code): \(condition.check.text)")
      }
    }
  }

  /// The outputs that are certain; nil when they aren't known.
  private mutating func predict(_ stop: Forecast.Stop, _ entry: inout DryRunReport.Step) async -> [String: Value]? {
    guard let type = types[stop.step.uses], stop.step.body == nil,
      stop.step.foreach == nil || stop.id.hasSuffix("]")
    else { return nil }
    var context: StepContext
    switch forecast.context(of: stop) {
    case .success(let known): context = known
    case .failure(let gap):
      entry.dependsOn += gap.dependsOn
      if let error = gap.error { entry.notes.append("not predicted: \(error)") }
      return nil
    }
    context.predicted = files
    let hasSecret = !stop.step.with.allSatisfy(\.secrets.isEmpty)
    if stop.step.effect == .read {
      if hasSecret {
        entry.notes.append("not executed: it needs a secret, and a dry run fetches none")
        return nil
      }
      let reading = await read(type, stop.id, context)
      if reading.wasExecuted { report.executed.append(stop.id) }
      if let reason = reading.reason { entry.notes.append("not executed: \(reason)") }
      if let failure = reading.failure { entry.notes.append("would fail now: \(failure)") }
      if let outputs = reading.outputs { judgeSuccess(stop, outputs, &entry) }
      return reading.outputs
    }
    guard let type = type.predicting else { return nil }
    do throws(StepFailure) {
      var prediction = try await prediction(type, stop.id, context)
      if hasSecret {
        entry.notes.append("predicted without its secret, which stands as \(Forecast.placeholder)")
        prediction = prediction.withoutContent
      }
      entry.changes = prediction.changes
      files.apply(prediction)
      return prediction.outputs.isEmpty ? nil : prediction.outputs
    } catch {
      entry.notes.append(
        hasSecret ? "not predicted without its secret: \(error.message)" : "would fail now: \(error.message)")
      return nil
    }
  }
}

extension Prediction {
  /// Where it will be known only with a secret what is written.
  fileprivate var withoutContent: Prediction {
    Prediction(
      changes: changes.map { PredictedChange(kind: $0.kind == "none" ? "modify" : $0.kind, target: $0.target) },
      files: files.mapValues { _ in .unknown })
  }
}

extension DryRunReport.Condition {
  fileprivate init(_ condition: PlanCondition, _ verdict: Forecast.Verdict) {
    check = condition.check.text
    holds =
      switch verdict {
      case .holds: true
      case .fails: false
      case .unknown: nil
      }
  }
}
