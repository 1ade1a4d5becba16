// `belay schema`: the JSON Schema of plan files, for editors.

import ArgumentParser
import PlanModel
import StepCatalogue

struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "The JSON Schema of plan files; an editor with a YAML language server completes and checks with it.")

  @Option(name: .long, help: "Also the step types in the folder `steps` beside this plan.")
  var plan: String?

  @OptionGroup var options: StateOptions

  mutating func run() throws {
    let builtIn = try BuiltinSteps.registry()
    let registry = try plan.map { try StepFolder(besides: $0).registry(builtIn, noColor: options.noColor) } ?? builtIn
    Output.json(PlanSchema(registry: registry).json)
  }
}
