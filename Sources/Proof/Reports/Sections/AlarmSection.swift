// Alarms, and guards that tripped.

import Engine

extension RunFacts {
  var alarmSection: Section? {
    var blocks: [Block] = []
    for alarm in history.alarms {
      blocks.append(
        .note(.warning, ["Alarm at \(full(alarm.at))"] + errorLines(alarm.content.error)))
    }
    for trip in history.trips {
      let title: Words =
        "Guard \(code: trip.content.id) tripped at \(full(trip.at)), which means: \(trip.content.action.rawValue)"
      blocks.append(.note(.bad, [title] + errorLines(trip.content.error)))
      if !trip.content.evidence.isEmpty { blocks.append(conditionTable(trip.content.evidence.map { ("", $0) })) }
    }
    guard !blocks.isEmpty else { return nil }
    return Section(id: "alarms", title: "Alarms and guards", blocks: blocks)
  }
}
