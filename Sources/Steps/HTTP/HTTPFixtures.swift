// Situations in which the HTTP steps are tried: what they ask for, and what they make of an answer.

import StepKit

enum HTTPFixtures {
  static let all: [String: [StepFixture]] = ["http.get": get, "http.request": request]

  private static let answer = #"{"status":200,"headers":{"content-type":"application/json"},"cut":false}"# + "\n"
  private static let refusal = #"{"status":503,"headers":{},"cut":false}"# + "\nbusy\n"

  private static let get = [
    StepFixture("a page", inputs: ["url": "https://host.example/a?b=c"], processOutput: answer + #"{"rate": 0.5}"#),
    StepFixture(
      "an answer that is no success for the server",
      inputs: ["url": "http://[::1]:8080", "headers": ["Accept": "text/plain"], "max_redirects": 0],
      processOutput: refusal),
    StepFixture(
      "a status that isn't expected", inputs: ["url": "http://host.example", "expect": [200]], processOutput: refusal,
      failure: "BLY0889"),
    StepFixture("no web URL", inputs: ["url": "ftp://host.example"], failure: "BLY0880"),
    StepFixture("a password in the URL", inputs: ["url": "https://ann:x@host.example"], failure: "BLY0880"),
    StepFixture(
      "a header of two lines", inputs: ["url": "https://host.example", "headers": ["A": "b\r\nC: d"]],
      failure: "BLY0881"),
    StepFixture(
      "too much of an answer", inputs: ["url": "https://host.example", "max_bytes": 2_000_000], failure: "BLY0882"),
  ]

  private static let request = [
    StepFixture(
      "JSON to send, and outputs out of the answer",
      inputs: ["url": "https://host.example/jobs", "json": ["size": 3, "names": ["a", "b"]]],
      declaredOutputs: ["id": .int, "state": .optional(.string)], processOutput: answer + #"{"id": 31, "more": []}"#),
    StepFixture(
      "a reading one", inputs: ["url": "https://host.example", "method": "HEAD"], effect: .read, processOutput: answer),
    StepFixture(
      "a refusal that is expected",
      inputs: ["url": "https://host.example", "method": "PUT", "body": "text", "expect": [503]], processOutput: refusal),
    StepFixture("a refusal", inputs: ["url": "https://host.example"], processOutput: refusal, failure: "BLY0889"),
    StepFixture(
      "text and JSON", inputs: ["url": "https://host.example", "body": "a", "json": 1], failure: "BLY0883"),
    StepFixture(
      "a declared output that isn't there", inputs: ["url": "https://host.example"], declaredOutputs: ["id": .int],
      processOutput: answer + "{}", failure: "BLY0892"),
  ]
}
