// Keys that aren't text, and comments that swallow a part of a value.

import Diagnostics

extension Reading {
  /// Reports a list or map where a key is expected. `{{ x }}`, from other templating languages, gets its cure.
  mutating func refuseKey(_ kind: Node.Kind, start: Int) {
    let name = kind == .mapping ? "map" : "list"
    let extent = bracketExtent(from: start) ?? contentOfLine(from: start)
    var fix: FixIt?
    if let outer = arena.open.last, arena.records[outer.index].isFlow, bytes[start] == UInt8(ascii: "{"),
      Int(arena.records[outer.index].start) == start - 1, extent.upperBound < bytes.count,
      bytes[extent.upperBound] == UInt8(ascii: "}")
    {
      let whole = SourceRange(start: start - 1, end: extent.upperBound + 1)
      let inner = String(decoding: bytes[start + 1..<extent.upperBound - 1], as: UTF8.self)
      fix = FixIt("write it as an interpolation", replace: whole, with: quoted("${{\(inner)}}"))
    }
    report(.keyNotScalar(kind: name), SourceRange(extent), fix: fix, fatal: true)
  }

  /// From a bracket to the one that closes it, when both are on one line.
  private func bracketExtent(from start: Int) -> Range<Int>? {
    guard bytes[start] == UInt8(ascii: "{") || bytes[start] == UInt8(ascii: "[") else { return nil }
    var depth = 0
    for offset in contentOfLine(from: start) {
      switch bytes[offset] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return start..<offset + 1 }
      default: break
      }
    }
    return nil
  }

  /// Warns when a plain value with an open quote or `${{` is followed by a comment on its line.
  mutating func warnOfComment(after value: Range<Int>) {
    var position = value.upperBound
    guard position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 else { return }
    while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
    guard position < bytes.count, bytes[position] == UInt8(ascii: "#") else { return }
    let ending = ending(of: value)
    guard ending != .outside else { return }
    let isCondition = arena.currentKey.map { conditionKeys.contains(arena.textString(of: $0)) } ?? false
    let line = contentOfLine(from: value.lowerBound)
    let text = String(decoding: bytes[line], as: UTF8.self)
    let isOneLine = position < line.upperBound
    let fix = isOneLine ? FixIt("quote the whole value", replace: SourceRange(line), with: quoted(text)) : nil
    let inExpression = ending == .withinInterpolation || isCondition
    report(
      .commentCutsValue(inExpression: inExpression), SourceRange(start: position, end: position + 1), fix: fix)
  }

  private enum Ending { case outside, withinQuotes, withinInterpolation }

  /// Whether a value ends within a quote that started like one (not an apostrophe), or within `${{`.
  private func ending(of value: Range<Int>) -> Ending {
    var quote: UInt8?
    var opened = 0
    for offset in value {
      let byte = bytes[offset]
      if let open = quote {
        if byte == open { quote = nil }
        continue
      }
      let isAfterLetter = offset > value.lowerBound && isWordByte(bytes[offset - 1])
      if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\""), !isAfterLetter { quote = byte }
      if byte == UInt8(ascii: "{"), offset > value.lowerBound, bytes[offset - 1] == byte { opened += 1 }
      if byte == UInt8(ascii: "}"), offset > value.lowerBound, bytes[offset - 1] == byte { opened -= 1 }
    }
    return opened > 0 ? .withinInterpolation : quote != nil ? .withinQuotes : .outside
  }
}

func isWordByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
    true
  default: false
  }
}
