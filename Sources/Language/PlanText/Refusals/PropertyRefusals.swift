// Tags and anchors, the properties that YAML writes before a node. A value that starts with `!` is often an expression
// that somebody forgot to quote.

import Diagnostics

extension Reading {
  /// Reports the tag and the anchor that stand before a node; gives the start of the node proper.
  mutating func refuseProperties(from start: Int, to end: Int) -> Int {
    var position = start
    while position < end {
      skipSpaceAndComments(&position, end: end)
      guard position < end else { break }
      if bytes[position] == UInt8(ascii: "&") {
        let range = property(at: position)
        let name = String(decoding: bytes[range].dropFirst(), as: UTF8.self)
        let key = arena.currentKey.map { arena.textString(of: $0) }
        let isCondition = key.map { conditionKeys.contains($0) } ?? false
        report(.anchor(name: name), SourceRange(range), fix: quoting(from: range.lowerBound, isMeant: isCondition))
        // What is left of a condition after its `&x` means nothing.
        if isCondition { isTrusted = false }
        position = range.upperBound
      } else if bytes[position] == UInt8(ascii: "!") {
        let range = property(at: position)
        refuseTag(range)
        position = range.upperBound
      } else {
        break
      }
    }
    return position
  }

  private mutating func refuseTag(_ range: Range<Int>) {
    let line = valueOnLine(from: range.lowerBound)
    let key = arena.currentKey.map { arena.textString(of: $0) }
    if looksLikeExpression(tag: range, line: line, key: key) {
      expressionAsTag = line
      reportExpressionReadAsTag(line)
    } else {
      report(.tag(tag: String(decoding: bytes[range], as: UTF8.self)), SourceRange(range))
    }
  }

  /// Quotes around a value that starts with `&` or `*`, where more than a name follows, so that text was meant.
  func quoting(from start: Int, isMeant: Bool) -> FixIt? {
    let value = valueOnLine(from: start)
    let word = property(at: start)
    guard word.upperBound < value.upperBound else { return nil }
    let rest = bytes[word.upperBound..<value.upperBound].first { !isBlank($0) }
    if !isMeant, rest == UInt8(ascii: "{") || rest == UInt8(ascii: "[") { return nil }
    let range = SourceRange(value)
    return FixIt("quote the value", replace: range, with: quoted(file.text(range)), isAutomatic: isMeant)
  }

  mutating func reportExpressionReadAsTag(_ line: Range<Int>, fatal: Bool = false) {
    let text = String(decoding: bytes[line], as: UTF8.self)
    let fix = FixIt("quote the expression", replace: SourceRange(line), with: quoted(text))
    report(.expressionReadAsTag(text: text), SourceRange(line), fix: fix, fatal: fatal)
  }

  /// Whether `!…` is meant as "not …": by what it holds, by what follows it on the line, by the key before it.
  func looksLikeExpression(tag: Range<Int>, line: Range<Int>, key: String?) -> Bool {
    let name = bytes[tag].dropFirst()
    if name.first == UInt8(ascii: "!") || name.first == UInt8(ascii: "<") { return false }
    if let key, conditionKeys.contains(key) { return true }
    let isNamedLikeOne = name.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "(") }
    if isNamedLikeOne { return true }
    let rest = bytes[min(tag.upperBound, line.upperBound)..<line.upperBound].drop(while: isBlank)
    return ["&&", "||", "==", "!=", "<", ">", "? ", "in "].contains { rest.starts(with: $0.utf8) }
  }

  /// A value without quotes from an offset to the end of its line, or to what ends it in a flow collection, without a
  /// comment.
  func valueOnLine(from start: Int) -> Range<Int> {
    var range = contentOfLine(from: start)
    for offset in range where bytes[offset] == UInt8(ascii: "#") && offset > start && isBlank(bytes[offset - 1]) {
      range = start..<offset
      break
    }
    if isWithinBrackets(start) {
      var depth = 0
      for offset in range {
        switch bytes[offset] {
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
        case UInt8(ascii: ",") where depth == 0: depth = -1
        default: continue
        }
        if depth < 0 {
          range = start..<offset
          break
        }
      }
    }
    var end = range.upperBound
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  /// Whether an offset stands within `[…]` or `{…}` that opened on its line.
  func isWithinBrackets(_ offset: Int) -> Bool {
    var depth = 0
    var quote: UInt8?
    for byte in bytes[lineStart(of: offset)..<offset] {
      if let open = quote {
        if byte == open { quote = nil }
        continue
      }
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
      default: break
      }
    }
    return depth > 0
  }

  func lineStart(of offset: Int) -> Int {
    var start = min(offset, bytes.count)
    while start > textStart, bytes[start - 1] != 0x0A, bytes[start - 1] != 0x0D { start -= 1 }
    return start
  }

  private func property(at start: Int) -> Range<Int> {
    var end = start + 1
    if end < bytes.count, bytes[start] == UInt8(ascii: "!"), bytes[end] == UInt8(ascii: "<") {
      while end < bytes.count, !isBlank(bytes[end]), bytes[end - 1] != UInt8(ascii: ">") { end += 1 }
      return start..<end
    }
    let isInFlow = arena.open.contains { arena.records[$0.index].isFlow }
    while end < bytes.count, !isBlank(bytes[end]) {
      let byte = bytes[end]
      let endsInFlow = byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
      if isInFlow, endsInFlow { break }
      end += 1
    }
    return start..<end
  }

  private func skipSpaceAndComments(_ position: inout Int, end: Int) {
    while position < end {
      if isBlank(bytes[position]) {
        position += 1
      } else if bytes[position] == UInt8(ascii: "#"), position > 0, isBlank(bytes[position - 1]) {
        while position < end, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
      } else {
        return
      }
    }
  }
}

/// Keys whose value is an expression.
let conditionKeys: Set<String> = ["when", "check", "done_when"]

/// Text in quotes, with as little escaping as its own quotes allow.
func quoted(_ text: String) -> String {
  if !text.utf8.contains(UInt8(ascii: "'")) { return "'\(text)'" }
  if !text.utf8.contains(UInt8(ascii: "\"")), !text.utf8.contains(UInt8(ascii: "\\")) { return "\"\(text)\"" }
  let doubled = text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
  return "'\(doubled)'"
}
