// Large runs: the report stays small enough to mail, and doesn't take long.

import Engine
import Foundation
import Reports
import Testing

@Suite struct SizeTests {
  @Test(arguments: [1, 40, 500]) func sizes(_ count: Int) throws {
    let input = try SampleRuns.chain(count).input()
    let start = ContinuousClock.now
    let page = HTMLReport(input).render()
    let text = MarkdownReport(input).render()
    let elapsed = ContinuousClock.now - start
    if ProcessInfo.processInfo.environment["BELAY_SHOW"] != nil {
      try page.write(toFile: "/tmp/belay-report-\(count).html", atomically: true, encoding: .utf8)
      try "\(count): \(page.utf8.count) bytes, \(elapsed)\n".write(
        toFile: "/tmp/belay-report-\(count).txt", atomically: true, encoding: .utf8)
    }
    #expect(page.utf8.count < 4_000_000)
    #expect(text.utf8.count < 4_000_000)
    // Unoptimised and on a busy machine; the aim is to find what grows faster than the run.
    #expect(elapsed < .seconds(30))
    #expect(page.matches(of: #/<details class="step"/#).count == count)
  }

  @Test func aLongWayBack() throws {
    let page = HTMLReport(try SampleRuns.longWayBack().input()).render()
    if ProcessInfo.processInfo.environment["BELAY_SHOW"] != nil {
      try page.write(toFile: "/tmp/belay-report-back.html", atomically: true, encoding: .utf8)
    }
    #expect(page.contains("131 undone, 19 not started."))
    #expect(page.matches(of: #/class="bar undone"/#).count == 131 + 3 + 1)
    #expect(page.utf8.count < 1_000_000)
  }

  @Test func aLongLogKeepsItsEnd() throws {
    var run = try SampleRuns.small()
    run.logs["first"] = String(repeating: "ä line\n", count: 10_000) + "the last line\n"
    let text = MarkdownReport(run.input()).render()
    #expect(text.contains("the last line"))
    #expect(text.contains("End of the log; `belay log \(RunScript.id) first` has the whole"))
    #expect(text.utf8.count < 40_000)
    #expect(!text.contains("\u{FFFD}"))
  }

  @Test func longValuesAreCut() throws {
    var run = try RunScript(checkedPlan(SamplePlans.small))
    try run.open()
    try run.intent("first", inputs: ["argv": .array([.string(String(repeating: "x", count: 100_000))])])
    try run.outcome("first", outputs: ["stdout": .string(String(repeating: "y", count: 100_000)), "exit_code": 0])
    let page = HTMLReport(run.input()).render()
    #expect(page.utf8.count < 60_000)
    #expect(page.contains("… (98000 more characters)"))
  }
}
