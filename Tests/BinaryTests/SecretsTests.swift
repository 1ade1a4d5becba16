// A secret in every form a step may give it, and a search through everything that Belay wrote or said.

import Foundation
import JSONText
import Testing

@Suite struct SecretsTests {
  /// Letters, a quote, a percent sign, a slash and an umlaut, so that every encoding changes it.
  private static let canary = #"Canary"/%ü+Sekret-4711"#

  /// The forms in which it must be found nowhere.
  private static var forms: [(name: String, bytes: [UInt8])] {
    let raw = Array(canary.utf8)
    let base64 = Data(raw).base64EncodedString()
    let allowed = CharacterSet.alphanumerics.intersection(
      CharacterSet(charactersIn: Unicode.Scalar(0)..<Unicode.Scalar(128))
    )
    .union(CharacterSet(charactersIn: "-._~"))
    return [
      ("raw", raw), ("base64", Array(base64.utf8)),
      ("hex", raw.flatMap { Array(String(format: "%02x", $0).utf8) }),
      ("HEX", raw.flatMap { Array(String(format: "%02X", $0).utf8) }),
      ("url", Array((canary.addingPercentEncoding(withAllowedCharacters: allowed) ?? "").utf8)),
      ("json", Array(JSON.string(canary).text().dropFirst().dropLast().utf8)),
    ]
  }

