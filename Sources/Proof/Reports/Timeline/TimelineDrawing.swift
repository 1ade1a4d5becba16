// The timeline as SVG. Long ones are cut into sheets of some rows, each with its axis, so that they can be read on a
// screen without scrolling back and print without a cut through a row.

struct TimelineDrawing {
  static let width = 1000.0
  static let labelRight = 262.0
  static let plotLeft = 274.0
  static let plotRight = 912.0
  static let rowHeight = 20.0
  static let axisHeight = 38.0
  static let rowsOfSheet = 40
  static let labelCharacters = 34

  let timeline: Timeline
  let axis: TimeAxis
  private let ticks: [TimeAxis.Tick]

  init(_ timeline: Timeline) {
    self.timeline = timeline
    axis = TimeAxis(
      whole: timeline.whole, activity: timeline.activity, left: Self.plotLeft, right: Self.plotRight)
    ticks = axis.ticks(labelWidth: 72)
  }

  /// A line of a sheet: the heading of a group, or a row.
  private enum Line {
    case heading(Timeline.Group, isContinued: Bool)
    case row(Timeline.Row, band: Timeline.Span?)
  }

  func draw(into html: inout HTMLText) {
    let sheets = sheets
    html.element("figure", ["class": "timeline"]) { html in
      Self.patterns(into: &html)
      for (number, lines) in sheets.enumerated() { sheet(lines, number, of: sheets.count, into: &html) }
      legend(into: &html)
    }
  }

  private var sheets: [[Line]] {
    var sheets: [[Line]] = []
    var lines: [Line] = [.row(timeline.run, band: nil)]
    for group in timeline.groups {
      if !group.title.isEmpty {
        if lines.count >= Self.rowsOfSheet - 1 { sheets.append(lines); lines = [] }
        lines.append(.heading(group, isContinued: false))
      }
      for row in group.rows {
        if lines.count >= Self.rowsOfSheet {
          sheets.append(lines)
          lines = group.title.isEmpty ? [] : [.heading(group, isContinued: true)]
        }
        lines.append(.row(row, band: group.band))
      }
    }
    sheets.append(lines)
    return sheets
  }

  // MARK: A sheet

  private func sheet(_ lines: [Line], _ number: Int, of count: Int, into html: inout HTMLText) {
    let height = Self.axisHeight + Double(lines.count) * Self.rowHeight + 4
    let label = "Timeline of the run, sheet \(number + 1) of \(count); the list of steps has the same in words"
    html.element(
      "svg", ["viewBox": "0 0 \(svg(Self.width)) \(svg(height))", "role": "img", "aria-label": label]
    ) { html in
      let bottom = height - 4
      for zone in timeline.zones {
        rectangle(zone.stretch, y: Self.axisHeight, height: bottom - Self.axisHeight, "zone \(zone.kind.rawValue)", &html)
      }
      for (position, line) in lines.enumerated() {
        let y = Self.axisHeight + Double(position) * Self.rowHeight
        band(line, y, &html)
      }
      grid(bottom, &html)
      for (position, line) in lines.enumerated() {
        draw(line, Self.axisHeight + Double(position) * Self.rowHeight, &html)
      }
    }
  }

  private func band(_ line: Line, _ y: Double, _ html: inout HTMLText) {
    let span: Timeline.Span?
    switch line {
    case .heading(let group, _): span = group.band
    case .row(_, let band): span = band
    }
    if let span { rectangle(span, y: y, height: Self.rowHeight, "band", &html) }
  }

  private func grid(_ bottom: Double, _ html: inout HTMLText) {
    for tick in ticks {
      let x = svg(tick.x)
      html.empty("line", ["class": "grid", "x1": x, "x2": x, "y1": svg(Self.axisHeight - 5), "y2": svg(bottom)])
      text(tick.label, x: tick.x, y: Self.axisHeight - 9, "tick", &html)
      if let date = tick.date { text(date, x: tick.x, y: Self.axisHeight - 24, "tick date", &html) }
    }
    for piece in axis.pieces where piece.isShortened {
      html.empty(
        "rect",
        [
          "class": "cut", "x": svg(piece.left), "y": svg(Self.axisHeight - 5), "width": svg(piece.right - piece.left),
          "height": svg(bottom - Self.axisHeight + 5),
        ])
      let length = TimeText.briefDuration(piece.time.end - piece.time.start)
      text(length, x: (piece.left + piece.right) / 2, y: Self.axisHeight - 9, "tick shortened", &html)
    }
    html.empty(
      "line",
      [
        "class": "axis", "x1": svg(Self.plotLeft), "x2": svg(Self.plotRight), "y1": svg(Self.axisHeight),
        "y2": svg(Self.axisHeight),
      ])
  }

