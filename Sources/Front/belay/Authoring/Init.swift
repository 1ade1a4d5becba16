// `belay init`: a first plan that runs.

import ArgumentParser
import Foundation
import PlanModel
import Presentation
import StepCatalogue

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a first plan that runs, to change into your own. Asks nothing, overwrites nothing.")

  @Argument(help: "The file to write.")
  var file = "plan.yaml"

  mutating func run() throws {
    guard try WrittenFile.create(Array(FirstPlan.text.utf8), at: file) else {
      throw Failure(
        code: ExitStatus.usage, message: "\(file) is there already, and is left as it is",
        help: "belay init OTHER-NAME.yaml")
    }
    // The first line of the plan names the schema; an editor wants to find it.
    let folder = (file as NSString).deletingLastPathComponent
    let schema = folder.isEmpty ? FirstPlan.schema : folder + "/" + FirstPlan.schema
    let text = PlanSchema(registry: try BuiltinSteps.registry()).json.prettyText() + "\n"
    let isNew = try WrittenFile.create(Array(text.utf8), at: schema)
    Output.line("wrote \(file)" + (isNew ? ", and \(schema) for your editor" : ""))
    Output.line(
      """

      Look at it, then:
        belay check \(file)     every mistake, with its place and its cure
        belay plan \(file)      what would happen; changes nothing
        belay run \(file)       do it
        belay status last         where it stands
        belay rollback last       undo it
        belay steps               the step types that a plan may use
      """)
  }
}
