// One sheet of the timeline as SVG: axis, phases as bands, bars, marks, labels.

struct SheetDrawing {
  private typealias Measures = TimelineDrawing

  let sheet: TimelineSheet
  let zones: [Timeline.Bar]
  private var axis: TimeAxis { sheet.axis }

  init(sheet: TimelineSheet, zones: [Timeline.Bar]) {
    self.sheet = sheet
    self.zones = zones
  }

  func draw(titled title: String, into html: inout HTMLText) {
    let height = Measures.axisHeight + Double(sheet.lines.count) * Measures.rowHeight + 4
    let bottom = height - 4
    html.element(
      "svg", ["viewBox": "0 0 \(svg(Measures.width)) \(svg(height))", "role": "group", "aria-label": title]
    ) { html in
      for zone in zones where isVisible(zone.stretch) {
        let name = "zone \(zone.kind.rawValue)"
        rectangle(zone.stretch, y: Measures.axisHeight, height: bottom - Measures.axisHeight, name, &html)
      }
      for (position, line) in sheet.lines.enumerated() { band(line, top(position), &html) }
      grid(bottom, &html)
      for (position, line) in sheet.lines.enumerated() { draw(line, top(position), &html) }
    }
  }

  private func top(_ position: Int) -> Double { Measures.axisHeight + Double(position) * Measures.rowHeight }

  private func isVisible(_ span: Timeline.Span) -> Bool {
    guard let first = axis.pieces.first, let last = axis.pieces.last else { return false }
    return span.start < last.time.end && span.end > first.time.start
  }

  private func band(_ line: TimelineSheet.Line, _ y: Double, _ html: inout HTMLText) {
    let span: Timeline.Span?
    switch line {
    case .heading(let group, _): span = group.band
    case .row(_, let band): span = band
    }
    if let span, isVisible(span) { rectangle(span, y: y, height: Measures.rowHeight, "band", &html) }
  }

  // MARK: Axis

  private func grid(_ bottom: Double, _ html: inout HTMLText) {
    let height = Measures.axisHeight
    for tick in sheet.ticks {
      let x = svg(tick.x)
      html.empty("line", ["class": "grid", "x1": x, "x2": x, "y1": svg(height - 5), "y2": svg(bottom)])
      text(tick.label, x: tick.x, y: height - 9, "tick", &html)
      if let date = tick.date { text(date, x: tick.x, y: height - 24, "tick date", &html) }
    }
    let startDate = TimeText.date(sheet.start)
    let firstDate = sheet.ticks.first
    if firstDate?.date != startDate, (firstDate?.x ?? .infinity) > Measures.plotLeft + 110 {
      text(startDate, x: Measures.plotLeft, y: height - 24, "date from", &html)
    }
    for piece in axis.pieces where piece.isShortened { cut(piece, bottom, &html) }
    let ends = (svg(Measures.plotLeft), svg(Measures.plotRight))
    html.empty("line", ["class": "axis", "x1": ends.0, "x2": ends.1, "y1": svg(height), "y2": svg(height)])
  }

  private func cut(_ piece: TimeAxis.Piece, _ bottom: Double, _ html: inout HTMLText) {
    let y = Measures.axisHeight - 5
    html.empty(
      "rect",
      [
        "class": "cut", "x": svg(piece.left), "y": svg(y), "width": svg(piece.right - piece.left),
        "height": svg(bottom - y),
      ])
    let length = TimeText.briefDuration(piece.time.end - piece.time.start)
    text(length, x: (piece.left + piece.right) / 2, y: Measures.axisHeight - 9, "tick shortened", &html)
  }

  // MARK: Lines

  private func draw(_ line: TimelineSheet.Line, _ y: Double, _ html: inout HTMLText) {
    switch line {
    case .heading(let group, let isContinued):
      let title = Measures.shortened(group.title + (isContinued ? " (continued)" : ""))
      html.newline()
      text(title, x: 0, y: y + 14, "group", &html)
    case .row(let row, _):
      html.newline()
      draw(row, y, &html)
    }
  }

  private func draw(_ row: Timeline.Row, _ y: Double, _ html: inout HTMLText) {
    label(row, y, &html)
    for bar in row.bars {
      let inset = bar.kind == .pause ? 9.0 : bar.kind == .waiting ? 5.5 : 4.0
      html.element("g", [:]) { html in
        html.element("title", [:]) { $0.text(bar.title) }
        let height = Measures.rowHeight - 2 * inset
        rectangle(bar.stretch, y: y + inset, height: height, "bar \(bar.kind.rawValue)", &html)
      }
    }
    for mark in row.marks {
      let name = "mark \(mark.status.tone.rawValue)"
      html.element("text", ["class": name, "x": svg(axis.x(mark.at)), "y": svg(y + 14.5)]) { html in
        html.element("title", [:]) { $0.text("\(row.id): \(mark.status.words) at \(TimeText.full(mark.at))") }
        html.text(mark.status.sign)
      }
    }
    if !row.length.isEmpty { text(row.length, x: Measures.width, y: y + 14, "length", &html) }
  }

  private func label(_ row: Timeline.Row, _ y: Double, _ html: inout HTMLText) {
    if let status = row.status { text(status.sign, x: 6, y: y + 14, "sign \(status.tone.rawValue)", &html) }
    let write = { (html: inout HTMLText) in
      html.element("text", ["class": row.id.isEmpty ? "group" : "label", "x": "18", "y": svg(y + 14)]) { html in
        if !row.id.isEmpty { html.element("title", [:]) { $0.text(row.id) } }
        html.text(Measures.shortened(row.label))
      }
    }
    if let anchor = row.anchor { html.element("a", ["href": "#" + anchor], write) } else { write(&html) }
  }

  // MARK: Shapes

  private func rectangle(
    _ span: Timeline.Span, y: Double, height: Double, _ name: String, _ html: inout HTMLText
  ) {
    let left = axis.x(span.start)
    let width = max(2.5, axis.x(span.end) - left)
    html.empty("rect", ["class": name, "x": svg(left), "y": svg(y), "width": svg(width), "height": svg(height)])
  }

  private func text(_ words: String, x: Double, y: Double, _ name: String, _ html: inout HTMLText) {
    html.element("text", ["class": name, "x": svg(x), "y": svg(y)]) { $0.text(words) }
  }
}
