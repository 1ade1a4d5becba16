// The comments of a file: whatever starts with `#` outside of every scalar.

import Diagnostics
import PlanText

/// One comment, from its `#` to the end of its line.
struct Comment: Hashable, Sendable {
  var range: Range<Int>
  var line: Int
  /// Bytes before it on its line.
  var column: Int
  /// Nothing but white space stands before it.
  var isAlone: Bool
  var followsBlankLine: Bool
}

/// Finds the comments of a file. Those on the first line of a `|` or `>` belong to the scalar.
struct CommentScanner {
  private let file: SourceFile
  private let scalars: [Range<Int>]

  init(file: SourceFile, root: Node) {
    self.file = file
    var scalars: [Range<Int>] = []
    Self.collect(root, &scalars)
    self.scalars = scalars
  }

  private static func collect(_ node: Node, _ scalars: inout [Range<Int>]) {
    switch node.kind {
    case .scalar: if !node.range.isEmpty { scalars.append(node.range.bounds) }
    case .sequence: for item in node.items { collect(item, &scalars) }
    case .mapping:
      for (key, value) in node.entries {
        collect(key, &scalars)
        collect(value, &scalars)
      }
    }
  }

  /// In the order of the file.
  var comments: [Comment] {
    var found: [Comment] = []
    var scalar = 0
    var offset = file.lineRange(1).start
    let bytes = file.bytes
    while offset < bytes.count {
      while scalar < scalars.count, scalars[scalar].upperBound <= offset { scalar += 1 }
      if scalar < scalars.count, scalars[scalar].contains(offset) {
        offset = scalars[scalar].upperBound
      } else if bytes[offset] == UInt8(ascii: "#") {
        let comment = comment(at: offset)
        found.append(comment)
        offset = comment.range.upperBound
      } else {
        offset += 1
      }
    }
    return found
  }

  private func comment(at start: Int) -> Comment {
    let line = file.place(of: start).line
    let lineRange = file.lineRange(line)
    let isAlone = file.bytes[lineRange.start..<start].allSatisfy(isBlankByte)
    return Comment(
      range: start..<lineRange.end, line: line, column: start - lineRange.start, isAlone: isAlone,
      followsBlankLine: file.isBlankLine(line - 1))
  }
}

extension SourceFile {
  /// Whether a line, counted from 1, holds nothing but white space. No line is before the first.
  func isBlankLine(_ line: Int) -> Bool {
    line > 0 && bytes[lineRange(line).bounds].allSatisfy(isBlankByte)
  }

  /// The line of an offset, counted from 1.
  func line(of offset: Int) -> Int { place(of: offset).line }

  /// Bytes before an offset on its line.
  func column(of offset: Int) -> Int { offset - lineRange(line(of: offset)).start }
}

/// Space, tab or a line end.
func isBlankByte(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
