// `belay runs`

import ArgumentParser
import JSONText
import Journal

struct Runs: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "runs", abstract: "All runs, the newest first.")

  @Option(name: .long, help: "text or json.")
  var format = Format.text

  @OptionGroup var options: StateOptions

  mutating func run() throws {
    let runs = try options.workspace().store.runs()
    switch format {
    case .json: Output.json(["runs": .array(runs.map(json))])
    case .text:
      if runs.isEmpty { Output.line("no runs yet") }
      for run in runs {
        let time = run.startedAt.prefix(19).replacing("T", with: " ")
        Output.line(
          "\(run.run)  \(run.status.padding(to: 16))  \(time)  \(run.plan) \(run.planVersion)  \(run.operator)")
      }
    }
  }

  private func json(_ run: RunSummary) -> JSON {
    var object: JSONObject = [
      "run": .string(run.run.text),
      "plan": ["name": .string(run.plan), "version": .string(run.planVersion), "digest": .string(run.planDigest)],
      "status": .string(run.status), "operator": .string(run.operator), "startedAt": .string(run.startedAt),
    ]
    if let finished = run.finishedAt { object["finishedAt"] = .string(finished) }
    return .object(object)
  }
}
