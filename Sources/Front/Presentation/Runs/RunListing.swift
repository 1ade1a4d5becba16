// The list of all runs, for people and in the JSON shape of DESIGN §7.

import JSONText
import Journal

/// What `belay runs` shows, in the order in which it is given.
public struct RunListing {
  private let runs: [RunSummary]

  public init(_ runs: [RunSummary]) { self.runs = runs }

  /// A line a run.
  public var text: String {
    runs.isEmpty ? "no runs yet" : runs.map(line).joined(separator: "\n")
  }

  public var json: JSON { ["runs": .array(runs.map(json))] }

  private func line(_ run: RunSummary) -> String {
    let time = run.startedAt.prefix(19).replacing("T", with: " ")
    return "\(run.run)  \(run.status.padding(to: 16))  \(time)  \(run.plan) \(run.planVersion)  \(run.operator)"
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
