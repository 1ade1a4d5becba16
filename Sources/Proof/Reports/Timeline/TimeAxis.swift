// Where a time lies on the picture. All that is drawn to scale has one scale; long stretches in which nothing is at
// work (a night at an approval, a halted run) are shortened to a fixed width, so that the work stays readable.

/// Times to horizontal positions.
struct TimeAxis: Sendable {
  /// A stretch drawn to scale, or a shortened one.
  struct Piece: Sendable, Hashable {
    var time: Timeline.Span
    var left: Double
    var right: Double
    var isShortened: Bool
  }

  struct Tick: Sendable, Hashable {
    var x: Double
    var label: String
    /// The date, where it changes.
    var date: String?
  }

  static let shortenedWidth = 48.0
  static let mostShortened = 5

  let pieces: [Piece]
  private let scale: Double

  init(whole: Timeline.Span, activity: [Timeline.Span], left: Double, right: Double) {
    let gaps = Self.gapsToShorten(whole: whole, activity: activity)
    let shortened = gaps.reduce(0) { $0 + $1.end - $1.start }
    let linear = max(1, whole.end - whole.start - shortened)
    let scale = (right - left - Double(gaps.count) * Self.shortenedWidth) / Double(linear)
    var laid: [Piece] = []
    var time = whole.start
    var x = left
    func append(until end: Int64, isShortened: Bool) {
      let width = isShortened ? Self.shortenedWidth : Double(end - time) * scale
      laid.append(
        Piece(time: Timeline.Span(start: time, end: end), left: x, right: x + width, isShortened: isShortened))
      x += width
      time = end
    }
    for gap in gaps {
      if gap.start > time { append(until: gap.start, isShortened: false) }
      append(until: gap.end, isShortened: true)
    }
    if time < whole.end || laid.isEmpty { append(until: max(whole.end, time + 1), isShortened: false) }
    pieces = laid
    self.scale = scale
  }

  func x(_ time: Int64) -> Double {
    guard let piece = pieces.first(where: { time <= $0.time.end }) ?? pieces.last else { return 0 }
    let length = max(1, piece.time.end - piece.time.start)
    let share = Double(min(max(time, piece.time.start), piece.time.end) - piece.time.start) / Double(length)
    return piece.left + share * (piece.right - piece.left)
  }

  // MARK: Gaps

  /// The longest gaps, while each is longer than half of all that remains to be drawn to scale.
  private static func gapsToShorten(whole: Timeline.Span, activity: [Timeline.Span]) -> [Timeline.Span] {
    var gaps: [Timeline.Span] = []
    var reached = whole.start
    for span in activity.sorted(by: { $0.start < $1.start }) {
      if span.start > reached { gaps.append(Timeline.Span(start: reached, end: span.start)) }
      reached = max(reached, span.end)
    }
    gaps.sort { $0.end - $0.start > $1.end - $1.start }
    var remaining = whole.end - whole.start
    var chosen: [Timeline.Span] = []
    for gap in gaps.prefix(mostShortened) {
      let length = gap.end - gap.start
      guard length > (remaining - length) / 2, length >= 2000 else { break }
      remaining -= length
      chosen.append(margin(of: gap, beside: remaining))
    }
    return chosen.sorted { $0.start < $1.start }
  }

  /// A little of the gap stays to scale, so that the work beside it doesn't touch the cut.
  private static func margin(of gap: Timeline.Span, beside remaining: Int64) -> Timeline.Span {
    let margin = min((gap.end - gap.start) / 10, remaining / 50)
    return Timeline.Span(start: gap.start + margin, end: gap.end - margin)
  }

  // MARK: Ticks

  private static let steps: [Int64] = [
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
    900_000, 1_800_000, 3_600_000, 7_200_000, 10_800_000, 21_600_000, 43_200_000, 86_400_000, 172_800_000, 604_800_000,
    1_209_600_000, 2_592_000_000,
  ]

  /// Ticks at round times, whose labels, `width` wide each, don't overlap.
  func ticks(labelWidth width: Double) -> [Tick] {
    let step = Self.steps.first { Double($0) * scale >= width + 12 } ?? Self.steps[Self.steps.count - 1]
    var ticks: [Tick] = []
    var free = -Double.infinity
    var date = ""
    for piece in pieces {
      guard !piece.isShortened else {
        free = max(free, piece.right)
        continue
      }
      var time = (piece.time.start + step - 1) / step * step
      while time <= piece.time.end {
        let place = x(time)
        if place - width / 2 >= free {
          let day = TimeText.date(time)
          ticks.append(Tick(x: place, label: label(time, step), date: day == date ? nil : day))
          date = day
          free = place + width / 2 + 4
        }
        time += step
      }
    }
    return withoutCrowding(ticks, width)
  }

  /// The label of a tick just before a shortened piece would run into that piece's own label.
  private func withoutCrowding(_ ticks: [Tick], _ width: Double) -> [Tick] {
    let cuts = pieces.filter(\.isShortened)
    return ticks.filter { tick in cuts.allSatisfy { tick.x + width / 2 <= $0.left || tick.x - width / 2 >= $0.right } }
  }

  private func label(_ time: Int64, _ step: Int64) -> String {
    if step < 1000 { return TimeText.timeWithMilliseconds(time) }
    return step < 60_000 ? TimeText.time(time) : TimeText.minute(time)
  }
}
