// How a run ended, in words, with the command that comes next.

import Engine
import PlanModel

/// What is left to say when an executor leaves a run, or when somebody asks for a run that nobody works on.
public struct LastWords {
  private let state: RunState
  private let status: RunStatus

  /// `status`: with which the executor left, which an edited plan or a rollback may have made differ from the state's.
  public init(state: RunState, status: RunStatus) {
    self.state = state
    self.status = status
  }

  public var text: String {
    let run = state.id
    switch status {
    case .succeeded: return "succeeded: \(counts)"
    case .rolledBack: return "rolled back: \(undone)\(cause)"
    case .rollbackBlocked:
      let place = state.blocked?.step.map { " at '\($0)'" } ?? ""
      let reason = state.blocked?.reason.map { ": \($0)" } ?? ""
      return "rollback blocked\(place)\(reason)\n  next: \(nextWhenBlocked)"
    case .waiting: return "waiting for people\n" + gates
    case .inDoubt:
      let steps = state.inDoubt.map { "  \($0): \(state.stepState($0)?.error?.message ?? "")" }.joined(separator: "\n")
      let first = state.inDoubt.first ?? "STEP"
      let help = state.stepState(first)?.error?.help.map { literal($0, step: first) } ?? ""
      return "in doubt: nobody can know whether it happened\n\(steps)\n  next: \(help); then: belay resume \(run)"
    case .abandoned: return "abandoned; what was done stays as it is"
    case .halted, .running, .rollingBack:
      if state.isRollbackUnfinished {
        return "halted in the middle of a rollback\(cause)\n"
          + "  next: belay resume \(run) goes on undoing · belay status \(run)"
      }
      return "halted\(cause)\n  next: belay resume \(run) · belay rollback \(run) · belay status \(run)"
    }
  }

  /// What keeps its effect is said: a rollback isn't a promise that nothing is left.
  private var undone: String {
    let kept = state.listing.filter { $0.state.status == .kept && $0.step?.effect != .read }
    if kept.isEmpty { return "everything that was done is undone" }
    let lines = kept.map { entry in
      let reason = if case .declined(let reason)? = entry.step?.rollback { ": \(reason)" } else { "" }
      return "\n  kept  \(entry.id)\(reason)"
    }
    let what = kept.count == 1 ? "a step that keeps its effect" : "\(kept.count) steps that keep their effect"
    return "what was done is undone, but for \(what)" + lines.joined()
  }

  private var counts: String {
    let steps = state.listing
    let done = steps.count { $0.state.status == .succeeded }
    let rest = [StepStatus.satisfied, .skipped, .failed, .kept].compactMap { status in
      let count = steps.count { $0.state.status == status }
      return count == 0 ? nil : "\(count) \(status.rawValue)"
    }
    return (["\(done) of \(steps.count) steps done"] + rest).joined(separator: ", ")
  }

  /// An irreversible step can't be mended; another undo can, or is done by hand.
  private var nextWhenBlocked: String {
    guard let step = state.blocked?.step else { return "mend it, then: belay rollback \(state.id)" }
    if state.planStep(step)?.irreversible == true {
      return "belay rollback \(state.id) --to \(step) leaves it resumable there; belay abandon \(state.id) gives it up"
    }
    return "mend it, then: belay rollback \(state.id); or undo it by hand, then: "
      + "belay resolve \(state.id) \(step) done"
  }

  private var cause: String {
    guard let failing = state.failing else { return "" }
    let place = failing.step.map { "'\($0)' failed" } ?? "the run failed"
    let entry = state.plan.errorCatalog[failing.error.code]
    // After a rollback nothing is left to resume: Belay's own words for a halted run would mislead, the author's don't.
    let isShown = status == .halted && entry?.resolution.isEmpty != false
    let help = isShown ? failing.error.help.map { "\n  = help: \(literal($0, step: failing.step))" } ?? "" : ""
    let words = CatalogueWords.lines(entry).map { "\n" + literal($0, step: failing.step) }.joined()
    return ": \(place)\n  [\(failing.error.code)] \(failing.error.message)\(words)\(help)"
  }

  /// Commands that can be typed as they stand.
  private func literal(_ help: String, step: String?) -> String {
    help.replacing("RUN STEP", with: "\(state.id) \(step ?? "STEP")").replacing(" RUN", with: " \(state.id)")
  }

  private var gates: String {
    state.waitingGates.map { id, gate in
      let verb = gate.request.kind == .manual ? "confirm" : "approve"
      let people = state.people(asked: gate.request)
      let who =
        people.isEmpty ? "" : " (\(gate.request.roles.joined(separator: ", ")): \(people.joined(separator: ", ")))"
      let checklist = gate.request.checklist.map { "\n    [ ] \($0)" }.joined()
      return "  \(id)\(who): \(gate.request.message)\(checklist)\(answers(gate))\n"
        + "    belay \(verb) \(state.id) \(id) --as NAME · belay reject \(state.id) \(id) --as NAME"
    }.joined(separator: "\n") + "\n  then: belay resume \(state.id)"
  }

  /// Who has answered, and whose answer doesn't count any more.
  private func answers(_ gate: GateState) -> String {
    gate.answers.map { answer in
      let expiry = answer.expiresAt.map { ", good until \(journalTime($0))" } ?? ""
      return "\n    \(answer.person): \(answer.decision.rawValue)\(expiry)"
    }.joined()
  }
}
