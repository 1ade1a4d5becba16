// Reads a scalar again as YAML does (escapes, folding, indentation), this time noting where each byte came from. The
// result is compared with libyaml's value, so a difference can only cost precision, never truth.

import Diagnostics

/// The bytes of a value, each with the bytes of the file that made it.
struct ScalarTrace {
  private(set) var value: [UInt8] = []
  private(set) var starts: [Int32] = []
  private(set) var ends: [Int32] = []
  let bytes: [UInt8]
  let range: Range<Int>

  /// Nil when the scalar can't be read again to the same value.
  static func trace(of node: Node) -> ScalarTrace? {
    let wanted = node.withTextBytes { Array($0) }
    let bytes = node.document.file.bytes
    let range = node.range.bounds
    switch node.style {
    case .plain, .singleQuoted, .doubleQuoted:
      var trace = ScalarTrace(bytes: bytes, range: range)
      trace.readFlowScalar(node.style)
      return trace.value == wanted ? trace : nil
    case .literal, .folded:
      for indent in BlockHeader(bytes: bytes, range: range).possibleIndents() {
        var trace = ScalarTrace(bytes: bytes, range: range)
        trace.readBlockScalar(isFolded: node.style == .folded, indent: indent, length: wanted.count)
        trace.chomp(to: wanted.count)
        if trace.value == wanted { return trace }
      }
      return nil
    }
  }

  private init(bytes: [UInt8], range: Range<Int>) {
    self.bytes = bytes
    self.range = range
  }

  private mutating func add(_ byte: UInt8, from source: Range<Int>) {
    value.append(byte)
    starts.append(Int32(source.lowerBound))
    ends.append(Int32(source.upperBound))
  }

  private mutating func addSource(_ offset: Int) { add(bytes[offset], from: offset..<offset + 1) }

  // MARK: Plain and quoted

