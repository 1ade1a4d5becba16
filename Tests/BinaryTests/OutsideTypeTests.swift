// Step types in a folder beside the plan, from outside: the examples of docs/step-types.md, crashes, edits, bad answers.

import Foundation
import Glibc
import JSONText
import Testing

extension Sandbox {
  /// A step type with a program in bash.
  func stepType(_ name: String, _ declaration: String, _ program: String) throws {
    try write("steps/\(name)/step.yaml", "belay: 1\nname: \(name)\nsummary: Do something\n" + declaration + "\n")
    try write("steps/\(name)/run", "#!/bin/bash\nread -r request\n" + program + "\n")
    setMode("steps/\(name)/run", 0o755)
  }

  /// The files that a page of the documentation shows.
  fileprivate func writeExamples() throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("docs/step-types.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    for match in text.matches(of: #/```\w+ file=(\S+)\n([\s\S]*?)```\n/#) {
      try write(String(match.1), String(match.2))
      if match.1.hasSuffix("/run") { setMode(String(match.1), 0o755) }
    }
  }
}

/// A program that notes its operations, waits for `go` in apply, and can be asked everything.
private let slow = """
  case $request in
    *'"operation":"apply"'*)
      echo in >> log; i=0
      until [ -e go ] || [ $i -ge 1200 ]; do sleep 0.05; i=$((i+1)); done
      echo out >> log; echo '{"outputs": {"n": 7}}' ;;
    *'"operation":"probe"'*) if [ -e done ]; then echo '{"done": true, "outputs": {"n": 8}}'; else echo '{"done": false}'; fi ;;
    *'"operation":"undo"'*) echo undo >> log ;;
    *) exit 64 ;;
  esac
  """

@Suite struct OutsideTypeTests {
  @Test func theExamplesOfThePageWork() async throws {
    try await Sandbox.open { box in
      try box.writeExamples()
      for name in ["mark.set", "note.set"] {
        let tested = try await box.belay("steps", "test", name)
        #expect(tested.code == 0 && tested.stdout.contains("keeps its promises"), "\(tested)")
      }
      let before = box.tree()
      let plan = try await box.belay("plan", "plan.yaml", "--format", "json")
      #expect(plan.code == 0 && box.tree() == before, "\(plan)")
      let changes = try plan.json["steps"]?.arrayValue?.compactMap { $0["changes"]?[0]?["kind"]?.stringValue }
      #expect(changes == ["create", "create", "create"])
      let (ended, status) = try await box.run()
      #expect(ended.code == 0 && status.ids == ["one", "pair/write", "pair/mark", "sum"], "\(ended)")
      #expect(box.read("pair.txt") == "after 3" && box.read("pair.mark") == "set\n")
      try box.remove("steps")
      let back = try await box.belay("rollback", "last")
      #expect(back.code == 0, "\(back)")
      #expect(["one.txt", "pair.txt", "pair.mark"].allSatisfy { !box.exists($0) })
      try await box.expectVerified()
    }
  }

  @Test func theyAreDocumentedLikeBuiltInOnes() async throws {
    try await Sandbox.open { box in
      try box.writeExamples()
      let all = try await box.belay("steps", "--plan", "plan.yaml")
      #expect(all.stdout.contains("note.set          write         Write a note"), "\(all)")
      let one = try await box.belay("steps", "note.set", "--plan", "plan.yaml")
      #expect(one.stdout.contains("undo itself (rollback: auto)") && one.stdout.contains("The file of the note."))
      #expect(try await box.belay("steps", "note.set").code == 2)
    }
  }

  @Test(arguments: [Casualties.executor, .family])
  func aCrashedApplyIsAdoptedOrAskedAbout(_ casualties: Casualties) async throws {
    try await Sandbox.open { box in
      try box.stepType("slow.set", "effect: write\npowers: [probe, undo]\noutputs: {n: int}", slow)
      try box.plan(
        "steps:\n  - {id: a, uses: slow.set, rollback: auto}\n  - {id: b, uses: shell.run, with: {script: 'echo $N >> log', "
          + "env: {N: '${{ steps.a.outputs.n }}'}}, rollback: {none: x}}")
      let run = try box.start("run", "plan.yaml")
      try await box.wait(for: "in", in: "log")
      try await box.crash(run, casualties)
      try box.remove("steps")
      try box.write("done")
      let resume = try box.start("resume", "last")
      try box.write("go")
      let ended = try await resume.end()
      #expect(ended.code == 0, "\(ended)")
      #expect(box.lines("log") == (casualties == .executor ? ["in", "out", "7"] : ["in", "8"]))
      #expect(try await box.status().attempts("a") == 1)
      #expect(try await box.belay("rollback", "last").code == 0 && box.lines("log").last == "undo")
      try await box.expectVerified()
    }
  }

