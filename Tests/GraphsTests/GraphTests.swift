// What each format shows of a plan with one of everything. The whole texts are pinned; BELAY_RECORD=1 writes them anew.

import Foundation
import Graphs
import Testing

@Suite struct GraphTests {
  @Test(arguments: ["mmd", "dot", "svg"]) func theTextIsPinned(_ format: String) throws {
    let text = try text(of: try sampleGraph(), format)
    let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Goldens/release.\(format)")
    if ProcessInfo.processInfo.environment["BELAY_RECORD"] == "1" {
      try text.write(to: golden, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: golden, encoding: .utf8) == text)
  }

  @Test func cardsSayWhatStepsAre() throws {
    let graph = try sampleGraph()
    #expect(graph.cardCount == 14)
    let cards = graph.sections.flatMap(\.cards)
    #expect(
      cards.map { "\($0.id) \($0.kind.rawValue)" } == [
        "room read", "fetch write", "config write", "look write", "verify read", "sign-off gate", "each write",
        "database plan", "soak wait", "burn irreversible", "tell write",
      ])
    #expect(
      cards.map(\.rollback) == [
        nil, "undo: auto", "undo: auto", "kept: nothing to take back", nil, nil, "undo: exec.run, file.remove", nil,
        nil,
        "no way back from here", nil,
      ])
    #expect(cards[6].foreach == "for each host in ${{ inputs.hosts }}" && cards[10].when == "when inputs.notify")
    #expect(cards[7].sections.map(\.title) == ["copy: Copy", "switch"] && graph.sections[2].isFinal)
    #expect(graph.guards == ["load: outputs.disk_free_bytes > 1000, every 10s, else rollback"])
  }

  /// Text from a plan never becomes markup.
  @Test(arguments: ["mmd", "dot", "svg"]) func textStaysText(_ format: String) throws {
    var graph = try sampleGraph()
    let hostile = "\"]; <script>alert(1)</script> & `x` \\\u{7}\n#quot; -->"
    graph.title = hostile
    graph.sections[0].title = hostile
    graph.sections[0].cards[0].title = hostile
    graph.guards = [hostile]
    let text = try text(of: graph, format)
    #expect(!text.contains("\u{7}"))
    switch format {
    case "svg":
      #expect(!text.contains("<script"))
      let parser = XMLCheck(text)
      #expect(parser.isWellFormed, "\(parser.problem)")
    case "mmd":
      #expect(!text.dropFirst(text.range(of: "flowchart")!.lowerBound.utf16Offset(in: text)).contains("<script"))
    default: #expect(!text.contains("\"\"]; <") && text.contains(#"\"]; <script>"#))
    }
  }

  @Test func aPictureHasALimit() throws {
    var graph = try sampleGraph()
    var card = graph.sections[0].cards[0]
    card.needs = []
    graph.sections = [graph.sections[0]]
    graph.sections[0].cards = Array(repeating: card, count: 2001)
    #expect(SVGGraph.text(of: graph) == nil)
  }

  private func text(of graph: PlanGraph, _ format: String) throws -> String {
    switch format {
    case "mmd": MermaidGraph.text(of: graph)
    case "dot": DotGraph.text(of: graph)
    default: try #require(SVGGraph.text(of: graph))
    }
  }
}

/// A small XML reader: whether tags are balanced and characters are allowed.
private struct XMLCheck {
  private(set) var problem = ""
  var isWellFormed: Bool { problem.isEmpty }

  init(_ text: String) {
    var open: [Substring] = []
    var rest = text[...]
    while let start = rest.firstIndex(of: "<") {
      if rest[..<start].contains(">"), open.last != "style" {
        problem = "a bare '>' before \(rest[start...].prefix(40))"
      }
      guard let end = rest[start...].firstIndex(of: ">") else {
        problem = "no end of \(rest[start...].prefix(40))"
        return
      }
      let tag = rest[rest.index(after: start)..<end]
      let name = tag.prefix { $0.isLetter || $0 == "/" }
      if tag.hasPrefix("/") {
        if open.popLast() != name.dropFirst() { problem = "\(tag) closes nothing" }
      } else if !tag.hasSuffix("/") {
        open.append(name)
      }
      rest = rest[rest.index(after: end)...]
    }
    if !open.isEmpty { problem = "\(open) stay open" }
  }
}
