// Points in time as people write them: milliseconds since 1970 to a UTC date and time, without a calendar library.

import Glibc

/// A UTC date and time to the millisecond, in the Gregorian calendar.
struct CivilTime: Hashable, Sendable {
  let year, month, day, hour, minute, second, millisecond: Int

  init(milliseconds: Int64) {
    let secondsOfDay: Int64 = 86_400
    let seconds = floorDivide(milliseconds, 1000)
    let days = floorDivide(seconds, secondsOfDay)
    let rest = Int(seconds - days * secondsOfDay)
    (year, month, day) = date(daysSince1970: days)
    (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
    millisecond = Int(milliseconds - seconds * 1000)
  }

  /// RFC 3339 with milliseconds, such as `2026-11-24T14:30:05.120Z`.
  var text: String {
    padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) + "T" + padded(hour, 2) + ":" + padded(minute, 2)
      + ":" + padded(second, 2) + "." + padded(millisecond, 3) + "Z"
  }
}

/// The time now by the system's clock, RFC 3339 in UTC with milliseconds: the default clock of a store.
@Sendable public func systemTime() -> String {
  var now = timespec()
  clock_gettime(CLOCK_REALTIME, &now)
  return CivilTime(milliseconds: Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000).text
}

/// A number in decimal with leading zeros up to a width.
func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

private func floorDivide(_ dividend: Int64, _ divisor: Int64) -> Int64 {
  let quotient = dividend / divisor
  return dividend % divisor < 0 ? quotient - 1 : quotient
}

/// Howard Hinnant's `civil_from_days`: years begin in March, so that a leap day is the last day of its year.
private func date(daysSince1970: Int64) -> (year: Int, month: Int, day: Int) {
  let shifted = daysSince1970 + 719_468
  let era = floorDivide(shifted, 146_097)
  let dayOfEra = shifted - era * 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let monthFromMarch = (5 * dayOfYear + 2) / 153
  let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
  let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return (Int(year), Int(month), Int(day))
}
