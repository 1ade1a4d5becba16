// A step's digest is over what it does; a plan's over every byte of every file.

import PlanModel
import StepKit
import Testing

private func digests(_ body: String, files: [String: String] = [:]) throws -> [String] {
  let result = try check(head + body, files: files)
  let plan = try #require(result.plan, "\(result.diagnostics.map(\.message))")
  return plan.body.phases.flatMap(\.steps).map(\.digest)
}

private let base = """
  vars: {who: world, unused: x}
  steps:
    - id: one
      uses: shell.run
      when: vars.who != ''
      with: {script: 'echo "$W"', env: {W: '${{ vars.who }}'}}
      success: [outputs.exit_code == 0]
      rollback: {uses: shell.run, with: {script: 'true'}}
  """

@Suite struct DigestTests {
  /// What doesn't change what a step does.
  @Test(arguments: [
    ("  - id: one", "  - title: A title\n    id: one"),
    ("  - id: one", "  # a comment\n  - id:   one"),
    (
      "with: {script: 'echo \"$W\"', env: {W: '${{ vars.who }}'}}",
      "with:\n      env:\n        W: \"${{ vars.who }}\"\n      script: echo \"$W\""
    ),
    ("    when:", "    timeout: 5m\n    estimate: 1m\n    on_failure: continue\n    when:"),
    ("unused: x", "unused: y"),
    ("success: [outputs.exit_code == 0]", "success: [{check: outputs.exit_code == 0, message: it failed}]"),
  ])
  func staysTheSame(_ old: String, _ new: String) throws {
    let changed = base.replacing(old, with: new)
    #expect(changed != base)
    #expect(try digests(changed) == digests(base))
  }

  /// What does.
  @Test(arguments: [
    ("echo \"$W\"", "echo $W"), ("who: world", "who: you"), ("W: '${{", "V: '${{"),
    ("exit_code == 0", "exit_code == 1"), ("vars.who != ''", "vars.who != 'x'"),
    ("{script: 'true'}}", "{script: 'false'}}"),
    ("    when:", "    idempotent: true\n    when:"), ("    when:", "    effect: read\n    when:"),
    ("    when:", "    foreach: [a, b]\n    when:"), ("    when:", "    outputs: {n: int}\n    when:"),
    ("    when:", "    preconditions: ['true']\n    when:"),
  ])
  func changes(_ old: String, _ new: String) throws {
    let changed = base.replacing(old, with: new)
    #expect(changed != base)
    #expect(try digests(changed) != digests(base))
  }

  @Test func aSubPlansStepsAreItsMeaning() throws {
    let call = "steps:\n  - {id: a, uses: plan.run, with: {plan: child.yaml}}\n"
    let child = { (script: String, title: String) in
      "belay: 1\nname: c\nversion: 1.0.0\ntitle: \(title)\nsteps:\n  - {id: c, uses: shell.run, effect: read, "
        + "with: {script: \(script)}}\n"
    }
    let first = try digests(call, files: ["child.yaml": child("a", "One")])
    #expect(try digests(call, files: ["child.yaml": child("a", "Two")]) == first)
    #expect(try digests(call, files: ["child.yaml": child("b", "One")]) != first)
  }

  @Test func aPlansDigestBindsEveryByte() throws {
    let plain = try #require(try check(head + base).plan).digest
    #expect(try #require(try check(head + base + "\n# a comment\n").plan).digest != plain)
  }
}
