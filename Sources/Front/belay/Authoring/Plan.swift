// `belay plan`: the dry run, for people and for programs.

import ArgumentParser
import Engine
import Foundation
import Glibc
import JSONText
import PlanModel
import Presentation
import Runner
import StepKit

struct Plan: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Dry run: what would run, skip and change, and the way back. Only read steps execute.")

  @Argument(help: "The plan file.")
  var plan: String

  @OptionGroup var inputs: InputOptions
  @OptionGroup var person: PersonOption
  @OptionGroup var options: StateOptions

  @Option(name: .long, help: "text or json.")
  var format = Format.text

  mutating func run() async throws {
    let workspace = try options.workspace()
    let checked = try PlanLoading.checked(plan, workspace, noColor: options.noColor)
    let values = try PlanLoading.inputs(inputs, for: checked)
    let order = RunVerbs.Order(
      plan: checked, inputs: values, starter: person.person, workingDirectory: try WorkingDirectory.existing())
    try await DryRunOutput(workspace: workspace, format: format, noColor: options.noColor).show(order)
  }
}

/// Runs a dry run and shows it.
struct DryRunOutput {
  var workspace: Workspace
  var format: Format
  var noColor: Bool

  func show(_ order: RunVerbs.Order) async throws {
    var dryRun = try DryRun(workspace, state: try RunVerbs(workspace).draft(order))
    let report = await dryRun.run()
    let budget = order.plan.timeBudget(order.plan.types)
    switch format {
    case .json: Output.json(DryRunJSON(plan: order.plan, report: report, budget: budget).json)
    case .text: Output.line(DryRunText(plan: order.plan, report: report, budget: budget).text)
    }
  }
}
