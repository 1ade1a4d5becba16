// A plan in the language of Graphviz.

/// Writes DOT.
public enum DotGraph {
  public static func text(of graph: PlanGraph) -> String {
    var writer = DotWriter()
    writer.write(graph)
    return writer.text
  }
}

private struct DotWriter {
  var text = ""
  private var count = 0

  mutating func write(_ graph: PlanGraph) {
    line("digraph plan {", 0)
    line("label=\(quoted([graph.title])); labelloc=t; compound=true; rankdir=TB;", 1)
    line("graph [fontname=\"sans-serif\", fontsize=14, color=\"#8a94a3\"];", 1)
    line("node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\", fontsize=11];", 1)
    line("edge [color=\"#5b6470\"];", 1)
    if !graph.guards.isEmpty {
      let lines = ["watched during the whole run"] + graph.guards.map { LabelText.short($0, 90) }
      line("guards [shape=note, style=dashed, label=\(quoted(lines))];", 1)
    }
    write(graph.sections, level: 1)
    line("}", 0)
  }

  /// The clusters that a section's edges join, each with a node in it.
  private struct Ends {
    var cluster: String
    var first: String
    var last: String
  }

  private mutating func write(_ sections: [GraphSection], level: Int) {
    var previous: Ends?
    for section in sections {
      let cluster = newName("cluster_p")
      line("subgraph \(cluster) {", level)
      line("label=\(quoted([section.label])); style=\(section.isFinal ? "\"rounded,dashed\"" : "rounded");", level + 1)
      let names = section.cards.map { write($0, level: level + 1) }
      for (card, name) in zip(section.cards, names) {
        for needed in card.needs { line("\(names[needed]) -> \(name);", level + 1) }
      }
      line("}", level)
      guard let first = names.first, let last = names.last else { continue }
      if let previous {
        line(
          "\(previous.last) -> \(first) [ltail=\(previous.cluster), lhead=\(cluster), penwidth=2, minlen=2"
            + "\(section.isFinal ? ", style=dashed" : "")];", level)
      }
      previous = Ends(cluster: cluster, first: first, last: last)
    }
  }

  private mutating func write(_ card: GraphCard, level: Int) -> String {
    let name = newName("s")
    let isPlan = !card.sections.isEmpty
    if isPlan { line("subgraph cluster_\(name) {", level) }
    let inner = isPlan ? level + 1 : level
    if isPlan { line("label=\"\"; style=\"rounded,dotted\";", inner) }
    line("\(name) [label=\(quoted(card.labelLines)), \(attributes(of: card))];", inner)
    if isPlan {
      write(card.sections, level: inner)
      line("}", level)
    }
    return name
  }

  private func attributes(of card: GraphCard) -> String {
    let (fill, stroke) =
      switch card.kind {
      case .read: ("#e7f0fb", "#3b78b5")
      case .write: ("#e6f5ea", "#2f8a4d")
      case .irreversible: ("#fde8e8", "#c0262d")
      case .gate: ("#fdf1dc", "#b26b00")
      case .wait: ("#f1eafb", "#7a4bb5")
      case .plan: ("#f6f7f9", "#68717d")
      }
    var parts = ["fillcolor=\"\(fill)\"", "color=\"\(stroke)\""]
    if card.kind == .gate { parts += ["shape=hexagon", "style=\"filled\(card.when == nil ? "" : ",dashed")\""] }
    if card.kind != .gate, card.when != nil { parts.append("style=\"rounded,filled,dashed\"") }
    if card.foreach != nil { parts.append("peripheries=2") }
    if card.kind == .irreversible { parts.append("penwidth=3") }
    return parts.joined(separator: ", ")
  }

  private mutating func newName(_ prefix: String) -> String {
    count += 1
    return "\(prefix)\(count)"
  }

  private mutating func line(_ words: String, _ level: Int) {
    text += String(repeating: "  ", count: level) + words + "\n"
  }

  /// A string of DOT; its lines are centred.
  private func quoted(_ lines: [String]) -> String {
    let escaped = lines.map { LabelText.line($0).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") }
    return "\"" + escaped.joined(separator: "\\n") + "\""
  }
}
