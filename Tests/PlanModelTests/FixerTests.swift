// `belay check --fix`: what it changes, what it leaves alone, and that nothing is left to change afterwards.

import Diagnostics
import Foundation
import PlanModel
import Testing

@Suite struct FixerTests {
  private func fix(_ body: String, files: [String: String] = [:]) throws -> PlanFixer.Outcome {
    var files = files
    files["plan.yaml"] = head + body
    return PlanFixer(registry: try TestSteps.registry(), reader: MemoryReader(files)).fix(path: "plan.yaml")
  }

  private func text(_ outcome: PlanFixer.Outcome, _ path: String = "plan.yaml") -> String? {
    outcome.files.first { $0.path == path }.map { String(decoding: $0.after, as: UTF8.self) }
  }

  @Test(arguments: [
    // Names
    ("- {id: a, uses: fil.stat, with: {pth: a}}", "- {id: a, uses: file.stat, with: {path: a}}"),
    (
      "- {id: sign-off, uses: file.stat, with: {path: a}, success: [steps.sign-off.outputs.exist]}",
      "- {id: sign-off, uses: file.stat, with: {path: a}, success: [\"steps['sign-off'].outputs.exists\"]}"
    ),
    (
      "- {id: a-b, uses: file.stat, with: {path: a}, success: ['steps.a-b.outputs.exists']}",
      "- {id: a-b, uses: file.stat, with: {path: a}, success: ['steps[''a-b''].outputs.exists']}"
    ),
    (
      "- {id: a-b, uses: file.stat, with: {path: a}, success: [\"steps.a-b.outputs.exists\"]}",
      "- {id: a-b, uses: file.stat, with: {path: a}, success: [\"steps['a-b'].outputs.exists\"]}"
    ),
    // Values
    (
      "- {id: a, uses: file.stat, timeout: 2 hours, idempotent: yes, needs: [], with: {path: a}}",
      "- {id: a, uses: file.stat, timeout: 2h, idempotent: true, needs: [], with: {path: a}}"
    ),
    (
      "- {id: a, uses: file.stat, with: {path: a}, success: outputs.exists}",
      "- {id: a, uses: file.stat, with: {path: a}, success: [outputs.exists]}"
    ),
    // Traps of YAML
    (
      "- {id: a, uses: file.stat, when: !has(run.id), with: {path: a}}",
      "- {id: a, uses: file.stat, when: '!has(run.id)', with: {path: a}}"
    ),
    (
      "- {id: a, uses: file.stat, with: {path: ${{ run.id }}}}",
      "- {id: a, uses: file.stat, with: {path: '${{ run.id }}'}}"
    ),
    (
      "- id: a\n    uses: file.stat\n    when: run.id == '' ? true : false\n    with: {path: a}",
      "- id: a\n    uses: file.stat\n    when: \"run.id == '' ? true : false\"\n    with: {path: a}"
    ),
    (
      "- id: a\n    uses: file.stat\n    when: [1].exists(n, n == 1)\n    with: {path: a}",
      "- id: a\n    uses: file.stat\n    when: '[1].exists(n, n == 1)'\n    with: {path: a}"
    ),
    (
      "- id: a\n    uses: file.stat\n    when: run.id == 'a #1'\n    with: {path: a}",
      "- id: a\n    uses: file.stat\n    when: \"run.id == 'a #1'\"\n    with: {path: a}"
    ),
    // One after another: the second value goes into the map that the first one made.
    (
      "- {id: a, uses: shell.run, effect: read, with: {script: 'echo ${{ run.id }} ${{ run.plan }}'}}",
      "- {id: a, uses: shell.run, effect: read, with: {env: {PLAN: '${{ run.plan }}', ID: '${{ run.id }}'}, script: 'echo \"$ID\" \"$PLAN\"'}}"
    ),
    (
      "- id: a\n    uses: shell.run\n    effect: read\n    with:\n      script: |\n        a '${{ run.id }}' \"${{ run.id }}_x\"",
      "- id: a\n    uses: shell.run\n    effect: read\n    with:\n      env: {ID_2: '${{ run.id }}', ID: '${{ run.id }}'}\n      script: |\n        a ''\"$ID\"'' \"${ID_2}_x\""
    ),
  ])
  func fixes(_ wrong: String, _ right: String) throws {
    let outcome = try fix("steps:\n  \(wrong)\n")
    #expect(text(outcome) == head + "steps:\n  \(right)\n")
    #expect(outcome.result.plan != nil, "\(outcome.result.diagnostics.map(\.message))")
    #expect(!outcome.changes.isEmpty)
    let again = try fix("steps:\n  \(right)\n")
    #expect(again.changes.isEmpty && again.files.isEmpty)
  }