  @Test func aStopEndsTheProgramAndARetryAsksItAgain() async throws {
    try await Sandbox.open { box in
      try box.stepType("slow.set", "effect: write\nidempotent: true\npowers: [undo]\noutputs: {n: int}", slow)
      try box.plan("steps:\n  - {id: a, uses: slow.set, rollback: auto}")
      let run = try box.start("run", "plan.yaml")
      try await box.wait(for: "in", in: "log")
      #expect(try await box.belay("stop", "last").code == 0)
      #expect(try await run.end().code == 1 && box.processes.isEmpty)
      try box.write("go")
      #expect(try await box.belay("resume", "last").code == 0 && box.lines("log") == ["in", "in", "out"])
      try box.stepType(
        "try.it", "effect: write\nidempotent: true",
        "echo \"$request\" | grep -o '\"attempt\":[0-9]*,\"idempotency_key\":\"[^\"]*' >> asked; [ $(wc -l < asked) = 3 ]"
      )
      try box.plan("steps:\n  - {id: b, uses: try.it, retry: {attempts: 3, delay: 10ms}, rollback: {none: x}}")
      #expect(try await box.run().ended.code == 0)
      let asked = box.lines("asked").compactMap { $0.split(separator: ",").map(String.init) }
      #expect(asked.map(\.first) == ["\"attempt\":1", "\"attempt\":2", "\"attempt\":3"])
      #expect(Set(asked.map(\.last)).count == 1)
    }
  }

