// From the value of a scalar back to the file: carets inside quoted, folded and block text point at the exact token.

import Diagnostics

/// Where every byte of a scalar's value stands in the file. Make one and ask it often; making it reads the scalar once.
public struct ScalarSourceMap: Sendable {
  /// The whole scalar, and what is answered when the value can't be traced.
  private let whole: SourceRange
  private let valueLength: Int
  /// Where the value starts when it stands in the file byte for byte.
  private let directStart: Int?
  /// Else, for each byte of the value, the bytes of the file that made it.
  private let starts: [Int32]
  private let ends: [Int32]

  public init(of node: Node) {
    whole = node.range
    valueLength = node.textLength
    let record = node.record
    guard record.kind == .scalar, record.isCooked else {
      directStart = record.kind == .scalar ? Int(record.textStart) : nil
      starts = []
      ends = []
      return
    }
    directStart = nil
    let trace = ScalarTrace.trace(of: node)
    starts = trace?.starts ?? []
    ends = trace?.ends ?? []
  }

  /// The bytes of the file for a part of the value (UTF-8 offsets in `Node.text`). An empty part gives the place
  /// between two tokens; a part outside the value is moved to its nearest end.
  public func range(ofValueBytes part: Range<Int>) -> SourceRange {
    let first = min(max(part.lowerBound, 0), valueLength)
    let end = min(max(part.upperBound, first), valueLength)
    if let directStart { return SourceRange(start: directStart + first, end: directStart + end) }
    guard starts.count == valueLength, valueLength > 0 else { return whole }
    let start = first < valueLength ? Int(starts[first]) : Int(ends[valueLength - 1])
    return SourceRange(start: start, end: end > first ? Int(ends[end - 1]) : start)
  }
}

extension Node {
  /// The bytes of the file for a part of this scalar's value (UTF-8 offsets in `text`). For many parts of one scalar
  /// make a ``ScalarSourceMap``.
  public func sourceRange(ofValueBytes part: Range<Int>) -> SourceRange {
    ScalarSourceMap(of: self).range(ofValueBytes: part)
  }
}
