// Covers: what the web steps refuse before a run and when they start, word for word; what they predict; what they make
// of each end of belay-http; how addresses are read.

import Digests
import Expressions
import Foundation
import JSONText
import NotifySteps
import StepConformance
import StepKit
import Testing
import WebExchange

@testable import HTTPSteps

@Suite struct HTTPStepsTests {
  private func context(
    _ inputs: [String: Value], outputs: [String: ValueType] = [:], key: String = "r1:p/s", secrets: [String] = []
  ) -> StepContext {
    StepContext(
      run: "r1", step: "p/s", attempt: 1, idempotencyKey: key, inputs: inputs, effect: .write,
      declaredOutputs: outputs, workingDirectory: "/srv", runStartedAt: 0, runOperator: "ann", secrets: secrets,
      vault: FolderVault(NSTemporaryDirectory()))
  }

  @Test(arguments: [
    ("https://host.example", nil), ("HTTP://HOST:1/a?b#c", nil), ("http://[::1]:8080/x", nil), ("http://[::1]", nil),
    ("https://host?next=a@b", nil), ("ftp://host", "'ftp' is neither http nor https"),
    ("host.example/a", "the URL begins with neither http:// nor https://"),
    ("", "the URL begins with neither http:// nor https://"),
    ("https://", "the URL names no host"), ("https:///a", "the URL names no host"),
    ("https://:80", "the URL names no host"), ("https://h:99999/", "'99999' in the URL is no port"),
    ("https://h:x", "'x' in the URL is no port"), ("https://ann:secret@h/", "the URL holds a user name"),
    ("https://h/a b", "the URL holds a space, a control character or a letter outside ASCII"),
    ("https://h/\u{e9}", "the URL holds a space, a control character or a letter outside ASCII"),
    ("https://h/\r\nX: y", "the URL holds a space, a control character or a letter outside ASCII"),
  ])
  func addresses(text: String, fault: String?) {
    #expect(WebAddress.problem(with: text)?.message == fault)
    #expect(HTTPGet().check(["url": .constant(.string(text))]).map(\.message) == [fault].compactMap(\.self))
  }

  @Test func whatIsShownOfAnAddress() throws {
    let address = try WebAddress("https://host.example:8443/a/b?token=x#y")
    #expect(address.origin == "https://host.example:8443")
    #expect(address.shown == "https://host.example:8443/a/b")
  }

