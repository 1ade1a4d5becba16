// Situations in which the host is measured.

import Expressions
import StepKit

enum HostFixtures {
  private static let changing: Set<String> = [
    "load_1m", "memory_available_bytes", "disk_free_bytes", "uptime_s", "cpu_used_percent",
  ]

  static let all: [String: [StepFixture]] = [
    "host.resources": [
      StepFixture(
        "the working directory", inputs: ["sample": .duration(CELDuration(seconds: 0, nanos: 10_000_000))],
        volatileOutputs: changing),
      StepFixture(
        "another path, no sample", inputs: ["path": "/", "sample": .duration(CELDuration(seconds: 0))],
        volatileOutputs: changing),
      StepFixture(
        "a path that doesn't exist", inputs: ["path": "nowhere", "sample": .duration(CELDuration(seconds: 0))],
        failure: "BLY0841"),
      StepFixture(
        "an absurd sample", inputs: ["sample": .duration(CELDuration(seconds: 60))], failure: "BLY0842"),
    ]
  ]
}
