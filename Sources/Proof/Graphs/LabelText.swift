// Text for pictures: on one line, and not longer than there is room.

enum LabelText {
  /// The longest line of a label, in characters.
  static let limit = 46

  /// On one line, without control characters.
  static func line(_ text: String) -> String {
    text.unicodeScalars.split { $0.properties.isWhitespace || $0.value < 0x20 || $0.value == 0x7F }
      .map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
  }

  /// Cut where it is too long.
  static func short(_ text: String, _ limit: Int = limit) -> String {
    let line = line(text)
    return line.count <= limit ? line : line.prefix(limit - 1) + "…"
  }
}

extension GraphCard {
  /// What a label says, line by line.
  var labelLines: [String] {
    [id, title, uses, foreach, when, rollback].compactMap { $0 }.map { LabelText.short($0) }
  }
}

extension GraphSection {
  var label: String { LabelText.short(([title] + notes).filter { !$0.isEmpty }.joined(separator: " · "), 90) }
}
