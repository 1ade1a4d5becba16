// Times in UTC and durations as people say them. Times are milliseconds since 1970, durations milliseconds.

import Engine

enum TimeText {
  /// `2026-11-24 14:30:05`, without the zone: tables say UTC in their heading.
  static func dateAndTime(_ at: Int64) -> String { date(at) + " " + time(at) }

  /// `2026-11-24 14:30:05 UTC`
  static func full(_ at: Int64) -> String { dateAndTime(at) + " UTC" }

  static func date(_ at: Int64) -> String { String(journalTime(at).prefix(10)) }

  /// `14:30:05`
  static func time(_ at: Int64) -> String { String(journalTime(at).dropFirst(11).prefix(8)) }

  /// `14:30`
  static func minute(_ at: Int64) -> String { String(time(at).prefix(5)) }

  /// `14:30:05.120`
  static func timeWithMilliseconds(_ at: Int64) -> String { String(journalTime(at).dropFirst(11).dropLast()) }

  /// `340 ms`, `5.2 s`, `42 s`, `1 min 5 s`, `2 h 3 min`, `1 d 4 h`. A negative one (clocks were set) is `0 ms`.
  static func duration(_ milliseconds: Int64) -> String {
    let length = max(0, milliseconds)
    if length < 1000 { return "\(length) ms" }
    if length < 9950 {
      let tenths = (length + 50) / 100
      return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }
    let seconds = (length + 500) / 1000
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return joined(seconds / 60, "min", seconds % 60, "s") }
    let minutes = (seconds + 30) / 60
    if minutes < 1440 { return joined(minutes / 60, "h", minutes % 60, "min") }
    let hours = (minutes + 30) / 60
    return joined(hours / 24, "d", hours % 24, "h")
  }

  private static func joined(_ major: Int64, _ majorUnit: String, _ minor: Int64, _ minorUnit: String) -> String {
    minor == 0 ? "\(major) \(majorUnit)" : "\(major) \(majorUnit) \(minor) \(minorUnit)"
  }

  /// One unit only, for narrow places: `45 s`, `3.2 h`.
  static func briefDuration(_ milliseconds: Int64) -> String {
    let units: [(String, Int64)] = [("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1000)]
    for (unit, size) in units where milliseconds >= size {
      let tenths = (milliseconds * 10 + size / 2) / size
      let isWhole = tenths % 10 == 0 || tenths >= 100
      return isWhole ? "\((tenths + 5) / 10) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
    }
    return "\(max(0, milliseconds)) ms"
  }

  /// How the time taken compares with what was estimated: `2.4 times the estimate`.
  static func comparison(_ taken: Int64, estimate: Int64) -> String {
    guard estimate > 0 else { return "" }
    let tenths = (max(0, taken) * 10 + estimate / 2) / estimate
    if tenths == 10 { return "as estimated" }
    if tenths > 10 { return "\(tenths / 10).\(tenths % 10) times the estimate" }
    let percent = (max(0, taken) * 100 + estimate / 2) / estimate
    return percent == 0 ? "under 1 % of the estimate" : "\(percent) % of the estimate"
  }
}
