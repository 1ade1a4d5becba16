// What any event says of conditions and attempts.

extension RunEvent {
  /// The conditions that it says were asked.
  var evidence: [Evidence] {
    switch self {
    case .phaseStarted(let start), .callStarted(let start): start.evidence
    case .phaseFinished(let end), .callFinished(let end): end.evidence
    case .skipped(let mark), .satisfied(let mark), .undone(let mark), .kept(let mark): mark.evidence
    case .refused(let refusal), .undoFailed(let refusal): refusal.evidence
    case .intent(let intent): intent.evidence
    case .gateOpened(let gate): gate.evidence
    case .outcome(let outcome): outcome.evidence
    case .recovered(let finding): finding.evidence
    default: []
    }
  }

  /// The attempt that it speaks of.
  var work: WorkID? {
    switch self {
    case .intent(let intent): intent.work
    case .gateOpened(let gate): gate.work
    case .applied(let applied): applied.work
    case .outcome(let outcome): outcome.work
    case .recovered(let finding): finding.work
    case .inDoubt(let doubt): doubt.work
    default: nil
    }
  }
}
