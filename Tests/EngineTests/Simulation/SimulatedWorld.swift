// The world in which simulated steps have their effects. It outlives every executor: what was done stays done, and
// what a dead executor left running goes on.

import Expressions
import JSONText
import PlanModel
import StepKit

@testable import Engine

/// Effects, processes, clock.
struct SimulatedWorld {
  /// What an attempt may lose in a crash; a process may also go on.
  enum Fate {
    case running
    case ended(WorkReport)
    case neverStarted, lost
  }

  struct Attempt {
    var isProcess: Bool
    var endsAt: Int64
    var fate = Fate.running
    var order: Order
  }

  /// What is to be done, as it was when it was begun.
  struct Order {
    var work: WorkID
    var fail: Int64
    var isRepeatable: Bool
    /// The last action of the step's undo: after it the effect is gone.
    var endsUndo: Bool
    var items: Value?
  }

  var random: SeededGenerator
  /// Milliseconds since 1970.
  var now: Int64 = 1_800_000_000_000
  /// How often the effect of each step is there.
  var present: [String: Int] = [:]
  /// How often each thing was carried out to its end; by step, or by step and action.
  var carriedOut: [String: Int] = [:]
  /// How often each undo action succeeded since its step was last done.
  var undoneBy: [String: Int] = [:]
  var looks: [String: Int] = [:]
  var attempts: [WorkID: Attempt] = [:]
  /// People have mended what made steps fail.
  var isMended = false
  var faults: [String] = []

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  static func name(_ work: WorkID) -> String { work.undo.map { "\(work.step) undo \($0)" } ?? work.step }

  // MARK: Effects

  mutating func begin(_ order: Order, isProcess: Bool) -> Int64 {
    let endsAt = now + Int64(random.below(5000))
    if attempts[order.work] != nil, case .running = attempts[order.work]!.fate {
      faults.append("\(Self.name(order.work)) attempt \(order.work.attempt) was begun twice")
    }
    attempts[order.work] = Attempt(isProcess: isProcess, endsAt: endsAt, order: order)
    return endsAt
  }

  /// It comes to its end, well or not.
  mutating func carryOut(_ order: Order) -> WorkReport {
    let name = Self.name(order.work)
    carriedOut[name, default: 0] += 1
    if !isMended, carriedOut[name, default: 0] <= order.fail {
      return WorkReport(result: .failure(StepFailure(code: "SIM-1", message: "it failed as planned")))
    }
    apply(order)
    return WorkReport(
      result: .success(["n": .int(Int64(carriedOut[name] ?? 0))]), log: LogReference(sha256: "0", bytes: 1))
  }

  private mutating func apply(_ order: Order) {
    let step = order.work.step
    guard order.work.undo != nil else {
      present[step] = order.isRepeatable ? 1 : present[step, default: 0] + 1
      if present[step, default: 0] > 1 { faults.append("the effect of \(step) happened twice") }
      for key in undoneBy.keys where key.hasPrefix(step + " undo ") { undoneBy[key] = nil }
      return
    }
    let name = Self.name(order.work)
    undoneBy[name, default: 0] += 1
    if undoneBy[name, default: 0] > 1, !order.isRepeatable { faults.append("\(name) happened twice") }
    if order.endsUndo { present[step] = 0 }
  }

  /// It ends in front of an executor, which may die before it has written that down.
  mutating func end(_ work: WorkID) -> WorkReport? {
    guard var attempt = attempts[work], case .running = attempt.fate else { return nil }
    let report = carryOut(attempt.order)
    attempt.fate = attempt.isProcess ? .ended(report) : .lost
    attempts[work] = attempt
    return report
  }

  /// It is stopped before it has had its effect; nil: it has ended already.
  mutating func stop(_ work: WorkID) -> WorkReport? {
    guard var attempt = attempts[work], case .running = attempt.fate else { return nil }
    let failure = StepFailure(code: "SIM-3", message: "it was stopped")
    let report = WorkReport(result: .failure(failure), wasStopped: true)
    attempt.fate = attempt.isProcess ? .ended(report) : .lost
    attempts[work] = attempt
    return report
  }

  // MARK: Crashes

  /// The executor dies: what it carried out itself is lost, with or without its effect; processes go their ways.
  mutating func crash() {
    for work in attempts.keys.sorted(by: { Self.name($0) + "\($0.attempt)" < Self.name($1) + "\($1.attempt)" }) {
      guard var attempt = attempts[work], case .running = attempt.fate else { continue }
      switch (attempt.isProcess, random.below(6)) {
      case (true, 0): attempt.fate = .neverStarted
      case (true, 1): attempt.fate = .ended(carryOut(attempt.order))
      case (true, 2...3): break
      default:
        if random.chance(50) { _ = carryOut(attempt.order) }
        attempt.fate = .lost
      }
      attempts[work] = attempt
    }
  }

  /// What became of an attempt, as far as records tell.
  mutating func finding(of work: WorkID, isProcess: Bool) -> AttemptFinding {
    guard var attempt = attempts[work] else { return isProcess ? .neverRan : .lost("nothing is known") }
    switch attempt.fate {
    case .ended(let report): return .ended(report)
    case .neverStarted: return .neverRan
    case .lost: return .lost("it left no record")
    case .running:
      guard attempt.endsAt <= now else { return .adopted }
      attempt.fate = .ended(carryOut(attempt.order))
      attempts[work] = attempt
      return finding(of: work, isProcess: isProcess)
    }
  }

  // MARK: Looking

  /// What a read step sees.
  mutating func look(_ context: StepContext) -> Result<[String: Value], StepFailure> {
    let key = context.step + " " + (context.text("at") ?? "")
    looks[key, default: 0] += 1
    let count = Int64(looks[key] ?? 0)
    if !isMended, count <= context.int("fail") ?? 0 {
      return .failure(StepFailure(code: "SIM-2", message: "it can't be seen"))
    }
    let isThere = context.text("at").map { present[$0, default: 0] > 0 } ?? false
    return .success([
      "there": .bool(isThere), "ok": .bool(isMended || count > context.int("ok_after") ?? 0),
      "items": context.inputs["items"] ?? .list([]),
    ])
  }
}
