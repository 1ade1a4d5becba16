// Long timelines are cut into sheets of some rows, each with an axis of its own, so that they can be read on a screen
// without scrolling back, print without a cut through a row, and show a second's work in a day's run: an overview of
// the phases first, then their steps, each sheet on the scale of what is on it.

/// Some rows with their axis.
struct TimelineSheet: Sendable {
  /// The heading of a group, or a row.
  enum Line: Sendable {
    case heading(Timeline.Group, isContinued: Bool)
    case row(Timeline.Row, band: Timeline.Span?)
  }

  static let rows = 40

  var lines: [Line]
  var axis: TimeAxis
  var ticks: [TimeAxis.Tick]
  /// When it begins.
  var start: Int64

  init(_ lines: [Line], whole: Timeline.Span, activity: [Timeline.Span], left: Double, right: Double) {
    self.lines = lines
    axis = TimeAxis(whole: whole, activity: activity, left: left, right: right)
    ticks = axis.ticks(labelWidth: 72)
    start = whole.start
  }

  static func sheets(of timeline: Timeline, left: Double, right: Double) -> [TimelineSheet] {
    let run = Line.row(timeline.run, band: nil)
    let steps = cut(timeline.groups.map { group in (group, group.rows) })
    if steps.count <= 1 {
      let lines = [run] + (steps.first ?? [])
      return [
        TimelineSheet(lines, whole: timeline.whole, activity: timeline.activity, left: left, right: right)
      ]
    }
    let overview = [run] + timeline.groups.compactMap { $0.summary.map { Line.row($0, band: nil) } }
    let first = stride(from: 0, to: overview.count, by: rows).map { start in
      TimelineSheet(
        Array(overview[start..<min(start + rows, overview.count)]), whole: timeline.whole,
        activity: timeline.activity, left: left, right: right)
    }
    return first + steps.map { zoomed($0, timeline, left, right) }
  }

  /// On the scale of its own rows.
  private static func zoomed(_ lines: [Line], _ timeline: Timeline, _ left: Double, _ right: Double) -> TimelineSheet {
    let own = lines.compactMap { line -> Timeline.Row? in if case .row(let row, _) = line { row } else { nil } }
    let extents = own.compactMap(\.extent)
    guard let start = extents.map(\.start).min(), let end = extents.map(\.end).max(), end > start else {
      return TimelineSheet(lines, whole: timeline.whole, activity: timeline.activity, left: left, right: right)
    }
    let whole = Timeline.Span(start: start, end: end)
    let ends = [Timeline.Span(start: start, end: start), Timeline.Span(start: end, end: end)]
    return TimelineSheet(lines, whole: whole, activity: ends + own.flatMap(\.activity), left: left, right: right)
  }

  private static func cut(_ groups: [(group: Timeline.Group, rows: [Timeline.Row])]) -> [[Line]] {
    var sheets: [[Line]] = []
    var lines: [Line] = []
    for (group, rows) in groups {
      if !group.title.isEmpty {
        if lines.count >= Self.rows - 1 {
          sheets.append(lines)
          lines = []
        }
        lines.append(.heading(group, isContinued: false))
      }
      for row in rows {
        if lines.count >= Self.rows {
          sheets.append(lines)
          lines = group.title.isEmpty ? [] : [.heading(group, isContinued: true)]
        }
        lines.append(.row(row, band: group.band))
      }
    }
    return lines.isEmpty ? sheets : sheets + [lines]
  }
}

extension Timeline.Group {
  /// The group as one row of an overview, coloured by the worst of its steps. Nil when it has no heading or nothing
  /// of it ran.
  var summary: Timeline.Row? {
    let extents = rows.compactMap(\.extent)
    guard !title.isEmpty, let start = extents.map(\.start).min(), let end = extents.map(\.end).max() else { return nil }
    let kinds = Set(rows.flatMap(\.bars).map(\.kind))
    let order: [Timeline.Bar.Kind] = [.inDoubt, .undoFailed, .undone, .failed, .running, .waiting]
    let span = band ?? Timeline.Span(start: start, end: end)
    let bar = Timeline.Bar(
      kind: order.first { kinds.contains($0) } ?? .succeeded, stretch: span,
      title: "\(title): \(counted(rows.count, "step"))")
    return Timeline.Row(
      id: "", anchor: rows.first?.anchor, label: title, status: nil, bars: [bar], marks: [],
      length: TimeText.duration(span.end - span.start))
  }
}
