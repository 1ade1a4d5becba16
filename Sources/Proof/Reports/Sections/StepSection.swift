// The steps: for each what it was given, what it saw, what it did, how long it took, what came of it.

import Engine
import Expressions
import JSONText
import PlanModel

extension RunFacts {
  var stepSection: Section {
    var blocks: [Block] = []
    var group: String?
    let logLimit = LogTail.limit(forLogs: input.logs.count)
    for step in steps {
      if step.group != group, let title = step.group { blocks.append(.heading(title)) }
      group = step.group
      blocks.append(.step(entry(step, logLimit: logLimit)))
    }
    if steps.isEmpty { blocks.append(.paragraph("The plan has no steps.")) }
    return Section(id: "steps", title: "Steps", blocks: blocks)
  }

  private func entry(_ step: ListedStep, logLimit: Int) -> StepEntry {
    StepEntry(
      id: step.id, anchor: step.anchor, title: step.step?.title,
      uses: step.step?.uses ?? step.history.attempts.last?.uses ?? "", status: step.status.word,
      length: step.history.workingTime.map(TimeText.duration),
      needsAttention: [.failed, .inDoubt, .undoFailed, .waiting].contains(step.status),
      blocks: blocks(of: step, logLimit: logLimit))
  }

  private func blocks(of step: ListedStep, logLimit: Int) -> [Block] {
    var blocks: [Block] = []
    let isMild = step.isPassedOver || step.status == .inDoubt
    if let error = step.error { blocks.append(.note(isMild ? .warning : .bad, errorLines(error))) }
    for doubt in step.history.doubts where doubt.reason != step.error?.message {
      blocks.append(.note(.warning, ["Left in doubt at \(full(doubt.at)): \(doubt.reason)"]))
    }
    blocks.append(.facts(facts(of: step)))
    if let inputs = step.history.forward.last?.inputs, inputs.count > 0 {
      blocks += [.heading("Given"), .facts(fields(inputs))]
    }
    let conditions = conditions(of: step)
    if !conditions.isEmpty { blocks += [.heading("Conditions"), conditionTable(conditions)] }
    if needsAttemptTable(step) { blocks += [.heading("Attempts"), attemptTable(step.history.attempts)] }
    let outputs = outputs(of: step)
    if outputs.count > 0 { blocks += [.heading("Outputs"), .facts(fields(outputs))] }
    for attempt in step.history.undo where attempt.inputs.count > 0 {
      let title: Words =
        "Undo, action \((attempt.work.undo ?? 0) + 1), attempt \(attempt.work.attempt): \(code: attempt.uses)"
      blocks.append(.folded(title, [.facts(fields(attempt.inputs))]))
    }
    blocks += log(of: step, limit: logLimit)
    return blocks
  }

  func errorLines(_ error: RecordedError) -> [Words] {
    var lines: [Words] = ["\(code: error.code) \(error.message)"]
    if let cause = state.plan.errorCatalog[error.code]?.cause { lines.append("Cause: \(cause)") }
    for line in resolution(of: error) { lines.append("What to do: \(Words.prose(line))") }
    return lines
  }

  // MARK: Facts

  private func facts(of listed: ListedStep) -> [Fact] {
    var facts: [Fact] = []
    let history = listed.history
    if let start = history.startedAt { facts.append(Fact("Started", Words(full(start)))) }
    if let end = history.endedAt { facts.append(Fact("Ended", Words(full(end)))) }
    if let taken = history.workingTime {
      var words = Words(TimeText.duration(taken))
      if let estimate = listed.step?.estimate {
        words += "; estimated \(TimeText.duration(estimate)): \(TimeText.comparison(taken, estimate: estimate))"
      }
      facts.append(Fact("Took", words))
    } else if let estimate = listed.step?.estimate {
      facts.append(Fact("Estimated", Words(TimeText.duration(estimate))))
    }
    for mark in history.marks { facts.append(fact(of: mark)) }
    if let step = listed.step {
      facts.append(Fact("Effect", Words(step.effectWords)))
      facts.append(Fact("Rollback", step.rollbackWords))
    }
    return facts
  }

