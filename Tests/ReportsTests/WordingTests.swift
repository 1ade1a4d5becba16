// Times, durations, values and logs as people read them.

import JSONText
import Testing

@testable import Reports

@Suite struct WordingTests {
  @Test(
    arguments: [
      (0, "0 ms"), (-5, "0 ms"), (340, "340 ms"), (999, "999 ms"), (1000, "1 s"), (5240, "5.2 s"), (9949, "9.9 s"),
      (9950, "10 s"), (59_499, "59 s"), (59_500, "1 min"), (65_000, "1 min 5 s"), (3_599_600, "1 h"),
      (7_380_000, "2 h 3 min"), (86_400_000, "1 d"), (100_800_000, "1 d 4 h"), (864_000_000, "10 d"),
    ] as [(Int64, String)])
  func durations(_ milliseconds: Int64, _ expected: String) {
    #expect(TimeText.duration(milliseconds) == expected)
  }

  @Test(
    arguments: [
      (10, "10 ms"), (45_000, "45 s"), (90_000, "1.5 min"), (54_720_000, "15 h"), (90_000_000, "1 d"),
    ] as [(Int64, String)])
  func briefDurations(_ milliseconds: Int64, _ expected: String) {
    #expect(TimeText.briefDuration(milliseconds) == expected)
  }

  @Test(
    arguments: [
      (640, 1000, "64 % of the estimate"), (12_300, 5000, "2.5 times the estimate"), (5000, 5000, "as estimated"),
      (1, 0, ""), (0, 1000, "under 1 % of the estimate"),
    ] as [(Int64, Int64, String)])
  func comparisons(_ taken: Int64, _ estimate: Int64, _ expected: String) {
    #expect(TimeText.comparison(taken, estimate: estimate) == expected)
  }

  @Test func times() {
    #expect(TimeText.full(RunScript.start) == "2026-11-24 14:30:05 UTC")
    #expect(TimeText.timeWithMilliseconds(RunScript.start + 7) == "14:30:05.007")
  }

  @Test(
    arguments: [
      (.string("plain"), "plain"), (.string(""), "“”"), (.int(3), "3"), (.null, "null"),
      (["$double": "1.5"], "1.5"), (["$double": "NaN"], "NaN"),
      (["$any": ["$int": "9007199254740993"]], "9007199254740993"),
      (["$secret": ["token"]], "secret token (never recorded)"),
      (["$secret": ["a", "b"]], "secrets a, b (never recorded)"),
      (["list": [1, ["$double": "0.5"]]], "{\"list\":[1,0.5]}"),
    ] as [(JSON, String)])
  func values(_ value: JSON, _ expected: String) {
    #expect(ValueText.text(value) == expected)
  }

  @Test(arguments: [
    ("plain", "plain"), ("\u{1B}[1;31mred\u{1B}[0m", "red"), ("a\r\nb\rc", "a\nb\nc"), ("\u{1B}", ""),
    ("\u{1B}]0;title\u{7}text", "text"), ("\u{1B}[31", ""), ("tab\there", "tab\there"), ("nul\0", "nul⟨U+0000⟩"),
    ("ab\u{200B}", "ab⟨U+200B⟩"), ("é 漢 👍🏽", "é 漢 👍🏽"), ("\u{1B}[31\nnext", "\nnext"),
  ])
  func readableText(_ text: String, _ expected: String) {
    #expect(ReadableText.clean(text) == expected)
  }

  @Test func logsAreCutAtALine() {
    #expect(LogTail.cut("one\ntwo\n", to: 100).text == "one\ntwo\n")
    let (text, isCut) = LogTail.cut("first line\nsecond line\n", to: 15)
    #expect(text == "second line\n")
    #expect(isCut)
    #expect(LogTail.cut("äöü", to: 3).text == "ü")
    #expect(LogTail.limit(forLogs: 500) == 3000)
    #expect(LogTail.limit(forLogs: 0) == 16_000)
  }
}

extension WordingTests {
  @Test(arguments: [
    ("plain", "plain"), ("`belay log` shows it", "`belay log` shows it"), ("a ` alone", "a \\` alone"), ("", ""),
    ("``", ""), ("see `<b>`", "see `<b>`"),
  ])
  func commandsInProse(_ text: String, _ expected: String) {
    #expect(MarkdownWriter().text(.prose(text)) == expected)
  }
}
