// How long a run and its rollback may take, from estimates, timeouts and retries: what `belay plan` says about time.

import Expressions
import StepKit

/// Times in milliseconds.
public struct TimeSpan: Sendable, Hashable {
  /// Every step takes as long as estimated; what may be skipped or is perhaps already done is not carried out.
  public var best: Int64
  /// Every step takes as long as estimated.
  public var likely: Int64
  /// Every step uses all its attempts up to its timeout. Nil: some step has no timeout, so there is no bound.
  public var worst: Int64?

  public init(best: Int64, likely: Int64, worst: Int64?) {
    self.best = best
    self.likely = likely
    self.worst = worst
  }

  static let zero = TimeSpan(best: 0, likely: 0, worst: 0)

  static func + (left: TimeSpan, right: TimeSpan) -> TimeSpan {
    TimeSpan(
      best: saturatingSum(left.best, right.best), likely: saturatingSum(left.likely, right.likely),
      worst: left.worst.flatMap { worst in right.worst.map { saturatingSum(worst, $0) } })
  }

  static func longer(_ left: TimeSpan, _ right: TimeSpan) -> TimeSpan {
    TimeSpan(
      best: max(left.best, right.best), likely: max(left.likely, right.likely),
      worst: left.worst.flatMap { worst in right.worst.map { max(worst, $0) } })
  }

  func times(_ count: Int64) -> TimeSpan {
    TimeSpan(
      best: saturatingProduct(best, count), likely: saturatingProduct(likely, count),
      worst: worst.map { saturatingProduct($0, count) })
  }

  func divided(by count: Int64) -> TimeSpan {
    TimeSpan(best: best / count, likely: likely / count, worst: worst.map { $0 / count })
  }
}

/// The time budget of a checked plan.
public struct TimeBudget: Sendable, Hashable {
  /// The run without its rollback, `finally` included.
  public var forward: TimeSpan
  /// `limits.duration`.
  public var forwardLimit: Int64?
  /// The longest rollback: every step since the last irreversible one started and is undone, one after another.
  public var rollback: TimeSpan
  /// `limits.rollback`.
  public var rollbackLimit: Int64?
  /// Full ids of steps without an estimate, in order.
  public var withoutEstimate: [String]
  /// Full ids of steps without a timeout, in order.
  public var withoutTimeout: [String]
  /// Full ids of steps that wait for people: nobody knows how long.
  public var waitsForPeople: [String]
  /// Full ids of steps whose `auto` undo counts with the estimate of the way forward, in order.
  public var borrowedEstimates: [String]
  /// Full ids of the steps at which an automatic rollback stops.
  public var irreversible: [String]
}

extension CheckedPlan {
  /// How long a run and its rollback may take. Where the number of instances of a `foreach` isn't known before the
  /// run, one is counted, and there is no worst case.
  public func timeBudget(_ registry: Registry) -> TimeBudget {
    let kinds = StepKinds(registry)
    let times = StepTimes(kinds: kinds, parallel: limits.parallel)
    let all = BudgetWalk(body).steps
    let leaves = all.filter { $0.step.body == nil }
    return TimeBudget(
      forward: times.forward(body), forwardLimit: limits.duration, rollback: times.rollback(body),
      rollbackLimit: limits.rollback,
      withoutEstimate: leaves.filter { $0.step.estimate == nil && kinds.isWork($0.step) }.map(\.fullId),
      withoutTimeout: leaves.filter { $0.step.timeout == nil && kinds.isWork($0.step) }.map(\.fullId),
      waitsForPeople: leaves.filter { kinds[$0.step.uses]?.isGate == true }.map(\.fullId),
      borrowedEstimates: all.filter(\.borrowsEstimate).map(\.fullId),
      irreversible: all.filter { $0.step.irreversible && !$0.isFinal }.map(\.fullId))
  }
}
