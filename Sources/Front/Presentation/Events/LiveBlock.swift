// What goes on in a run now, as a few lines that a terminal shows below the events.

import Engine
import PlanModel

/// The phase, the steps that run with elapsed time against estimate, who is waited for, how far the rollback is.
public struct LiveBlock {
  private let state: RunState
  private let now: Int64

  /// `now`: milliseconds since 1970.
  public init(state: RunState, now: Int64) {
    self.state = state
    self.now = now
  }

  /// The first is empty: it sets the block off from what stands above.
  public var lines: [String] {
    let steps = state.listing
    let done = steps.count { [.succeeded, .satisfied, .skipped, .kept].contains($0.state.status) }
    var lines = ["", header(done, steps.count)]
    for entry in steps where [.running, .undoing].contains(entry.state.status) {
      lines.append(running(entry))
      if lines.count > 8 { break }
    }
    for (id, gate) in state.waitingGates.prefix(4) {
      lines.append("  … \(id) waits for \(who(gate)) since \(DurationText.text(now - gate.openedAt))")
    }
    if state.status == .rollingBack {
      let undone = steps.count { [.undone, .kept].contains($0.state.status) }
      let left = steps.count { $0.state.startedAt != nil && ![.undone, .kept].contains($0.state.status) }
      lines.append("  rollback: \(undone) undone, \(left) to go")
    }
    return lines
  }

  private func header(_ done: Int, _ count: Int) -> String {
    let phase = state.phases.first { $0.isOpen }.map { "  ·  \($0.title)" } ?? ""
    return
      "\(state.created.planName) \(state.status.rawValue)\(phase)  ·  \(done)/\(count)  ·  \(DurationText.text(now - state.startedAt))"
  }

  private func running(_ entry: StepListing) -> String {
    let elapsed = DurationText.text(now - (entry.state.startedAt ?? now))
    let estimate = entry.step?.estimate.map { " of about \(DurationText.text($0))" } ?? ""
    let title = entry.step?.title.map { " \($0)" } ?? ""
    return "  ▸ \(entry.id)\(title)  \(elapsed)\(estimate)"
  }

  private func who(_ gate: GateState) -> String {
    let people = state.people(asked: gate.request)
    return people.isEmpty ? "somebody" : people.joined(separator: ", ")
  }
}
