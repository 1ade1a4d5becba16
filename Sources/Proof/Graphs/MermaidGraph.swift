// A plan as a Mermaid flowchart, for Markdown pages.

/// Writes Mermaid.
public enum MermaidGraph {
  public static func text(of graph: PlanGraph) -> String {
    var writer = MermaidWriter()
    writer.write(graph)
    return writer.text
  }
}

private struct MermaidWriter {
  var text = ""
  private var count = 0

  mutating func write(_ graph: PlanGraph) {
    line("---", 0)
    line("title: \(quoted(graph.title))", 0)
    line("---", 0)
    line("flowchart TB", 0)
    if !graph.guards.isEmpty {
      let label = (["watched during the whole run"] + graph.guards.map { LabelText.short($0, 90) }).map(escaped)
      line("guards[/\"\(label.joined(separator: "<br/>"))\"/]:::guards", 1)
    }
    write(graph.sections, level: 1)
    for (name, style) in Self.styles { line("classDef \(name) \(style)", 1) }
  }

  private static let styles: KeyValuePairs = [
    "read": "fill:#e7f0fb,stroke:#3b78b5,color:#13283d", "write": "fill:#e6f5ea,stroke:#2f8a4d,color:#12301c",
    "irreversible": "fill:#fde8e8,stroke:#c0262d,color:#3d1013,stroke-width:3px",
    "gate": "fill:#fdf1dc,stroke:#b26b00,color:#3a2500", "wait": "fill:#f1eafb,stroke:#7a4bb5,color:#2a1745",
    "plan": "fill:none,stroke:#68717d", "guards": "fill:none,stroke:#68717d,stroke-dasharray:3 3",
    "skippable": "stroke-dasharray:6 4",
  ]

  /// Sections one after another.
  private mutating func write(_ sections: [GraphSection], level: Int) {
    var previous: String?
    for section in sections {
      let name = newName("p")
      line("subgraph \(name)[\"\(escaped(section.label.isEmpty ? "steps" : section.label))\"]", level)
      line("direction TB", level + 1)
      let names = section.cards.map { write($0, level: level + 1) }
      for (card, name) in zip(section.cards, names) {
        for needed in card.needs { line("\(names[needed]) --> \(name)", level + 1) }
      }
      line("end", level)
      if let previous { line("\(previous) \(section.isFinal ? "-.->" : "==>") \(name)", level) }
      previous = name
    }
  }

  private mutating func write(_ card: GraphCard, level: Int) -> String {
    let name = newName("s")
    let label = card.labelLines.enumerated().map { $0 == 0 ? "<b>\(escaped($1))</b>" : escaped($1) }
      .joined(separator: "<br/>")
    if card.kind == .plan {
      line("subgraph \(name)[\"\(label)\"]", level)
      line("direction TB", level + 1)
      write(card.sections, level: level + 1)
      line("end", level)
      line("class \(name) plan\(card.when == nil ? "" : ",skippable")", level)
      return name
    }
    let (open, close) = shape(of: card)
    line("\(name)\(open)\"\(label)\"\(close):::\(card.kind.rawValue)", level)
    if card.when != nil { line("class \(name) skippable", level) }
    return name
  }

  private func shape(of card: GraphCard) -> (String, String) {
    if card.foreach != nil { return ("[[", "]]") }
    return switch card.kind {
    case .gate: ("{{", "}}")
    case .wait, .read: ("(", ")")
    default: ("[", "]")
    }
  }

  private mutating func newName(_ letter: String) -> String {
    count += 1
    return "\(letter)\(count)"
  }

  private mutating func line(_ words: String, _ level: Int) {
    text += String(repeating: "  ", count: level) + words + "\n"
  }

  /// Entities as Mermaid writes them.
  private func escaped(_ text: String) -> String {
    LabelText.line(text).reduce(into: "") { text, character in
      switch character {
      case "#": text += "#35;"
      case "\"": text += "#quot;"
      case "&": text += "#amp;"
      case "<": text += "#lt;"
      case ">": text += "#gt;"
      case "`": text += "#96;"
      case "\\": text += "#92;"
      default: text.append(character)
      }
    }
  }

  /// A YAML string, for the title.
  private func quoted(_ text: String) -> String {
    "'" + LabelText.line(text).replacing("'", with: "''") + "'"
  }
}
