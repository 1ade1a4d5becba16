// The course of events: the turns of the run, one a line, with who did what.

import Engine

extension RunFacts {
  /// Runs with thousands of turns exist (steps that fail under `continue`); the ends are what a reader needs.
  static let momentLimit = 300

  var courseSection: Section {
    let moments = history.moments
    var rows = moments.prefix(Self.momentLimit / 2).map(row)
    if moments.count > Self.momentLimit {
      let left = moments.count - Self.momentLimit
      rows.append(["", "", "… \(left) more; \(code: "belay log \(input.run)") and the export have all …"])
    }
    rows += moments.dropFirst(Self.momentLimit / 2).suffix(Self.momentLimit / 2).map(row)
    return Section(id: "course", title: "Course of events", blocks: [.table(["UTC", "Who", "What"], rows)])
  }

  private func row(_ moment: HistoryMoment) -> [Words] {
    [time(moment.at), moment.actor.map { "\(strong: $0)" } ?? "", moment.words]
  }

  var timelineSection: Section {
    Section(id: "timeline", title: "Timeline", blocks: [.timeline(Timeline(self))])
  }
}
