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

      var isWork: Bool { self != .waiting && self != .pause && self != .inDoubt && self != .forward }
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

    /// When it was at work: not while people or a clock were waited for, nor while nobody knows.
    var activity: [Span] {
      bars.filter { $0.kind.isWork }.map(\.stretch) + marks.map { Span(start: $0.at, end: $0.at) }
    }

    /// From its first sign of life to its last.
    var extent: Span? {
      let spans = bars.map(\.stretch) + marks.map { Span(start: $0.at, end: $0.at) }
      guard let start = spans.map(\.start).min(), let end = spans.map(\.end).max() else { return nil }
      return Span(start: start, end: end)
    }
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
    let ends = [Span(start: whole.start, end: whole.start), Span(start: whole.end, end: whole.end)]
    return ends + zones.map(\.stretch) + groups.flatMap(\.rows).flatMap(\.activity)
  }
}
