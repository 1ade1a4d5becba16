// `belay runs`

import ArgumentParser
import Journal
import Presentation

struct Runs: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "runs", abstract: "All runs, the newest first.")

  @Option(name: .long, help: "text or json.")
  var format = Format.text

  @OptionGroup var options: StateOptions

  mutating func run() throws {
    let runs = try options.workspace().store.runs()
    switch format {
    case .json: Output.json(RunListing(runs).json)
    case .text: Output.line(RunListing(runs).text)
    }
  }
}
