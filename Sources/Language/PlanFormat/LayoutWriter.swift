// From the layout to bytes.

import Diagnostics
import PlanText

/// Writes one file.
struct LayoutWriter {
  private let file: SourceFile
  private var output: [UInt8] = []
  /// What was written last is a `|+`: a blank line after it would be part of it.
  private var endsWithKeptLines = false

  init(file: SourceFile) { self.file = file }

  mutating func write(_ layout: DocumentLayout) -> [UInt8] {
    output = Array(file.bytes[..<file.lineRange(1).start])
    writeHeader(layout.header)
    write(layout.root, column: 0, isInline: false)
    return output
  }

  /// Blank lines of a header are kept, one in a place; none on top.
  private mutating func writeHeader(_ lines: [Range<Int>]) {
    var isAfterBlank = true
    for line in lines {
      if line.isEmpty, isAfterBlank { continue }
      isAfterBlank = line.isEmpty
      output.append(contentsOf: file.bytes[line])
      output.append(0x0A)
    }
  }

  // MARK: Blocks

  /// Writes a block. `isInline`: its first entry goes on behind a dash that has been written.
  private mutating func write(_ block: BlockLayout, column: Int, isInline: Bool) {
    let order = block.isMapping ? block.role.order(of: block.entries.map(\.keyText)) : Array(block.entries.indices)
    for (place, index) in order.enumerated() {
      let entry = block.entries[index]
      let isPhase = block.role == .phase && !block.isMapping
      if place > 0 || !isInline {
        writeLead(of: entry, column: column, isFirst: place == 0, isApart: isPhase)
        indent(column)
      }
      write(entry, column: column, oldColumn: block.column, isItem: !block.isMapping)
    }
    writeComments(block.closing, column: column)
  }

  /// Blank line and comments above an entry.
  private mutating func writeLead(of entry: EntryLayout, column: Int, isFirst: Bool, isApart: Bool) {
    let hoisted = hoistedComments(of: entry)
    let comments = entry.leading + hoisted
    let startsBlank = entry.leading.isEmpty ? entry.followsBlankLine : entry.leading[0].followsBlankLine
    if !isFirst, startsBlank || isApart { writeBlankLine() }
    for (index, comment) in comments.enumerated() {
      if index > 0, comment.followsBlankLine { writeBlankLine() }
      writeComment(comment, column: column)
    }
    if !entry.leading.isEmpty, hoisted.isEmpty, entry.followsBlankLine { writeBlankLine() }
  }

  /// The comments above the first key of an item's map: they can't well stand between its dash and that key.
  private func hoistedComments(of entry: EntryLayout) -> [Comment] {
    guard entry.key.isEmpty, entry.comment == nil, case .block(let block) = entry.value,
      let first = block.firstWritten
    else { return [] }
    return first.leading + hoistedComments(of: first)
  }

  private mutating func writeComments(_ comments: [Comment], column: Int) {
    for comment in comments {
      if comment.followsBlankLine { writeBlankLine() }
      writeComment(comment, column: column)
    }
  }

  private mutating func writeComment(_ comment: Comment, column: Int) {
    indent(column)
    output.append(contentsOf: file.bytes[comment.range])
    endLine()
  }

  private mutating func writeBlankLine() {
    if !endsWithKeptLines { output.append(0x0A) }
  }

  private mutating func indent(_ column: Int) {
    output.append(contentsOf: repeatElement(0x20, count: column))
  }

  private mutating func endLine() {
    output.append(0x0A)
    endsWithKeptLines = false
  }

  // MARK: Entries

  private mutating func write(_ entry: EntryLayout, column: Int, oldColumn: Int, isItem: Bool) {
    if case .verbatim(let range) = entry.value {
      writeShifted(range, from: oldColumn, to: column, least: column + 2)
      return endLine(with: entry.comment, after: range.upperBound)
    }
    if isItem {
      output.append(UInt8(ascii: "-"))
    } else {
      output.append(contentsOf: file.bytes[entry.key])
      output.append(UInt8(ascii: ":"))
    }
    switch entry.value {
    case .absent: endLine(with: entry.comment, after: entry.key.upperBound + 1)
    case .inline(let node, let role, let isBelow):
      if isBelow, !isItem {
        endLine()
        indent(column + 2)
      } else {
        output.append(0x20)
      }
      writeInline(node, role, from: oldColumn, to: column)
      endLine(with: entry.comment, after: node.range.end)
    case .blockScalar(let node):
      output.append(0x20)
      writeBlockScalar(node, from: oldColumn, to: column)
    case .block(let block):
      let isInline = isItem && entry.comment == nil
      if isInline { output.append(0x20) } else { endLine(with: entry.comment, after: entry.key.upperBound + 1) }
      write(block, column: column + 2, isInline: isInline)
    case .verbatim: break
    }
  }