  /// A plan that was edited meanwhile gives the undo other inputs; it gets those that the step had.
  @Test func anUndoGetsTheInputsOfItsStep() async throws {
    try await Sandbox.open { box in
      let declaration = "effect: write\npowers: [record, undo]\ninputs: {word: {type: string}}"
      try box.stepType(
        "say.it", declaration,
        """
        case $request in
          *'"operation":"record"'*) printf '{"recorded": {"ratio": 0.5, "text": "%s"}}' $(printf 'x%.0s' {1..9000}) ;;
          *) echo "$request" | sed 's/.*\\("operation":"[a-z]*"\\).*\\("word":"[a-z]*"\\).*\\("ratio":[0-9.]*\\).*/\\1 \\2 \\3/' >> log ;;
        esac
        """)
      let plan = { (word: String) in
        "steps:\n  - {id: a, uses: say.it, with: {word: \(word)}, rollback: auto}\n"
          + "  - {id: b, uses: shell.run, with: {script: 'exit 1'}, rollback: {none: x}}"
      }
      try box.plan(plan("first"))
      #expect(try await box.run().ended.code == 1)
      try box.plan(plan("second"))
      #expect(try await box.belay("resume", "last", "--plan", "plan.yaml", "--accept-changes").code == 1)
      #expect(try await box.belay("rollback", "last").code == 0)
      #expect(
        box.lines("log") == [
          #""operation":"apply" "word":"first" "ratio":0.5"#, #""operation":"undo" "word":"first" "ratio":0.5"#,
        ])
      try await box.expectVerified()
    }
  }

  @Test func whatWasStoredRunsWhateverBecameOfTheFolder() async throws {
    try await Sandbox.open { box in
      try box.stepType("say.one", "effect: write", "echo first >> log")
      try box.plan(
        "steps:\n  - {id: a, uses: say.one, rollback: {none: x}}\n  - {id: b, uses: shell.run, with: {script: '[ -e go ]'}, "
          + "rollback: {none: x}}\n  - {id: c, uses: say.one, rollback: {none: x}}")
      #expect(try await box.run().ended.code == 1)
      try box.stepType("say.one", "effect: write", "echo second >> log")
      // What was laid out is mended, too.
      let laid = try await box.shell("for f in .belay/runs/*/types/*/run; do echo 'echo third >> log' >> $f; done")
      #expect(laid.code == 0)
      let refused = try await box.belay("resume", "last", "--plan", "plan.yaml")
      #expect(refused.code == 8 && refused.said.contains("changed"), "\(refused)")
      try box.write("go")
      #expect(try await box.belay("resume", "last").code == 0)
      #expect(box.lines("log") == ["first", "first"])
      let started = try await box.run()
      #expect(started.ended.code == 0 && box.lines("log").suffix(2) == ["second", "second"])
    }
  }

  struct Bad: Sendable, CustomTestStringConvertible {
    var program: String
    var code: String
    var says: String
    var testDescription: String { program }
  }

  static let bad = [
    Bad(program: "echo '{\"outputs\": {}}'", code: "BLY0904", says: "output 'n' is declared"),
    Bad(program: "echo '{\"outputs\": {\"n\": \"7\"}}'", code: "BLY0905", says: "should be of type int, and is \"7\""),
    Bad(program: "echo '{\"output\": {\"n\": 7}}'", code: "BLY0901", says: "has an unknown 'output'"),
    Bad(program: "echo hello", code: "BLY0901", says: "is not one JSON object: hello"),
    Bad(program: "echo '{\"outputs\": {\"n\": 7}}'; exit 3", code: "BLY0801", says: "exited with 3"),
    Bad(
      program: "echo '{\"error\": {\"message\": \"no disk\", \"code\": \"DISK-1\", \"help\": \"buy one\"}}'; exit 3",
      code: "DISK-1", says: "no disk"),
    Bad(program: "echo '{\"error\": {\"message\": \"x\", \"code\": \"BLY0001\"}}'", code: "BLY0900", says: "x"),
    Bad(program: "head -c 2000000 /dev/zero | tr '\\0' x", code: "BLY0902", says: "more than 1048576 bytes"),
    Bad(program: "echo \"$request\"", code: "BLY0903", says: "contains a secret"),
    Bad(program: "kill -9 $$", code: "BLY0802", says: "signal 9"),
    Bad(program: "sleep 60", code: "BLY0804", says: "timeout"),
  ]

  @Test(arguments: bad) func aBadAnswerIsAClearFailure(_ bad: Bad) async throws {
    try await Sandbox.open { box in
      let declaration =
        "effect: write\ntimeout: 2s\ninputs: {token: {type: string, sensitive: true, required: false}}\noutputs: {n: int}"
      try box.stepType("do.it", declaration, bad.program)
      try box.plan(
        "secrets: {t: {env: T}}\nsteps:\n  - {id: a, uses: do.it, with: {token: '${{ secrets.t }}'}, rollback: {none: x}}"
      )
      let (ended, status) = try await box.run(environment: ["T": "sekret-4711-canary"])
      #expect(ended.code == 1 && status.code("a") == bad.code, "\(ended)")
      #expect(status.message("a")?.contains(bad.says) == true, "\(status)")
      let found = try await box.shell("grep -rl sekret-4711-canary .belay")
      #expect(found.code == 1, "\(found)")
    }
  }

  @Test func readTypesAreConfinedAndRunInADryRun() async throws {
    try await Sandbox.open { box in
      try box.stepType("look.at", "effect: read\noutputs: {n: int}", "touch leak; echo '{\"outputs\": {\"n\": 3}}'")
      try box.plan(
        "steps:\n  - {id: a, uses: look.at}\n  - {id: b, when: steps.a.outputs.n == 3, uses: shell.run, with: {script: 'true'}, "
          + "success: [{uses: look.at, check: outputs.n == 3}], rollback: {none: x}}")
      let plan = try await box.belay("plan", "plan.yaml", "--format", "json")
      #expect(try plan.json["executed"]?.text() == #"["a"]"# && !box.exists("leak"), "\(plan)")
      #expect(try plan.json["steps"]?[1]?["decision"]?.stringValue == "run")
      #expect(try await box.run().ended.code == 0 && !box.exists("leak"))
    }
  }

  @Test func eachItemOfAListIsAStep() async throws {
    try await Sandbox.open { box in
      try box.stepType(
        "say.it", "effect: write\ninputs: {word: {type: string, choices: [x, y]}}",
        "[[ $request =~ '\"word\":\"'([a-z]) ]] && echo ${BASH_REMATCH[1]} >> log")
      try box.plan(
        "steps:\n  - {id: a, uses: say.it, foreach: [x, y], with: {word: '${{ item }}'}, rollback: {none: x}}\n"
          + "  - {id: b, uses: say.it, foreach: [x, z], with: {word: '${{ item }}'}, rollback: {none: x}}")
      let (ended, status) = try await box.run()
      #expect(ended.code == 1 && status.code("b[z]") == "BLY0800", "\(status)")
      // The items of a list run side by side.
      let lines = box.lines("log")
      #expect(lines.prefix(2).sorted() == ["x", "y"] && lines.dropFirst(2) == ["x"], "\(lines)")
    }
  }

  @Test func aMissingOrForbiddenProgramIsFoundByTheCheck() async throws {
    try await Sandbox.open { box in
      try box.stepType("do.it", "effect: write", "true")
      try box.plan("steps:\n  - {id: a, uses: do.it, rollback: {none: x}}")
      #expect(try await box.belay("check", "plan.yaml").code == 0)
      box.setMode("steps/do.it/run", 0o644)
      let plain = try await box.belay("check", "plan.yaml")
      #expect(plain.code == 2 && plain.stderr.contains("BLY0165"), "\(plain)")
      try box.remove("steps/do.it/run")
      #expect(try await box.belay("check", "plan.yaml").stderr.contains("BLY0164"))
      symlink("/bin/true", box.at("steps/do.it/run"))
      let link = try await box.belay("check", "plan.yaml")
      #expect(link.code == 2 && link.stderr.contains("BLY0163") && link.stderr.contains("'run' is a link"), "\(link)")
    }
  }

  @Test func theDigestOfTheFolderIsPartOfThePlans() async throws {
    try await Sandbox.open { box in
      try box.stepType("do.it", "effect: write", "true")
      try box.plan("steps:\n  - {id: a, uses: do.it, rollback: {none: x}}")
      let digest = { () async throws in
        try await box.belay("plan", "plan.yaml", "--format", "json").json["plan"]?["digest"]?.stringValue
      }
      let first = try await digest()
      try box.write("steps/do.it/.hidden", "x")
      try box.write("steps/other.one/step.yaml", "broken: [")
      #expect(try await digest() == first)
      try box.write("steps/do.it/data.txt", "x")
      #expect(try await digest() != first && first != nil)
    }
  }
}

