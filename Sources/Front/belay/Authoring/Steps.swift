// `belay steps`: the registry as a reference, and the trials of outside step types.

import ArgumentParser
import Diagnostics
import JSONText
import PlanModel
import Presentation
import StepCatalogue
import StepKit

struct Steps: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "steps",
    abstract: "The step types that plans may use; with a name, its inputs, outputs, powers and failures.",
    subcommands: [StepsShow.self, StepsTest.self], defaultSubcommand: StepsShow.self)
}

struct StepsShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "List the step types, or describe one. This is what `belay steps` does.")

  @Argument(help: "A step type.")
  var name: String?

  @Option(name: .long, help: "Also those in the folder `steps` beside this plan.")
  var plan: String?

  @Option(name: .long, help: "text or json.")
  var format = Format.text

  @OptionGroup var options: StateOptions

  mutating func run() throws {
    let builtIn = try BuiltinSteps.registry()
    let registry = try plan.map { try StepFolder(besides: $0).registry(builtIn, noColor: options.noColor) } ?? builtIn
    guard let name else { return list(registry) }
    guard let type = registry[name] else {
      let help = nearestName(to: name, in: registry.names).map { "did you mean '\($0)'?" } ?? "belay steps lists them"
      throw Failure(code: ExitStatus.usage, message: "there is no step type '\(name)'", help: help)
    }
    let family = BuiltinSteps.families.first { $0.types.contains { $0.declaration.name == name } }
    let reference = StepReference(type, failures: family?.failures ?? [])
    if format == .json { return Output.json(reference.json) }
    Output.line(reference.text)
  }

  private func list(_ registry: Registry) {
    let listing = StepTypeListing(registry)
    switch format {
    case .json: Output.json(listing.json)
    case .text: Output.line(listing.text)
    }
  }
}

/// The folder in which a folder `steps` may stand.
struct StepFolder {
  /// Empty, or with a `/` at its end.
  let path: String

  init(besides plan: String) {
    path = plan.lastIndex(of: "/").map { String(plan[...$0]) } ?? ""
  }

  init(_ folder: String) {
    path = folder.isEmpty || folder.hasSuffix("/") ? folder : folder + "/"
  }

  /// The built-in step types with those of the folder. What is wrong with these goes to stderr, and the verb ends.
  func registry(_ builtIn: Registry, noColor: Bool) throws -> Registry {
    let result = PlanChecker(registry: builtIn, reader: DiskReader()).outsideTypes(in: path)
    Output.diagnostics(result.diagnostics, noColor: noColor)
    if result.diagnostics.contains(where: { $0.severity == .error }) { throw Failure.silent(ExitStatus.usage) }
    return builtIn.adding(result.types)
  }
}
