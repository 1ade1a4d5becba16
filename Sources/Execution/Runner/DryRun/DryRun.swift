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
}

/// Walks a plan without changing anything.
public struct DryRun {
  private var forecast: Forecast
  private var files = PredictedFiles()
  private var report = DryRunReport(steps: [], executed: [])
  /// A step before this one would change something: what is read now isn't what the step will read.
  private var somethingChanges = false
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
      report.steps.append(entry(id, step, decision: "run"))
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
      }
    }
    entry.preconditions = await preconditions(stop)
    let outputs = await predict(stop, &entry)
    if stop.step.effect != .read { somethingChanges = true }
    forecast.settle(stop, outputs: entry.decision == "run" ? outputs : nil)
    return entry
  }

  // MARK: Conditions

  /// Nil: the step has no `done_when`.
  private mutating func isDone(_ stop: Forecast.Stop) async -> Forecast.Verdict? {
    if stop.step.doneWhen.isEmpty { return nil }
    var unknown: [String] = []
    var isUnknown = false
    for condition in stop.step.doneWhen {
      switch await verdict(condition, stop) {
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
      answers.append(DryRunReport.Condition(condition, await verdict(condition, stop)))
    }
    return answers
  }

  private mutating func enter(_ group: Forecast.Group) async {
    var answers: [DryRunReport.Condition] = []
    for condition in group.preconditions {
      let verdict: Forecast.Verdict
      switch await look(condition, in: group.id) {
      case .nothingToLookAt: verdict = forecast.judge(condition, group, observed: nil)
      case .seen(let outputs): verdict = forecast.judge(condition, group, observed: outputs)
      case .notSeen: verdict = .unknown([])
      }
      answers.append(DryRunReport.Condition(condition, verdict))
    }
    report.phases.append(DryRunReport.Phase(id: group.id, preconditions: answers))
  }

  private mutating func verdict(_ condition: PlanCondition, _ stop: Forecast.Stop) async -> Forecast.Verdict {
    switch await look(condition, in: stop.id) {
    case .nothingToLookAt: forecast.judge(condition, stop, observed: nil)
    case .seen(let outputs): forecast.judge(condition, stop, observed: outputs)
    case .notSeen: .unknown([])
    }
  }

  private enum Look {
    /// The condition has no read step.
    case nothingToLookAt
    case seen([String: Value])
    case notSeen
  }

  private mutating func look(_ condition: PlanCondition, in place: String) async -> Look {
    guard let observation = condition.observation else { return .nothingToLookAt }
    guard var context = forecast.context(of: observation, in: place), let type = types[observation.uses]
    else { return .notSeen }
    context.predicted = files
    guard let outputs = await read(type, place, context)?.outputs else { return .notSeen }
    return .seen(outputs)
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
  /// Nil: nobody can say.
  private mutating func read(_ type: any StepType, _ id: String, _ context: StepContext) async -> Reading? {
    if somethingChanges {
      guard let type = type.predicting else { return nil }
      do throws(StepFailure) {
        return Reading(outputs: try await prediction(type, id, context).outputs, wasExecuted: false)
      } catch { return nil }
    }
    if type is any ProcessStep, !ProcessHost.canConfine { return nil }
    guard type is any ProcessStep || type is any InProcessStep else { return nil }
    switch await effects.carryOut(type, look(.observe, id, context)).result {
    case .success(let outputs): return Reading(outputs: outputs, wasExecuted: true)
    case .failure(let failure): return Reading(outputs: nil, wasExecuted: true, failure: failure.message)
    }
  }

  /// What a read step gave, and whether it really ran.
  private struct Reading {
    /// Nil: it failed.
    var outputs: [String: Value]?
    var wasExecuted: Bool
    var failure: String?
  }

  // MARK: Predicting

  /// A read step whose outputs are known also shows whether the plan will be content with them.
  private func judgeSuccess(_ stop: Forecast.Stop, _ outputs: [String: Value], _ entry: inout DryRunReport.Step) {
    for condition in stop.step.success where condition.observation == nil {
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
    if stop.step.effect == .read {
      guard let reading = await read(type, stop.id, context) else { return nil }
      if reading.wasExecuted { report.executed.append(stop.id) }
      if let failure = reading.failure { entry.notes.append("would fail now: \(failure)") }
      if let outputs = reading.outputs { judgeSuccess(stop, outputs, &entry) }
      return reading.outputs
    }
    guard let type = type.predicting else { return nil }
    do throws(StepFailure) {
      let prediction = try await prediction(type, stop.id, context)
      entry.changes = prediction.changes
      files.apply(prediction)
      return prediction.outputs.isEmpty ? nil : prediction.outputs
    } catch {
      entry.notes.append("would fail now: \(error.message)")
      return nil
    }
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
