// `belay check`: what is refused, at which line, in which words; `run` refuses the same and starts nothing.

import JSONText
import Testing

/// A plan that must be refused. `#HERE` marks a line that a diagnostic must name.
struct RefusedPlan: Sendable, CustomTestStringConvertible {
  let name: String
  let body: String
  let words: [String]
  var head = "belay: 1\nname: bridge\nversion: 1.0.0\ntitle: Rehearse the bridge\n"

  init(_ name: String, _ body: String, _ words: String...) {
    self.name = name
    self.body = body
    self.words = words
  }

  static func whole(_ name: String, _ text: String, _ words: String...) -> RefusedPlan {
    var plan = RefusedPlan(name, text)
    plan.head = ""
    return RefusedPlan(plan, words)
  }

  private init(_ plan: RefusedPlan, _ words: [String]) {
    name = plan.name
    body = plan.body
    self.words = words
    head = plan.head
  }

  var text: String { head + body }
  var testDescription: String { name }
  var marked: Set<Int64> {
    Set(
      text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        .filter { $0.element.contains("#HERE") }.map { Int64($0.offset + 1) })
  }
}

private let fine = "  - {id: fine, uses: shell.run, with: {script: 'true'}, rollback: {none: x}}\n"

private let refusedPlans: [RefusedPlan] = [
  RefusedPlan("key that plans don't have", "onwer: me  #HERE\nsteps:\n" + fine, "onwer", "owners"),
  RefusedPlan(
    "key that steps don't have",
    "steps:\n  - id: a\n    uses: shell.run\n    retries: 3  #HERE\n    with: {script: 'true'}\n    rollback: {none: x}\n",
    "retries"),
  RefusedPlan(
    "step type with a slip",
    "steps:\n  - id: a\n    uses: file.wriet  #HERE\n    with: {path: a, content: b}\n    rollback: auto\n",
    "file.wriet", "file.write"),
  RefusedPlan(
    "input with a slip",
    "steps:\n  - id: a\n    uses: file.copy\n    with:\n      form: a  #HERE\n      to: b\n    rollback: auto\n",
    "form", "from"),
  RefusedPlan(
    "input that lacks", "steps:\n  - id: a\n    uses: file.copy\n    with: {from: a}  #HERE\n    rollback: auto\n",
    "'to'"),
  RefusedPlan(
    "duration in words",
    "steps:\n  - id: a\n    uses: shell.run\n    with: {script: 'true'}\n    timeout: half an hour  #HERE\n    rollback: {none: x}\n",
    "duration", "half an hour"),
  RefusedPlan(
    "timeout of zero",
    "steps:\n  - id: a\n    uses: shell.run\n    with: {script: 'true'}\n    timeout: 0s  #HERE\n    rollback: {none: x}\n",
    "0s"),
  RefusedPlan("key twice", "owners: [a]\nowners: [b]  #HERE\nsteps:\n" + fine, "duplicate", "owners"),
  RefusedPlan("id twice", "steps:\n" + fine + fine.replacing("fine,", with: "fine,  #HERE\n   "), "fine"),
  RefusedPlan(
    "circle of three",
    "steps:\n"
      + ["a", "b", "c"].enumerated().map {
        "  - {id: \($1), needs: [\(["c", "a", "b"][$0])], uses: shell.run, with: {script: 'true'}, rollback: {none: x}}\n"
      }.joined(), "cycle", "a", "b", "c"),
  RefusedPlan(
    "step that needs itself",
    "steps:\n  - {id: me, needs: [me], uses: shell.run, with: {script: 'true'}, rollback: {none: x}}  #HERE\n", "me"),
  RefusedPlan(
    "need of a step that isn't there",
    "steps:\n" + fine
      + "  - id: b\n    needs: [fin]  #HERE\n    uses: shell.run\n    with: {script: 'true'}\n    rollback: {none: x}\n",
    "fin", "fine"),
  RefusedPlan(
    "look at a step that isn't surely before",
    "steps:\n  - id: a\n    needs: []\n    when: steps.fine.outputs.exit_code == 0  #HERE\n    uses: shell.run\n"
      + "    with: {script: 'true'}\n    rollback: {none: x}\n" + fine, "fine"),
  RefusedPlan(
    "output that a type doesn't have",
    "steps:\n" + fine + "  - id: b\n    uses: shell.run\n    when: steps.fine.outputs.exit_cod == 0  #HERE\n"
      + "    with: {script: 'true'}\n    rollback: {none: x}\n", "exit_cod", "exit_code"),
  RefusedPlan(
    "expression without an end",
    "steps:\n  - id: a\n    uses: shell.run\n    when: (1 == 1  #HERE\n    with: {script: 'true'}\n    rollback: {none: x}\n"
  ),
  RefusedPlan(
    "condition of text",
    "steps:\n  - id: a\n    uses: shell.run\n    when: '''yes'''  #HERE\n    with: {script: 'true'}\n    rollback: {none: x}\n",
    "bool"),
  RefusedPlan(
    "sum of a number and text",
    "inputs:\n  n: {type: int, default: 1}\nvars:\n  v: ${{ inputs.n + 'x' }}  #HERE\nsteps:\n" + fine),
  RefusedPlan(
    "division by nothing",
    "steps:\n  - id: a\n    uses: shell.run\n    when: 1 / 0 == 1  #HERE\n    with: {script: 'true'}\n    rollback: {none: x}\n"
  ),
  RefusedPlan(
    "plan input with a slip",
    "inputs:\n  region: {type: string, default: a}\nsteps:\n  - id: a\n    uses: shell.run\n    when: inputs.regoin == 'a'  #HERE\n"
      + "    with: {script: 'true'}\n    rollback: {none: x}\n", "regoin", "region"),
  RefusedPlan(
    "write without a way back", "steps:\n  - id: a  #HERE\n    uses: file.remove  #HERE\n    with: {path: a}\n",
    "rollback"),
  RefusedPlan(
    "text pasted into a script",
    "vars:\n  dir: /tmp\nsteps:\n  - id: a\n    uses: shell.run\n    with:\n      script: 'ls ${{ vars.dir }}'  #HERE\n"
      + "    rollback: {none: x}\n", "env"),
  RefusedPlan(
    "secret in a file's path",
    "secrets:\n  key: {env: KEY}\nsteps:\n  - id: a\n    uses: file.write\n    with:\n      path: '${{ secrets.key }}'  #HERE\n"
      + "      content: x\n    rollback: auto\n", "secret"),
  RefusedPlan(
    "secret in a condition's comparison",
    "secrets:\n  key: {env: KEY}\nsteps:\n  - id: a\n    uses: shell.run\n    preconditions: ['size(secrets.key) > 3']  #HERE\n"
      + "    with: {script: 'true'}\n    rollback: {none: x}\n", "secret"),
  RefusedPlan("tab", "steps:\n\t- {id: a}  #HERE\n"),
  RefusedPlan(
    "alias", "vars:\n  a: &x 1\n  b: *x  #HERE\nsteps:\n" + fine),
  RefusedPlan(
    "merge key", "defaults:\n  <<: {timeout: 1m}  #HERE\nsteps:\n" + fine),
  RefusedPlan("tag", "owners: !!seq [x]  #HERE\nsteps:\n" + fine, "tag"),
  RefusedPlan("second document", "steps:\n" + fine + "---\nbelay: 1\n", "document"),
  RefusedPlan(
    "bool in another language", "inputs:\n  b:\n    type: bool\n    default: on  #HERE\nsteps:\n" + fine, "true",
    "false"),
  RefusedPlan(
    "default outside its limits", "inputs:\n  n: {type: int, max: 4, default: 5}  #HERE\nsteps:\n" + fine, "4"),
  RefusedPlan(
    "foreach over text that is no list",
    "inputs:\n  s: {type: string, default: abc}\nsteps:\n  - id: a\n    foreach: ${{ inputs.s }}  #HERE\n    as: c\n    uses: shell.run\n"
      + "    with: {script: 'true'}\n    rollback: {none: x}\n", "list"),
  RefusedPlan(
    "sub-plan that isn't there", "steps:\n  - id: a\n    uses: plan.run\n    with: {plan: missing/child.yaml}  #HERE\n",
    "missing/child.yaml"),
  RefusedPlan(
    "role that nobody has",
    "roles:\n  lead: [ann]\nsteps:\n  - id: gate\n    uses: approval.request\n    with: {roles: [laed]}  #HERE\n",
    "laed"),
  RefusedPlan(
    "quorum above the people",
    "roles:\n  lead: [ann]\nsteps:\n  - id: gate\n    uses: approval.request\n    with: {roles: [lead], quorum: 2}  #HERE\n",
    "2"),
  RefusedPlan("no steps", "owners: [me]\n", "steps"),
  .whole("newer language", "belay: 7  #HERE\nname: x\nversion: 1.0.0\ntitle: x\nsteps:\n" + fine, "7"),
  .whole("empty file", ""),
  .whole("only a comment", "# nothing\n"),
  .whole("a list", "- a\n- b\n"),
]