  /// Ends a line, with the comment behind it: as far away as it was, but at least two spaces.
  private mutating func endLine(with comment: Comment?, after end: Int) {
    if let comment {
      let gap = comment.range.lowerBound - end
      let isSpaces = gap > 0 && file.bytes[end..<comment.range.lowerBound].allSatisfy { $0 == 0x20 }
      output.append(contentsOf: repeatElement(0x20, count: isSpaces ? max(gap, 2) : 2))
      output.append(contentsOf: file.bytes[comment.range])
    }
    endLine()
  }

  // MARK: Scalars and brackets

  private mutating func writeInline(_ node: Node, _ role: KeyRole, from oldColumn: Int, to column: Int) {
    let isOneLine = file.line(of: node.range.start) == file.line(of: node.range.end)
    if isOneLine, let text = FlowText(file: file).text(of: node, role) {
      output.append(contentsOf: text)
    } else {
      writeShifted(node.range.bounds, from: oldColumn, to: column, least: node.isScalar ? column + 2 : column)
    }
  }

  /// Writes a part of the file; its second and later lines keep their distance from the column of the block.
  private mutating func writeShifted(_ range: Range<Int>, from oldColumn: Int, to column: Int, least: Int) {
    let first = file.line(of: range.lowerBound)
    let last = file.line(of: range.upperBound)
    output.append(contentsOf: file.bytes[range.lowerBound..<min(range.upperBound, file.lineRange(first).end)])
    guard first < last else { return }
    for line in first + 1...last {
      output.append(0x0A)
      let whole = file.lineRange(line)
      let part = file.bytes[whole.start..<min(whole.end, range.upperBound)]
      let content = part.drop { $0 == 0x20 }
      if content.allSatisfy(isBlankByte) { continue }
      indent(max(part.count - content.count + column - oldColumn, least))
      output.append(contentsOf: content)
    }
  }

  private mutating func writeBlockScalar(_ node: Node, from oldColumn: Int, to column: Int) {
    let digit = node.indentationDigit
    let newIndent = column + (digit ?? 2)
    let firstLine = file.line(of: node.range.start)
    writeBlockHeader(node, firstLine: firstLine)
    let text = node.withTextBytes { Array($0) }
    let trailing = text.reversed().prefix { $0 == 0x0A }.count
    let content = text.dropLast(trailing)
    if node.style == .literal {
      if !content.isEmpty {
        for line in content.split(separator: 0x0A, omittingEmptySubsequences: false) {
          writeContent(line, indent: newIndent)
        }
      }
    } else {
      writeFoldedLines(node, firstLine: firstLine, oldIndent: digit.map { oldColumn + $0 }, newIndent: newIndent)
    }
    let keeps = file.bytes[node.range.bounds].dropFirst().prefix(2).contains(UInt8(ascii: "+"))
    guard keeps else { return }
    for _ in 0..<max(trailing - (content.isEmpty ? 0 : 1), 0) { output.append(0x0A) }
    endsWithKeptLines = true
  }

  private mutating func writeBlockHeader(_ node: Node, firstLine: Int) {
    var header = file.bytes[node.range.start..<file.lineRange(firstLine).end]
    if !header.contains(UInt8(ascii: "#")) {
      while let last = header.last, isBlankByte(last) { header.removeLast() }
    }
    output.append(contentsOf: header)
    endLine()
  }

  /// The lines of a `>` as they stand: where they break matters.
  private mutating func writeFoldedLines(_ node: Node, firstLine: Int, oldIndent: Int?, newIndent: Int) {
    let lastLine = file.line(of: node.range.end)
    guard firstLine < lastLine else { return }
    let lines = (firstLine + 1...lastLine).map { file.bytes[file.lineRange($0).bounds] }
    let detected = lines.first { !$0.allSatisfy(isBlankByte) }.map { line in line.prefix { $0 == 0x20 }.count }
    let indent = oldIndent ?? detected ?? 0
    for line in lines { writeContent(line.dropFirst(min(indent, line.prefix { $0 == 0x20 }.count)), indent: newIndent) }
  }

  private mutating func writeContent(_ line: ArraySlice<UInt8>, indent column: Int) {
    if !line.isEmpty {
      indent(column)
      output.append(contentsOf: line)
    }
    endLine()
  }
}

extension BlockLayout {
  /// The entry that is written first.
  var firstWritten: EntryLayout? {
    guard isMapping else { return entries.first }
    return role.order(of: entries.map(\.keyText)).first.map { entries[$0] }
  }
}
