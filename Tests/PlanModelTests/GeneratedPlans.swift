// Bad plans that are too large, or too odd, to be written down: what the corpus of files can't hold.

import Diagnostics
import Testing

struct GeneratedPlan: Sendable, CustomTestStringConvertible {
  let id: String
  /// Line and column of the one diagnostic.
  let place: String
  let files: [String: [UInt8]]

  var testDescription: String { id }

  init(_ id: String, at place: String, _ text: String, files: [String: String] = [:]) {
    self.init(id, at: place, bytes: Array(text.utf8), files: files)
  }

  init(_ id: String, at place: String, bytes: [UInt8], files: [String: String] = [:]) {
    self.id = id
    self.place = place
    self.files = files.mapValues { Array($0.utf8) }.merging(["plan.yaml": bytes]) { $1 }
  }
}

private func plan(when condition: String) -> String {
  head + "steps:\n  - id: one\n    when: \(condition)\n    uses: file.stat\n    with: {path: a}\n"
}

private func calling(_ name: String) -> String {
  head + "steps:\n  - {id: one, uses: plan.run, with: {plan: \(name)}}\n"
}

private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

let generated = [
  GeneratedPlan("BLY0003", at: "1:1", bytes: [0xFF, 0xFE] + head.utf8.flatMap { [$0, 0] }),
  GeneratedPlan("BLY0004", at: "4:12", head.replacing("Demo", with: "red \u{1B}[31mtext")),
  GeneratedPlan("BLY0005", at: "7:29", plan(when: "\"'admin' == 'nimda\u{202E}'\"")),
  GeneratedPlan("BLY0005", at: "4:11", head.replacing("Demo", with: "one\u{2028}two")),
  GeneratedPlan("BLY0016", at: "1:67", "x: " + repeated("[", 100) + repeated("]", 100)),
  GeneratedPlan("BLY0017", at: "4:8", head.replacing("Demo", with: repeated("x", 300_000))),
  GeneratedPlan("BLY0018", at: "1:1", bytes: Array(repeating: UInt8(ascii: "#"), count: 64 << 20 + 1)),
  GeneratedPlan("BLY0207", at: "7:262", plan(when: "'" + repeated("(", 300) + "true" + repeated(")", 300) + "'")),
  GeneratedPlan("BLY0208", at: "7:12", plan(when: "'" + repeated("1+", 60_000) + "1 > 0'")),
  GeneratedPlan(
    "BLY0124", at: "5:1",
    head + "steps:\n" + (0...200).map { "  - {id: s\($0), uses: plan.run, with: {plan: many.yaml}}\n" }.joined(),
    files: [
      "many.yaml": head + "steps:\n"
        + (1...1000).map { "  - {id: t\($0), uses: file.stat, with: {path: a}}\n" }.joined()
    ]),
  GeneratedPlan(
    "BLY0162", at: "6:21", head + "steps:\n  - {id: one, uses: file.stat, with: {path: a}}\n",
    files: ["steps/file.stat/step.yaml": "belay: 1\n"]),
  GeneratedPlan(
    "BLY0172", at: "6:44", calling("p1.yaml"),
    files: Dictionary(uniqueKeysWithValues: (1...20).map { ("p\($0).yaml", calling("p\($0 + 1).yaml")) })),
]

/// Ids whose plans would take too long here, and the tests that have them.
let coveredElsewhere = [
  "BLY0019": "PlanTextTests.HostileTextTests",
  // A value of a plan is no longer than an expression may be, and is refused for that first.
  "BLY0206": "ExpressionsTests.HostileInputTests",
]
