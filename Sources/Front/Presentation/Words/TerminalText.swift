// What a step, a plan or a person wrote, on its way to a terminal: it must not move the cursor, clear the screen or
// forge what Belay says.

/// Text that is safe to show.
public enum TerminalText {
  /// Control characters made visible as `\xNN`, but for line ends, tabs and the colours that Belay itself uses.
  public static func safe(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 || $0 == 0x7F || $0 == 0xC2 }) else {
      return text
    }
    var result = ""
    var rest = Substring(text).unicodeScalars[...]
    while let scalar = rest.first {
      if scalar == "\u{1B}", let length = colorLength(rest) {
        result.unicodeScalars.append(contentsOf: rest.prefix(length))
        rest = rest.dropFirst(length)
        continue
      }
      if isControl(scalar) {
        result += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      } else {
        result.unicodeScalars.append(scalar)
      }
      rest = rest.dropFirst()
    }
    return result
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar != "\n" && scalar != "\t" && (scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value))
  }

  /// How many scalars `ESC [ digits and semicolons m` has, if it stands here.
  private static func colorLength(_ text: Substring.UnicodeScalarView) -> Int? {
    var length = 0
    for scalar in text {
      length += 1
      switch (length, scalar) {
      case (1, "\u{1B}"), (2, "["): continue
      case (1, _), (2, _): return nil
      case (_, "m"): return length
      case (_, "0"..."9"), (_, ";"): if length > 12 { return nil }
      default: return nil
      }
    }
    return nil
  }
}
