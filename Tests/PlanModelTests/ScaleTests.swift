// Large plans: time that grows with their length, and the limits of the language.

import Diagnostics
import PlanModel
import Testing

private func chain(_ count: Int) -> String {
  var text = head + "steps:\n"
  for number in 0..<count {
    text += "  - id: s\(number)\n    uses: shell.run\n    effect: read\n"
    if number > 0 { text += "    when: steps.s\(number - 1).outputs.exit_code == 0\n" }
    text += "    with: {script: 'true'}\n"
  }
  return text
}

@Suite struct ScaleTests {
  /// A bound that only quadratic work misses, on any machine and in a debug build.
  @Test func twentyThousandStepsThatReadTheirPredecessors() throws {
    let text = chain(20_000)
    let time = try ContinuousClock().measure {
      let result = try check(text)
      #expect(result.plan?.body.phases[0].steps.count == 20_000)
    }
    #expect(time < .seconds(60))
  }

  @Test func thousandsOfMistakesAreAnsweredToo() throws {
    var text = head + "steps:\n"
    for number in 0..<2000 {
      text +=
        "  - {id: s\(number), needs: [t\(number)], uses: file.stat, with: {path: '${{ steps.x\(number).status }}'}}\n"
    }
    let time = try ContinuousClock().measure {
      let result = try check(text)
      #expect(result.diagnostics.count == 4000)
    }
    #expect(time < .seconds(60))
  }

  @Test func moreMistakesThanAnybodyReadsAreCutOff() throws {
    // Warnings first, as many as are kept: the error behind them is said all the same.
    var text = head + "steps:\n"
    for number in 0..<5001 {
      text +=
        "  - {id: s\(number), uses: shell.run, with: {script: a}, retry: {attempts: 2}, rollback: {none: x}}\n"
    }
    text += "  - {id: wrong, uses: file.stat, with: {pth: a}}\n"
    for number in 0..<20 { text += "  - {id: t\(number), uses: file.stat, with: {pth: a}}\n" }
    let result = try check(text)
    #expect(result.plan == nil && result.diagnostics.count == 5002)
    #expect(result.diagnostics.count { $0.severity == .error } == 1)
  }

  @Test func oneCycleOfThousands() throws {
    var text = head + "steps:\n"
    for number in 0..<3000 {
      text += "  - {id: s\(number), needs: [s\((number + 1) % 3000)], uses: file.stat, with: {path: a}}\n"
    }
    let result = try check(text)
    #expect(result.diagnostics.map(\.id) == ["BLY0303"])
    #expect(result.diagnostics[0].message.hasSuffix("→ s2999 → s0"))
  }

  @Test func stepsOfSubPlansCount() throws {
    let leaf = head + "steps:\n" + (0..<100).map { "  - {id: s\($0), uses: file.stat, with: {path: a}}\n" }.joined()
    func caller(_ plan: String) -> String {
      head + "steps:\n" + (0..<50).map { "  - {id: s\($0), uses: plan.run, with: {plan: \(plan)}}\n" }.joined()
    }
    let result = try check(caller("b.yaml"), files: ["b.yaml": caller("c.yaml"), "c.yaml": leaf])
    #expect(
      result.diagnostics.map(\.message) == ["252550 steps, sub-plans included; the limit of a plan is 200000 steps"])
    #expect(result.plan == nil)
  }

  @Test func plansWithinPlansAreBounded() throws {
    var files: [String: String] = [:]
    for number in 1...20 {
      files["p\(number).yaml"] = head + "steps:\n  - {id: s, uses: plan.run, with: {plan: p\(number + 1).yaml}}\n"
    }
    files["p21.yaml"] = head + "steps:\n  - {id: s, uses: file.stat, with: {path: a}}\n"
    let deep = try check(head + "steps:\n  - {id: s, uses: plan.run, with: {plan: p1.yaml}}\n", files: files)
    #expect(
      deep.diagnostics.map { "\($0.file?.path ?? "") \($0.message)" } == [
        "p15.yaml plans within plans more than 16 deep"
      ])
    let fine = try check(head + "steps:\n  - {id: s, uses: plan.run, with: {plan: p10.yaml}}\n", files: files)
    #expect(fine.plan != nil)
  }
}