  private static func expectClean(_ bytes: [UInt8], _ place: String, sourceLocation: SourceLocation = #_sourceLocation)
  {
    let data = Data(bytes)
    for form in forms where data.range(of: Data(form.bytes)) != nil {
      Issue.record("the secret, \(form.name), is in \(place)", sourceLocation: sourceLocation)
    }
  }

  private static let leaks = """
    secrets:
      key: {env: BRIDGE_KEY}
      pin: {file: pin.txt}
    on_failure: rollback
    steps:
      - id: leak
        uses: shell.run
        outputs: {word: string}
        with:
          env: {K: '${{ secrets.key }}', P: '${{ secrets.pin }}'}
          script: |
            echo "raw $K"; echo "err $K" >&2; echo "pin $P"
            printf '%s' "$K" | base64 -w0; echo
            printf '%s' "$K" | od -An -v -tx1 | tr -d ' \\n'; echo
            printf '%s' "$K" | od -An -v -tx1 | tr -d ' \\n' | tr a-f A-F; echo
            python3 -c 'import os,json,urllib.parse as u; k=os.environ["K"]; print(u.quote(k, safe="")); print(json.dumps(k, ensure_ascii=False))'
            printf '%s' "$K" | cut -c1-6 | tr -d '\\n'; sleep 0.1; printf '%s\\n' "$K" | cut -c7-
            echo "word=fine" >> "$BELAY_OUTPUT"
            echo "undeclared=$K" >> "$BELAY_OUTPUT"
            echo sure-end
        rollback:
          uses: shell.run
          with: {script: 'echo "undo $K"', env: {K: '${{ secrets.key }}'}}
      - id: fail
        uses: shell.run
        with: {script: 'echo "why: $K" >&2; exit 7', env: {K: '${{ secrets.key }}'}}
        rollback: {none: x}
    """

  @Test func itIsFoundNowhere() async throws {
    try await Sandbox.open { box in
      try box.write("pin.txt", "pin-9182736450\n")
      try box.plan(Self.leaks)
      let environment = ["BRIDGE_KEY": Self.canary]
      let ended = try await box.belay("run", "plan.yaml", "--format", "json", environment: environment)
      #expect(ended.code == 3, "\(ended)")
      let log = try await box.belay("log", "last", "leak")
      #expect(log.stdout.contains("raw ") && log.stdout.contains("sure-end"), "\(log)")
      var said = [ended, log]
      for arguments in [
        ["status", "last"], ["status", "last", "--format", "json"], ["log", "last"],
        ["log", "last", "--format", "json"],
        ["log", "last", "fail"], ["audit", "export", "last", "-o", "out.jsonl"], ["audit", "verify", "last"],
        ["report", "last", "-o", "out.html"], ["report", "last", "-o", "out.md"],
      ] {
        let one = try await box.launch(Sandbox.binary, arguments, environment: environment).end()
        #expect(one.code == 0, "\(arguments) \(one)")
        said.append(one)
      }
      for one in said {
        Self.expectClean(Array(one.said.utf8), "what belay said: \(one.said.prefix(80))")
        #expect(!one.said.contains("pin-9182736450"))
      }
      try box.remove("pin.txt")
      for (name, bytes) in box.tree(withState: true) {
        Self.expectClean(bytes, name)
        #expect(Data(bytes).range(of: Data("pin-9182736450".utf8)) == nil, "the pin is in \(name)")
      }
    }
  }

  @Test func itIsNotInTheCommandLineOfAnybody() async throws {
    try await Sandbox.open { box in
      try box.plan(
        "secrets: {key: {env: BRIDGE_KEY}}\nsteps:\n  - id: a\n    uses: shell.run\n"
          + "    with: {script: 'touch in; until [ -e go ]; do sleep 0.05; done', env: {K: '${{ secrets.key }}'}}\n    rollback: {none: x}\n"
      )
      let run = try box.start("run", "plan.yaml", environment: ["BRIDGE_KEY": "canary-in-argv-1"])
      try await eventually("the step") { box.exists("in") }
      let lines = ProcessLook.with("canary-in-argv-1")
      try box.write("go")
      #expect(lines.isEmpty && box.read("go") != nil)
      #expect(try await run.end().code == 0)
    }
  }

  @Test func anOutputWithASecretFailsTheStep() async throws {
    try await Sandbox.open { box in
      try box.plan(
        "secrets: {key: {env: BRIDGE_KEY}}\nsteps:\n  - id: a\n    uses: shell.run\n    outputs: {w: string}\n"
          + "    with: {script: 'echo \"w=x$K\" >> \"$BELAY_OUTPUT\"', env: {K: '${{ secrets.key }}'}}\n    rollback: {none: x}\n"
      )
      let (ended, status) = try await box.run(environment: ["BRIDGE_KEY": "canary-out-1"])
      #expect(ended.code == 1 && status.of("a") == "failed" && !ended.said.contains("canary-out-1"), "\(ended)")
      #expect(!status.json.text().contains("canary-out-1"))
    }
  }

  @Test func aSecretThatIsNotThereFailsItsStepByName() async throws {
    try await Sandbox.open { box in
      try box.plan(
        "secrets: {key: {env: BRIDGE_KEY}}\n" + steps(noting("first"))
          + "\n  - id: a\n    uses: shell.run\n    with: {script: 'echo a >> log', env: {K: '${{ secrets.key }}'}}\n    rollback: {none: x}\n"
      )
      let (ended, status) = try await box.run()
      #expect(ended.code == 1 && box.lines("log") == ["first"], "\(ended)")
      #expect(status.message("a")?.contains("BRIDGE_KEY") == true, "\(status)")
      #expect(try await box.belay("resume", "last", environment: ["BRIDGE_KEY": "now"]).code == 0)
      #expect(box.lines("log") == ["first", "a"])
    }
  }

  @Test func itIsNotInWhatADryRunSays() async throws {
    try await Sandbox.open { box in
      try box.plan(
        "secrets: {key: {env: BRIDGE_KEY}}\nsteps:\n  - id: look\n    uses: shell.run\n    effect: read\n    outputs: {n: int}\n"
          + "    with: {script: 'echo \"$K\"; echo \"$K\" >&2; exit 1', env: {K: '${{ secrets.key }}'}}\n"
          + "  - {id: w, uses: file.write, with: {path: f, content: 'k=${{ secrets.key }}', mode: '0600'}, rollback: auto}\n"
      )
      let ended = try await box.belay(
        "plan", "plan.yaml", "--format", "json", environment: ["BRIDGE_KEY": "canary-dry-1"])
      #expect(!ended.said.contains("canary-dry-1"), "\(ended)")
      for (name, bytes) in box.tree(withState: true) {
        #expect(Data(bytes).range(of: Data("canary-dry-1".utf8)) == nil, "\(name)")
      }
    }
  }
}
