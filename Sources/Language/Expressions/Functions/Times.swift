// Parts of times and durations: getFullYear, getHours and the like, in UTC, at an offset, or in a named zone.

import Diagnostics

extension Library {
  mutating func addTimes() {
    addPart("getFullYear", ofCalendar: { $0.year })
    addPart("getMonth", ofCalendar: { $0.month - 1 })
    addPart("getDayOfYear", ofCalendar: { $0.dayOfYear })
    addPart("getDayOfMonth", ofCalendar: { $0.day - 1 })
    addPart("getDate", ofCalendar: { $0.day })
    addPart("getDayOfWeek", ofCalendar: { $0.weekday })
    addPart("getHours", ofCalendar: { $0.hour }, ofDuration: { $0.seconds / 3_600 })
    addPart("getMinutes", ofCalendar: { $0.minute }, ofDuration: { $0.seconds / 60 })
    addPart("getSeconds", ofCalendar: { $0.second }, ofDuration: { $0.seconds })
    addPart("getMilliseconds", ofCalendar: { $0.nanos / 1_000_000 }, ofDuration: { Int64($0.nanos / 1_000_000) })
  }

  private mutating func addPart(
    _ name: String, ofCalendar calendarPart: @escaping @Sendable (CalendarTime) -> Int,
    ofDuration durationPart: (@Sendable (CELDuration) -> Int64)? = nil
  ) {
    let overloads =
      [Overload(isMember: true, [.timestamp], .int), Overload(isMember: true, [.timestamp, .string], .int)]
      + (durationPart == nil ? [] : [Overload(isMember: true, [.duration], .int)])
    add(name, argumentCounts: 1...2, overloads) { (arguments, work) throws(ExpressionProblem) in
      switch arguments[0] {
      case .timestamp(let time):
        guard time.isInRange else { throw .overflow(operation: time.text) }
        var offset = 0
        if arguments.count == 2 {
          guard case .string(let zone) = arguments[1] else { throw noOverload(name, arguments) }
          offset = try zoneOffset(zone, at: time, work.limits.timeZones)
        }
        return .int(Int64(calendarPart(CalendarTime(time, offset: offset))))
      case .duration(let duration) where arguments.count == 1:
        guard let durationPart else { throw noOverload(name, arguments) }
        return .int(durationPart(duration))
      default: throw noOverload(name, arguments)
      }
    }
  }
}

/// The offset of a zone in seconds: `UTC`, `+02:00`, `02:00`, `-00:30`, or a name that the rules know.
private func zoneOffset(
  _ zone: String, at time: Timestamp, _ rules: (any TimeZoneRules)?
) throws(ExpressionProblem) -> Int {
  if zone == "UTC" || zone == "Z" { return 0 }
  var reader = DigitReader(zone)
  if let offset = reader.zoneOffset(), reader.isAtEnd { return offset }
  reader = DigitReader(zone)
  if let offset = reader.hoursAndMinutes(), reader.isAtEnd { return offset }
  guard let offset = rules?.offset(ofZone: zone, atUnixSecond: time.seconds) else {
    throw .invalidArgument("there is no time zone '\(zone)' here; offsets such as '+02:00' are known everywhere")
  }
  return offset
}
