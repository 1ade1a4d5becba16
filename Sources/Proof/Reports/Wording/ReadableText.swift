// Text of a run as a page may show it: without what a terminal would obey, and with what hides or turns text made
// visible. Escaping for HTML or Markdown comes after, in the renderer.

enum ReadableText {
  /// Terminal sequences are dropped; other control characters and those that change the direction of text are
  /// shown by their number. Newlines and tabs stay; CR LF and a lone CR become newlines.
  static func clean(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: needsCare) else { return text }
    var result = String.UnicodeScalarView()
    let scalars = Array(text.unicodeScalars)
    var position = 0
    while position < scalars.count {
      let scalar = scalars[position]
      switch scalar.value {
      case 0x1B: position = endOfSequence(scalars, position)
      case 0x0D:
        if position + 1 < scalars.count, scalars[position + 1] == "\n" { position += 1 }
        result.append("\n")
      case _ where needsCare(scalar): result.append(contentsOf: name(of: scalar).unicodeScalars)
      default: result.append(scalar)
      }
      position += 1
    }
    return String(result)
  }

  /// On one line.
  static func line(_ text: String) -> String {
    let cleaned = clean(text)
    guard cleaned.utf8.contains(where: { $0 == 0x0A || $0 == 0x09 }) else { return cleaned }
    return cleaned.split(whereSeparator: { $0 == "\n" || $0 == "\t" }).joined(separator: " ")
  }

  private static func needsCare(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }

  private static func name(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "⟨U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "⟩"
  }

  /// The last position of the terminal sequence that begins here: CSI (`ESC [ … letter`), OSC (up to BEL or ESC \)
  /// or ESC with one character.
  private static func endOfSequence(_ scalars: [Unicode.Scalar], _ start: Int) -> Int {
    guard start + 1 < scalars.count else { return start }
    var position = start + 2
    switch scalars[start + 1] {
    case "[":
      while position < scalars.count, !(0x40...0x7E).contains(scalars[position].value) {
        if scalars[position].value < 0x20 { return position - 1 }
        position += 1
      }
      return min(position, scalars.count - 1)
    case "]":
      while position < scalars.count, scalars[position].value != 0x07 {
        if scalars[position] == "\n" { return position - 1 }
        if scalars[position].value == 0x1B { return min(position + 1, scalars.count - 1) }
        position += 1
      }
      return min(position, scalars.count - 1)
    default:
      return scalars[start + 1].value < 0x20 ? start : start + 1
    }
  }
}

extension String {
  /// At most so many characters from the front; says how many were left out.
  func clipped(to limit: Int) -> String {
    guard utf8.count > limit, count > limit else { return self }
    return String(prefix(limit)) + "… (\(count - limit) more characters)"
  }
}
