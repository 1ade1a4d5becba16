// Situations in which the sub-plan step is tried.

import StepKit

enum SubPlanFixtures {
  static let all: [String: [StepFixture]] = [
    "plan.run": [
      StepFixture("a plan alone", inputs: ["plan": "child.yaml"]),
      StepFixture("with inputs", inputs: ["plan": "child.yaml", "inputs": ["word": "hello", "count": 3]]),
    ]
  ]
}
