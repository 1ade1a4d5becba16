// Text made safe for a terminal: what would move the cursor, turn the direction or hide is shown as <U+202E>.

/// How a scalar is shown, and how many terminal columns it takes.
struct DisplayCell {
  let text: String
  let width: Int

  init(_ scalar: Unicode.Scalar) {
    if isUnsafeToShow(scalar) {
      let digits = String(scalar.value, radix: 16, uppercase: true)
      text = "<U+\(String(repeating: "0", count: max(0, 4 - digits.utf8.count)))\(digits)>"
      width = text.utf8.count
    } else {
      text = String(scalar)
      width = columns(of: scalar)
    }
  }

  init(spaces: Int) {
    text = String(repeating: " ", count: spaces)
    width = spaces
  }
}

/// A message or name with everything that isn't plainly visible escaped. Line ends stay.
public func displaySafe(_ text: String) -> String {
  let isPlain = text.utf8.allSatisfy { ($0 >= 0x20 && $0 < 0x7F) || $0 == 0x0A }
  if isPlain { return text }
  return text.unicodeScalars.map { $0 == "\n" ? "\n" : DisplayCell($0).text }.joined()
}

private func isUnsafeToShow(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x20..<0x7F: false
  case 0..<0x20, 0x7F..<0xA0, 0xAD: true
  // Directions, invisible operators, separators, byte order mark, tags; the joiners 200C and 200D are needed in words.
  case 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: true
  case 0xE0000...0xE007F: true
  default: false
  }
}

private func columns(of scalar: Unicode.Scalar) -> Int {
  let value = scalar.value
  if value < 0x300 { return 1 }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format: return 0
  default: break
  }
  switch value {
  case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
    return 2
  default: return scalar.properties.isEmojiPresentation ? 2 : 1
  }
}
