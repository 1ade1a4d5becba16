// Guards: conditions that are sampled while the run goes forward, and once more before it succeeds. The order
// of events in the journal decides races between a guard and a step.

import Diagnostics
import Expressions
import JSONText
import PlanModel
import StepKit

/// How a guard stands, for this executor's life.
struct GuardWatch: Sendable {
  /// Since when its check has been false.
  var falseSince: Moment?
  /// A sample is out.
  var isAsked = false
  /// What is known of its read step.
  var observation: Observed?
  /// It has answered well since everything was done.
  var hasLastWord = false
}

extension Engine {
  mutating func startGuards() {
    guard state.stage == .forward else { return }
    watches = Array(repeating: GuardWatch(), count: state.plan.guards.count)
    for index in state.plan.guards.indices { wake(after: 0, for: .guardSample(index)) }
  }

  mutating func sampleGuard(_ index: Int) throws(EventFault) {
    guard state.stage == .forward, !watches[index].isAsked else { return }
    let sampled = state.plan.guards[index]
    guard let observation = sampled.condition.observation else {
      return try guardJudged(index, sampled, evidence: guardEvidence(index, sampled, nil), isMissing: false)
    }
    watches[index].observation = observed(nil, observation, 0, undoes: false)
    watches[index].isAsked = true
    commands.append(
      .observe(
        ticket(for: .guardAnswer(index)),
        ObservationRequest(
          step: "", uses: observation.uses, with: observation.with, declaredOutputs: observation.declaredOutputs,
          timeout: max(sampled.every, Self.leastPatience))))
  }

  /// A sample that takes longer than its turn, or than this where that is shorter, counts as missing. Milliseconds.
  private static let leastPatience: Int64 = 5000

  mutating func guardAnswered(
    _ index: Int, _ report: WorkReport
  ) throws(EventFault) {
    watches[index].isAsked = false
    watches[index].observation?.log = report.log
    guard state.stage == .forward else { return }
    let sampled = state.plan.guards[index]
    let evidence = guardEvidence(index, sampled, report.result)
    let isMissing = if case .failure = report.result { true } else { false }
    try guardJudged(index, sampled, evidence: evidence, isMissing: isMissing)
  }

  private func guardEvidence(
    _ index: Int, _ sampled: PlanGuard, _ observed: Result<[String: Value], StepFailure>?
  ) -> Evidence {
    var evidence = Evidence(
      list: "guard", place: index, check: sampled.condition.check.text, holds: false, seen: [:],
      observation: observed == nil ? nil : watches[index].observation)
    var outputs: [String: Value]?
    switch observed {
    case .failure(let failure)?:
      evidence.error = failure.message
      return evidence
    case .success(let values)?: outputs = values
    case nil: break
    }
    judge(sampled.condition.check, activation(0, outputs: outputs), &evidence)
    return evidence
  }

  private mutating func guardJudged(
    _ index: Int, _ sampled: PlanGuard, evidence: Evidence, isMissing: Bool
  ) throws(EventFault) {
    if evidence.holds || (isMissing && sampled.onMissing == .ignore) {
      if evidence.holds { watches[index].falseSince = nil }
      watches[index].hasLastWord = true
      return wake(after: sampled.every, for: .guardSample(index))
    }
    let since = watches[index].falseSince ?? now
    watches[index].falseSince = since
    if now.monotonic - since.monotonic < sampled.holdFor {
      return wake(after: sampled.every, for: .guardSample(index))
    }
    try trip(sampled, evidence, since: since)
  }

  private mutating func trip(_ sampled: PlanGuard, _ evidence: Evidence, since: Moment) throws(EventFault) {
    var words: String?
    if case .value(let value)? = sampled.condition.message?.evaluate(activation(0)) { words = value.text() }
    let problem = RunProblem.guardTripped(
      id: sampled.id, check: evidence.check, seen: Self.facts(evidence), message: words)
    let error = catalogued(RecordedError(problem), code: sampled.condition.code)
    let action: GuardAction =
      switch sampled.onTrip {
      case .pause: .pause
      case .stop: .stop
      case .rollback: .rollback
      }
    try record(
      .guardTripped(
        GuardTripped(id: sampled.id, error: error, action: action, since: since.wall, evidence: [evidence])))
    let mode: FailingMode = sampled.onTrip == .rollback ? .rollback : .halt
    try record(.failing(RunFailing(step: nil, error: error, mode: mode)))
    if sampled.onTrip == .pause { try dropWhatHasNotStarted() } else { try stopWhatRuns() }
  }

  /// Each guard is asked once more before success. True: all have answered.
  mutating func sampleGuardsOnceMore() throws(EventFault) -> Bool {
    guard !state.plan.guards.isEmpty, watches.count == state.plan.guards.count else { return true }
    if !isLastWord {
      isLastWord = true
      for index in watches.indices {
        watches[index].hasLastWord = false
        try sampleGuard(index)
        if state.stage != .forward { return true }
      }
    }
    return watches.allSatisfy(\.hasLastWord)
  }
}
