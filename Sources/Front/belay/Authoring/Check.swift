// `belay check`

import ArgumentParser
import Diagnostics
import Foundation
import JSONText
import PlanModel
import Runner

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check plans: every mistake at once, with its place and its cure. Executes nothing.")

  @Argument(help: "Plan files.")
  var plans: [String]

  enum CheckFormat: String, ExpressibleByArgument, CaseIterable { case text, json, sarif }

  @Option(name: .long, help: "text, json or sarif.")
  var format = CheckFormat.text

  @OptionGroup var options: StateOptions

  mutating func run() throws {
    let checker = PlanChecker(registry: try BuiltinSteps.registry(), reader: DiskReader())
    let results = plans.map { checker.check(path: $0) }
    let diagnostics = results.flatMap(\.diagnostics)
    switch format {
    case .json: Output.json(JSONRenderer().render(diagnostics))
    case .sarif: Output.json(SARIFRenderer(toolVersion: BelayVersion.text).render(diagnostics))
    case .text: show(results, diagnostics)
    }
    let code = diagnostics.contains { $0.severity == .error } ? Code.usage : Code.done
    // The plans aren't taken apart: of 100,000 steps that would take longer than all that is left to do.
    withExtendedLifetime(results) { Foundation.exit(code) }
  }

  private func show(_ results: [CheckResult], _ diagnostics: [Diagnostic]) {
    Output.diagnostics(diagnostics, noColor: options.noColor)
    for (path, result) in zip(plans, results) {
      if let plan = result.plan {
        Output.line("\(path): ok: \(plan.name) \(plan.version)")
      } else {
        let count = result.diagnostics.count { $0.severity == .error }
        let more = result.diagnostics.count >= PlanChecker.problemLimit ? " or more" : ""
        Output.error("\(path): \(count)\(more) error\(count == 1 ? "" : "s")")
      }
    }
  }
}