struct HostileText: Sendable, CustomTestStringConvertible {
  let name: String
  let bytes: [UInt8]
  var testDescription: String { name }
}

private let head = Array("belay: 1\nname: x\nversion: 1.0.0\ntitle: x\n".utf8)

private let hostileTexts: [HostileText] = [
  .init(name: "half a scalar of UTF-8", bytes: head + Array("owners: ".utf8) + [0xC3, 0x28, 0x0A]),
  .init(name: "UTF-16, little end first", bytes: [0xFF, 0xFE] + head.flatMap { [$0, 0] }),
  .init(name: "a zero byte", bytes: head + Array("owners: a".utf8) + [0] + Array("b\n".utf8)),
  .init(
    name: "aliases of aliases",
    bytes: Array(
      ("a0: &a0 [y, y, y]\n" + (1..<30).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()).utf8)),
  .init(name: "deep maps in flow", bytes: Array((String(repeating: "{a: ", count: 100_000)).utf8)),
  .init(
    name: "deep lists in blocks",
    bytes: Array((0..<3000).map { String(repeating: "- ", count: $0 % 90 + 1) }.joined(separator: "\n").utf8)),
  .init(
    name: "a scalar of a million bytes",
    bytes: head + Array("description: ".utf8) + Array(repeating: 0x61, count: 1 << 20)),
  .init(name: "a map as a key", bytes: head + Array("{a: 1}: b\n".utf8)),
  .init(
    name: "an expression of a hundred thousand nots",
    bytes: head
      + Array(
        ("steps:\n  - id: a\n    when: \"" + String(repeating: "!", count: 100_000)
          + "true\"\n    uses: shell.run\n    with: {script: 'true'}\n    rollback: {none: x}\n").utf8)),
  .init(name: "all bytes", bytes: (0..<50).flatMap { _ in (0...255).map { UInt8($0) } }),
]