  @Test(arguments: [
    // A guess is only offered.
    "- {id: a, uses: file.stat, timeout: 90, with: {path: a}}",
    "- {id: a, uses: file.write, with: {path: a, content: b}}",
    // It would make a key twice.
    "- {id: a, uses: file.stat, with: {path: a, pth: b}}",
    "- {id: a, uses: shell.run, with: {script: 'true'}}",
  ])
  func leavesAlone(_ step: String) throws {
    let outcome = try fix("steps:\n  \(step)\n")
    #expect(outcome.changes.isEmpty && outcome.files.isEmpty)
    #expect(outcome.result.plan == nil)
  }

  @Test func fixesIncludesToo() throws {
    let child = head.replacing("demo", with: "child") + "steps:\n  - {id: a, use: file.stat, with: {pth: a}}\n"
    let outcome = try fix(
      "steps:\n  - {id: c, uses: plan.rum, with: {plan: parts/child.yaml}}\n", files: ["parts/child.yaml": child])
    #expect(text(outcome) == head + "steps:\n  - {id: c, uses: plan.run, with: {plan: parts/child.yaml}}\n")
    #expect(text(outcome, "parts/child.yaml")?.hasSuffix("- {id: a, uses: file.stat, with: {path: a}}\n") == true)
    #expect(outcome.result.plan != nil)
    #expect(
      outcome.changes.map { "\($0.file):\($0.place.line):\($0.place.column) \($0.id)" } == [
        "plan.yaml:6:19 BLY0105", "parts/child.yaml:6:13 BLY0101", "parts/child.yaml:6:37 BLY0103",
      ])
  }

  /// Whatever it does to the plans of the corpus: no YAML breaks, and a second time nothing changes.
  @Test(arguments: corpusPlans) func settlesOnTheCorpus(_ plan: String) throws {
    let registry = try TestSteps.registry()
    let outcome = PlanFixer(registry: registry, reader: CorpusDisk()).fix(path: plan)
    let before = PlanChecker(registry: registry, reader: CorpusDisk()).check(path: plan)
    let wasReadable = !before.diagnostics.contains { $0.id < "BLY0100" }
    if wasReadable {
      #expect(!outcome.result.diagnostics.contains { $0.id < "BLY0100" })
    }
    var texts = CorpusDisk()
    for file in outcome.files { texts.patches[file.path] = file.after }
    let again = PlanFixer(registry: registry, reader: texts).fix(path: plan)
    #expect(again.changes == [] && again.files.isEmpty)
  }
}

private let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Corpus")

private let corpusPlans = ((try? FileManager.default.contentsOfDirectory(atPath: corpus.path)) ?? [])
  .filter { $0.hasSuffix(".yaml") }.sorted()

private struct CorpusDisk: PlanReader {
  var patches: [String: [UInt8]] = [:]

  func read(_ path: String) -> Result<[UInt8], PlanReadError> {
    if let bytes = patches[path] { return .success(bytes) }
    guard let data = FileManager.default.contents(atPath: corpus.appendingPathComponent(path).path) else {
      return .failure(PlanReadError(message: "no such file"))
    }
    return .success(Array(data))
  }
}
