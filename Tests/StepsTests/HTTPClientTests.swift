// Covers: http.get, http.request and notify.webhook against a server on the loopback interface, through belay-http as
// the supervisor runs it: what is sent, what comes back, redirections, bounds, and each way in which there is no answer.

import Expressions
import Foundation
import HTTPSteps
import JSONText
import NotifySteps
import StepConformance
import StepKit
import Testing

@Suite struct HTTPClientTests {
  private func context(
    _ step: any ProcessStep, _ inputs: [String: Value], outputs: [String: ValueType] = [:]
  ) -> StepContext {
    var all = inputs
    for field in step.declaration.inputs where all[field.name] == nil { all[field.name] = field.defaultValue }
    return StepContext(
      run: "r1", step: "p/s", attempt: 2, idempotencyKey: "r1:p/s", inputs: all, effect: step.declaration.effect,
      declaredOutputs: outputs, workingDirectory: "/tmp", runStartedAt: 0, runOperator: "ann",
      vault: FolderVault(NSTemporaryDirectory()))
  }

  /// Runs what the step asks for, as the supervisor would, and lets the step judge.
  private func carryOut(
    _ step: any ProcessStep, _ inputs: [String: Value], outputs: [String: ValueType] = [:]
  ) throws -> [String: Value] {
    let context = context(step, inputs, outputs: outputs)
    let request = try step.process(context)
    let folder = try TemporaryFolder()
    let process = Process()
    let (stdin, stderr) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: request.argv[0])
    process.environment = ["BELAY_OUTPUT": folder.path + "/out"]
    process.standardInput = stdin
    process.standardError = stderr
    try process.run()
    try stdin.fileHandleForWriting.write(contentsOf: Data(request.standardInput))
    try stdin.fileHandleForWriting.close()
    let said = stderr.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let output = FileManager.default.contents(atPath: folder.path + "/out").map { [UInt8]($0) } ?? []
    return try step.outputs(
      of: ProcessResult(
        ending: .exited(process.terminationStatus), stderr: String(decoding: said, as: UTF8.self), output: output),
      context)
  }

  private func failure(_ step: any ProcessStep, _ inputs: [String: Value]) -> StepFailure? {
    do {
      _ = try carryOut(step, inputs)
      return nil
    } catch { return error as? StepFailure }
  }

  private func seconds(_ seconds: Int64, nanos: Int32 = 0) -> Value {
    .duration(CELDuration(seconds: seconds, nanos: nanos))
  }

  // MARK: Answers

  @Test func aPageOfJSON() throws {
    let server = try LoopbackServer { _ in
      LoopbackServer.answer(
        "200 OK",
        headers: ["Content-Type: application/json; charset=utf-8", "X-A: 1", "x-a: 2", "Set-Cookie: session=key"],
        #"{"error_rate": 0.004, "up": [true]}"#)
    }
    let outputs = try carryOut(
      HTTPGet(), ["url": .string(server.url("/metrics.json?a=b")), "headers": ["Accept": "application/json"]])
    #expect(outputs["status"] == 200)
    #expect(outputs["body"] == #"{"error_rate": 0.004, "up": [true]}"#)
    #expect(outputs["json"] == ["error_rate": 0.004, "up": [true]])
    #expect(outputs["body_cut"] == false)
    guard case .map(let headers)? = outputs["headers"] else {
      Issue.record("no headers")
      return
    }
    #expect(headers["x-a"] == "1, 2")
    #expect(headers["set-cookie"] == nil)
    let request = try #require(server.requests.first)
    #expect(request.line == "GET /metrics.json?a=b HTTP/1.1")
    #expect(request.headers["accept"] == "application/json")
    #expect(request.headers["idempotency-key"] == nil)
    #expect(request.headers["user-agent"] == "belay")
  }

  @Test(arguments: [
    ("text/plain", "[1]", Value.list([1])), ("text/plain", "12", .null), ("application/problem+json", "12", 12),
    ("application/json", "{broken", .null), ("text/html", "<p>", .null), ("application/json", "", .null),
  ])
  func whatIsJSON(type: String, body: String, json: Value) throws {
    let server = try LoopbackServer { _ in LoopbackServer.answer("200 OK", headers: ["Content-Type: \(type)"], body) }
    #expect(try carryOut(HTTPGet(), ["url": .string(server.url())])["json"] == json)
  }

  @Test func aServersErrorIsAnAnswerOfGet() throws {
    let server = try LoopbackServer { _ in LoopbackServer.answer("503 Busy", "later") }
    #expect(try carryOut(HTTPGet(), ["url": .string(server.url())])["status"] == 503)
    let failure = failure(HTTPGet(), ["url": .string(server.url()), "expect": [200, 204]])
    #expect(failure?.code == "BLY0889")
    #expect(failure?.message == "the server answered 503: later")
  }

  /// More than is wanted isn't read, and no character is cut in two.
  @Test(arguments: [(Int64(0), ""), (1, "a"), (2, "a"), (3, "aé"), (4, "aé"), (5, "aé"), (6, "aé€"), (7, "aé€ ")])
  func aLongBodyIsCut(limit: Int64, kept: String) throws {
    let server = try LoopbackServer { _ in LoopbackServer.answer("200 OK", "aé€ and more") }
    let outputs = try carryOut(HTTPGet(), ["url": .string(server.url()), "max_bytes": .int(limit)])
    #expect(outputs["body"] == .string(kept))
    #expect(outputs["status"] == 200 && outputs["body_cut"] == true)
  }

  @Test func anEndlessBodyIsNotReadToItsEnd() throws {
    let endless = try LoopbackServer { _ in
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[" + String(repeating: "1,", count: 200_000)
    }
    let long = try carryOut(HTTPGet(), ["url": .string(endless.url()), "max_bytes": 1_000])
    #expect(long["body_cut"] == true && long["json"] == .null)
  }

  // MARK: Requests

  @Test func aRequestWithJSON() throws {
    let server = try LoopbackServer { _ in LoopbackServer.answer("201 Created", #"{"id": 31, "state": "new"}"#) }
    let outputs = try carryOut(
      HTTPRequest(),
      [
        "url": .string(server.url("/jobs")), "json": ["n": 1, "half": 0.5, "none": nil, "at": seconds(90)],
        "headers": ["Authorization": "Bearer x"],
      ],
      outputs: ["id": .int, "state": .string, "note": .optional(.string)])
    #expect(outputs["id"] == 31 && outputs["state"] == "new" && outputs["note"] == .optional(.none))
    let request = try #require(server.requests.first)
    #expect(request.line == "POST /jobs HTTP/1.1")
    #expect(request.headers["content-type"] == "application/json")
    #expect(request.headers["authorization"] == "Bearer x")
    #expect(request.headers["idempotency-key"] == "r1:p/s")
    #expect(try JSON(parsing: request.body) == ["n": 1, "half": try JSON(parsing: "0.5"), "none": nil, "at": "90s"])
  }

  @Test func aGivenKeyIsKept() throws {
    let server = try LoopbackServer { _ in LoopbackServer.answer() }
    _ = try carryOut(
      HTTPRequest(),
      [
        "url": .string(server.url()), "method": "PUT", "body": "as it stands",
        "headers": ["idempotency-key": "mine", "Content-Type": "text/plain"],
      ])
    let request = try #require(server.requests.first)
    #expect(request.headers["idempotency-key"] == "mine")
    #expect(request.body == "as it stands" && request.headers["content-type"] == "text/plain")
  }

  @Test func onlyExpectedStatusesAreASuccess() throws {
    let server = try LoopbackServer { request in
      LoopbackServer.answer(request.line.contains("/gone") ? "410 Gone" : "302 Found", headers: ["Location: /other"])
    }
    #expect(failure(HTTPRequest(), ["url": .string(server.url("/gone"))])?.message == "the server answered 410")
    // A redirection of a request is an answer, not an order.
    #expect(failure(HTTPRequest(), ["url": .string(server.url())])?.message == "the server answered 302")
    let outputs = try carryOut(
      HTTPRequest(), ["url": .string(server.url("/gone")), "method": "DELETE", "expect": [200, 410]])
    #expect(outputs["status"] == 410)
    #expect(server.requests.map(\.line).allSatisfy { !$0.contains("/other") })
  }

  @Test func aNotification() throws {
    let server = try LoopbackServer { _ in LoopbackServer.answer("204 No Content") }
    let outputs = try carryOut(
      NotifyWebhook(),
      [
        "url": .string(server.url("/hook/key")), "text": "run succeeded\n\"well\"", "field": "content",
        "extra": ["channel": "ops", "run": "mine", "content": "not this"],
      ])
    #expect(outputs == ["status": 204])
    let request = try #require(server.requests.first)
    #expect(
      try JSON(parsing: request.body) == [
        "content": "run succeeded\n\"well\"", "channel": "ops", "run": "mine", "step": "p/s",
      ])
    // The same message has the same key, another one another.
    for text in ["run succeeded\n\"well\"", "run rolled_back"] {
      _ = try carryOut(
        NotifyWebhook(),
        [
          "url": .string(server.url()), "text": .string(text), "field": "content",
          "extra": ["channel": "ops", "run": "mine"],
        ])
    }
    let keys = server.requests.map { $0.headers["idempotency-key"] ?? "" }
    #expect(keys[0].count == 64 && keys[1] == keys[0] && keys[2] != keys[0])
  }

  // MARK: Redirections

  /// Within an origin the plan's headers go along; to another they don't.
  @Test func headersStayWithTheirOrigin() throws {
    let far = try LoopbackServer { _ in LoopbackServer.answer("200 OK", "far") }
    let farPort = far.port
    let near = try LoopbackServer { request in
      request.line.contains("/start")
        ? LoopbackServer.answer("302 Found", headers: ["Location: next?x=1"])
        : LoopbackServer.answer("307 Temporary Redirect", headers: ["Location: http://127.0.0.1:\(farPort)/end"])
    }
    let outputs = try carryOut(
      HTTPGet(), ["url": .string(near.url("/a/start")), "headers": ["X-Api-Key": "sesame", "Cookie": "c=1"]])
    #expect(outputs["body"] == "far")
    #expect(near.requests.map(\.line) == ["GET /a/start HTTP/1.1", "GET /a/next?x=1 HTTP/1.1"])
    #expect(near.requests.map { $0.headers["x-api-key"] } == ["sesame", "sesame"])
    #expect(far.requests.map(\.line) == ["GET /end HTTP/1.1"])
    #expect(far.requests.map { $0.headers["x-api-key"] ?? $0.headers["cookie"] } == [nil])
  }

  @Test func redirectionsAreBounded() throws {
    let server = try LoopbackServer { _ in LoopbackServer.answer("302 Found", headers: ["Location: /again"]) }
    let failed = failure(HTTPGet(), ["url": .string(server.url()), "max_redirects": 3])
    #expect(failed?.code == "BLY0888")
    #expect(failed?.message == "the redirection isn't followed: it redirects more than 3 times")
    #expect(server.requests.count == 4)
    #expect(try carryOut(HTTPGet(), ["url": .string(server.url()), "max_redirects": 0])["status"] == 302)
    let away = try LoopbackServer { _ in LoopbackServer.answer("302 Found", headers: ["Location: file:///etc/passwd"]) }
    #expect(failure(HTTPGet(), ["url": .string(away.url())])?.code == "BLY0888")
  }

  // MARK: No answer

  @Test func nobodyListens() throws {
    let closed = try LoopbackServer { _ in nil }.url()
    let failure = failure(HTTPGet(), ["url": .string(closed)])
    #expect(failure?.code == "BLY0884")
    #expect(failure?.message == "the server can't be reached: Connection refused")
  }

  @Test func anUnknownName() {
    let failure = failure(HTTPGet(), ["url": "http://no-such-host.invalid/", "timeout": seconds(5)])
    #expect(failure?.code == "BLY0884")
  }

  @Test(arguments: [nil, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"])
  func lateOrBroken(answer: String?) throws {
    let server = try LoopbackServer { _ in answer }
    let failure = failure(
      HTTPRequest(), ["url": .string(server.url("/?token=sesame")), "timeout": seconds(0, nanos: 300_000_000)])
    #expect(failure?.code == (answer == nil ? "BLY0887" : "BLY0886"))
    #expect(failure?.message.contains("sesame") == false)
    #expect(
      failure?.help
        == "whether the server acted on the request can't be known from here: look there before you repeat it")
    #expect(server.requests.count == 1)
  }

  @Test func anAnswerThatIsNoHTTP() throws {
    let server = try LoopbackServer { _ in "SSH-2.0-OpenSSH_9.2\r\n\r\n" }
    #expect(failure(HTTPGet(), ["url": .string(server.url())])?.code == "BLY0886")
  }

  /// Before TLS stands nothing is sent.
  @Test func aServerWithoutTLS() throws {
    let server = try LoopbackServer { _ in nil }
    let url = server.url().replacingOccurrences(of: "http:", with: "https:")
    let failure = failure(HTTPRequest(), ["url": .string(url), "timeout": seconds(0, nanos: 300_000_000)])
    #expect(["BLY0884", "BLY0885"].contains(failure?.code), "\(String(describing: failure))")
    #expect(server.requests.isEmpty)
  }

  /// A certificate that nobody vouches for is refused; with its authority in `ca_file` it is well.
  @Test func certificates() throws {
    let folder = try TemporaryFolder()
    let script = """
      openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost \\
        -keyout \(folder.path)/key.pem -out \(folder.path)/cert.pem 2>/dev/null
      exec python3 -c '
      import http.server, ssl, sys
      class H(http.server.BaseHTTPRequestHandler):
          def do_GET(self):
              self.send_response(200); self.send_header("content-length", "4"); self.end_headers()
              self.wfile.write(b"safe")
          def log_message(self, *a): pass
      s = http.server.ThreadingHTTPServer(("127.0.0.1", 0), H)
      c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); c.load_cert_chain(sys.argv[1] + "/cert.pem", sys.argv[1] + "/key.pem")
      s.socket = c.wrap_socket(s.socket, server_side=True)
      print(s.server_address[1], flush=True); s.serve_forever()' \(folder.path)
      """
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script]
    process.standardOutput = pipe
    try process.run()
    defer {
      process.terminate()
      process.waitUntilExit()
    }
    let said = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
    let port = try #require(Int(said.trimmingCharacters(in: .whitespacesAndNewlines)))
    let url = Value.string("https://localhost:\(port)/")
    #expect(failure(HTTPGet(), ["url": url])?.code == "BLY0885")
    #expect(try carryOut(HTTPGet(), ["url": url, "ca_file": .string(folder.path + "/cert.pem")])["body"] == "safe")
    let otherName = Value.string("https://127.0.0.1:\(port)/")
    #expect(failure(HTTPGet(), ["url": otherName, "ca_file": .string(folder.path + "/cert.pem")])?.code == "BLY0885")
  }

  /// It is no program for people, and says so.
  @Test func runByHand() throws {
    let process = Process()
    let stderr = Pipe()
    process.executableURL = URL(
      fileURLWithPath: try HTTPGet().process(context(HTTPGet(), ["url": "http://host.example"])).argv[0])
    process.standardInput = FileHandle.nullDevice
    process.standardError = stderr
    try process.run()
    let said = String(decoding: stderr.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 2)
    #expect(said == "stdin holds no request: this program is run by belay, not by hand\n")
  }
}
