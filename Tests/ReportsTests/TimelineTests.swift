// The picture: ticks at sensible times for runs of a second to weeks, labels that don't overlap, waiting shortened.

import Testing

@testable import Reports

private func axis(_ length: Int64, _ activity: [ClosedRange<Int64>] = []) -> TimeAxis {
  let start = RunScript.start
  let spans = activity.map { Timeline.Span(start: start + $0.lowerBound, end: start + $0.upperBound) }
  let whole = Timeline.Span(start: start, end: start + length)
  return TimeAxis(whole: whole, activity: spans.isEmpty ? [whole] : spans, left: 274, right: 912)
}

@Suite struct TimelineTests {
  @Test(
    arguments: [
      (1, 0...0), (40, 1...8), (1000, 3...8), (9000, 3...8), (65_000, 3...8), (3_600_000, 3...8), (86_400_000, 3...8),
      (3 * 86_400_000, 3...8), (60 * 86_400_000, 1...8),
    ] as [(Int64, ClosedRange<Int>)])
  func ticks(_ length: Int64, _ expected: ClosedRange<Int>) {
    let ticks = axis(length).ticks(labelWidth: 72)
    #expect(expected.contains(ticks.count) || length == 1, "\(ticks.map(\.label))")
    for (left, right) in zip(ticks, ticks.dropFirst()) { #expect(right.x - left.x >= 72) }
    for tick in ticks { #expect(tick.x >= 274 && tick.x <= 912.1) }
  }

  @Test func labelsFitTheirScale() {
    #expect(axis(65_000).ticks(labelWidth: 72).map(\.label).first == "14:30:10")
    #expect(axis(3_600_000).ticks(labelWidth: 72).map(\.label).first == "14:40")
    #expect(axis(3 * 86_400_000).ticks(labelWidth: 72).first?.date == "2026-11-25")
    #expect(axis(900).ticks(labelWidth: 72).first?.label == "14:30:05.000")
  }

  @Test func aNightAtAnApprovalIsShortened() {
    let hours: Int64 = 15 * 3_600_000
    let axis = axis(hours + 60_000, [0...30_000, hours...(hours + 60_000)])
    #expect(axis.pieces.map(\.isShortened) == [false, true, false])
    let first = axis.x(RunScript.start + 30_000) - axis.x(RunScript.start)
    let second = axis.x(RunScript.start + hours + 60_000) - axis.x(RunScript.start + hours + 30_000)
    #expect(abs(first - second) < 0.001)
    #expect(first > 150)
    let ticks = axis.ticks(labelWidth: 72)
    let cut = axis.pieces[1]
    for tick in ticks { #expect(tick.x + 36 <= cut.left || tick.x - 36 >= cut.right) }
  }

  @Test func workIsNeverShortened() {
    #expect(axis(86_400_000, [0...86_400_000]).pieces.map(\.isShortened) == [false])
    #expect(axis(10_000, [0...4000, 5000...10_000]).pieces.map(\.isShortened) == [false])
  }

  /// Positions never go back, whatever is shortened.
  @Test func timeOnlyGoesRight() {
    let axis = axis(1_000_000_000, [0...10, 400_000_000...400_000_500, 999_000_000...1_000_000_000])
    var last = 0.0
    for time in stride(from: Int64(0), through: 1_000_000_000, by: 7_777_777) {
      let x = axis.x(RunScript.start + time)
      #expect(x >= last)
      last = x
    }
    #expect(abs(axis.x(RunScript.start + 1_000_000_000) - 912) < 0.001)
  }

  @Test func longLabelsLoseTheirMiddle() {
    #expect(TimelineDrawing.shortened("short") == "short")
    let label = TimelineDrawing.shortened("migrate-the-accounts-of-every-customer[europe-west-3]")
    #expect(label == "migrate-the-acco…er[europe-west-3]")
    #expect(label.count <= TimelineDrawing.labelCharacters)
  }
}
