// Situations in which the gates are tried.

import Expressions
import StepKit

enum ApprovalFixtures {
  static let all: [String: [StepFixture]] = [
    "approval.request": [
      StepFixture("one role", inputs: ["roles": ["lead"]]),
      StepFixture(
        "everything",
        inputs: [
          "roles": ["lead", "security"], "quorum": 2, "distinct_from": ["starter"], "message": "Go live?",
          "expires": .duration(CELDuration(seconds: 28_800)),
        ]),
      StepFixture("nobody", inputs: ["roles": []], failure: "BLY0860"),
      StepFixture("no people", inputs: ["roles": ["lead"], "quorum": 0], failure: "BLY0860"),
      StepFixture(
        "good for no time", inputs: ["roles": ["lead"], "expires": .duration(CELDuration(seconds: 0))],
        failure: "BLY0860"),
    ],
    "manual.confirm": [
      StepFixture("a message", inputs: ["message": "Switch the load balancer"]),
      StepFixture(
        "everything",
        inputs: ["message": "Switch it", "checklist": ["traffic is low", "the other is up"], "roles": ["lead"]]),
      StepFixture("no message", inputs: ["message": " "], failure: "BLY0860"),
      StepFixture("an empty item", inputs: ["message": "x", "checklist": ["a", ""]], failure: "BLY0860"),
    ],
  ]
}
