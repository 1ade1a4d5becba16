// `finally`: the steps that run whatever came before.

import Engine

extension RunFacts {
  var finallySection: Section? {
    guard !history.finals.isEmpty else { return nil }
    let rounds = history.finals.map { round -> [Words] in
      [
        time(round.stretch.start),
        .length((round.stretch.end ?? endsAt) - round.stretch.start), Words(round.status.words),
      ]
    }
    let rows = steps.filter { $0.group == ListedStep.finally || $0.history.attempts.contains(where: \.isFinal) }.map {
      step in
      let error: Words = step.error.map { "\(code: $0.code) \($0.message)" } ?? ""
      let length: Words = step.history.attempts.last { $0.isFinal }?.length.map { .length($0) } ?? ""
      return [.step(step.id), .status(step.status.word), length, error]
    }
    var blocks: [Block] = [.table(["Began (UTC)", "Took", "The run was to end as"], rounds)]
    if !rows.isEmpty { blocks.append(.table(["Step", "Result", "Took", "Error"], rows)) }
    return Section(id: "finally", title: "Final steps", blocks: blocks)
  }
}
