// `belay error ID`: what a diagnostic means, with an example and its cure.

import ArgumentParser
import Diagnostics
import Foundation
import StepCatalogue
import StepKit

struct ErrorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "error", abstract: "Explain a diagnostic: what it means, an example, the cure.")

  @Argument(help: "An id such as BLY0103.")
  var id: String

  mutating func run() throws {
    let wanted = id.uppercased()
    if let failure = BuiltinSteps.failure(wanted) {
      return Output.line("\(failure.code): \(failure.title)\n\n\(failure.explanation)")
    }
    guard let entry = ProblemCatalogue.entry(for: wanted) else {
      let ids = ProblemCatalogue.all.map(\.id)
      throw Failure(
        code: Code.usage, message: "no diagnostic has the id '\(id)'",
        help: nearestName(to: wanted, in: ids).map { "did you mean \($0)?" }
          ?? "codes of a plan stand in its error_catalog")
    }
    var lines = ["\(entry.id): \(entry.title)", "", entry.explanation]
    if !entry.example.isEmpty { lines += ["", "for example:", indented(entry.example)] }
    if !entry.cure.isEmpty { lines += ["", "cure:", indented(entry.cure)] }
    Output.line(lines.joined(separator: "\n"))
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }.joined(separator: "\n")
  }
}
