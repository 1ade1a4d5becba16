// Rollback: what was undone, what was kept and why, where it is blocked, and what therefore still stands.

import Engine
import PlanModel

extension RunFacts {
  var rollbackSection: Section? {
    guard !history.rollbacks.isEmpty else { return nil }
    var blocks: [Block] = []
    for (position, round) in history.rollbacks.enumerated() {
      if history.rollbacks.count > 1 { blocks.append(.heading("Round \(position + 1)")) }
      blocks += self.blocks(of: round)
    }
    let standing = steps.filter {
      $0.status == .succeeded && $0.step?.effect != .read && $0.group != ListedStep.finally
    }
    if !standing.isEmpty, state.status != .succeeded {
      blocks.append(.paragraph("Still in effect, untouched by the rollback: \(Words.steps(standing.map(\.id)))."))
    }
    return Section(id: "rollback", title: "Rollback", blocks: blocks)
  }

  private func blocks(of round: RollbackRound) -> [Block] {
    var blocks: [Block] = []
    if let finished = round.finished {
      blocks.append(.note(finished.result == .blocked ? .bad : .undone, [finished.words]))
    } else {
      blocks.append(.note(.warning, ["The rollback isn't finished."]))
    }
    let cause: Words =
      round.started.requested ? "asked for by \(strong: round.actor)" : "consequence of the failure"
    var facts = [
      Fact("Cause", cause), Fact("Began", Words(full(round.stretch.start))),
      Fact("Took", Words(TimeText.duration((round.stretch.end ?? endsAt) - round.stretch.start))),
    ]
    if let to = round.started.to { facts.append(Fact("Down to", "\(step: to), which stays done")) }
    if let limit = state.plan.limits.rollback { facts.append(Fact("Time allowed", Words(TimeText.duration(limit)))) }
    blocks.append(.facts(facts))
    if !round.marks.isEmpty {
      blocks.append(.table(["UTC", "Step", "Result", "How or why"], round.marks.map { row($0.step, $0.mark) }))
    }
    return blocks
  }

  private func row(_ id: String, _ mark: StepMark) -> [Words] {
    let word: StatusWord =
      switch mark.kind {
      case .kept: StepStatus.kept.word
      case .undoFailed: StepStatus.undoFailed.word
      // A reason says why no action was needed.
      case _ where mark.reason != nil: StatusWord(words: "nothing done", sign: "–", tone: .quiet)
      default: StepStatus.undone.word
      }
    return [time(mark.at), .step(id), .status(word), explanation(id, mark)]
  }

  private func explanation(_ id: String, _ mark: StepMark) -> Words {
    if let error = mark.error { return "\(code: error.code) \(error.message)" }
    if let reason = mark.reason { return Words(reason) }
    guard let step = state.planStep(id) else { return "" }
    switch step.rollback {
    case .auto: return "restored what was recorded before its first attempt"
    case .actions(let actions): return Words(listed(actions.map(\.uses)))
    case .nothing, .declined: return ""
    }
  }
}
