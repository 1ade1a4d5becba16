// `belay graph`: a plan as a picture.

import ArgumentParser
import Graphs
import Presentation

struct Graph: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Draw a plan: phases, steps and what they need, gates, points of no return, how each is undone.")

  enum GraphFormat: String, ExpressibleByArgument, CaseIterable { case mermaid, dot, svg }

  @Argument(help: "The plan file.")
  var plan: String

  @Option(name: .long, help: "mermaid, dot or svg (default: by the name of -o, else mermaid).")
  var format: GraphFormat?

  @Option(name: [.customShort("o"), .long], help: "The file to write; else stdout.")
  var output: String?

  @OptionGroup var options: StateOptions

  mutating func run() throws {
    let workspace = try options.workspace()
    let checked = try PlanLoading.checked(plan, workspace, noColor: options.noColor)
    let graph = PlanGraph(of: checked, checked.types)
    let text = try picture(of: graph)
    guard let output else { return Output.raw(text) }
    try WrittenFile.write(Array(text.utf8), to: output)
    Output.line(output)
  }

  private var chosen: GraphFormat {
    if let format { return format }
    switch output?.split(separator: ".").last {
    case "svg": return .svg
    case "dot", "gv": return .dot
    default: return .mermaid
    }
  }

  private func picture(of graph: PlanGraph) throws -> String {
    switch chosen {
    case .mermaid: return MermaidGraph.text(of: graph)
    case .dot: return DotGraph.text(of: graph)
    case .svg:
      guard let picture = SVGGraph.text(of: graph) else {
        throw Failure(
          code: ExitStatus.usage,
          message: "\(plan) has \(graph.cardCount) steps; a picture of more than \(SVGGraph.cardLimit) can't be read",
          help: "--format dot, for a program that zooms")
      }
      return picture
    }
  }
}
