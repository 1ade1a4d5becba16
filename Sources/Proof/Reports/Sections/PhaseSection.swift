// Phases: how far each came, how long it took, and what its conditions saw.

import Engine

extension RunFacts {
  var phaseSection: Section? {
    guard !phases.isEmpty else { return nil }
    var blocks: [Block] = [
      .table(["Phase", "Risk", "Steps", "Started (UTC)", "Took", "State"], phases.map(row))
    ]
    for phase in phases {
      let evidence = history.groupEvidence[phase.id] ?? []
      guard !evidence.isEmpty else { continue }
      blocks.append(.folded("Conditions of phase \(code: phase.id)", [conditionTable(evidence.map { ("", $0) })]))
    }
    return Section(id: "phases", title: "Phases", blocks: blocks)
  }

  private func row(_ phase: PhaseListing) -> [Words] {
    let stretch = history.groups[phase.id] ?? stretch(of: phase.steps)
    let parts = Set(phase.steps)
    let inside = steps.filter { parts.contains($0.id) }
    let done = inside.count { $0.status.isDone || $0.isPassedOver }
    let end = stretch.map { $0.end ?? endsAt }
    return [
      phase.title == phase.id ? .code(phase.id) : "\(strong: phase.title) \(code: phase.id)",
      Words(phase.risk ?? ""),
      "\(done) of \(inside.count) done",
      stretch.map { time($0.start) } ?? "",
      stretch.map { .length((end ?? $0.start) - $0.start) } ?? "",
      word(phase, inside),
    ]
  }

  /// A phase without conditions has no events of its own: its steps say when it was.
  func stretch(of ids: [String]) -> Stretch? {
    let histories = ids.compactMap { history.steps[$0] }
    let starts = histories.flatMap { ($0.attempts.map(\.startedAt) + $0.marks.map(\.at)) }
    guard let start = starts.min() else { return nil }
    let ends = histories.flatMap { step in
      step.forward.map { $0.endedAt ?? endsAt } + step.marks.filter { $0.kind != .undone && $0.kind != .kept }.map(\.at)
    }
    return Stretch(start: start, end: max(start, ends.max() ?? start))
  }

  private func word(_ phase: PhaseListing, _ inside: [ListedStep]) -> Words {
    if let error = phase.error {
      return "\(Words.status(StepStatus.failed.word)) \(code: error.code) \(error.message)"
    }
    let statuses = inside.map(\.status)
    let worst: [StepStatus] = [.undoFailed, .inDoubt, .failed, .undoing, .waiting, .running]
    for status in worst where inside.contains(where: { $0.status == status && !$0.isPassedOver }) {
      return .status(status.word)
    }
    if statuses.contains(.undone) { return .status(StepStatus.undone.word) }
    if phase.isDone || statuses.allSatisfy(\.isDone) {
      return .status(StatusWord(words: "done", sign: "✓", tone: .good))
    }
    return .status(statuses.allSatisfy { $0 == .pending } ? StepStatus.pending.word : StepStatus.running.word)
  }
}

extension StepStatus {
  /// Done, as far as the steps after it are concerned.
  var isDone: Bool {
    switch self {
    case .succeeded, .satisfied, .skipped, .kept: true
    default: false
    }
  }
}
