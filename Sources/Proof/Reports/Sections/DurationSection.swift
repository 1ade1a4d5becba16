// Durations against estimates, and what the plan allowed: for whoever plans the next one.

import Engine

extension RunFacts {
  var durationSection: Section? {
    var rows: [[Words]] = []
    for step in steps {
      guard let estimate = step.step?.estimate, let taken = step.history.workingTime else { continue }
      rows.append([
        .step(step.id), .length(estimate), .length(taken),
        Words(TimeText.comparison(taken, estimate: estimate)), Words(counted(step.history.forward.count, "attempt")),
      ])
    }
    var blocks: [Block] = []
    if let limit = state.plan.limits.duration {
      let work = history.workingSessions.map { max(0, ($0.stretch.end ?? endsAt) - $0.stretch.start) }.reduce(0, +)
      blocks.append(
        .paragraph("The plan allows \(TimeText.duration(limit)); executors worked \(TimeText.duration(work)) on it."))
    }
    if !rows.isEmpty { blocks.append(.table(["Step", "Estimated", "Took", "Compared", "In"], rows)) }
    guard !blocks.isEmpty else { return nil }
    return Section(id: "durations", title: "Durations against estimates", blocks: blocks)
  }
}
