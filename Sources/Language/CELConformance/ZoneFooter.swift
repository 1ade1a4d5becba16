// The rule at the end of a zone file, in the form of POSIX's TZ variable: `EST5EDT,M3.2.0,M11.1.0`. It says what holds
// after the last transition that the file lists.

/// Offsets by rule, for all the years to come.
struct ZoneFooter {
  private struct Change {
    var month: Int
    /// 1 to 5, the last one.
    var week: Int
    var weekday: Int
    /// Seconds after midnight, local time; may be negative or beyond a day.
    var time: Int
  }

  private let standardOffset: Int
  private let summer: (offset: Int, start: Change, end: Change)?

  /// Reads a rule; nil when it has a form that no current zone uses.
  init?(_ text: String) {
    var reader = FooterReader(text)
    guard reader.name(), let offset = reader.offset() else { return nil }
    standardOffset = -offset
    guard !reader.isAtEnd else {
      summer = nil
      return
    }
    guard reader.name() else { return nil }
    let summerOffset = reader.offset().map { -$0 } ?? standardOffset + 3_600
    guard let start = ZoneFooter.change(&reader), let end = ZoneFooter.change(&reader), reader.isAtEnd else {
      return nil
    }
    summer = (summerOffset, start, end)
  }

  /// `,M3.2.0` or `,M3.2.0/2`.
  private static func change(_ reader: inout FooterReader) -> Change? {
    guard reader.skip(","), reader.skip("M"), let month = reader.number(), reader.skip("."),
      let week = reader.number(), reader.skip("."), let weekday = reader.number()
    else { return nil }
    var time = 7_200
    if reader.skip("/") {
      guard let given = reader.offset() else { return nil }
      time = given
    }
    return Change(month: month, week: week, weekday: weekday, time: time)
  }

  /// The offset at a Unix time.
  func offset(at second: Int64) -> Int {
    guard let summer else { return standardOffset }
    let year = ZoneFooter.year(of: second + Int64(standardOffset))
    let start = ZoneFooter.second(of: summer.start, in: year) - Int64(standardOffset)
    let end = ZoneFooter.second(of: summer.end, in: year) - Int64(summer.offset)
    // South of the equator summer spans the turn of the year.
    let isSummer = start < end ? second >= start && second < end : second >= start || second < end
    return isSummer ? summer.offset : standardOffset
  }

  /// Days from 1970-01-01 to the first day of a month.
  private static func day(_ year: Int64, _ month: Int) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = Int64((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5)
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func year(of second: Int64) -> Int64 {
    var year = 1970 + second / 31_556_952
    while day(year, 1) * 86_400 > second { year -= 1 }
    while day(year + 1, 1) * 86_400 <= second { year += 1 }
    return year
  }

  /// The second, in local time, at which a change happens in a year.
  private static func second(of change: Change, in year: Int64) -> Int64 {
    let first = day(year, change.month)
    let next = change.month == 12 ? day(year + 1, 1) : day(year, change.month + 1)
    let firstWeekday = ((first + 4) % 7 + 7) % 7
    var place = first + (Int64(change.weekday) - firstWeekday + 7) % 7 + Int64(change.week - 1) * 7
    while place >= next { place -= 7 }
    return place * 86_400 + Int64(change.time)
  }
}

/// Reads the parts of a rule.
private struct FooterReader {
  private var rest: Substring

  init(_ text: String) { rest = text[...] }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func skip(_ character: Character) -> Bool {
    guard rest.first == character else { return false }
    rest.removeFirst()
    return true
  }

  /// A name in letters, or anything between angle brackets.
  mutating func name() -> Bool {
    if skip("<") {
      rest = rest.drop { $0 != ">" }
      return skip(">")
    }
    let start = rest.count
    rest = rest.drop { $0.isLetter }
    return rest.count < start
  }

  mutating func number() -> Int? {
    let digits = rest.prefix { $0.isNumber }
    rest = rest.dropFirst(digits.count)
    return Int(digits)
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  mutating func offset() -> Int? {
    let sign = skip("-") ? -1 : (skip("+") ? 1 : 1)
    guard let hours = number() else { return nil }
    var seconds = hours * 3_600
    for unit in [60, 1] where skip(":") {
      guard let part = number() else { return nil }
      seconds += part * unit
    }
    return sign * seconds
  }
}
