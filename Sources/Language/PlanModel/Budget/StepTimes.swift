// The arithmetic behind the time budget: one step, a list of steps with its order, a whole body.

import Expressions

/// Times of steps and bodies.
struct StepTimes {
  let kinds: StepKinds
  let parallel: Int

  // MARK: Forward

  func forward(_ body: PlanBody) -> TimeSpan {
    var total = TimeSpan.zero
    for phase in body.phases { total = total + list(phase.steps) }
    return total + list(body.finally)
  }

  /// At least the longest chain of needs, and at least all the work over as many as may run at once.
  private func list(_ steps: [PlanStep]) -> TimeSpan {
    var ends: [TimeSpan] = Array(repeating: .zero, count: steps.count)
    var longest = TimeSpan.zero
    var sum = TimeSpan.zero
    for index in TopologicalSort(steps.map(\.needs)).order {
      let own = instances(of: steps[index])
      let start = steps[index].needs.reduce(TimeSpan.zero) { TimeSpan.longer($0, ends[$1]) }
      ends[index] = start + own
      longest = .longer(longest, ends[index])
      sum = sum + own
    }
    return .longer(longest, sum.divided(by: Int64(max(1, parallel))))
  }

  /// A step with all its instances.
  private func instances(of step: PlanStep) -> TimeSpan {
    var one = single(step)
    if step.when != nil || !step.doneWhen.isEmpty { one.best = 0 }
    guard let foreach = step.foreach else { return one }
    guard let count = foreach.knownCount else {
      one.worst = nil
      return one
    }
    let width = Int64(max(1, min(foreach.maxParallel ?? parallel, parallel)))
    return one.times((Int64(count) + width - 1) / width)
  }

  private func single(_ step: PlanStep) -> TimeSpan {
    if let body = step.body {
      return forward(body)
    }
    if kinds[step.uses]?.isTimer == true, let wait = step.constantWait {
      return TimeSpan(best: wait, likely: wait, worst: wait)
    }
    let usual = step.estimate ?? 0
    let conditions = waits(for: step.success)
    let worst = step.timeout.map { saturatingSum(step.retry.longest(timeout: $0), conditions) }
    return TimeSpan(best: usual, likely: usual, worst: worst.map { max($0, usual) })
  }

  /// How long conditions may be asked before they fail.
  private func waits(for conditions: [PlanCondition]) -> Int64 {
    conditions.reduce(0) { saturatingSum($0, $1.within ?? 0) }
  }

  // MARK: Rollback

  /// The longest way back from any failure: it ends at an irreversible step.
  func rollback(_ body: PlanBody) -> TimeSpan {
    var way = WayBack()
    add(body, to: &way)
    return .longer(way.longest, way.sinceLastStop)
  }

  /// Times of undoing, up to a place in the plan.
  private struct WayBack {
    var longest = TimeSpan.zero
    /// From this place back to the last irreversible step.
    var sinceLastStop = TimeSpan.zero
  }

  private func add(_ body: PlanBody, to way: inout WayBack) {
    for step in body.phases.flatMap(\.steps) {
      if step.irreversible {
        way.longest = .longer(way.longest, way.sinceLastStop)
        way.sinceLastStop = .zero
      } else if let inner = step.body, step.foreach == nil {
        add(inner, to: &way)
      } else {
        way.sinceLastStop = way.sinceLastStop + undoOfInstances(of: step)
      }
    }
  }

  private func undoOfInstances(of step: PlanStep) -> TimeSpan {
    var one = undo(of: step)
    guard let foreach = step.foreach else { return one }
    guard let count = foreach.knownCount else {
      if one != .zero { one.worst = nil }
      return one
    }
    return one.times(Int64(count))
  }

  private func undo(of step: PlanStep) -> TimeSpan {
    if let body = step.body { return rollback(body) }
    switch step.rollback {
    case .nothing, .declined: return .zero
    // What a step type restores takes about as long as the step, and has its time limit.
    case .auto:
      let usual = step.estimate ?? 0
      return TimeSpan(best: 0, likely: usual, worst: step.timeout.map { max($0, usual) })
    case .actions(let actions):
      return actions.reduce(TimeSpan.zero) { total, action in
        let usual = action.estimate ?? 0
        let worst = action.timeout.map {
          saturatingSum(action.retry.longest(timeout: $0), waits(for: action.success))
        }
        return total + TimeSpan(best: usual, likely: usual, worst: worst.map { max($0, usual) })
      }
    }
  }
}

extension PlanRetry {
  /// The longest that all attempts with the pauses between them can take.
  func longest(timeout: Int64) -> Int64 {
    var total = saturatingProduct(timeout, Int64(attempts))
    for attempt in 1..<max(1, attempts) { total = saturatingSum(total, pause(after: attempt)) }
    return total
  }

  /// The pause between an attempt (from 1) and the next, in milliseconds; at most a day.
  func pause(after attempt: Int) -> Int64 {
    let day: Int64 = 86_400_000
    var length = Double(delay)
    for _ in 1..<max(1, attempt) where length < Double(day) { length *= backoff }
    return min(Int64(min(length, Double(day))), maxDelay ?? day)
  }
}

extension PlanForeach {
  /// The number of items, where the plan itself says it.
  var knownCount: Int? {
    switch items {
    case .constant(.list(let items)): items.count
    case .constant(.map(let map)): map.count
    case .list(let items): items.count
    case .map(let entries): entries.count
    default: nil
    }
  }
}

extension PlanStep {
  /// What a timer waits, where the plan itself says it.
  var constantWait: Int64? {
    for field in with where field.type == .duration {
      if case .constant(.duration(let duration)) = field.value {
        return saturatingSum(saturatingProduct(max(0, duration.seconds), 1000), Int64(duration.nanos) / 1_000_000)
      }
    }
    return nil
  }
}
