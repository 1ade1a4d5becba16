// `belay explain`

import ArgumentParser
import Diagnostics
import Engine
import Journal
import Presentation
import Runner

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Why a step did what it did: each of its expressions, part by part, with the values that it had.")

  @OptionGroup var argument: RunArgument

  @Argument(help: "A step, phase or sub-plan, by full id or the unique end of it.")
  var step: String

  @Option(name: .long, help: "text or json.")
  var format = Format.text

  @OptionGroup var options: StateOptions

  mutating func run() throws {
    let workspace = try options.workspace()
    let id = try argument.find(in: workspace)
    let loaded = try RunLoader(workspace).load(id)
    let name = try loaded.state.theStep(step)
    let events = try loaded.entries.map { try RecordedEvent($0) }
    guard let explanation = loaded.state.explanation(of: name, events: events) else { return }
    switch format {
    case .json: Output.json(ExplainJSON(explanation, run: id.text).json)
    case .text: Output.line(ExplainText(explanation, catalogue: loaded.state.plan.errorCatalog).text)
    }
  }
}

extension RunState {
  /// The full id of the step that a person names.
  func theStep(_ name: String) throws(Failure) -> String {
    let found = find(name)
    if found.count == 1 { return found[0] }
    let steps = listing.map(\.id)
    throw Failure(
      problem: found.isEmpty
        ? PersonProblem.unknownStep(name: name, nearest: nearestName(to: name, in: steps), steps: steps)
        : PersonProblem.ambiguousStep(name: name, candidates: found))
  }
}
