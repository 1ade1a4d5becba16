// Durations for people.

/// Durations in one or two units.
public enum DurationText {
  /// `850ms`, `1.5s`, `12s`, `3m 20s`, `2h 5m`, `1d 3h`. A negative one (clocks were set) is `0ms`.
  public static func text(_ milliseconds: Int64) -> String {
    if milliseconds < 1000 { return "\(max(0, milliseconds))ms" }
    let seconds = milliseconds / 1000
    if seconds < 60 {
      return milliseconds < 10_000 && milliseconds % 1000 >= 100
        ? "\(seconds).\(milliseconds % 1000 / 100)s" : "\(seconds)s"
    }
    let minutes = seconds / 60
    if minutes < 60 { return pair(minutes, "m", seconds % 60, "s") }
    let hours = minutes / 60
    return hours < 24 ? pair(hours, "h", minutes % 60, "m") : pair(hours / 24, "d", hours % 24, "h")
  }

  private static func pair(_ large: Int64, _ unit: String, _ small: Int64, _ smaller: String) -> String {
    small == 0 ? "\(large)\(unit)" : "\(large)\(unit) \(small)\(smaller)"
  }
}