  private func fact(of mark: StepMark) -> Fact {
    let name: String =
      switch mark.kind {
      case .skipped: "Skipped"
      case .satisfied: "Nothing to do"
      case .refused: "Refused"
      case .undone: "Undone"
      case .kept: "Kept"
      case .undoFailed: "Undo failed"
      }
    let detail = mark.reason ?? mark.error?.text
    return Fact(name, "\(full(mark.at))\(detail.map { ": " + $0 } ?? "")")
  }

  private func fields(_ object: JSONObject) -> [Fact] {
    object.map { Fact($0.key, verbatim: ValueText.text($0.value)) }
  }

  /// The state knows their types; of a step that was undone and is to run again, only the events know them.
  private func outputs(of step: ListedStep) -> JSONObject {
    if let outputs = step.state?.outputs, !outputs.isEmpty {
      var object = JSONObject()
      for (name, value) in outputs.sorted(by: { $0.key < $1.key }) { object[name] = value.json() }
      return object
    }
    if let marked = step.history.marks.last(where: { $0.outputs.count > 0 }) { return marked.outputs }
    return step.history.forward.last { $0.outputs.count > 0 }?.outputs ?? [:]
  }

  private func needsAttemptTable(_ step: ListedStep) -> Bool {
    step.history.attempts.count > 1
      || step.history.attempts.contains { $0.learned != "finished" || $0.result != .succeeded }
  }

  private func attemptTable(_ attempts: [Attempt]) -> Block {
    .table(
      ["What", "Started (UTC)", "Took", "Result", "Learned from"],
      attempts.map { attempt in
        var result = Words.status(attempt.word)
        if let error = attempt.error { result += " \(code: error.code) \(error.message)" }
        if let retryAt = attempt.retryAt, let end = attempt.endedAt {
          result += "; next attempt after \(TimeText.duration(retryAt - end))"
        }
        return [
          Words(name(of: attempt)), time(attempt.startedAt),
          attempt.length.map { .length($0) } ?? (attempt.result == .inDoubt ? "unknown" : ""), result,
          Words(attempt.learned ?? ""),
        ]
      })
  }

  /// The digests are of single attempts; the log that is kept is all that the step and its undo printed.
  private func log(of step: ListedStep, limit: Int) -> [Block] {
    let digests = step.history.attempts.compactMap { attempt in
      attempt.log.flatMap { log in
        log.bytes == 0
          ? nil : Fact("Log of \(name(of: attempt))", "\(log.bytes) bytes, SHA-256 \(code: log.sha256)")
      }
    }
    let facts: [Block] = digests.isEmpty ? [] : [.facts(digests)]
    guard let log = input.logs[step.id], !log.isEmpty else { return facts }
    let (text, isCut) = LogTail.cut(log, to: limit)
    let command = "belay log \(input.run) \(step.id)"
    let title: Words = isCut ? "End of the log; \(code: command) has the whole" : "Log"
    return facts + [.folded(title, [.verbatim(text)])]
  }

  private func name(of attempt: Attempt) -> String {
    switch attempt.kind {
    case .step: "attempt \(attempt.work.attempt)"
    case .gate: "question \(attempt.work.attempt)"
    case .undo: "undo \((attempt.work.undo ?? 0) + 1), attempt \(attempt.work.attempt)"
    }
  }
}

extension PlanStep {
  var effectWords: String {
    let kind =
      switch effect {
      case .read: "reads only"
      case .write: "changes something"
      case .irreversible: "changes something that can't be undone"
      }
    return kind + (idempotent ? "; running it twice is the same as once" : "")
      + (irreversible && effect != .irreversible ? "; the point of no return" : "")
  }

  var rollbackWords: Words {
    switch rollback {
    case .nothing: "nothing to undo"
    case .declined(let reason): "none: \(reason)"
    case .auto: "the step type restores what it recorded"
    case .actions(let actions):
      "\(counted(actions.count, "action")): \(actions.map(\.uses).joined(separator: ", "))"
    }
  }
}
