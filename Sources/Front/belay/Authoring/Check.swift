// `belay check`

import ArgumentParser
import Diagnostics
import Foundation
import JSONText
import PlanModel
import Presentation
import Runner
import StepCatalogue
import StepKit

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check plans: every mistake at once, with its place and its cure. Executes nothing.")

  @Argument(help: "Plan files.")
  var plans: [String]

  enum CheckFormat: String, ExpressibleByArgument, CaseIterable { case text, json, sarif }

  @Option(name: .long, help: "text, json or sarif.")
  var format = CheckFormat.text

  @Flag(name: .long, help: "Apply the fixes that are beyond doubt, then check again.")
  var fix = false

  @OptionGroup var options: StateOptions

  mutating func run() throws {
    let registry = try BuiltinSteps.registry()
    var changes: [PlanFixer.Change] = []
    var results: [CheckResult] = []
    for path in plans {
      if fix {
        let outcome = PlanFixer(registry: registry, reader: DiskReader()).fix(path: path)
        try FixedFiles(files: outcome.files).write()
        changes += outcome.changes
        results.append(outcome.result)
      } else {
        results.append(PlanChecker(registry: registry, reader: DiskReader()).check(path: path))
      }
    }
    let diagnostics = results.flatMap(\.diagnostics)
    switch format {
    case .json: Output.json(json(diagnostics, changes))
    case .sarif: Output.json(SARIFRenderer(toolVersion: BelayVersion.text).render(diagnostics))
    case .text: show(results, diagnostics, changes)
    }
    let code = diagnostics.contains { $0.severity == .error } ? ExitStatus.usage : ExitStatus.done
    // The plans aren't taken apart: of 100,000 steps that would take longer than all that is left to do.
    withExtendedLifetime(results) { Foundation.exit(code) }
  }

  /// With `--fix`, also what was changed.
  private func json(_ diagnostics: [Diagnostic], _ changes: [PlanFixer.Change]) -> JSON {
    let rendered = JSONRenderer().render(diagnostics)
    guard fix, var object = rendered.objectValue else { return rendered }
    object["fixed"] = .array(
      changes.map { change in
        [
          "id": .string(change.id), "message": .string(change.message), "file": .string(change.file),
          "line": .int(Int64(change.place.line)), "column": .int(Int64(change.place.column)),
        ]
      })
    return .object(object)
  }

  private func show(_ results: [CheckResult], _ diagnostics: [Diagnostic], _ changes: [PlanFixer.Change]) {
    for change in changes {
      Output.line(
        "fixed \(change.file):\(change.place.line):\(change.place.column): \(change.message) [\(change.id)]")
    }
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
