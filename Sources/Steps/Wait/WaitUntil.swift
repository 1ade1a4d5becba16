// `wait.until`: waits for a point in time. One that has passed already is no wait.

import Expressions
import StepKit

/// Waits until a point in time.
public struct WaitUntil: TimerStep {
  public init() {}

  public let declaration = StepDeclaration(
    name: "wait.until", summary: "Wait until a point in time",
    inputs: [
      FieldDeclaration(
        "time", .timestamp, required: true,
        "When, with its zone: `2027-03-01T06:00:00Z`, `2027-03-01T06:00:00+01:00`. In the past: it doesn't wait.")
    ],
    effect: .read, idempotent: true)

  /// From the start of the run: never too short, whenever the step begins.
  public func delay(_ context: StepContext) throws(StepFailure) -> Int64 {
    max(0, try time(context) - context.runStartedAt)
  }

  public func due(_ context: StepContext) throws(StepFailure) -> Int64? { try time(context) }

  private func time(_ context: StepContext) throws(StepFailure) -> Int64 {
    guard case .timestamp(let time)? = context.inputs["time"] else {
      throw StepProblem.badInput("time", reason: "has no value").failure()
    }
    return time.seconds * 1_000 + (Int64(time.nanos) + 999_999) / 1_000_000
  }
}
