// The reader of the system's time zones, and the rule at the end of a zone file.

import FoundationEssentials
import Testing

@testable import cel_conformance

@Suite struct TimeZoneTests {
  static let summer2050: Int64 = 2_540_376_000  // 2050-07-01T12:00:00Z
  static let winter2050: Int64 = 2_524_651_200  // 2050-01-01T12:00:00Z less some hours

  @Test(arguments: [
    ("EST5EDT,M3.2.0,M11.1.0", -18_000, -14_400), ("CET-1CEST,M3.5.0,M10.5.0/3", 3_600, 7_200),
    ("<+0545>-5:45", 20_700, 20_700),
    ("AEST-10AEDT,M10.1.0,M4.1.0/3", 39_600, 36_000), ("<-03>3<-02>,M3.5.0/-1,M10.5.0/0", -10_800, -7_200),
    ("IST-1GMT0,M10.5.0,M3.5.0/1", 0, 3_600), ("UTC0", 0, 0),
  ])
  func rules(text: String, winter: Int, summer: Int) throws {
    let footer = try #require(ZoneFooter(text))
    #expect(footer.offset(at: TimeZoneTests.winter2050) == winter)
    #expect(footer.offset(at: TimeZoneTests.summer2050) == summer)
  }

  @Test func changesHappenToTheSecond() throws {
    let footer = try #require(ZoneFooter("CET-1CEST,M3.5.0,M10.5.0/3"))
    // 2024-03-31T01:00:00Z and 2024-10-27T01:00:00Z.
    #expect(footer.offset(at: 1_711_846_799) == 3_600)
    #expect(footer.offset(at: 1_711_846_800) == 7_200)
    #expect(footer.offset(at: 1_729_990_799) == 7_200)
    #expect(footer.offset(at: 1_729_990_800) == 3_600)
  }

  @Test(arguments: ["", "EST", "EST5EDT", "EST5EDT,J60,J300", "EST5EDT,M3.2.0", "5", "<+05"])
  func unreadableRules(text: String) {
    #expect(ZoneFooter(text) == nil)
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/Europe/Berlin"), "no zone data here"),
    arguments: [
      ("Europe/Berlin", 1_711_846_799, 3_600), ("Europe/Berlin", 1_711_846_800, 7_200),
      ("Europe/Berlin", summer2050, 7_200),
      ("America/St_Johns", 1_234_490_400, -12_600), ("Asia/Kathmandu", 0, 19_800),
      ("Asia/Kathmandu", summer2050, 20_700),
    ] as [(String, Int64, Int)])
  func systemZones(name: String, second: Int64, offset: Int) {
    #expect(SystemTimeZones().offset(ofZone: name, atUnixSecond: second) == offset)
  }

  @Test(arguments: ["Nowhere/Land", "../../../etc/passwd", "/etc/passwd", "", "Europe"])
  func namesThatAreNoZones(name: String) {
    #expect(SystemTimeZones().offset(ofZone: name, atUnixSecond: 0) == nil)
  }

  @Test func damagedFilesAreRefused() {
    let header = Array("TZif2".utf8)
    #expect(TimeZoneFile([]) == nil)
    #expect(TimeZoneFile(header) == nil)
    #expect(TimeZoneFile(header + [UInt8](repeating: 255, count: 200)) == nil)
  }
}
