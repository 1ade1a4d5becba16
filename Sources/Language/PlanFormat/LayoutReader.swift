// From nodes and comments to the layout: every comment goes to the entry that it stands above, behind, or below.

import Diagnostics
import PlanText

/// Reads the structure of one file. Gives up (nil) on what it doesn't know how to lay out: `? key`, a second marker.
struct LayoutReader {
  let file: SourceFile
  let comments: [Comment]
  /// The first comment that hasn't found its place.
  private var next = 0

  init(file: SourceFile, comments: [Comment]) {
    self.file = file
    self.comments = comments
  }

  mutating func document(_ root: Node) -> DocumentLayout? {
    let rest = root.range.end..<file.bytes.count
    guard marks(in: rest).isEmpty else { return nil }
    let header = headerLines(above: root)
    while next < comments.count, comments[next].range.lowerBound < root.range.start { next += 1 }
    do {
      let role = KeyRole.ofRoot(root)
      var layout = try block(root, role, limit: file.bytes.count)
      layout.closing += try takeAlone(before: file.bytes.count)
      return DocumentLayout(header: header, root: layout)
    } catch {
      return nil
    }
  }

  private func headerLines(above root: Node) -> [Range<Int>] {
    (1..<file.line(of: root.range.start)).map { line in
      var range = file.lineRange(line).bounds
      // A comment keeps every byte; before it, and on other lines, white space goes.
      while let first = range.first, isBlankByte(file.bytes[first]) { range.removeFirst() }
      guard let first = range.first, file.bytes[first] != UInt8(ascii: "#") else { return range }
      while let last = range.last, isBlankByte(file.bytes[last]) { range.removeLast() }
      return range
    }
  }

  // MARK: Lists and maps

  private mutating func block(_ node: Node, _ role: KeyRole, limit: Int) throws(UnusualLayout) -> BlockLayout {
    let column = file.column(of: node.range.start)
    let entries =
      node.isMapping ? try mapEntries(of: node, role, limit: limit) : try items(of: node, role, limit: limit)
    return BlockLayout(isMapping: node.isMapping, role: role, column: column, entries: entries, closing: [])
  }

  private mutating func mapEntries(
    of node: Node, _ role: KeyRole, limit: Int
  ) throws(UnusualLayout) -> [EntryLayout] {
    let pairs = Array(node.entries)
    var entries: [EntryLayout] = []
    var end = node.range.start
    for (index, (key, value)) in pairs.enumerated() {
      try expect("", in: end..<key.range.start)
      try expect(":", in: key.range.end..<value.range.start)
      let leading = try takeAlone(before: key.range.start)
      let nextStart = index + 1 < pairs.count ? pairs[index + 1].key.range.start : limit
      var entry = EntryLayout(
        leading: leading, followsBlankLine: file.isBlankLine(file.line(of: key.range.start) - 1),
        key: key.range.bounds, keyText: key.text, value: .absent, comment: nil)
      try read(
        value, after: key.range.bounds, role.role(of: key.text), column: file.column(of: node.range.start),
        limit: nextStart, into: &entry)
      entries.append(entry)
      end = value.range.end
    }
    return entries
  }

  private mutating func items(of node: Node, _ role: KeyRole, limit: Int) throws(UnusualLayout) -> [EntryLayout] {
    let items = Array(node.items)
    var entries: [EntryLayout] = []
    var dash = node.range.start
    for (index, item) in items.enumerated() {
      try expect("-", in: dash..<item.range.start)
      let leading = try takeAlone(before: dash)
      let nextDash =
        try index + 1 < items.count
        ? self.dash(in: item.range.end..<items[index + 1].range.start) : limit
      var entry = EntryLayout(
        leading: leading, followsBlankLine: file.isBlankLine(file.line(of: dash) - 1), key: dash..<dash, keyText: "",
        value: .absent, comment: nil)
      try read(
        item, after: dash..<dash + 1, role, column: file.column(of: node.range.start), limit: nextDash, into: &entry)
      if case .verbatim = entry.value { throw UnusualLayout() }
      entries.append(entry)
      dash = nextDash
    }
    return entries
  }

  /// The dash of the next item.
  private func dash(in range: Range<Int>) throws(UnusualLayout) -> Int {
    guard let mark = marks(in: range).first, file.bytes[mark] == UInt8(ascii: "-") else { throw UnusualLayout() }
    return mark
  }

