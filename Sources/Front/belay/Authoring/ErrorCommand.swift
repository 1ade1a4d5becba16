// `belay error ID`: what a code means, be it Belay's own or a plan's.

import ArgumentParser
import Diagnostics
import Foundation
import Journal
import PlanModel
import Presentation
import Runner
import StepCatalogue

struct ErrorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "error",
    abstract: "Explain a code: what it means, an example, the cure; with --plan or --run also a plan's own codes.")

  @Argument(help: "An id such as BLY0103, or a code of a plan's error catalogue.")
  var id: String

  @Option(name: .long, help: "Look in the error catalogue of this plan file as well.")
  var plan: String?

  @Option(name: .customLong("run"), help: "Look in the error catalogue of this run's plan as well.")
  var ofRun: String?

  @OptionGroup var options: StateOptions

  func validate() throws {
    if plan != nil, ofRun != nil { throw ValidationError("--plan and --run exclude each other.") }
  }

  mutating func run() throws {
    let codes = try catalogue()
    if let own = codes?[id] { return Output.line(Explanation.text(own)) }
    let wanted = id.uppercased()
    if let failure = BuiltinSteps.failure(wanted) {
      return Output.line(Explanation.text(failure))
    }
    guard let entry = ProblemCatalogue.entry(for: wanted) else { throw unknown(codes) }
    Output.line(Explanation.text(entry))
  }

  /// The codes of the plan that was named; nil: none was.
  private func catalogue() throws -> [String: PlanErrorCode]? {
    if plan == nil, ofRun == nil { return nil }
    let workspace = try options.workspace()
    if let plan { return try PlanLoading.checked(plan, workspace, noColor: options.noColor).errorCatalog }
    guard let ofRun else { return nil }
    return try RunLoader(workspace).load(try workspace.store.find(prefix: ofRun)).state.plan.errorCatalog
  }

  private func unknown(_ codes: [String: PlanErrorCode]?) -> Failure {
    let own = codes.map { Array($0.keys).sorted() } ?? []
    let nearest = nearestName(to: id, in: own) ?? nearestName(to: id.uppercased(), in: ProblemCatalogue.ids)
    let elsewhere =
      codes == nil
      ? "a plan's own codes: belay error \(id) --plan PLAN, or --run RUN"
      : own.isEmpty ? "the plan has no error_catalog" : "codes of the plan: \(own.joined(separator: ", "))"
    return Failure(
      code: ExitStatus.usage, message: "no code is called '\(id)'",
      help: nearest.map { "did you mean \($0)?" } ?? elsewhere)
  }
}
