// Changing a part of a scalar's value in the file, so that the result is still the YAML that it was: each style of
// writing has its own way of standing for a text.

import Diagnostics

extension Node {
  /// The edit that replaces a part of this scalar's value (UTF-8 offsets in `text`); nil when it can't be said in the
  /// style in which the scalar is written, or when the part can't be found in the file.
  public func edit(ofValueBytes part: Range<Int>, to replacement: String) -> FixIt.Edit? {
    guard isScalar, part.lowerBound >= 0, part.upperBound <= textLength else { return nil }
    let place = sourceRange(ofValueBytes: part)
    // A value that can't be traced is answered with the whole scalar.
    if style != .plain, place == range { return nil }
    switch style {
    case .literal, .folded:
      return replacement.utf8.contains(UInt8(ascii: "\n")) ? nil : FixIt.Edit(range: place, replacement: replacement)
    case .singleQuoted:
      return FixIt.Edit(range: place, replacement: replacement.replacing("'", with: "''"))
    case .doubleQuoted:
      let escaped = replacement.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      return escaped.utf8.contains(UInt8(ascii: "\n")) ? nil : FixIt.Edit(range: place, replacement: escaped)
    case .plain:
      let bytes = Array(text.utf8)
      let whole = String(
        decoding: bytes[..<part.lowerBound] + Array(replacement.utf8) + bytes[part.upperBound...], as: UTF8.self)
      if isSafePlain(whole) { return FixIt.Edit(range: place, replacement: replacement) }
      return whole.utf8.contains(UInt8(ascii: "\n")) ? nil : FixIt.Edit(range: range, replacement: quoted(whole))
    }
  }

  /// The edit that replaces the whole scalar, key or value, by a text that stays text.
  public func edit(to text: String) -> FixIt.Edit {
    FixIt.Edit(range: range, replacement: isSafePlain(text) ? text : quoted(text))
  }

  /// Whether a text can stand here without quotes, within brackets or not.
  private func isSafePlain(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else { return false }
    if "-?:,[]{}#&*!|>'\"%@` \t".unicodeScalars.contains(first) || " \t:".unicodeScalars.contains(last) { return false }
    if text.contains(": ") || text.contains(" #") { return false }
    return !text.unicodeScalars.contains { ",[]{}\n".unicodeScalars.contains($0) }
  }
}
