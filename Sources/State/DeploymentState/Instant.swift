// Times as text. The clock is never read here: whoever writes a document says when that is.

/// Points in time as ISO 8601 text.
public enum Instant {
  /// `2025-08-01T20:19:42.633Z` for milliseconds since 1970.
  public static func text(milliseconds: Int64) -> String {
    let (days, ofDay) = milliseconds.quotientAndFloorRemainder(by: 86_400_000)
    let (year, month, day) = civil(daysSince1970: days)
    let (hour, minute) = (ofDay / 3_600_000, ofDay / 60_000 % 60)
    let (second, fraction) = (ofDay / 1000 % 60, ofDay % 1000)
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T"
      + "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2)).\(padded(fraction, 3))Z"
  }

  /// Whether a text is such a time, with or without a fraction of the second.
  public static func isText(_ text: String) -> Bool {
    let pattern = Array("dddd-dd-ddTdd:dd:dd".utf8)
    var rest = Array(text.utf8)[...]
    guard rest.count > pattern.count, rest.last == UInt8(ascii: "Z") else { return false }
    for expected in pattern {
      guard let byte = rest.popFirst() else { return false }
      let fits = expected == UInt8(ascii: "d") ? (48...57).contains(byte) : byte == expected
      guard fits else { return false }
    }
    let fraction = rest.dropLast()
    return fraction.isEmpty
      || (fraction.first == UInt8(ascii: ".") && fraction.count > 1
        && fraction.dropFirst().allSatisfy { (48...57).contains($0) })
  }

  /// The Gregorian date of a day, by whole eras of 400 years from 0000-03-01.
  private static func civil(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, dayOfEra) = (days + 719_468).quotientAndFloorRemainder(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension Int64 {
  fileprivate func quotientAndFloorRemainder(by divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