  @Test func checks() {
    let issues = HTTPRequest().check([
      "url": .expression, "method": .constant("GET"), "body": .constant("x"), "json": .constant(1),
      "headers": .constant(["Host": "a", "X-Å": "b", "X-B": "c\nd", "X-C": "fine"]), "expect": .constant([200, 999]),
      "timeout": .constant(.duration(CELDuration(seconds: 0))), "max_bytes": .constant(-1),
    ])
    #expect(
      issues.map(\.message).sorted() == [
        "'max_bytes' must be between 0 and 786432, not -1", "999 is no HTTP status",
        "a GET request has no body", "a timeout of 0s is not between nothing and a day",
        "both 'body' and 'json' say what to send", "header 'Host' is set by the HTTP client itself",
        "header 'X-B' holds a line break or another control character", "header 'X-Å' is no name of a header",
      ])
    #expect(NotifyWebhook().check(["text": .constant("")]).map(\.message) == ["the message is empty"])
  }

  /// The process is given everything on stdin: nothing of it is in its arguments or its environment.
  @Test func whatTheProgramIsGiven() throws {
    let request = try HTTPRequest().process(
      context([
        "url": "https://host.example/a", "method": "PATCH", "headers": ["X-Key": "sesame"], "json": ["a": [1, nil]],
        "timeout": .duration(CELDuration(seconds: 2)), "max_bytes": 10, "ca_file": "ca.pem",
      ]))
    #expect(request.argv.count == 1 && request.argv[0].hasSuffix("/belay-http"))
    #expect(request.environment == [:])
    #expect(
      try JSON(parsing: request.standardInput) == [
        "method": "PATCH", "url": "https://host.example/a", "timeout": 2000, "largestBody": 10, "redirects": 0,
        "headers": ["X-Key": "sesame", "Content-Type": "application/json", "Idempotency-Key": "r1:p/s"],
        "body": #"{"a":[1,null]}"#, "authorities": "/srv/ca.pem",
      ])
  }

  @Test func aKeyThatNoHeaderCanHold() throws {
    let given = { (key: String) throws -> String? in
      let request = try HTTPRequest().process(context(["url": "https://host.example"], key: key))
      return try JSON(parsing: request.standardInput)["headers"]?["Idempotency-Key"]?.stringValue
    }
    #expect(try given("r1:p/s[a]") == "r1:p/s[a]")
    #expect(try given("r1:p/s[ü]") == sha256Text(of: Array("r1:p/s[ü]".utf8)))
    #expect(try given("") == nil)
  }

  @Test func whatJSONCannotSay() {
    var numbered = ValueMap()
    numbered[.int(1)] = 2
    for value: Value in [.bytes([1]), .double(.infinity), .map(numbered)] {
      let failure = #expect(throws: StepFailure.self) {
        try HTTPRequest().process(context(["url": "https://host.example", "json": value]))
      }
      #expect(failure?.code == "BLY0800")
    }
  }

  @Test func predictions() async throws {
    let request = try await HTTPRequest().predict(
      context(["url": "https://host.example/hooks/sesame?q=1", "method": "DELETE"], secrets: ["sesame"]))
    #expect(request.changes == [PredictedChange(kind: "request", target: "DELETE https://host.example/hooks/***")])
    let message = try await NotifyWebhook().predict(
      context(["url": "https://chat.example/hooks/sesame", "text": "well"]))
    #expect(
      message.changes == [
        PredictedChange(kind: "notify", target: "https://chat.example", diff: "message: well\n")
      ])
  }

  static let endings: [(ProcessResult, String, String)] = [
    (
      ProcessResult(ending: .exited(10), stderr: "a\nConnection refused\n"), "BLY0884",
      "the server can't be reached: Connection refused"
    ),
    (ProcessResult(ending: .exited(11), stderr: "x"), "BLY0886", "there was no whole answer: x"),
    (ProcessResult(ending: .exited(12), stderr: "late"), "BLY0887", "late"),
    (ProcessResult(ending: .exited(13), stderr: "x"), "BLY0888", "the redirection isn't followed: x"),
    (ProcessResult(ending: .exited(14), stderr: "x"), "BLY0885", "the server isn't trusted: x"),
    (ProcessResult(ending: .exited(2)), "BLY0890", "'belay-http' failed: no reason is given"),
    (
      ProcessResult(ending: .exited(0), output: Array("{}".utf8)), "BLY0890",
      "'belay-http' failed: its answer can't be read"
    ),
    (ProcessResult(ending: .failedToStart("gone")), "BLY0890", "'belay-http' can't be started: gone"),
    (ProcessResult(ending: .signaled(9)), "BLY0802", "was ended by signal 9 (SIGKILL)"),
    (ProcessResult(ending: .timedOut), "BLY0804", "did not end within its timeout"),
    (ProcessResult(ending: .stopped), "BLY0805", "was stopped"),
    (ProcessResult(ending: .exited(0), outputHeldSecret: true), "BLY0891", "the answer holds a secret"),
  ]

  @Test(arguments: endings)
  func endingsInWords(result: ProcessResult, code: String, message: String) {
    for step: any ProcessStep in [HTTPGet(), HTTPRequest(), NotifyWebhook()] {
      let failure = #expect(throws: StepFailure.self) { try step.outputs(of: result, context([:])) }
      #expect(failure?.code == code)
      #expect(failure?.message == message)
    }
  }

  static let answers: [(String, ValueType, String?)] = [
    (#"{"id": 1}"#, .int, nil), (#"{"id": "1"}"#, .int, nil), ("{}", .optional(.int), nil),
    ("{}", .int, "the answer's JSON has no 'id', which is a declared output"),
    (#"{"id": null}"#, .int, "the answer's JSON has no 'id', which is a declared output"),
    (#"{"id": [1]}"#, .int, "'id' in the answer's JSON is not of type int"),
    ("[1]", .int, "outputs are declared, but the answer (200) is no JSON object"),
    ("", .int, "outputs are declared, but the answer (200) is no JSON object"),
  ]

  @Test(arguments: answers)
  func declaredOutputs(body: String, type: ValueType, fault: String?) {
    let output = #"{"status":200,"headers":{},"cut":false}"# + "\n" + body
    let result = ProcessResult(ending: .exited(0), output: Array(output.utf8))
    var found: StepFailure?
    do throws(StepFailure) {
      _ = try HTTPRequest().outputs(of: result, context([:], outputs: ["id": type]))
    } catch { found = error }
    #expect(found?.message == fault)
    #expect(found == nil || found?.code == "BLY0892")
  }
}
