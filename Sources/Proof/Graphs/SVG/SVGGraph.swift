// A plan as an SVG picture, drawn here: it needs no other program and no network, and is light or dark as its reader's
// screen is.

/// Draws SVG.
public enum SVGGraph {
  /// More steps than this make no picture that anybody could read.
  public static let cardLimit = 2000

  /// Nil when there are more than ``cardLimit`` steps.
  public static func text(of graph: PlanGraph) -> String? {
    guard graph.cardCount <= cardLimit else { return nil }
    var drawing = SVGDrawing()
    drawing.draw(graph)
    return drawing.svg.written
  }
}

struct SVGDrawing {
  var svg = SVGText()

  private static let margin = 24.0

  mutating func draw(_ graph: PlanGraph) {
    let stack = SectionStack(graph.sections)
    let title = LabelText.short(graph.title, 110)
    let guards = graph.guards.map { LabelText.short($0, 120) }
    let head = 36.0 + (guards.isEmpty ? 0 : 26 + 18 * Double(guards.count))
    let textWidth = max(Double(title.count) * 9.4, guards.map { Double($0.count) * 6.6 }.max() ?? 0)
    let width = max(stack.size.width, textWidth, Self.legendWidth) + 2 * Self.margin
    let height = head + stack.size.height + 64 + 2 * Self.margin
    svg.begin([
      "xmlns": "http://www.w3.org/2000/svg", "width": number(width), "height": number(height),
      "viewBox": "0 0 \(number(width)) \(number(height))", "role": "img",
    ])
    svg.title(graph.title)
    svg.literal(GraphStylesheet.text)
    svg.literal(GraphStylesheet.arrow)
    svg.shape("rect", ["class": "paper", "width": "100%", "height": "100%"])
    svg.text(title, full: graph.title, at(Self.margin, Self.margin + 18, "head"))
    drawGuards(guards, full: graph.guards, top: Self.margin + 46)
    draw(stack, x: (width - stack.size.width) / 2, y: Self.margin + head)
    drawLegend(x: Self.margin, y: height - Self.margin - 8)
    svg.literal("</svg>\n")
  }

  private mutating func drawGuards(_ guards: [String], full: [String], top: Double) {
    guard !guards.isEmpty else { return }
    svg.text("watched during the whole run", at(Self.margin, top, "label"))
    for (index, line) in guards.enumerated() {
      svg.text(line, full: full[index], at(Self.margin, top + 18 * Double(index + 1), "uses"))
    }
  }

  // MARK: Boxes

  private mutating func draw(_ stack: SectionStack, x: Double, y: Double) {
    var top = y
    for (index, box) in stack.sections.enumerated() {
      if index > 0 {
        let middle = x + stack.size.width / 2
        drawPath(
          "M\(number(middle)) \(number(top - SectionStack.gap + 3))V\(number(top - 5))",
          box.section.isFinal ? "way final" : "way")
      }
      draw(box, x: x, y: top, width: stack.size.width)
      top += box.size.height + SectionStack.gap
    }
  }

  private mutating func draw(_ box: SectionBox, x: Double, y: Double, width: Double) {
    svg.shape("rect", rectangle(x, y, width, box.size.height, box.section.isFinal ? "section final" : "section", 10))
    if !box.header.isEmpty { svg.text(box.header, at(x + SectionBox.padding, y + 25, "phase")) }
    let left = x + (width - box.layout.size.width) / 2
    let top = y + box.cardsTop
    for route in box.layout.routes { draw(route, x: left, y: top) }
    for (card, place) in zip(box.cards, box.layout.places) { draw(card, x: left + place.x, y: top + place.y) }
  }

  private mutating func draw(_ box: CardBox, x: Double, y: Double) {
    let (width, height) = (box.size.width, box.size.height)
    let isSkippable = box.card.when != nil
    svg.beginGroup("card \(box.card.kind.rawValue)\(isSkippable ? " skippable" : "")")
    if box.card.foreach != nil {
      for step in [8.0, 4.0] { svg.shape("rect", rectangle(x + step, y + step, width, height, "box", 7)) }
    }
    svg.shape("rect", rectangle(x, y, width, height, "box", 7))
    svg.shape("path", ["class": "bar", "d": bar(x: x, y: y, height: height)])
    for (index, text) in box.texts.enumerated() {
      let baseline = y + 8 + CardBox.lineHeight * Double(index) + 13
      svg.text(text.text, full: text.full, at(x + CardBox.padding + 2, baseline, text.style.rawValue))
    }
    svg.endGroup()
    if let stack = box.stack {
      draw(stack, x: x + (width - stack.size.width) / 2, y: y + box.textHeight)
    }
  }

  /// The coloured left edge of a card.
  private func bar(x: Double, y: Double, height: Double) -> String {
    "M\(number(x + 7)) \(number(y))a7 7 0 0 0 -7 7v\(number(height - 14))a7 7 0 0 0 7 7h-2.5v\(number(-height))z"
  }

  // MARK: Lines

  private mutating func draw(_ route: LayerLayout.Route, x: Double, y: Double) {
    guard let start = route.points.first else { return }
    var path = "M\(number(x + start.x)) \(number(y + start.y))"
    for (index, (from, to)) in zip(route.points, route.points.dropFirst()).enumerated() {
      let isLast = index == route.points.count - 2
      let end = y + to.y - (isLast ? 5 : 0)
      if abs(from.x - to.x) < 0.05 {
        path += "V\(number(end))"
      } else {
        let bend = (to.y - from.y) / 2
        path +=
          "C\(number(x + from.x)) \(number(y + from.y + bend)) \(number(x + to.x)) \(number(end - bend)) "
          + "\(number(x + to.x)) \(number(end))"
      }
    }
    drawPath(path, "edge")
  }

  private mutating func drawPath(_ path: String, _ style: String) {
    svg.shape("path", ["class": style, "d": path, "marker-end": "url(#arrow)"])
  }

  // MARK: Legend

  private static let legend: [(GraphCard.Kind, String)] = [
    (.read, "only reads"), (.write, "changes something"), (.irreversible, "no way back"), (.gate, "asks people"),
    (.wait, "waits"), (.plan, "runs a plan"),
  ]

  private static let legendEnd = "dashed: may be skipped · stacked: one for each item"
  private static let legendWidth = Double(legendEnd.count) * 6.2 + legend.reduce(0) { $0 + legendStep($1.1) }

  private static func legendStep(_ words: String) -> Double { 20 + Double(words.count) * 6 + 16 }

  private mutating func drawLegend(x: Double, y: Double) {
    var left = x
    for (kind, words) in Self.legend {
      svg.beginGroup("card \(kind.rawValue)")
      svg.shape("rect", rectangle(left, y - 10, 14, 12, "box", 3))
      svg.shape("path", ["class": "bar", "d": "M\(number(left)) \(number(y - 10))h4v12h-4z"])
      svg.text(words, at(left + 20, y, "note"))
      svg.endGroup()
      left += Self.legendStep(words)
    }
    svg.text(Self.legendEnd, at(left, y, "note"))
  }

  // MARK: Attributes

  private func number(_ value: Double) -> String { SVGText.number(value) }

  private func at(_ x: Double, _ y: Double, _ style: String) -> KeyValuePairs<StaticString, String> {
    ["class": style, "x": number(x), "y": number(y)]
  }

  private func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String, _ radius: Double
  ) -> KeyValuePairs<StaticString, String> {
    [
      "class": style, "x": number(x), "y": number(y), "width": number(width), "height": number(height),
      "rx": number(radius),
    ]
  }
}
