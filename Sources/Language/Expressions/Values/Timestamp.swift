// A point in time and its calendar, in pure arithmetic (proleptic Gregorian, as RFC 3339 has it). No clock and no time
// zone data: a zone is an offset here, and TimeZones.swift says how names become offsets.

/// A point in time: seconds and nanoseconds since 1970-01-01T00:00:00Z, without leap seconds.
public struct Timestamp: Hashable, Sendable, Comparable {
  public var seconds: Int64
  /// 0 ..< 1,000,000,000, always forward in time.
  public var nanos: Int32

  public init(seconds: Int64, nanos: Int32 = 0) {
    self.seconds = seconds
    self.nanos = nanos
  }

  /// 0001-01-01T00:00:00Z, the first second that the language can express.
  public static let firstSecond: Int64 = -62_135_596_800
  /// 9999-12-31T23:59:59Z, the last second that the language can express.
  public static let lastSecond: Int64 = 253_402_300_799

  /// Whether the time is within the years 1 to 9999.
  public var isInRange: Bool { seconds >= Timestamp.firstSecond && seconds <= Timestamp.lastSecond }

  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.seconds != right.seconds ? left.seconds < right.seconds : left.nanos < right.nanos
  }

  /// The time in RFC 3339 form in UTC, with as many fractional digits as it needs.
  public var text: String {
    let time = CalendarTime(self, offset: 0)
    return padded(time.year, 4) + "-" + padded(time.month, 2) + "-" + padded(time.day, 2) + "T"
      + padded(time.hour, 2) + ":" + padded(time.minute, 2) + ":" + padded(time.second, 2)
      + fractionText(nanos: Int64(nanos)) + "Z"
  }

  /// Reads RFC 3339: a `T` between date and time, `Z` or an offset at the end, up to nine fractional digits. Nil when
  /// the text has another form, names a day that doesn't exist, or lies outside the years 1 to 9999.
  public init?(parsing text: String) {
    var reader = DigitReader(text)
    guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
      let day = reader.number(2), reader.skip("T") || reader.skip("t"),
      let hour = reader.number(2), reader.skip(":"), let minute = reader.number(2), reader.skip(":"),
      let second = reader.number(2)
    else { return nil }
    guard (1...12).contains(month), day >= 1, day <= daysInMonth(month, year: year), hour < 24, minute < 60, second < 60
    else { return nil }
    var nanos = 0
    if reader.skip(".") {
      guard let fraction = reader.fraction() else { return nil }
      nanos = fraction
    }
    guard let offset = reader.zoneOffset(), reader.isAtEnd else { return nil }
    let days = daysSinceEpoch(year: year, month: month, day: day)
    let total = Int64(days) * 86_400 + Int64(hour * 3_600 + minute * 60 + second) - Int64(offset)
    self.init(seconds: total, nanos: Int32(nanos))
    guard isInRange else { return nil }
  }
}

/// A point in time as a calendar shows it at some offset from UTC. Months and days count from 1.
struct CalendarTime {
  var year, month, day, hour, minute, second, nanos: Int
  /// 0 is Sunday.
  var weekday: Int
  /// 0 is the first of January.
  var dayOfYear: Int

  init(_ time: Timestamp, offset: Int) {
    // A time far out of range is shown wrongly rather than trapping; functions refuse it.
    let local = time.seconds &+ Int64(offset)
    let days = dayNumber(ofSecond: local)
    let secondOfDay = Int((local % 86_400 + 86_400) % 86_400)
    (year, month, day) = civilDate(daysSinceEpoch: days)
    hour = secondOfDay / 3_600
    minute = secondOfDay % 3_600 / 60
    second = secondOfDay % 60
    nanos = Int(time.nanos)
    weekday = ((days + 4) % 7 + 7) % 7
    dayOfYear = days - daysSinceEpoch(year: year, month: 1, day: 1)
  }
}

/// The day since 1970-01-01 that holds a second.
func dayNumber(ofSecond second: Int64) -> Int {
  Int(second % 86_400 < 0 ? second / 86_400 - 1 : second / 86_400)
}

/// Days from 1970-01-01 to a date (Howard Hinnant's civil-from-days arithmetic).
func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
  let shifted = month <= 2 ? year - 1 : year
  let era = (shifted >= 0 ? shifted : shifted - 399) / 400
  let yearOfEra = shifted - era * 400
  let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
  let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/// The date that lies a number of days after 1970-01-01.
func civilDate(daysSinceEpoch days: Int) -> (year: Int, month: Int, day: Int) {
  let shifted = days + 719_468
  let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
  let dayOfEra = shifted - era * 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let monthIndex = (5 * dayOfYear + 2) / 153
  let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
  let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
  let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return (year, month, day)
}

func daysInMonth(_ month: Int, year: Int) -> Int {
  switch month {
  case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
  case 4, 6, 9, 11: 30
  default: 31
  }
}

/// A number with leading zeros.
func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

/// Nanoseconds as a decimal fraction: "", ".5", ".000000001"; trailing zeros are left out.
func fractionText(nanos: Int64) -> String {
  guard nanos != 0 else { return "" }
  var digits = Array(padded(Int(nanos), 9).utf8)
  while digits.last == UInt8(ascii: "0") { digits.removeLast() }
  return "." + String(decoding: digits, as: UTF8.self)
}
