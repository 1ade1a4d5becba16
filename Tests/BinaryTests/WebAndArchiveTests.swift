// The web and archive steps in a whole run: criteria, guards, declared outputs, a secret in a header and a URL, undo,
// and a stop while a server keeps silent.

import Foundation
import JSONText
import Testing

@Suite struct WebAndArchiveTests {
  private static let server = """
    import http.server, json, time
    class H(http.server.BaseHTTPRequestHandler):
        def answer(self):
            body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
            with open("asked", "a") as f: f.write(json.dumps([self.command, self.path, self.headers.get("authorization"), self.headers.get("idempotency-key"), body]) + "\\n")
            if self.path == "/silent": time.sleep(600)
            out = b'{"error_rate": 0.004, "id": 31}'
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(out)))
            self.end_headers()
            self.wfile.write(out)
        do_GET = do_POST = answer
        def log_message(self, *a): pass
    s = http.server.ThreadingHTTPServer(("127.0.0.1", 0), H)
    open("port.new", "w").write(str(s.server_address[1]))
    import os; os.rename("port.new", "port"); s.serve_forever()
    """

  private func serve(_ box: Sandbox) async throws -> String {
    try box.write("server.py", Self.server)
    _ = try box.launch("/usr/bin/python3", [box.at("server.py")])
    try await eventually("the server listens") { box.exists("port") }
    return "http://127.0.0.1:" + (box.read("port") ?? "")
  }

  @Test func aRunWithEverything() async throws {
    try await Sandbox.open { box in
      let url = try await serve(box)
      try box.write("site/a.txt", "one\n")
      try box.plan(
        """
        secrets: {token: {env: TOKEN}}
        guards:
          - {id: rate, uses: http.get, with: {url: '\(url)/metrics'}, every: 5s, check: outputs.json.error_rate <= 0.01, on_trip: rollback}
        steps:
          - {id: look, uses: http.get, with: {url: '\(url)/health'}, success: [outputs.status == 200]}
          - id: job
            uses: http.request
            with: {url: '\(url)/jobs', headers: {Authorization: 'Bearer ${{ secrets.token }}'}, json: {status: '${{ steps.look.outputs.status }}'}}
            outputs: {id: int}
            rollback: {none: a job can't be taken back}
          - id: pack
            uses: archive.create
            with: {from: site, to: 'out-${{ steps.job.outputs.id }}.tgz'}
            rollback: auto
          - id: unpack
            uses: archive.restore
            with: {from: 'out-${{ steps.job.outputs.id }}.tgz', to: copy, sha256: '${{ steps.pack.outputs.sha256 }}'}
            success: [outputs.manifest == steps.pack.outputs.manifest]
            rollback: auto
        finally:
          - {id: tell, uses: notify.webhook, with: {url: '\(url)/hook/${{ secrets.token }}', text: 'run ${{ run.status }}'}}
        """)
      // A dry run asks, and sends nothing that changes anything.
      let dry = try await box.belay("plan", "plan.yaml", environment: ["TOKEN": "sesame-4711"])
      #expect(dry.code == 0, "\(dry)")
      #expect(box.lines("asked").allSatisfy { $0.contains(#"["GET", "/health""#) } && !box.lines("asked").isEmpty)
      let (ended, status) = try await box.run(environment: ["TOKEN": "sesame-4711"])
      #expect(ended.code == 0, "\(ended)")
      #expect(status.status == "succeeded")
      #expect(box.read("copy/a.txt") == "one\n")
      let asked = try box.lines("asked").map { try JSON(parsing: $0) }
      let job = try #require(asked.first { $0[1] == "/jobs" })
      #expect(job[2] == "Bearer sesame-4711" && job[4] == #"{"status":200}"#)
      #expect(job[3]?.stringValue?.hasSuffix(":job") == true)
      let told = try #require(asked.last { $0[0] == "POST" })
      #expect(told[1] == "/hook/sesame-4711")
      #expect(try JSON(parsing: told[4]?.stringValue ?? "")["text"] == "run succeeded")
      let back = try await box.belay("rollback", "last", environment: ["TOKEN": "sesame-4711"])
      #expect(back.code == 0, "\(back)")
      #expect(!box.exists("copy") && !box.exists("out-31.tgz"))
      // Nothing that Belay keeps holds the secret.
      for (name, bytes) in box.tree(withState: true) where name.hasPrefix(".belay") {
        #expect(Data(bytes).range(of: Data("sesame-4711".utf8)) == nil, "\(name)")
      }
      try await box.expectVerified()
    }
  }

  @Test func aStopEndsAWaitForAnAnswer() async throws {
    try await Sandbox.open { box in
      let url = try await serve(box)
      try box.plan(
        """
        steps:
          - {id: wait, uses: http.request, with: {url: '\(url)/silent', timeout: 5m}, rollback: {none: nothing}}
        """)
      let run = try box.start("run", "plan.yaml")
      try await eventually("the server is asked") { box.lines("asked").count == 1 }
      #expect(try await box.belay("stop", "--all").code == 0)
      let ended = try await run.end()
      #expect(ended.code == 1, "\(ended)")
      #expect(!box.processes.contains { $0.arguments.first?.hasSuffix("belay-http") == true })
    }
  }

  @Test func aSilentServerIsLate() async throws {
    try await Sandbox.open { box in
      let url = try await serve(box)
      try box.plan(
        """
        steps:
          - {id: wait, uses: http.request, with: {url: '\(url)/silent', timeout: 200ms}, rollback: {none: nothing}}
        """)
      let (ended, status) = try await box.run()
      #expect(ended.code == 1)
      #expect(status.code("wait") == "BLY0887")
    }
  }
}
