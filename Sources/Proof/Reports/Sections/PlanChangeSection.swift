// The run went on over an edited plan: what that made of the steps that were done.

import Engine

extension RunFacts {
  var planChangeSection: Section? {
    guard !history.planChanges.isEmpty else { return nil }
    var blocks: [Block] = []
    for change in history.planChanges {
      let content = change.content
      blocks.append(
        .facts([
          Fact("Changed", "\(TimeText.full(change.at)) by \(strong: change.actor)"),
          Fact("Plan version", Words(content.basis.planVersion)),
          Fact("Plan digest", .code(content.basis.planDigest)),
          Fact("Changes to finished steps", content.accepted ? "accepted" : "none that had to be accepted"),
        ]))
      if !content.labels.isEmpty {
        blocks.append(
          .table(
            ["Finished step", "Now", "Reason"], content.labels.map { [.step($0.step), word($0), Words($0.reason)] }))
      }
    }
    return Section(id: "plan-changes", title: "Edited plan", blocks: blocks)
  }

  private func word(_ label: StepLabel) -> Words {
    switch label.label {
    case .reused: .status(StatusWord(words: "reused", sign: "✓", tone: .good))
    case .moved: .status(StatusWord(words: "moved", sign: "↕", tone: .quiet))
    case .changed: .status(StatusWord(words: "changed", sign: "≠", tone: .warning))
    case .removed: .status(StatusWord(words: "removed", sign: "–", tone: .warning))
    }
  }
}
