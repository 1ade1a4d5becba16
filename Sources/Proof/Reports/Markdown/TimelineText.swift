// The timeline with characters, for formats without pictures.

struct TimelineText {
  static let columns = 60
  static let labelWidth = 28
  let timeline: Timeline
  private let axis: TimeAxis

  init(_ timeline: Timeline) {
    self.timeline = timeline
    let unit = TimeAxis.shortenedWidth / 4
    axis = TimeAxis(
      whole: timeline.whole, activity: timeline.activity, left: 0, right: Double(Self.columns) * unit)
  }

  var text: String {
    var lines = [heading, line(timeline.run)]
    for group in timeline.groups {
      if !group.title.isEmpty { lines.append(ReadableText.line(group.title)) }
      lines += group.rows.map(line)
    }
    return (lines + ["", legend]).joined(separator: "\n")
  }

  private var heading: String {
    let start = TimeText.dateAndTime(timeline.whole.start)
    let end = TimeText.dateAndTime(timeline.whole.end)
    let space = String(repeating: " ", count: max(1, Self.columns - start.count - end.count))
    return String(repeating: " ", count: Self.labelWidth + 3) + start + space + end
  }

  private func line(_ row: Timeline.Row) -> String {
    var cells = [Character](repeating: " ", count: Self.columns)
    for piece in axis.pieces where piece.isShortened { paint(&cells, piece.time, "┊") }
    for bar in row.bars { paint(&cells, bar.stretch, Self.character(bar.kind)) }
    for mark in row.marks { cells[column(mark.at)] = mark.status.sign.first ?? "·" }
    let sign = row.status?.sign ?? " "
    let label = padded(row.label)
    return trimmed("\(sign) \(label) \(String(cells))  \(row.length)")
  }

  private func paint(_ cells: inout [Character], _ span: Timeline.Span, _ character: Character) {
    let first = column(span.start)
    let last = max(first, column(span.end) - (column(span.end) > first ? 1 : 0))
    for position in first...last { cells[position] = character }
  }

  private func column(_ time: Int64) -> Int {
    min(Self.columns - 1, max(0, Int(axis.x(time) / (TimeAxis.shortenedWidth / 4))))
  }

  private func padded(_ label: String) -> String {
    var line = ReadableText.line(label)
    if line.count > Self.labelWidth { line = "…" + line.suffix(Self.labelWidth - 1) }
    return line + String(repeating: " ", count: Self.labelWidth - line.count)
  }

  private func trimmed(_ line: String) -> String {
    var line = line
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }

  private static func character(_ kind: Timeline.Bar.Kind) -> Character {
    switch kind {
    case .succeeded, .forward: "█"
    case .failed, .undoFailed: "✗"
    case .running: "▶"
    case .undone, .backward: "◄"
    case .inDoubt: "?"
    case .waiting: "░"
    case .pause: "·"
    case .final: "▒"
    }
  }

  private var legend: String {
    "█ at work  ✗ failed  ░ waiting for people  · pause before a retry  ◄ undone  ? in doubt  ▒ final steps  ┊ not to scale"
  }
}
