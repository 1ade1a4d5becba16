// The facts under the headline: which plan, which run, who, when, where.

import Engine
import JSONText

extension RunFacts {
  var planLine: String {
    let created = state.created
    let name = created.planName + " " + created.planVersion
    return created.planTitle.isEmpty ? name : created.planTitle + " · " + name
  }

  var outcomeFacts: [Fact] {
    let created = state.created
    let name: Words = "\(strong: created.planName) \(created.planVersion)"
    var facts = [
      Fact("Plan", created.planTitle.isEmpty ? name : "\(created.planTitle) (\(name))"),
      Fact("Run", .code(input.run)),
      Fact("Started by", "\(strong: created.starter)"),
      Fact("Started", Words(TimeText.full(history.startedAt))),
      ended,
      Fact("Host", hosts),
      Fact("Working directory", .code(created.workingDirectory)),
    ]
    if !state.plan.owners.isEmpty { facts.append(Fact("Plan owned by", Words(listed(state.plan.owners)))) }
    if !created.locks.isEmpty { facts.append(Fact("Locks", Words(created.locks.joined(separator: ", ")))) }
    return facts
  }

  private var ended: Fact {
    let length = TimeText.duration(endsAt - history.startedAt)
    let work = history.workingSessions.map { max(0, ($0.stretch.end ?? endsAt) - $0.stretch.start) }.reduce(0, +)
    let sessions = history.workingSessions.count
    let detail =
      sessions > 1 ? "; \(sessions) sessions of an executor, \(TimeText.duration(work)) in all" : ""
    guard let finished = state.finishedAt else {
      return Fact("Not ended", "\(length) so far\(detail)")
    }
    let isOpen = state.status == .waiting || state.status == .inDoubt
    return Fact(
      isOpen ? "Standing still since" : "Ended", "\(TimeText.full(finished)), after \(strong: length)\(detail)")
  }

  private var hosts: Words {
    var names: [String] = []
    for session in history.workingSessions where !names.contains(session.opened.host) {
      names.append(session.opened.host)
    }
    return names.isEmpty ? "none: no executor has worked on it" : Words(listed(names))
  }
}
