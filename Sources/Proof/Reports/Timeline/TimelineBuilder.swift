// Rows and bars from the history of a run.

import Engine

struct TimelineBuilder {
  var facts: RunFacts
  /// Where what still goes on is cut.
  var end: Int64

  private func span(_ stretch: Stretch) -> Timeline.Span {
    Timeline.Span(start: stretch.start, end: max(stretch.start, stretch.end ?? end))
  }

  // MARK: The run

  var runRow: Timeline.Row {
    var bars = facts.history.workingSessions.map { session in
      let title = "executor on \(session.opened.host), \(session.opened.verb.rawValue)"
      return Timeline.Bar(kind: .forward, stretch: span(session.stretch), title: title)
    }
    bars += zones
    let length = TimeText.duration(end - facts.history.startedAt)
    return Timeline.Row(id: "", anchor: nil, label: "run", status: nil, bars: bars, marks: [], length: length)
  }

  var zones: [Timeline.Bar] {
    let back = facts.history.rollbacks.map { round in
      Timeline.Bar(kind: .backward, stretch: span(round.stretch), title: "rollback")
    }
    let finals = facts.history.finals.map { round in
      Timeline.Bar(kind: .final, stretch: span(round.stretch), title: "finally")
    }
    return back + finals
  }

  // MARK: Steps

  var groups: [Timeline.Group] {
    var groups: [Timeline.Group] = []
    var current: String?
    for step in facts.steps {
      let title = step.group ?? ""
      if groups.isEmpty || current != title { groups.append(group(titled: title, of: step)) }
      current = title
      groups[groups.count - 1].rows.append(row(step))
    }
    return groups
  }

  private func group(titled title: String, of step: ListedStep) -> Timeline.Group {
    let stretch: Stretch? = step.phase.flatMap { id in
      facts.history.groups[id] ?? facts.phases.first { $0.id == id }.flatMap { facts.stretch(of: $0.steps) }
    }
    let band = title == ListedStep.finally ? facts.history.finals.last?.stretch : stretch
    return Timeline.Group(title: title, band: band.map(span), rows: [])
  }

  private func row(_ step: ListedStep) -> Timeline.Row {
    var bars: [Timeline.Bar] = []
    for (position, attempt) in step.history.attempts.enumerated() {
      bars.append(bar(attempt))
      guard let retryAt = attempt.retryAt, let start = attempt.endedAt else { continue }
      let next = step.history.attempts.dropFirst(position + 1).first?.startedAt ?? min(retryAt, end)
      if next > start {
        let title = "pause before the next attempt, \(TimeText.duration(next - start))"
        bars.append(Timeline.Bar(kind: .pause, stretch: Timeline.Span(start: start, end: next), title: title))
      }
    }
    let marks = step.history.marks.compactMap { mark -> (at: Int64, status: StatusWord)? in
      switch mark.kind {
      case .skipped: (mark.at, StepStatus.skipped.word)
      case .satisfied: (mark.at, StepStatus.satisfied.word)
      case .refused: (mark.at, StepStatus.failed.word)
      case .kept: (mark.at, StepStatus.kept.word)
      case .undone, .undoFailed: nil
      }
    }
    let label = step.phase.map { step.id.hasPrefix($0 + "/") ? String(step.id.dropFirst($0.count + 1)) : step.id }
    return Timeline.Row(
      id: step.id, anchor: step.anchor, label: label ?? step.id, status: step.status.word, bars: bars, marks: marks,
      length: step.history.workingTime.map(TimeText.duration) ?? "")
  }

  private func bar(_ attempt: Attempt) -> Timeline.Bar {
    let kind: Timeline.Bar.Kind =
      switch (attempt.kind, attempt.result) {
      case (_, .inDoubt): .inDoubt
      case (.gate, .failed), (.step, .failed): .failed
      case (.gate, _): .waiting
      case (.step, .succeeded): .succeeded
      case (.undo, .succeeded): .undone
      case (.undo, .failed): .undoFailed
      case (_, .open): .running
      }
    let stretch = Timeline.Span(start: attempt.startedAt, end: max(attempt.startedAt, attempt.endedAt ?? end))
    let what = attempt.kind == .undo ? "undo" : attempt.kind == .gate ? "question" : "attempt"
    let title =
      "\(attempt.work.step), \(what) \(attempt.work.attempt): \(attempt.word.words), "
      + "\(TimeText.timeWithMilliseconds(stretch.start)), \(TimeText.duration(stretch.end - stretch.start))"
    return Timeline.Bar(kind: kind, stretch: stretch, title: title)
  }
}
