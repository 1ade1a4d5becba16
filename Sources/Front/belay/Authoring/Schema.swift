// `belay schema`: the JSON Schema of plan files, for editors.

import ArgumentParser
import PlanModel
import StepCatalogue

struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "The JSON Schema of plan files; an editor with a YAML language server completes and checks with it.")

  @OptionGroup var options: StateOptions

  mutating func run() throws {
    Output.json(PlanSchema(registry: try BuiltinSteps.registry()).json)
  }
}
