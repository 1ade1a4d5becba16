// The timeline as SVG, sheet after sheet, with its legend.

struct TimelineDrawing {
  static let width = 1000.0
  static let plotLeft = 274.0
  static let plotRight = 912.0
  static let rowHeight = 20.0
  static let axisHeight = 38.0
  static let labelCharacters = 34

  let timeline: Timeline
  let sheets: [TimelineSheet]

  init(_ timeline: Timeline) {
    self.timeline = timeline
    sheets = TimelineSheet.sheets(of: timeline, left: Self.plotLeft, right: Self.plotRight)
  }

  func draw(into html: inout HTMLText) {
    html.element("figure", ["class": "timeline"]) { html in
      Self.patterns(into: &html)
      for (number, sheet) in sheets.enumerated() {
        html.newline()
        let title = "Timeline of the run, sheet \(number + 1) of \(sheets.count); the list of steps says the same"
        SheetDrawing(sheet: sheet, zones: timeline.zones).draw(titled: title, into: &html)
      }
      html.newline()
      legend(into: &html)
    }
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
}

/// A length in the picture, with one decimal.
func svg(_ number: Double) -> String {
  let tenths = Int64((number * 10).rounded())
  return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
}