@Suite struct StepsTestTests {
  struct Liar: Sendable, CustomTestStringConvertible {
    var declaration: String
    var program: String
    var rule: String
    var testDescription: String { rule }
  }

  /// Each breaks one promise.
  static let liars = [
    Liar(declaration: "effect: write\nidempotent: true", program: apply("echo x >> f"), rule: "idempotence"),
    Liar(
      declaration: "effect: write\nidempotent: true\noutputs: {n: int}",
      program: apply("echo \"{\\\"outputs\\\": {\\\"n\\\": $RANDOM$RANDOM}}\""), rule: "idempotence"),
    Liar(
      declaration: "effect: write\npowers: [predict]",
      program: apply("true", "*predict*) touch f; echo '{\"changes\": []}' ;;"), rule: "predictReadOnly"),
    Liar(
      declaration: "effect: write\npowers: [predict]",
      program: apply("true", "*predict*) touch ../f 2>/dev/null || exit 1; echo '{\"changes\": []}' ;;"),
      rule: "predictReadOnly"),
    Liar(
      declaration: "effect: write\npowers: [probe]",
      program: apply("touch f", "*probe*) touch f; echo '{\"done\": false}' ;;"), rule: "probeReadOnly"),
    Liar(
      declaration: "effect: write\npowers: [probe]",
      program: apply("touch f", "*probe*) echo '{\"done\": false}' ;;"), rule: "probe"),
    Liar(
      declaration: "effect: write\npowers: [predict]",
      program: apply("touch f", "*predict*) echo '{\"changes\": []}' ;;"), rule: "prediction"),
    Liar(
      declaration: "effect: write\npowers: [undo]", program: apply("echo x > f; chmod 600 f", "*undo*) touch f ;;"),
      rule: "undo"),
    Liar(declaration: "effect: read", program: apply("touch f"), rule: "readOnly"),
    Liar(declaration: "effect: write\noutputs: {n: int}", program: apply("true"), rule: "outcome"),
    Liar(declaration: "effect: write", program: "true", rule: "process"),
    Liar(declaration: "effect: write\ninputs: {x: string}", program: "true", rule: "BLY0106"),
  ]

  private static func apply(_ text: String, _ more: String = "") -> String {
    "case $request in *apply*) \(text) ;; \(more) *) exit 64 ;; esac"
  }

  @Test(arguments: liars) func aLiarIsFound(_ liar: Liar) async throws {
    try await Sandbox.open { box in
      try box.stepType("a.liar", liar.declaration, liar.program)
      let before = box.tree()
      let ended = try await box.belay("steps", "test", "a.liar")
      #expect(ended.said.contains(liar.rule), "\(ended)")
      #expect(ended.code == (liar.rule.hasPrefix("BLY") ? 2 : 1) && box.tree() == before)
    }
  }

  @Test func itSaysWhatItFoundToPrograms() async throws {
    try await Sandbox.open { box in
      try box.stepType("a.liar", "effect: write", "true")
      let ended = try await box.belay("steps", "test", "a.liar", "--format", "json")
      #expect(try ended.json["ok"] == false && ended.json["faults"]?[0]?["rule"] == "process", "\(ended)")
      try box.stepType("a.friend", "effect: write", Self.apply("true"))
      let good = try await box.belay("steps", "test", "a.friend", "--format", "json", "--dir", box.path, in: "steps")
      #expect(try good.code == 0 && good.json == ["ok": true, "tests": 1, "faults": []], "\(good)")
    }
  }
}
