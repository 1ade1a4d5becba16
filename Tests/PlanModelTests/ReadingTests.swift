// Single values: durations, names, versions, dates, paths; and the catalogue of problems.

import Diagnostics
import Testing

@testable import PlanModel

@Suite struct ReadingTests {
  @Test(arguments: [
    ("500ms", 500), ("90s", 90_000), ("15m", 900_000), ("2h30m", 9_000_000), ("1h1m1s1ms", 3_661_001), ("0s", 0),
    ("99999999999999999999h", Int64.max),
  ])
  func durations(_ text: String, _ milliseconds: Int64) { #expect(PlanDuration.milliseconds(text) == milliseconds) }

  @Test(arguments: ["", "soon", "10", "1.5h", "-5m", "5m2h", "1m1m", "5 m", "m", "1d", "١m", "1M"])
  func notDurations(_ text: String) { #expect(PlanDuration.milliseconds(text) == nil) }

  @Test(arguments: [(0, "0s"), (500, "500ms"), (90_000, "1m30s"), (9_000_000, "2h30m"), (3_661_001, "1h1m1s1ms")])
  func durationsAsText(_ milliseconds: Int64, _ text: String) { #expect(PlanDuration.text(milliseconds) == text) }

  @Test(arguments: [
    ("1.0.0", true), ("0.0.1-rc.1+build.5", true), ("10.20.30", true), ("1.0.0-0a", true), ("1.0", false),
    ("01.0.0", false), ("1.0.0-01", false), ("1.0.0-", false), ("v1.0.0", false), ("1.0.0.0", false), ("", false),
    ("1.0.0+", false), ("1.0.0-a..b", false),
  ])
  func versions(_ text: String, _ isVersion: Bool) { #expect(Names.isSemanticVersion(text) == isVersion) }

  @Test(arguments: [
    ("2027-03-01", true), ("2028-02-29", true), ("2027-02-29", false), ("2027-13-01", false), ("2027-3-1", false),
    ("0000-01-01", false), ("2027-04-31", false), ("2027/03/01", false), ("+027-03-01", false),
  ])
  func dates(_ text: String, _ isDate: Bool) { #expect(Names.isDate(text) == isDate) }

  @Test(arguments: [
    ("a", true), ("_a-1", true), ("A_b", true), ("1a", false), ("-a", false), ("a b", false), ("é", false), ("", false),
    ("аb", false),
  ])
  func identifiers(_ text: String, _ isIdentifier: Bool) { #expect(Names.isIdentifier(text) == isIdentifier) }

  @Test(arguments: [
    ("child.yaml", "plan.yaml", "child.yaml"), ("../b.yaml", "sub/a.yaml", "b.yaml"),
    ("./x/../b.yaml", "plan.yaml", "b.yaml"), ("../b.yaml", "plan.yaml", "../b.yaml"),
    ("../../b.yaml", "../x/a.yaml", "../../b.yaml"), ("c//d.yaml", "sub/a.yaml", "sub/c/d.yaml"),
  ])
  func paths(_ mentioned: String, _ from: String, _ name: String) {
    #expect(PlanPath.resolve(mentioned, from: from) == name)
  }

  @Test func everyProblemIsExplained() {
    let entries = PlanProblem.catalogue + InputProblem.catalogue
    #expect(Set(entries.map(\.id)).count == entries.count)
    for entry in entries {
      #expect(!entry.title.isEmpty && !entry.explanation.isEmpty && !entry.example.isEmpty && !entry.cure.isEmpty)
      #expect(entry.explanation.hasSuffix(".") && entry.example != entry.cure, "\(entry.id)")
    }
  }
}
