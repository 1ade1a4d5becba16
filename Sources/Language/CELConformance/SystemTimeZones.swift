// Named time zones from the system's database (TZif files, RFC 8536). Outside of the pure core, which has no files.

import Expressions
import FoundationEssentials

/// Reads `/usr/share/zoneinfo`.
struct SystemTimeZones: TimeZoneRules {
  var folder = "/usr/share/zoneinfo"

  func offset(ofZone name: String, atUnixSecond second: Int64) -> Int? {
    let isPlain = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "-"),
        UInt8(ascii: "+"):
        true
      default: false
      }
    }
    guard isPlain, !name.hasPrefix("/"),
      let data = FileManager.default.contents(atPath: folder + "/" + name)
    else { return nil }
    return TimeZoneFile([UInt8](data))?.offset(at: second)
  }
}

/// The transitions of one zone.
struct TimeZoneFile {
  private var times: [Int64] = []
  private var kinds: [Int] = []
  private var offsets: [Int] = []
  private var footer: ZoneFooter?

  /// Reads the 64-bit part of a file of version 2 or later.
  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: "TZif".utf8), bytes.count > 44, bytes[4] >= UInt8(ascii: "2") else { return nil }
    let number = { (offset: Int, size: Int) -> Int64 in
      guard offset + size <= bytes.count else { return 0 }
      let raw = bytes[offset..<(offset + size)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return size == 4 ? Int64(Int32(truncatingIfNeeded: raw)) : Int64(bitPattern: raw)
    }
    let counts = { (header: Int) in (0..<6).map { Int(number(header + 20 + 4 * $0, 4)) } }
    // Counts: UT indicators, standard indicators, leap seconds, transitions, kinds, characters.
    let first = counts(0)
    let header = 44 + first[3] * 5 + first[4] * 6 + first[5] + first[2] * 8 + first[1] + first[0]
    guard header + 44 <= bytes.count else { return nil }
    let second = counts(header)
    var place = header + 44
    guard second[3] >= 0, second[4] > 0, place + second[3] * 9 + second[4] * 6 <= bytes.count else { return nil }
    times = (0..<second[3]).map { number(place + 8 * $0, 8) }
    place += 8 * second[3]
    kinds = (0..<second[3]).map { Int(bytes[place + $0]) }
    place += second[3]
    offsets = (0..<second[4]).map { Int(number(place + 6 * $0, 4)) }
    guard kinds.allSatisfy(offsets.indices.contains) else { return nil }
    place += 6 * second[4] + second[5] + 12 * second[2] + second[1] + second[0]
    if place + 1 < bytes.count {
      footer = ZoneFooter(String(decoding: bytes[(place + 1)...].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
  }

  /// The offset at a Unix time. After the last transition of the file the rule at its end holds.
  func offset(at second: Int64) -> Int {
    guard let next = times.firstIndex(where: { $0 > second }) else {
      return footer?.offset(at: second) ?? offsets[kinds.last ?? 0]
    }
    return offsets[next > 0 ? kinds[next - 1] : 0]
  }
}
