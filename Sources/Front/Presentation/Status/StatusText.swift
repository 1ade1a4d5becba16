// A run's status for people.

import Engine
import JSONText
import PlanModel

/// The text of `belay status`: where a run stands, its steps, what went wrong and what comes next.
public struct StatusText {
  private let state: RunState
  private let isExecuted: Bool
  private let now: Int64

  /// - Parameters:
  ///   - isExecuted: A living executor works on the run.
  ///   - now: Milliseconds since 1970.
  public init(state: RunState, isExecuted: Bool, now: Int64) {
    self.state = state
    self.isExecuted = isExecuted
    self.now = now
  }

  /// Lines without an end at the last.
  public var text: String {
    var lines = [
      "run \(state.id)  \(state.created.planName) \(state.created.planVersion): \(state.created.planTitle)",
      "\(state.status.rawValue)\(executor)  started \(journalTime(state.startedAt)) by \(state.created.starter)\(ended)",
      "",
    ]
    lines += steps
    lines += failure + otherCodes
    for alarm in state.alarms { lines.append("ALARM [\(alarm.code)] \(alarm.message)") }
    lines += next
    return lines.joined(separator: "\n")
  }

  /// Why the run failed; of a halted run the last words say it.
  private var failure: [String] {
    guard let failing = state.failing, state.status != .halted else { return [] }
    let place = failing.step.map { "\($0): " } ?? ""
    let words = CatalogueWords.lines(state.plan.errorCatalog[failing.error.code])
    let help = words.isEmpty ? failing.error.help.map { ["  = help: \($0)"] } ?? [] : words
    return ["", "[\(failing.error.code)] \(place)\(failing.error.message)"] + help
  }

  /// What the plan says of failures that didn't end the run.
  private var otherCodes: [String] {
    var codes: [String] = []
    for entry in state.listing {
      guard let code = entry.state.error?.code, code != state.failing?.error.code, !codes.contains(code) else {
        continue
      }
      codes.append(code)
    }
    return codes.flatMap { code -> [String] in
      guard let entry = state.plan.errorCatalog[code] else { return [] }
      return ["", "[\(code)] \(entry.message)"] + CatalogueWords.lines(entry)
    }
  }

  private var executor: String {
    if isExecuted { return "" }
    return state.isUnderWay ? " (its executor is gone: belay resume \(state.id))" : ""
  }

  private var ended: String {
    guard let finished = state.finishedAt else { return "" }
    return ", \(DurationText.text(finished - state.startedAt))"
  }

  private var steps: [String] {
    let listing = state.listing
    let failures = Dictionary(
      state.phases.compactMap { phase in phase.error.map { (phase.title, $0) } },
      uniquingKeysWith: { first, _ in first })
    let width = min(48, listing.map(\.id.count).max() ?? 0)
    var phase: String?
    var lines: [String] = []
    for entry in listing {
      if entry.phase != phase, let title = entry.phase {
        lines.append(title + (failures[title].map { "  failed [\($0.code)] \($0.message)" } ?? ""))
      }
      phase = entry.phase
      lines.append("  \(entry.state.status.rawValue.padding(to: 11))  \(entry.id.padding(to: width))  \(facts(entry))")
    }
    return lines
  }

  private func facts(_ entry: StepListing) -> String {
    var facts: [String] = []
    if let started = entry.state.startedAt, [.running, .undoing].contains(entry.state.status) {
      let estimate = entry.step?.estimate.map { " of about \(DurationText.text($0))" } ?? ""
      let isGoingOn = isExecuted || state.isUnderWay
      facts.append(isGoingOn ? "for \(DurationText.text(now - started))\(estimate)" : "interrupted")
    } else if let started = entry.state.startedAt, let finished = entry.state.finishedAt {
      facts.append(DurationText.text(finished - started))
    }
    if entry.state.attempts > 1 { facts.append("\(entry.state.attempts) attempts") }
    if let error = entry.state.error { facts.append("[\(error.code)] \(error.message)") }
    return facts.joined(separator: ", ")
  }

  private var next: [String] {
    switch state.status {
    case .waiting, .inDoubt, .rollbackBlocked, .halted:
      ["", LastWords(state: state, status: state.status).text]
    default: []
    }
  }
}
