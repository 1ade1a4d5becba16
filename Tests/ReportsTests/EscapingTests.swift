// Nothing that a run wrote becomes markup, in HTML or in Markdown; nothing in a page points out of it.

import Engine
import Foundation
import JSONText
import Reports
import Testing

private let attack = "<script>alert('x')</script>\"><img src=x onerror=alert(1)> & `code` | pipe"

/// A run in which everything that can be is hostile.
private func hostileRun() throws -> RunScript {
  var run = try RunScript(checkedPlan(SamplePlans.small), inputs: [:], starter: attack)
  try run.open(host: attack)
  try run.intent("first", inputs: ["argv": .array([.string(attack)]), attack: .string(attack)])
  run.wait(1000)
  try run.outcome(
    "first", outputs: ["stdout": .string(attack), "exit_code": 0],
    evidence: [Evidence(check: attack, holds: true, seen: [attack: .string(attack)], error: attack)])
  try run.record(
    .gateOpened(
      GateOpened(
        work: WorkID(step: "second", attempt: 1), kind: .approval, message: attack, roles: [attack], quorum: 1,
        distinctFrom: [attack], checklist: [attack], expiresAfter: nil, inputs: [:], evidence: [])))
  try run.record(
    .gateAnswered(
      GateAnswered(
        step: "second", attempt: 1, decision: .reject, person: attack, roles: [attack], reason: attack, expiresAt: nil,
        statement: .string(attack), signature: attack)), by: attack)
  let error = RecordedError(code: attack, message: attack, help: attack)
  try run.outcome("second", error: error, learned: .lost)
  try run.record(.failing(RunFailing(step: "second", error: error, mode: .halt)))
  try run.record(.alarm(RunAlarm(error: error)))
  try run.record(.guardTripped(GuardTripped(id: attack, error: error, action: .stop, since: 0, evidence: [])))
  try run.record(.unknown(type: attack, data: .string(attack)))
  try run.end(.halted)
  run.logs = [
    "first": attack + "\n```\n# heading\n</pre>\n", "second": "\u{1B}[31mred\u{1B}[0m \u{202E}turned\u{7}\r\nend",
  ]
  return run
}

@Suite struct EscapingTests {
  @Test func htmlHoldsNoForeignMarkup() throws {
    var input = try hostileRun().input(problems: [.init(seq: 3, id: attack, message: attack)])
    input.run = attack
    input.head = attack
    input.binaryVersion = attack
    let page = HTMLReport(input).render()
    #expect(!page.lowercased().contains("<script"))
    #expect(!page.lowercased().contains("<img"))
    #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"))
    let names = page.matches(of: #/<([a-zA-Z!][a-zA-Z0-9]*)/#).map { String($0.1) }
    let known: Set = [
      "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "p", "ul", "li", "dl",
      "dt", "dd", "nav", "a", "main", "section", "table", "thead", "tbody", "tr", "th", "td", "div", "span", "code",
      "pre", "strong", "details", "summary", "footer", "figure", "figcaption", "svg", "defs", "pattern", "path", "rect",
      "line", "text", "g",
    ]
    #expect(Set(names).subtracting(known) == [])
    #expect(page.matches(of: #/ on[a-z]+=["']/#).isEmpty)
  }

  @Test func everyElementIsClosed() throws {
    let page = HTMLReport(try hostileRun().input()).render()
    let void: Set = ["meta", "!DOCTYPE"]
    var open: [String] = []
    for match in page.matches(of: #/<(/?)([a-zA-Z!][a-zA-Z0-9]*)(?:[^<>"]|"[^"]*")*?(/?)>/#) {
      let name = String(match.2)
      if void.contains(name) || !match.3.isEmpty { continue }
      if match.1.isEmpty { open.append(name) } else { #expect(open.popLast() == name) }
    }
    #expect(open == [])
  }

  @Test func anchorsAreFoundAndUnique() throws {
    let page = HTMLReport(try SampleRuns.rolledBack().input()).render()
    let ids = page.matches(of: #/ id="([^"]*)"/#).map { String($0.1) }
    #expect(Set(ids).count == ids.count)
    let targets = Set(page.matches(of: #/ href="#([^"]*)"/#).map { String($0.1) })
    #expect(targets.subtracting(ids) == [])
  }

  @Test func nothingIsLoadedFromOutside() throws {
    for run in [try hostileRun(), try SampleRuns.rolledBack(), try SampleRuns.small()] {
      let page = HTMLReport(run.input()).render()
      #expect(page.matches(of: #/(src|href)=["']https?:/#).isEmpty)
      #expect(page.matches(of: #/(src|href)=["'](?!#)/#).isEmpty)
      #expect(page.matches(of: #/url\((?!#)/#).isEmpty)
      #expect(!page.contains("@import"))
      #expect(page.contains("default-src &#39;none&#39;"))
    }
  }

  @Test func markdownHoldsNoForeignMarkup() throws {
    var input = try hostileRun().input(problems: [.init(seq: 3, id: attack, message: attack)])
    input.run = attack
    let text = MarkdownReport(input).render()
    var fence: String?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let ticks = String(line.prefix { $0 == "`" })
      if let open = fence {
        if line == open[...] { fence = nil }
        continue
      }
      if ticks.count >= 3, !line.dropFirst(ticks.count).contains("`") {
        fence = ticks
        continue
      }
      #expect(!withoutCode(String(line)).contains("<"), "\(line)")
    }
    #expect(fence == nil)
  }

  /// A cell that holds a bar would shift all cells after it.
  @Test func markdownTablesKeepTheirShape() throws {
    let text = MarkdownReport(try hostileRun().input()).render()
    var columns: Int?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("| ") || line.hasPrefix("| ---") || line.hasPrefix("|") else {
        columns = nil
        continue
      }
      let bars = line.replacing(#/\\\|/#, with: "").count { $0 == "|" }
      #expect(bars == columns ?? bars, "\(line)")
      columns = bars
    }
  }

  @Test func terminalSequencesAndTurnedTextAreMadeHarmless() throws {
    let page = HTMLReport(try hostileRun().input()).render()
    #expect(page.contains("<pre>red ⟨U+202E⟩turned⟨U+0007⟩\nend</pre>"))
    #expect(!page.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
  }

  /// A line without its code spans, read as CommonMark does.
  private func withoutCode(_ line: String) -> String {
    var rest = line[...]
    var kept = ""
    while let next = rest.first {
      if next == "\\" {
        rest = rest.dropFirst(2)
        continue
      }
      let ticks = rest.prefix { $0 == "`" }
      rest = rest.dropFirst(max(1, ticks.count))
      guard !ticks.isEmpty else {
        kept.append(next)
        continue
      }
      rest = afterSpan(rest, ticks.count) ?? rest
    }
    return kept
  }

  private func afterSpan(_ text: Substring, _ length: Int) -> Substring? {
    var rest = text
    while let start = rest.firstIndex(of: "`") {
      let ticks = rest[start...].prefix { $0 == "`" }
      rest = rest[ticks.endIndex...]
      if ticks.count == length { return rest }
    }
    return nil
  }
}
