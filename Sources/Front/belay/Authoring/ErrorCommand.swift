// `belay error ID`: what a diagnostic means, with an example and its cure.

import ArgumentParser
import Diagnostics
import Foundation
import Presentation
import StepCatalogue

struct ErrorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "error", abstract: "Explain a diagnostic: what it means, an example, the cure.")

  @Argument(help: "An id such as BLY0103.")
  var id: String

  mutating func run() throws {
    let wanted = id.uppercased()
    if let failure = BuiltinSteps.failure(wanted) {
      return Output.line(Explanation.text(failure))
    }
    guard let entry = ProblemCatalogue.entry(for: wanted) else {
      let ids = ProblemCatalogue.all.map(\.id)
      throw Failure(
        code: ExitStatus.usage, message: "no diagnostic has the id '\(id)'",
        help: nearestName(to: wanted, in: ids).map { "did you mean \($0)?" }
          ?? "codes of a plan stand in its error_catalog")
    }
    Output.line(Explanation.text(entry))
  }
}
