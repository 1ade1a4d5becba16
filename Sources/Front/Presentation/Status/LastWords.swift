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
    case .rolledBack: return "rolled back: everything that was done is undone\(cause)"
    case .rollbackBlocked:
      let place = state.blocked?.step.map { " at '\($0)'" } ?? ""
      let reason = state.blocked?.reason.map { ": \($0)" } ?? ""
      return "rollback blocked\(place)\(reason)\n  next: \(nextWhenBlocked)"
    case .waiting: return "waiting for people\n" + gates
    case .inDoubt:
      let steps = state.inDoubt.map { "  \($0): \(state.stepState($0)?.error?.message ?? "")" }.joined(separator: "\n")
      let first = state.inDoubt.first ?? "STEP"
      return "in doubt: nobody can know whether it happened\n\(steps)\n"
        + "  next: look, then: belay resolve \(run) \(first) done|not-done|retry; then: belay resume \(run)"
    case .abandoned: return "abandoned; what was done stays as it is"
    case .halted, .running, .rollingBack:
      return "halted\(cause)\n  next: belay resume \(run) · belay rollback \(run) · belay status \(run)"
    }
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
    // After a rollback nothing is left to resume: the words for a halted run would mislead.
    let help = status == .halted ? failing.error.help.map { "\n  = help: \(literal($0))" } ?? "" : ""
    return ": \(place)\n  [\(failing.error.code)] \(failing.error.message)\(help)"
  }

  /// Commands that can be typed as they stand.
  private func literal(_ help: String) -> String {
    let step = state.failing?.step ?? "STEP"
    return help.replacing("RUN STEP", with: "\(state.id) \(step)").replacing(" RUN", with: " \(state.id)")
  }

  private var gates: String {
    state.waitingGates.map { id, gate in
      let verb = gate.request.kind == "manual" ? "confirm" : "approve"
      let people = gate.request.roles.flatMap { state.plan.roles[$0] ?? [] }
      let who =
        people.isEmpty ? "" : " (\(gate.request.roles.joined(separator: ", ")): \(people.joined(separator: ", ")))"
      let checklist = gate.request.checklist.map { "\n    [ ] \($0)" }.joined()
      return "  \(id)\(who): \(gate.request.message)\(checklist)\n"
        + "    belay \(verb) \(state.id) \(id) --as NAME · belay reject \(state.id) \(id) --as NAME"
    }.joined(separator: "\n") + "\n  then: belay resume \(state.id)"
  }
}