  private mutating func readFlowScalar(_ style: Node.Style) {
    let quotes = style == .plain ? 0 : 1
    var offset = range.lowerBound + quotes
    let end = range.upperBound - quotes
    while offset < end {
      let byte = bytes[offset]
      if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
        offset = readSpace(from: offset, end: end)
      } else if style == .singleQuoted, byte == UInt8(ascii: "'") {
        add(byte, from: offset..<min(offset + 2, end))
        offset += 2
      } else if style == .doubleQuoted, byte == UInt8(ascii: "\\") {
        offset = readEscape(from: offset, end: end)
      } else {
        addSource(offset)
        offset += 1
      }
    }
  }

  /// White space: kept within a line, folded where it holds a line end.
  private mutating func readSpace(from start: Int, end: Int) -> Int {
    var offset = start
    while offset < end, bytes[offset] == 0x20 || bytes[offset] == 0x09 { offset += 1 }
    guard offset < end, isLineEnd(bytes[offset]) else {
      for position in start..<offset { addSource(position) }
      return offset
    }
    var lineEnds: [Range<Int>] = []
    while offset < end {
      if bytes[offset] == 0x20 || bytes[offset] == 0x09 {
        offset += 1
      } else if isLineEnd(bytes[offset]) {
        lineEnds.append(offset..<afterLineEnd(offset))
        offset = afterLineEnd(offset)
      } else {
        break
      }
    }
    if lineEnds.count == 1 { add(0x20, from: start..<offset) }
    for lineEnd in lineEnds.dropFirst() { add(0x0A, from: lineEnd) }
    return offset
  }

  private mutating func readEscape(from start: Int, end: Int) -> Int {
    guard start + 1 < end else { return end }
    let mark = bytes[start + 1]
    if isLineEnd(mark) {
      // An escaped line end joins the lines; empty lines after it still count.
      var offset = afterLineEnd(start + 1)
      while offset < end {
        if bytes[offset] == 0x20 || bytes[offset] == 0x09 {
          offset += 1
        } else if isLineEnd(bytes[offset]) {
          add(0x0A, from: offset..<afterLineEnd(offset))
          offset = afterLineEnd(offset)
        } else {
          break
        }
      }
      return offset
    }
    let digits = [UInt8(ascii: "x"): 2, UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8][mark] ?? 0
    let next = min(start + 2 + digits, end)
    for byte in escapedBytes(mark, digits: bytes[start + 2..<max(start + 2, next)]) { add(byte, from: start..<next) }
    return next
  }

  private func escapedBytes(_ mark: UInt8, digits: ArraySlice<UInt8>) -> [UInt8] {
    switch mark {
    case UInt8(ascii: "0"): [0x00]
    case UInt8(ascii: "a"): [0x07]
    case UInt8(ascii: "b"): [0x08]
    case UInt8(ascii: "t"), 0x09: [0x09]
    case UInt8(ascii: "n"): [0x0A]
    case UInt8(ascii: "v"): [0x0B]
    case UInt8(ascii: "f"): [0x0C]
    case UInt8(ascii: "r"): [0x0D]
    case UInt8(ascii: "e"): [0x1B]
    case UInt8(ascii: "N"): Array("\u{85}".utf8)
    case UInt8(ascii: "_"): Array("\u{A0}".utf8)
    case UInt8(ascii: "L"): Array("\u{2028}".utf8)
    case UInt8(ascii: "P"): Array("\u{2029}".utf8)
    case UInt8(ascii: "x"), UInt8(ascii: "u"), UInt8(ascii: "U"):
      UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap { Unicode.Scalar($0) }
        .map { Array(String($0).utf8) } ?? []
    default: [mark]
    }
  }

  // MARK: Blocks

  private mutating func readBlockScalar(isFolded: Bool, indent: Int, length: Int) {
    var offset = range.lowerBound
    while offset < bytes.count, !isLineEnd(bytes[offset]) { offset += 1 }
    if offset < bytes.count { offset = afterLineEnd(offset) }
    var pendingEnd: Range<Int>?
    var previousStartsBlank = false
    var emptyLines: [Range<Int>] = []
    while offset < bytes.count, value.count <= length {
      var column = 0
      while column < indent, offset < bytes.count, bytes[offset] == 0x20 {
        offset += 1
        column += 1
      }
      guard offset < bytes.count else { break }
      if isLineEnd(bytes[offset]) {
        emptyLines.append(offset..<afterLineEnd(offset))
        offset = afterLineEnd(offset)
        continue
      }
      guard column == indent else { break }
      let startsBlank = bytes[offset] == 0x20 || bytes[offset] == 0x09
      if let lineEnd = pendingEnd {
        if isFolded, !startsBlank, !previousStartsBlank {
          if emptyLines.isEmpty { add(0x20, from: lineEnd) }
        } else {
          add(0x0A, from: lineEnd)
        }
      }
      for emptyLine in emptyLines { add(0x0A, from: emptyLine) }
      emptyLines = []
      previousStartsBlank = startsBlank
      while offset < bytes.count, !isLineEnd(bytes[offset]) {
        addSource(offset)
        offset += 1
      }
      pendingEnd = nil
      if offset < bytes.count {
        pendingEnd = offset..<afterLineEnd(offset)
        offset = afterLineEnd(offset)
      }
    }
    if let lineEnd = pendingEnd { add(0x0A, from: lineEnd) }
    for emptyLine in emptyLines { add(0x0A, from: emptyLine) }
  }

  /// Drops the line ends at the end that the block's chomping (`-`, `+`) drops.
  private mutating func chomp(to length: Int) {
    while value.count > length, value.last == 0x0A {
      value.removeLast()
      starts.removeLast()
      ends.removeLast()
    }
  }

  private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private func afterLineEnd(_ offset: Int) -> Int {
    bytes[offset] == 0x0D && offset + 1 < bytes.count && bytes[offset + 1] == 0x0A ? offset + 2 : offset + 1
  }
}

/// The line of `|` or `>` and what follows from it.
private struct BlockHeader {
  let bytes: [UInt8]
  let range: Range<Int>

  /// Indentations to try, the likeliest first: the widest before the first content, or, after an explicit number, any
  /// up to that.
  func possibleIndents() -> [Int] {
    var offset = range.lowerBound
    var isExplicit = false
    while offset < bytes.count, bytes[offset] != 0x0A, bytes[offset] != 0x0D {
      if bytes[offset] == UInt8(ascii: "#") { break }
      if bytes[offset] >= UInt8(ascii: "1"), bytes[offset] <= UInt8(ascii: "9") { isExplicit = true }
      offset += 1
    }
    while offset < bytes.count, bytes[offset] != 0x0A, bytes[offset] != 0x0D { offset += 1 }
    let widest = widestIndent(from: offset)
    let likely = isExplicit ? (0...widest).reversed().prefix(200).map { $0 } : [widest]
    // Nothing but empty lines: they end before a line that is indented less.
    return likely + [widest + 1]
  }

  /// The most spaces that a line starts with, up to the first line with content.
  private func widestIndent(from start: Int) -> Int {
    var column = 0
    var widest = 0
    for offset in start..<bytes.count {
      switch bytes[offset] {
      case 0x0A, 0x0D: column = 0
      case 0x20:
        column += 1
        widest = max(widest, column)
      default: return widest
      }
    }
    return widest
  }
}