  // MARK: Values

  /// Reads the value of an entry: `after` its key or dash, in a block at `column`, and before `limit`.
  private mutating func read(
    _ value: Node, after key: Range<Int>, _ role: KeyRole, column: Int, limit: Int, into entry: inout EntryLayout
  ) throws(UnusualLayout) {
    if !value.isScalar, !value.isFlow {
      entry.comment = takeBehind(key.upperBound, before: value.range.start)
      var layout = try block(value, role, limit: limit)
      layout.closing = takeClosing(of: layout.column, within: column, before: limit)
      entry.value = .block(layout)
      return
    }
    if value.range.isEmpty {
      entry.comment = takeBehind(key.upperBound, before: limit)
      return
    }
    let isInterrupted = next < comments.count && comments[next].range.lowerBound < value.range.start
    if isInterrupted, value.isBlockScalar { throw UnusualLayout() }
    while next < comments.count, comments[next].range.lowerBound < value.range.end { next += 1 }
    if value.isBlockScalar {
      guard value.isLaidOutSafely else { throw UnusualLayout() }
      entry.value = .blockScalar(value)
      return
    }
    let isBelow = file.line(of: key.lowerBound) != file.line(of: value.range.start)
    entry.value =
      isInterrupted ? .verbatim(key.lowerBound..<value.range.end) : .inline(value, role, isBelow: isBelow)
    entry.comment = takeBehind(value.range.end, before: limit)
  }

  // MARK: Comments

  /// Comments on lines of their own above an offset.
  private mutating func takeAlone(before offset: Int) throws(UnusualLayout) -> [Comment] {
    let start = next
    while next < comments.count, comments[next].range.lowerBound < offset {
      guard comments[next].isAlone else { throw UnusualLayout() }
      next += 1
    }
    return Array(comments[start..<next])
  }

  /// The comment on the same line as an offset.
  private mutating func takeBehind(_ offset: Int, before limit: Int) -> Comment? {
    guard next < comments.count, comments[next].range.lowerBound < limit,
      comments[next].line == file.line(of: offset)
    else { return nil }
    next += 1
    return comments[next - 1]
  }

  /// Comments below the last entry of a block that are indented as it is, not as what it stands in.
  private mutating func takeClosing(of column: Int, within outer: Int, before limit: Int) -> [Comment] {
    let start = next
    while next < comments.count, comments[next].range.lowerBound < limit, comments[next].isAlone,
      comments[next].column >= column, comments[next].column > outer
    {
      next += 1
    }
    return Array(comments[start..<next])
  }

  // MARK: Marks

  private func expect(_ text: String, in range: Range<Int>) throws(UnusualLayout) {
    guard marks(in: range).map({ file.bytes[$0] }).elementsEqual(text.utf8) else { throw UnusualLayout() }
  }

  /// Where something other than white space and comments stands in a part between scalars.
  private func marks(in range: Range<Int>) -> [Int] {
    var found: [Int] = []
    var offset = range.lowerBound
    while offset < range.upperBound {
      if file.bytes[offset] == UInt8(ascii: "#") {
        offset = file.lineRange(file.line(of: offset)).end
      } else {
        if !isBlankByte(file.bytes[offset]) { found.append(offset) }
        offset += 1
      }
    }
    return found
  }
}

/// A structure that stays as it is.
private struct UnusualLayout: Error {}

extension Node {
  /// `|` or `>`.
  var isBlockScalar: Bool { isScalar && (style == .literal || style == .folded) }

  /// The digit in the first line of a `|` or `>`.
  var indentationDigit: Int? {
    let header = document.file.bytes[range.bounds].dropFirst().prefix(2)
    return header.first { (0x31...0x39).contains($0) }.map { Int($0) - 0x30 }
  }

  /// Whether a `|` or `>` can be indented anew: one that ends with the file, without a line end, would get one; one
  /// whose last line is white space depends on it.
  var isLaidOutSafely: Bool {
    let text = text.utf8
    let isStripped = document.file.bytes[range.bounds].dropFirst().prefix(2).contains(UInt8(ascii: "-"))
    if !isStripped, let last = text.last, last != 0x0A { return false }
    let content = text.reversed().first { $0 != 0x0A }
    return content != 0x20 && content != 0x09
  }
}
