// A run goes on over an edited plan.

import Engine
import Expressions
import JSONText
import Journal
import PlanModel

extension RunVerbs {
  /// Takes an edited plan over. Changed or removed finished steps are refused unless accepted.
  public func change(
    _ loaded: inout LoadedRun, to plan: CheckedPlan, accepted: Bool, actor: String, lease: Lease
  ) throws(RunnerError) -> [StepLabel] {
    if plan.digest == loaded.state.created.planDigest { return [] }
    if plan.name != loaded.state.created.planName {
      throw .otherPlan(of: loaded.state.created.planName, given: plan.name)
    }
    if !loaded.state.inFlight.isEmpty { throw .inFlight(loaded.state.inFlight) }
    let basis = try editedBasis(loaded.state, plan)
    let labels: [StepLabel]
    do { labels = try loaded.state.labels(under: plan, basis: basis) } catch { throw .engine(error) }
    if !accepted, labels.contains(where: { $0.label == .changed || $0.label == .removed }) {
      throw .changedPlan(labels)
    }
    let change = try planChanged(loaded.state, to: plan, basis, labels, accepted: accepted)
    let event = RecordedEvent(event: .planChanged(change), at: SystemClock.now().wall, actor: actor)
    let head = loaded.head
    let run = loaded.id
    let entries = try RunnerError.wrapping { () throws(JournalError) in
      try workspace.store.append(
        [event.draft], to: run, after: head, lease: lease, summary: nil, locks: .acquire(change.basis.locks),
        attachments: plan.files.map { Attachment(bytes: $0.bytes) }, taken: nil)
    }
    do { try loaded.state.fold(event, plan: plan) } catch { throw .engine(error) }
    loaded.head = entries.last?.head ?? loaded.head
    return labels
  }

  /// The event, whose locks are named by the edited plan's own expressions.
  private func planChanged(
    _ state: RunState, to plan: CheckedPlan, _ basis: RunBasis, _ labels: [StepLabel], accepted: Bool
  ) throws(RunnerError) -> PlanChanged {
    let change: PlanChanged
    var edited = state
    do throws(EventFault) {
      change = try state.change(to: plan, basis: basis, labels: labels, accepted: accepted)
      let event = RecordedEvent(event: .planChanged(change), at: state.startedAt, actor: state.created.starter)
      try edited.fold(event, plan: plan)
    } catch { throw .engine(error) }
    var complete = change
    complete.basis.locks = try lockNames(plan, edited)
    return complete
  }

  private func editedBasis(_ state: RunState, _ plan: CheckedPlan) throws(RunnerError) -> RunBasis {
    basis(
      of: plan, inputs: try inputs(of: plan, state), environment: environment(of: plan), locks: state.created.locks)
  }

  /// What the run was given, for what the edited plan declares, which must still allow it; its standard for what is new.
  private func inputs(of plan: CheckedPlan, _ state: RunState) throws(RunnerError) -> JSONObject {
    var inputs: JSONObject = [:]
    var problems: [String] = []
    for input in plan.body.inputs {
      if let given = state.created.inputs[input.name] {
        inputs[input.name] = given
        if let problem = Self.problem(with: given, for: input) { problems.append(problem) }
      } else if let standard = input.defaultValue {
        inputs[input.name] = standard.journaled(as: input.type)
      } else {
        problems.append("input '\(input.name)' is new, and has no default")
      }
    }
    if !problems.isEmpty { throw .inputsDontFit(problems) }
    return inputs
  }

  private static func problem(with given: JSON, for input: PlanInput) -> String? {
    guard let value = try? Value(journaled: given, as: input.type) else {
      return "input '\(input.name)' was given as \(given.text()), and is \(input.type.description) now"
    }
    return InputRules.problem(with: value, for: input)?.message
  }
}
