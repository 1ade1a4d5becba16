// A run's status in the JSON shape of DESIGN §7.

import Engine
import Expressions
import JSONText
import PlanModel

/// The document of `belay status --format json`. Times are RFC 3339 in UTC.
public struct StatusJSON {
  private let state: RunState
  private let isExecuted: Bool

  /// `isExecuted`: a living executor works on the run.
  public init(state: RunState, isExecuted: Bool) {
    self.state = state
    self.isExecuted = isExecuted
  }

  public var json: JSON {
    var object: JSONObject = [
      "run": .string(state.id),
      "plan": [
        "name": .string(state.created.planName), "version": .string(state.created.planVersion),
        "title": .string(state.created.planTitle), "digest": .string(state.created.planDigest),
      ],
      "status": .string(state.status.rawValue), "operator": .string(state.created.starter),
      "startedAt": .string(journalTime(state.startedAt)),
    ]
    if let finished = state.finishedAt { object["finishedAt"] = .string(journalTime(finished)) }
    object["executing"] = .bool(isExecuted)
    object["workingDirectory"] = .string(state.created.workingDirectory)
    object["phases"] = .array(state.phases.map(phase))
    object["steps"] = .array(state.listing.map(step))
    object["waitingFor"] = .array(state.waitingGates.map { gate($0.id, $0.gate) })
    object["inDoubt"] = .array(state.inDoubt.map { .string($0) })
    if let failing = state.failing { object["error"] = error(failing.error, step: failing.step) }
    if let blocked = state.blocked {
      object["blocked"] = [
        "step": blocked.step.map { .string($0) } ?? .null, "reason": .string(blocked.reason ?? ""),
      ]
    }
    if !state.alarms.isEmpty { object["alarms"] = .array(state.alarms.map { error($0, step: nil) }) }
    return .object(object)
  }

  private func phase(_ entry: PhaseListing) -> JSON {
    let status = entry.error != nil ? "failed" : entry.isDone ? "done" : entry.isOpen ? "open" : "pending"
    var object: JSONObject = ["id": .string(entry.id), "title": .string(entry.title), "status": .string(status)]
    if let problem = entry.error { object["error"] = error(problem, step: nil) }
    return .object(object)
  }

  private func step(_ entry: StepListing) -> JSON {
    var object: JSONObject = [
      "id": .string(entry.id), "uses": .string(entry.step?.uses ?? ""), "status": .string(entry.state.status.rawValue),
      "attempts": .int(Int64(entry.state.attempts)),
    ]
    if let title = entry.step?.title { object["title"] = .string(title) }
    if let phase = entry.phase { object["phase"] = .string(phase) }
    if let started = entry.state.startedAt { object["startedAt"] = .string(journalTime(started)) }
    if let finished = entry.state.finishedAt { object["finishedAt"] = .string(journalTime(finished)) }
    var outputs: JSONObject = [:]
    for (name, value) in entry.state.outputs.sorted(by: { $0.key < $1.key }) { outputs[name] = value.json() }
    object["outputs"] = .object(outputs)
    if let problem = entry.state.error { object["error"] = error(problem, step: nil) }
    return .object(object)
  }

  private func error(_ problem: RecordedError, step: String?) -> JSON {
    var object: JSONObject = ["code": .string(problem.code), "message": .string(problem.message)]
    if let help = problem.help { object["help"] = .string(help) }
    if let step { object["step"] = .string(step) }
    CatalogueWords.add(state.plan.errorCatalog[problem.code], to: &object)
    return .object(object)
  }

  private func gate(_ id: String, _ gate: GateState) -> JSON {
    let request = gate.request
    return [
      "step": .string(id), "kind": .string(request.kind.rawValue), "message": .string(request.message),
      "roles": .array(request.roles.map { .string($0) }),
      "people": .array(state.people(asked: request).map { .string($0) }),
      "quorum": .int(Int64(request.quorum)), "since": .string(journalTime(gate.openedAt)),
      "checklist": .array(request.checklist.map { .string($0) }),
      "answers": .array(
        gate.answers.map { ["person": .string($0.person), "decision": .string($0.decision.rawValue)] }),
    ]
  }
}
