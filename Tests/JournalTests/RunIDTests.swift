// Run ids: their form, their order, what is refused.

import Testing

@testable import Journal

@Suite("Run ids")
struct RunIDTests {
  @Test(
    "An id shows the time and is the same for the same time and randomness",
    arguments: [
      (0, 0, "19700101-000000-000000"), (1_795_530_605_120, 0, "20261124-143005-3r0000"),
      (1_795_530_605_999, UInt64.max, "20261124-143005-z7zzzz"), (951_782_400_001, 1, "20000229-000000-010001"),
      (253_402_300_799_999, 32, "99991231-235959-z70010"),
    ] as [(Int64, UInt64, String)])
  func make(milliseconds: Int64, random: UInt64, expected: String) {
    #expect(RunID.make(milliseconds: milliseconds, random: random).text == expected)
    #expect(RunID(expected)?.text == expected)
  }

  @Test("Ids sort by time to the millisecond")
  func order() {
    var state: UInt64 = 7
    var time: Int64 = 1_700_000_000_000
    var before = RunID.make(milliseconds: time, random: state)
    for _ in 0..<2000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      time += 1 + Int64(state >> 50)
      let next = RunID.make(milliseconds: time, random: state >> 20)
      #expect(before < next)
      before = next
    }
  }

  @Test("Names that aren't safe everywhere are no ids", arguments: ["", "last", "-a", "_a", "a/b", "a.b", "ä", "a b"])
  func refused(text: String) { #expect(RunID(text) == nil) }

  @Test("Length is limited")
  func length() {
    #expect(RunID(String(repeating: "a", count: 64)) != nil)
    #expect(RunID(String(repeating: "a", count: 65)) == nil)
  }

  @Test("Times are written as RFC 3339 in UTC with milliseconds")
  func times() {
    #expect(CivilTime(milliseconds: 1_795_530_605_007).text == "2026-11-24T14:30:05.007Z")
    #expect(CivilTime(milliseconds: -1).text == "1969-12-31T23:59:59.999Z")
    #expect(systemTime().utf8.count == 24)
  }
}