@Suite struct CheckTests {
  @Test(arguments: refusedPlans)
  func refused(_ plan: RefusedPlan) async throws {
    try await Sandbox.open { box in
      try box.write("plan.yaml", plan.text)
      let ended = try await box.belay("check", "plan.yaml", "--format", "json", within: 30)
      #expect(ended.code == 2, "\(ended)")
      let document = try ended.json
      let errors = (document["diagnostics"]?.arrayValue ?? []).filter { $0["severity"] == "error" }
      #expect(document["ok"] == false && !errors.isEmpty, "\(ended)")
      let lines = Set(errors.compactMap { $0["line"]?.intValue })
      if !plan.marked.isEmpty { #expect(!lines.isDisjoint(with: plan.marked), "\(plan.marked) in \(lines): \(ended)") }
      let said = errors.map { error in ["message", "help", "fix", "notes"].map { error[$0]?.text() ?? "" }.joined() }
        .joined(separator: " ").lowercased()
      for word in plan.words { #expect(said.contains(word.lowercased()), "\(word): \(ended)") }
      for error in errors {
        #expect(error["id"]?.stringValue?.wholeMatch(of: /BLY[0-9]{4}/) != nil)
        #expect(error["file"]?.stringValue?.hasSuffix("plan.yaml") == true)
        #expect(
          (error["column"]?.intValue ?? 0) >= 1 && (error["endLine"]?.intValue ?? 0) >= (error["line"]?.intValue ?? 9))
      }
      let run = try await box.belay("run", "plan.yaml", within: 30)
      #expect(run.code == 2 && run.stderr.contains("error[BLY"), "\(run)")
      #expect(try await box.belay("runs", "--format", "json").json["runs"]?.arrayValue?.isEmpty == true)
    }
  }

  @Test(arguments: hostileTexts)
  func hostile(_ text: HostileText) async throws {
    try await Sandbox.open { box in
      try box.write("plan.yaml", bytes: text.bytes)
      let ended = try await box.belay("check", "plan.yaml", "--format", "json", within: 20)
      #expect(ended.code == 2 && ended.stderr.isEmpty, "\(ended)")
      #expect(try ended.json["ok"] == false)
    }
  }

  @Test func theTextFormShowsThePlaceWithACaret() async throws {
    try await Sandbox.open { box in
      try box.plan("steps:\n  - id: a\n    uses: file.stat\n    with:\n      pahth: a")
      let ended = try await box.belay("check", "plan.yaml")
      #expect(ended.code == 2 && ended.said.contains("plan.yaml:9:7"), "\(ended)")
      #expect(ended.said.contains("|         ^^^^^") || ended.said.contains("|       ^^^^^"), "\(ended)")
      #expect(ended.said.contains("path"), "\(ended)")
    }
  }

  @Test func allMistakesAreSaidAtOnce() async throws {
    try await Sandbox.open { box in
      try box.plan(
        "vars:\n  v: ${{ nothing }}\nsteps:\n  - {id: a, uses: no.such}\n  - {id: a, uses: shell.run, with: {skript: x}}\n"
          + "  - {id: c, uses: shell.run, with: {script: 'true'}, timeout: never}")
      let ended = try await box.belay("check", "plan.yaml", "--format", "json")
      for word in ["nothing", "no.such", "skript", "never"] {
        #expect(ended.stdout.contains(word), "\(word): \(ended)")
      }
    }
  }

  @Test func goodPlansAndSeveralAtOnce() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a")))
      try box.plan("steps: []", name: "bad.yaml")
      #expect(try await box.belay("check", "plan.yaml", "--format", "json").json["ok"] == true)
      #expect(try await box.belay("check", "plan.yaml").code == 0)
      let both = try await box.belay("check", "plan.yaml", "bad.yaml", "--format", "json")
      #expect(both.code == 2 && both.stdout.contains("bad.yaml") && !both.stdout.contains("\"plan.yaml"), "\(both)")
      #expect(try await box.belay("check", "nowhere.yaml").code == 2)
    }
  }

  @Test func whatLooksLikeANumberOrABoolStaysText() async throws {
    try await Sandbox.open { box in
      let texts = ["off", "0x1F", "1_000", "12:30", "~x", "1e3", "08", "yes", "2027-03-01"]
      try box.plan(
        "steps:\n"
          + texts.enumerated().map {
            "  - {id: s\($0), uses: file.write, with: {path: f\($0), content: \($1)}, rollback: auto}\n"
          }.joined())
      let (ended, _) = try await box.run()
      #expect(ended.code == 0, "\(ended)")
      for (index, text) in texts.enumerated() { #expect(box.read("f\(index)") == text) }
    }
  }

  @Test func everyIdOfADiagnosticIsExplained() async throws {
    try await Sandbox.open { box in
      try box.plan("steps:\n  - {id: a, uses: shel.run}")
      let ended = try await box.belay("check", "plan.yaml", "--format", "json")
      let id = try #require(try ended.json["diagnostics"]?[0]?["id"]?.stringValue)
      let explained = try await box.belay("error", id)
      #expect(explained.code == 0 && explained.stdout.contains(id), "\(explained)")
      #expect(try await box.belay("error", "BLY9876").code == 2)
    }
  }
}
