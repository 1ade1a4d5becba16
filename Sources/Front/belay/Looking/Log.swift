// `belay log`

import ArgumentParser
import Engine
import Foundation
import JSONText
import Journal
import Presentation
import Runner

struct Log: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "The events of a run, or with a step what it printed. Secrets are masked.")

  @OptionGroup var argument: RunArgument

  @Argument(help: "A step, by full id or the unique end of it.")
  var step: String?

  @Flag(name: .long, help: "Go on showing what comes, until the run has ended.")
  var follow = false

  @Option(name: .long, help: "text or json.")
  var format = Format.text

  @OptionGroup var options: StateOptions

  mutating func run() async throws {
    let workspace = try options.workspace()
    let id = try argument.find(in: workspace)
    if let step { return try await showStep(step, id, workspace) }
    try await showEvents(id, workspace)
  }

  private func showEvents(_ id: RunID, _ workspace: Workspace) async throws {
    var seen: Int64 = 0
    while true {
      let isAlive = try workspace.store.holder(of: id)?.alive ?? false
      for entry in try workspace.store.entries(of: id, from: seen + 1) {
        seen = entry.seq
        if format == .json {
          Output.jsonLine(entry.json())
        } else if let line = EventLine.text(try RecordedEvent(entry)) {
          Output.line(line)
        }
      }
      if !follow || !isAlive { return }
      try await Task.sleep(for: .milliseconds(200))
    }
  }

  private func showStep(_ name: String, _ id: RunID, _ workspace: Workspace) async throws {
    let loaded = try RunLoader(workspace).load(id)
    let step = try loaded.state.theStep(name)
    var shown: [String: Int] = [:]
    while true {
      let isAlive = try workspace.store.holder(of: id)?.alive ?? false
      let paths = try StepLogs(workspace: workspace, run: id).paths(of: step)
      if format == .json { return showJSON(step, paths) }
      for path in paths { show(path, &shown) }
      if !follow || !isAlive { return }
      try await Task.sleep(for: .milliseconds(200))
    }
  }

  private func showJSON(_ step: String, _ paths: [String]) {
    let texts = paths.compactMap { FileManager.default.contents(atPath: $0) }
      .map { JSON.string(String(decoding: $0, as: UTF8.self)) }
    Output.json(["step": .string(step), "attempts": .array(texts)])
  }

  private func show(_ path: String, _ shown: inout [String: Int]) {
    guard let data = FileManager.default.contents(atPath: path) else { return }
    let start = shown[path] ?? 0
    if data.count > start { Output.raw([UInt8](data[data.startIndex.advanced(by: start)...])) }
    shown[path] = data.count
  }
}
