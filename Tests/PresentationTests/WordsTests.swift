// Covers: durations in one or two units; the lines of events and their colours.

import Engine
import Presentation
import Testing

@Suite struct WordsTests {
  static let durations: [(milliseconds: Int64, text: String)] = [
    (-5, "0ms"), (0, "0ms"), (850, "850ms"), (1000, "1s"), (1050, "1s"), (1500, "1.5s"), (9999, "9.9s"),
    (12_345, "12s"), (60_000, "1m"), (200_000, "3m 20s"), (7_500_000, "2h 5m"), (7_200_000, "2h"),
    (97_200_000, "1d 3h"), (86_400_000, "1d"),
  ]

  @Test(arguments: durations) func aDurationHasOneOrTwoUnits(_ milliseconds: Int64, _ text: String) {
    #expect(DurationText.text(milliseconds) == text)
  }

  private static let error = RecordedError(code: "BLY0602", message: "no")
  static let events: [(event: RunEvent, line: String?)] = [
    (.guardTripped(GuardTripped(id: "load", error: error, action: .stop, since: 0, evidence: [])), "guard load: no"),
    (.alarm(RunAlarm(error: error)), "ALARM [BLY0602] no"),
    (.rollbackStarted(RollbackStarted(requested: true, to: "a")), "rollback down to a"),
    (.unknown(type: "step.dreamt", data: [:]), nil),
  ]

  @Test(arguments: events) func anEventIsALine(_ event: RunEvent, _ line: String?) {
    let recorded = RecordedEvent(event: event, at: 1_795_530_605_120, actor: "ann")
    #expect(EventLine.text(recorded) == line.map { "14:30:05  \($0)" })
  }

  static let colours: [(line: String, shown: String)] = [
    ("14:30:05  a  failed [X] no", "\u{1B}[31m14:30:05  a  failed [X] no\u{1B}[0m"),
    ("14:30:05  phase p  done", "\u{1B}[32m14:30:05  phase p  done\u{1B}[0m"),
    ("14:30:05  a  waiting: sure?", "\u{1B}[33m14:30:05  a  waiting: sure?\u{1B}[0m"),
    ("14:30:05  a  started (shell.run)", "14:30:05  a  started (shell.run)"),
  ]

  @Test(arguments: colours) func aLineHasAColour(_ line: String, _ shown: String) {
    #expect(EventLine.colored(line) == shown)
  }
}
