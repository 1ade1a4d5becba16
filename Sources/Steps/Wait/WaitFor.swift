// `wait.for`: lets a length of time pass. The time counts from the first attempt on, over crashes and resumes.

import Expressions
import StepKit

/// Waits for a duration.
public struct WaitFor: TimerStep {
  public init() {}

  public let declaration = StepDeclaration(
    name: "wait.for", summary: "Wait for a length of time",
    inputs: [
      FieldDeclaration(
        "duration", .duration, required: true,
        "How long: `90s`, `15m`, `2h30m`. The clock starts with the step and goes on while nothing runs.")
    ],
    effect: .read, idempotent: true)

  public func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    guard case .constant(.duration(let duration))? = inputs["duration"],
      let problem = WaitProblem.problem(with: duration)
    else { return [] }
    return [InputIssue(input: "duration", message: problem.message, help: problem.help)]
  }

  public func delay(_ context: StepContext) throws(StepFailure) -> Int64 {
    guard case .duration(let duration)? = context.inputs["duration"] else {
      throw StepProblem.badInput("duration", reason: "has no value").failure()
    }
    if let problem = WaitProblem.problem(with: duration) { throw problem.failure }
    // Part of a millisecond counts as a whole one: a wait is never shorter than it says.
    return duration.seconds * 1_000 + (Int64(duration.nanos) + 999_999) / 1_000_000
  }
}
