// People: what they were asked, what they answered, and what else they decided.

import Engine
import JSONText

extension RunFacts {
  var peopleSection: Section? {
    var blocks: [Block] = []
    for gate in history.gates { blocks += self.blocks(of: gate) }
    let decisions = decisionRows
    if !decisions.isEmpty {
      blocks += [.heading("Decisions"), .table(["UTC", "Who", "Decided", "Reason"], decisions)]
    }
    guard !blocks.isEmpty else { return nil }
    return Section(id: "people", title: "Approvals and decisions", blocks: blocks)
  }

  private func blocks(of gate: Dated<GateOpened>) -> [Block] {
    let request = gate.content
    var facts = [Fact("Asked", "\(full(gate.at)), for \(request.people)")]
    if !request.message.isEmpty { facts.append(Fact("Question", verbatim: request.message)) }
    if !request.distinctFrom.isEmpty { facts.append(Fact("Never", Words(listed(request.distinctFrom)))) }
    if !request.checklist.isEmpty {
      facts.append(Fact("Checklist", verbatim: request.checklist.map { "– " + $0 }.joined(separator: "\n")))
    }
    if let expiry = request.expiresAfter {
      facts.append(Fact("An answer counts for", Words(TimeText.duration(expiry))))
    }
    facts.append(Fact("Result", result(of: gate)))
    var blocks: [Block] = [.heading(request.work.step), .facts(facts)]
    let answers = history.answers(to: gate)
    if !answers.isEmpty {
      blocks.append(.table(["UTC", "Who", "Role", "Answer", "Reason"], answers.map(row)))
      for answer in answers { blocks.append(statement(answer.content)) }
    }
    return blocks
  }

  private func result(of gate: Dated<GateOpened>) -> Words {
    let attempt = history.steps[gate.content.work.step]?.attempts.first {
      $0.kind == .gate && $0.work == gate.content.work && $0.startedAt == gate.at
    }
    guard let attempt else { return "" }
    guard let length = attempt.length, attempt.result != .open else {
      return "\(Words.status(attempt.word)) since \(full(gate.at))"
    }
    return "\(Words.status(attempt.word)) after \(TimeText.duration(length))"
  }

  private func row(_ answer: Dated<GateAnswered>) -> [Words] {
    let content = answer.content
    let isGood = content.decision != .reject
    var decision = Words.status(
      StatusWord(words: content.verb, sign: isGood ? "✓" : "✗", tone: isGood ? .good : .bad))
    if let expiry = content.expiresAt { decision += ", good until \(full(expiry))" }
    if content.signature != nil { decision += ", signed" }
    let recorder: Words = answer.actor == content.person ? "" : ", written down by \(answer.actor)"
    return [
      time(answer.at), "\(strong: content.person)\(recorder)", Words(listed(content.roles)),
      decision, Words(content.reason ?? ""),
    ]
  }

  private func statement(_ answer: GateAnswered) -> Block {
    let text = answer.statement.stringValue ?? answer.statement.prettyText()
    var blocks: [Block] = [.verbatim(text)]
    if let signature = answer.signature {
      blocks += [.paragraph("Signature over exactly these words:"), .verbatim(signature)]
    }
    return .folded("Statement of \(strong: answer.person)", blocks)
  }

  // MARK: Decisions

  private var decisionRows: [[Words]] {
    var rows: [(at: Int64, row: [Words])] = []
    for decision in history.resolutions {
      rows.append((decision.at, row(decision, decision.content.sentence, decision.content.reason)))
    }
    for stop in history.stops { rows.append((stop.at, row(stop, "stop the run", stop.content.reason))) }
    for round in history.rollbacks where round.started.requested {
      let target: Words = round.started.to.map { " down to \(step: $0), which stays" } ?? ""
      let dated = Dated(content: round.started, at: round.stretch.start, actor: round.actor)
      rows.append((dated.at, row(dated, "undo what was done\(target)", nil)))
    }
    for change in history.planChanges {
      let accepted = change.content.accepted ? ", changes to finished steps accepted" : ""
      let version = change.content.basis.planVersion
      rows.append((change.at, row(change, "go on over plan version \(version)\(accepted)", nil)))
    }
    return rows.sorted { $0.at < $1.at }.map(\.row)
  }

  private func row<Content>(_ dated: Dated<Content>, _ words: Words, _ reason: String?) -> [Words] {
    [time(dated.at), "\(strong: dated.actor)", words, Words(reason ?? "")]
  }
}

extension StepResolved {
  /// What was decided about a step in doubt, or one that was mended by hand.
  var sentence: Words {
    let subject: Words = undo == nil ? "\(step: step)" : "the undo of \(step: step)"
    switch decision {
    case .done: return "\(subject) is done (\(code: "done"))"
    case .notDone: return "\(subject) never happened (\(code: "not-done"))"
    case .retry: return "run \(subject) again (\(code: "retry"))"
    }
  }
}
