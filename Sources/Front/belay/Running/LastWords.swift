// How a run ended, in words, with the command that comes next.

import Engine
import PlanModel

struct LastWords {
  var state: RunState
  var status: RunStatus

  var text: String {
    let run = state.id
    switch status {
    case .succeeded: return "succeeded: \(counts)"
    case .rolledBack: return "rolled back: everything that was done is undone\(cause)"
    case .rollbackBlocked:
      let place = state.blocked?.step.map { " at '\($0)'" } ?? ""
      let reason = state.blocked?.reason.map { ": \($0)" } ?? ""
      return "rollback blocked\(place)\(reason)\n  next: mend it, then: belay rollback \(run)"
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

  private var cause: String {
    guard let failing = state.failing else { return "" }
    let place = failing.step.map { "'\($0)' failed" } ?? "the run failed"
    let help = failing.error.help.map { "\n  = help: \($0)" } ?? ""
    return ": \(place)\n  [\(failing.error.code)] \(failing.error.message)\(help)"
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
