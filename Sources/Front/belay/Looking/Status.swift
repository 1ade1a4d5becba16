// `belay status`

import ArgumentParser
import Engine
import Foundation
import JSONText
import Journal
import Presentation
import Runner

struct Status: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Where a run stands: every step, who is waited for, what is in doubt.")

  @OptionGroup var argument: RunArgument
  @OptionGroup var options: StateOptions

  @Option(name: .long, help: "text or json.")
  var format = Format.text

  @Flag(name: .long, help: "Show it again until the run has ended.")
  var watch = false

  mutating func run() async throws {
    let workspace = try options.workspace()
    let id = try argument.find(in: workspace)
    while true {
      let loaded = try RunLoader(workspace).load(id)
      let holder = try workspace.store.holder(of: id)
      let isAlive = holder?.alive ?? false
      switch format {
      case .json: Output.json(StatusJSON(state: loaded.state, isExecuted: isAlive).json)
      case .text:
        if watch, Terminal.isInteractive { Output.raw("\u{1B}[2J\u{1B}[H") }
        Output.line(StatusText(state: loaded.state, isExecuted: isAlive, now: SystemClock.now().wall).text)
      }
      if !watch || !loaded.state.isUnderWay || !isAlive { return }
      try await Task.sleep(for: .milliseconds(500))
    }
  }
}
