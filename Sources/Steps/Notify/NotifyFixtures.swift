// Situations in which notifications are tried.

import StepKit

enum NotifyFixtures {
  static let all: [String: [StepFixture]] = ["notify.webhook": webhook]

  private static let webhook = [
    StepFixture(
      "a message", inputs: ["url": "https://chat.example/hook/1", "text": "done"],
      processOutput: #"{"status":204,"headers":{},"cut":false}"# + "\n"),
    StepFixture(
      "a message with more to it",
      inputs: [
        "url": "https://chat.example/hook/1", "text": "done", "field": "content", "extra": ["channel": "ops", "n": 1],
      ], processOutput: #"{"status":200,"headers":{},"cut":false}"# + "\nok"),
    StepFixture(
      "a hook that is gone", inputs: ["url": "https://chat.example/hook/1", "text": "done"],
      processOutput: #"{"status":404,"headers":{},"cut":false}"# + "\nno such hook", failure: "BLY0889"),
    StepFixture("no web URL", inputs: ["url": "chat.example", "text": "done"], failure: "BLY0880"),
  ]
}
