// The run as a picture, before it is drawn: rows with bars in time, in groups, on an axis.

import Engine

/// What the picture shows.
struct Timeline: Sendable {
  /// A coloured stretch, or a point in time when it has no length.
  struct Bar: Sendable {
    enum Kind: String, Sendable {
      case succeeded, failed, running, undone
      case undoFailed = "undo-failed"
      case inDoubt = "in-doubt"
      case waiting, pause
      case forward, backward, final
    }
    var kind: Kind
    var stretch: Span
    /// For the reader who points at it.
    var title: String
  }

  struct Span: Sendable, Hashable {
    var start: Int64
    var end: Int64
  }

  struct Row: Sendable {
    /// Full id of the step; empty for the row of the run.
    var id: String
    var anchor: String?
    /// The id without what the heading of its group says.
    var label: String
    var status: StatusWord?
    var bars: [Bar]
    var marks: [(at: Int64, status: StatusWord)]
    /// How long its attempts took.
    var length: String
  }

  struct Group: Sendable {
    /// Empty in a plan without phases.
    var title: String
    var band: Span?
    var rows: [Row]
  }

  var whole: Span
  /// The executors' work, as a row of its own.
  var run: Row
  var groups: [Group]
  /// Behind all rows: rollback and `finally`.
  var zones: [Bar]

  init(_ facts: RunFacts) {
    let end = max(facts.endsAt, facts.history.startedAt + 1)
    whole = Span(start: facts.history.startedAt, end: end)
    let builder = TimelineBuilder(facts: facts, end: end)
    run = builder.runRow
    groups = builder.groups
    zones = builder.zones
  }

  /// Stretches in which something was at work; what lies between may be shortened.
  var activity: [Span] {
    var spans = [Span(start: whole.start, end: whole.start), Span(start: whole.end, end: whole.end)]
    spans += run.bars.filter { $0.kind != .forward }.map(\.stretch)
    for row in groups.flatMap(\.rows) {
      spans += row.bars.filter { $0.kind != .waiting && $0.kind != .pause }.map(\.stretch)
      spans += row.marks.map { Span(start: $0.at, end: $0.at) }
    }
    return spans
  }
}
