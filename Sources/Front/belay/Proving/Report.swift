// `belay report`

import ArgumentParser
import Audit
import Engine
import Journal
import Presentation
import Reports
import Runner

struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write the report of a run: one HTML file (or .md) to forward.")

  @OptionGroup var argument: RunArgument

  @Option(name: .shortAndLong, help: "The file to write: .html or .md.")
  var output: String

  @OptionGroup var options: StateOptions

  func validate() throws {
    guard output.hasSuffix(".html") || output.hasSuffix(".md") else {
      throw ValidationError("'\(output)': a report is .html or .md.")
    }
  }

  mutating func run() throws {
    let workspace = try options.workspace()
    let id = try argument.find(in: workspace)
    let loaded = try RunLoader(workspace).load(id)
    let logs = StepLogs(workspace: workspace, run: id)
    var tails: [String: String] = [:]
    for entry in loaded.state.listing where entry.state.startedAt != nil {
      tails[entry.id] = try logs.tail(of: entry.id)
    }
    let input = ReportInput(
      run: id.text, state: loaded.state, events: try loaded.entries.map { try RecordedEvent($0) },
      entryCount: loaded.head.count, head: loaded.head.hash, verification: try Verifier.verify(id, workspace.store),
      logs: tails, generatedAt: SystemClock.now().wall, binaryVersion: BelayVersion.text)
    let text = output.hasSuffix(".md") ? MarkdownReport(input).render() : HTMLReport(input).render()
    try WrittenFile.write(Array(text.utf8), to: output)
    Output.line(output)
  }
}
