// Situations in which the waiting steps are tried.

import Expressions
import StepKit

enum WaitFixtures {
  static let all: [String: [StepFixture]] = [
    "wait.for": [
      StepFixture("a while", inputs: ["duration": .duration(CELDuration(seconds: 90))]),
      StepFixture("no time at all", inputs: ["duration": .duration(CELDuration(seconds: 0))]),
      StepFixture("less than nothing", inputs: ["duration": .duration(CELDuration(seconds: -1))], failure: "BLY0850"),
      StepFixture(
        "centuries", inputs: ["duration": .duration(CELDuration(seconds: 9_000_000_000))], failure: "BLY0850"),
    ],
    "wait.until": [
      StepFixture("after the run's start", inputs: ["time": .timestamp(Timestamp(seconds: 1_700_000_100))]),
      StepFixture("long ago", inputs: ["time": .timestamp(Timestamp(seconds: 0))]),
    ],
  ]
}
