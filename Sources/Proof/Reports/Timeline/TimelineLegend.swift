// What the colours and hatchings of the timeline mean, and the hatchings themselves.

extension TimelineDrawing {
  /// Hatchings tell waiting, doubt and left-out time from work where there is no colour.
  static func patterns(into html: inout HTMLText) {
    html.element("svg", ["class": "patterns", "width": "0", "height": "0", "aria-hidden": "true"]) { html in
      html.element("defs", [:]) { html in
        pattern("hatch-waiting", "M0 6 L6 0", &html)
        pattern("hatch-in-doubt", "M0 0 L6 6 M0 6 L6 0", &html)
        pattern("hatch-cut", "M0 0 L6 6", &html)
      }
    }
  }

  private static func pattern(_ id: String, _ path: String, _ html: inout HTMLText) {
    html.element(
      "pattern", ["id": id, "class": id, "width": "6", "height": "6", "patternUnits": "userSpaceOnUse"]
    ) { html in
      html.empty("rect", ["width": "6", "height": "6"])
      html.empty("path", ["d": path])
    }
  }

  /// Only what the picture has.
  func legend(into html: inout HTMLText) {
    let names: [(Timeline.Bar.Kind, String)] = [
      (.forward, "an executor at work"), (.succeeded, "succeeded"), (.failed, "failed"), (.running, "running"),
      (.inDoubt, "in doubt"), (.waiting, "waiting for people"), (.pause, "pause before a retry"), (.undone, "undone"),
      (.undoFailed, "undo failed"), (.backward, "rollback"), (.final, "final steps"),
    ]
    let bars = timeline.groups.flatMap(\.rows).flatMap(\.bars) + timeline.run.bars
    let kinds = Set(bars.map(\.kind))
    html.element("figcaption", ["class": "legend"]) { html in
      for (kind, name) in names where kinds.contains(kind) { entry("bar \(kind.rawValue)", name, &html) }
      if sheets.contains(where: { $0.axis.pieces.contains(where: \.isShortened) }) {
        entry("cut", "left out, not to scale", &html)
      }
    }
  }

  private func entry(_ shape: String, _ name: String, _ html: inout HTMLText) {
    html.element("span", [:]) { html in
      html.element("svg", ["viewBox": "0 0 18 12", "width": "18", "height": "12", "aria-hidden": "true"]) { html in
        html.empty("rect", ["class": shape, "x": "0", "y": "1", "width": "18", "height": "10"])
      }
      html.text(name)
    }
  }
}
