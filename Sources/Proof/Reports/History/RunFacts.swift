// What every section asks for: the input with its history, the steps in the order in which a reader meets them, and
// the phase that each belongs to.

import Engine
import PlanModel

/// A step as the report lists it.
struct ListedStep: Sendable {
  var id: String
  var step: PlanStep?
  var state: StepState?
  var history: StepHistory
  /// Title of the phase, `finally`, or nil in a plan without phases.
  var group: String?
  /// Full id of the outermost phase around it.
  var phase: String?
  var anchor: String

  /// Heading of what stands for several steps: a sub-plan or `foreach` that was skipped, satisfied or failed as a whole.
  static let groupsOfSteps = "groups of steps"
  static let removed = "no longer in the plan"
  static let finally = "finally"

  /// One of the plan's own steps: neither final, nor of another version, nor a group.
  var isOwn: Bool { group != Self.finally && group != Self.removed && group != Self.groupsOfSteps }

  /// A step that an edited plan doesn't have any more may have no state.
  var status: StepStatus {
    if let state { return state.status }
    if let mark = history.marks.last, mark.kind == .undone { return .undone }
    return history.attempts.last?.result == .succeeded ? .succeeded : .pending
  }

  var error: RecordedError? { state?.error ?? history.attempts.last?.error ?? history.marks.last?.error }

  /// It failed, and the plan said to go on.
  var isPassedOver: Bool { status == .failed && state?.continued == true }
}

/// The input of a report, prepared.
struct RunFacts: Sendable {
  let input: ReportInput
  let history: RunHistory
  let phases: [PhaseListing]
  let steps: [ListedStep]

  init(_ input: ReportInput) {
    self.input = input
    history = RunHistory(input.events, startedAt: input.state.startedAt)
    phases = input.state.phases
    steps = Self.list(input.state, history, phases)
  }

  var state: RunState { input.state }

  /// When the run was over, or as far as its events go; now, while something goes on.
  var endsAt: Int64 {
    let isOpen = state.isUnderWay && history.sessions.last?.stretch.end == nil
    return isOpen ? max(input.generatedAt, history.lastAt) : history.lastAt
  }

  /// A run of less than a minute is told to the millisecond.
  private var isShort: Bool { endsAt - history.startedAt < 60_000 }

  /// `2026-11-24 14:30:05`, for tables whose heading says UTC.
  func time(_ at: Int64) -> Words {
    Words([.fixed(isShort ? TimeText.date(at) + " " + TimeText.timeWithMilliseconds(at) : TimeText.dateAndTime(at))])
  }

  /// `2026-11-24 14:30:05 UTC`
  func full(_ at: Int64) -> String {
    isShort ? TimeText.date(at) + " " + TimeText.timeWithMilliseconds(at) + " UTC" : TimeText.full(at)
  }

  /// Steps with one of these statuses, in the plan's order.
  func steps(in statuses: StepStatus...) -> [ListedStep] { steps.filter { statuses.contains($0.status) } }

  private static func list(_ state: RunState, _ history: RunHistory, _ phases: [PhaseListing]) -> [ListedStep] {
    var phaseOfStep: [String: String] = [:]
    for phase in phases {
      for step in phase.steps where phaseOfStep[step] == nil { phaseOfStep[step] = phase.id }
    }
    var steps: [ListedStep] = []
    var listed: Set<String> = []
    for entry in state.listing {
      listed.insert(entry.id)
      steps.append(
        ListedStep(
          id: entry.id, step: entry.step, state: entry.state, history: history.steps[entry.id] ?? StepHistory(),
          group: entry.phase, phase: phaseOfStep[entry.id], anchor: "step-\(steps.count + 1)"))
    }
    for id in history.order where !listed.contains(id) {
      let isGroup = state.planStep(id).map { $0.body != nil || $0.foreach != nil } ?? false
      steps.append(
        ListedStep(
          id: id, step: state.planStep(id), state: state.stepState(id), history: history.steps[id] ?? StepHistory(),
          group: isGroup ? ListedStep.groupsOfSteps : ListedStep.removed, phase: nil,
          anchor: "step-\(steps.count + 1)"))
    }
    return steps
  }
}
