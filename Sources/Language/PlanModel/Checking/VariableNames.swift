// Which variables an expression names, read from its text alone: the order of `vars` must be known before their types
// are, and an expression is only checked when the types are known.

extension BodyContext {
  /// The names after `vars.` (or in `vars['…']`) in the `${{ … }}` of a text. Strings in expressions are skipped.
  func variableNames(read text: String) -> Set<String> {
    var names: Set<String> = []
    for interpolation in Interpolations.find(in: text) {
      var scanner = VariableNameScanner(interpolation.expression)
      scanner.collect(into: &names)
    }
    return names
  }
}

private struct VariableNameScanner {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func collect(into names: inout Set<String>) {
    var isMember = false
    while position < bytes.count {
      let byte = bytes[position]
      if isQuote(byte) {
        _ = string()
      } else if isLetter(byte) {
        let word = word()
        if word == ScopeNames.vars, !isMember, let name = member() { names.insert(name) }
      } else {
        position += 1
        if !isSpace(byte) { isMember = byte == UInt8(ascii: ".") }
        continue
      }
      isMember = false
    }
  }

  /// What is selected: `.name`, `.?name` or `['name']`.
  private mutating func member() -> String? {
    skipSpaces()
    guard position < bytes.count else { return nil }
    if bytes[position] == UInt8(ascii: ".") {
      position += 1
      if position < bytes.count, bytes[position] == UInt8(ascii: "?") { position += 1 }
      skipSpaces()
      return position < bytes.count && isLetter(bytes[position]) ? word() : nil
    }
    guard bytes[position] == UInt8(ascii: "[") else { return nil }
    position += 1
    skipSpaces()
    return position < bytes.count && isQuote(bytes[position]) ? string() : nil
  }

  private mutating func word() -> String {
    let start = position
    while position < bytes.count, isLetter(bytes[position]) || (0x30...0x39).contains(bytes[position]) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func string() -> String {
    let quote = bytes[position]
    position += 1
    let start = position
    while position < bytes.count, bytes[position] != quote {
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    let end = min(position, bytes.count)
    position = end + 1
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private mutating func skipSpaces() {
    while position < bytes.count, isSpace(bytes[position]) { position += 1 }
  }

  private func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") }
  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
  private func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }
}
