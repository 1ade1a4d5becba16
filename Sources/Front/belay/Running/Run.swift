// `belay run`

import ArgumentParser
import Engine
import Foundation
import JSONText
import Journal
import PlanModel
import Presentation
import Runner

struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Execute a plan; prints the run's id first.")

  @Argument(help: "The plan file.")
  var plan: String

  @OptionGroup var inputs: InputOptions
  @OptionGroup var person: PersonOption
  @OptionGroup var options: StateOptions

  @Option(name: .long, help: "text, or json: the journal's events as JSON Lines and a last line with the result.")
  var format = Format.text

  @Flag(name: .customLong("dry-run"), help: "The same as `belay plan`: changes nothing.")
  var dryRun = false

  @Flag(name: .long, help: "Wait at gates for people, also without a terminal.")
  var wait = false

  mutating func run() async throws {
    let workspace = try options.workspace()
    let checked = try PlanLoading.checked(plan, workspace, noColor: options.noColor)
    let values = try PlanLoading.inputs(inputs, for: checked)
    let order = RunVerbs.Order(
      plan: checked, inputs: values, starter: person.person, workingDirectory: try WorkingDirectory.existing())
    if dryRun {
      return try await DryRunOutput(workspace: workspace, format: format, noColor: options.noColor).show(order)
    }
    let (loaded, lease) = try RunVerbs(workspace).create(order)
    if format == .text { Output.line("run \(loaded.id)") }
    let session = ExecutorSession(
      workspace: workspace, format: format, noColor: options.noColor, person: person.person,
      waits: wait || Terminal.isInteractive)
    let status = try await session.execute(loaded, lease, .run)
    try session.conclude(loaded.id, status, code: ExitStatus.of(status))
  }
}
