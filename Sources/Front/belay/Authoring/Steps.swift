// `belay steps`: the registry as a reference.

import ArgumentParser
import Diagnostics
import JSONText
import Presentation
import StepCatalogue
import StepKit

struct Steps: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "steps",
    abstract: "The step types that plans may use; with a name, all of one: inputs, outputs, powers, failures.")

  @Argument(help: "A step type.")
  var name: String?

  @Option(name: .long, help: "text or json.")
  var format = Format.text

  @OptionGroup var options: StateOptions

  mutating func run() throws {
    let registry = try BuiltinSteps.registry()
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