  // MARK: A line

  private func draw(_ line: Line, _ y: Double, _ html: inout HTMLText) {
    switch line {
    case .heading(let group, let isContinued):
      let title = Self.shortened(group.title + (isContinued ? " (continued)" : ""))
      html.element("text", ["class": "group", "x": "0", "y": svg(y + 14)]) { html in
        html.text(title)
      }
    case .row(let row, _): draw(row, y, &html)
    }
  }

  private func draw(_ row: Timeline.Row, _ y: Double, _ html: inout HTMLText) {
    label(row, y, &html)
    for bar in row.bars {
      let isThin = bar.kind == .pause || bar.kind == .waiting
      let inset = bar.kind == .pause ? 9.0 : isThin ? 5.5 : 4.0
      html.element("g", [:]) { html in
        html.element("title", [:]) { $0.text(bar.title) }
        rectangle(bar.stretch, y: y + inset, height: Self.rowHeight - 2 * inset, "bar \(bar.kind.rawValue)", &html)
      }
    }
    for mark in row.marks {
      html.element(
        "text", ["class": "mark \(mark.status.tone.rawValue)", "x": svg(axis.x(mark.at)), "y": svg(y + 14.5)]
      ) { html in
        html.element("title", [:]) { $0.text("\(row.id): \(mark.status.words) at \(TimeText.full(mark.at))") }
        html.text(mark.status.sign)
      }
    }
    if !row.length.isEmpty { text(row.length, x: Self.width, y: y + 14, "length", &html) }
  }

  private func label(_ row: Timeline.Row, _ y: Double, _ html: inout HTMLText) {
    if let status = row.status {
      text(status.sign, x: 6, y: y + 14, "sign \(status.tone.rawValue)", &html)
    }
    let write = { (html: inout HTMLText) in
      html.element("text", ["class": row.id.isEmpty ? "group" : "label", "x": "18", "y": svg(y + 14)]) { html in
        if !row.id.isEmpty { html.element("title", [:]) { $0.text(row.id) } }
        html.text(Self.shortened(row.label))
      }
    }
    if let anchor = row.anchor { html.element("a", ["href": "#" + anchor], write) } else { write(&html) }
  }

  /// At most so many columns; the middle goes, since ids often differ at their ends.
  static func shortened(_ label: String) -> String {
    let line = ReadableText.line(label)
    guard columns(line[...]) > labelCharacters else { return line }
    var head = line[...]
    while columns(head) > labelCharacters / 2 - 1 { head = head.dropLast() }
    var tail = line[...]
    while columns(tail) > labelCharacters / 2 { tail = tail.dropFirst() }
    return head + "…" + tail
  }

  private static func columns(_ text: Substring) -> Int { text.reduce(0) { $0 + ($1.isASCII ? 1 : 2) } }

  // MARK: Shapes

  private func rectangle(
    _ span: Timeline.Span, y: Double, height: Double, _ name: String, _ html: inout HTMLText
  ) {
    let left = axis.x(span.start)
    let width = max(2.5, axis.x(span.end) - left)
    html.empty(
      "rect", ["class": name, "x": svg(left), "y": svg(y), "width": svg(width), "height": svg(height)])
  }

  private func text(_ words: String, x: Double, y: Double, _ name: String, _ html: inout HTMLText) {
    html.element("text", ["class": name, "x": svg(x), "y": svg(y)]) { $0.text(words) }
  }
}

/// A length in the picture, with one decimal.
func svg(_ number: Double) -> String {
  let tenths = Int64((number * 10).rounded())
  return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
}
