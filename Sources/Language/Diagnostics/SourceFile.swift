// A text that diagnostics speak about, and the places in it. Offsets are UTF-8 bytes from the start of the file;
// people see lines and columns.

/// A part of a source file, from the first byte to the one after the last.
public struct SourceRange: Hashable, Sendable {
  public var start: Int
  public var end: Int

  public init(start: Int, end: Int) {
    self.start = start
    self.end = max(start, end)
  }

  public init(_ range: Range<Int>) { self.init(start: range.lowerBound, end: range.upperBound) }

  /// How many bytes the range covers.
  public var length: Int { end - start }
  public var isEmpty: Bool { end <= start }
  public var bounds: Range<Int> { start..<max(start, end) }

  public func contains(_ offset: Int) -> Bool { start <= offset && offset < end }
  public func overlaps(_ other: SourceRange) -> Bool { start < other.end && other.start < end }
}

/// A place as people and editors count it: the first line is 1, the first column is 1, and a column is one Unicode
/// scalar.
public struct SourcePlace: Hashable, Sendable {
  public var line: Int
  public var column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// A whole text with its name. Lines end at LF, CR LF or a lone CR.
public final class SourceFile: Sendable {
  /// The path as the user gave it; what diagnostics print.
  public let path: String
  /// The whole file, a byte order mark included.
  public let bytes: [UInt8]
  /// Where each line starts. The first line starts after a byte order mark.
  private let lineStarts: [Int]
  /// Unicode scalars before every 1,024th byte, so that columns of long lines are quick; nil when every byte is one.
  private let scalarCounts: [Int]?

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let survey = surveyText(bytes, start: hasMark ? 3 : 0)
    lineStarts = survey.lineStarts
    scalarCounts = survey.isASCII ? nil : countScalars(bytes)
  }

  public convenience init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }

  /// The place of a byte. An offset outside the file is taken as its nearest end.
  public func place(of offset: Int) -> SourcePlace {
    let offset = min(max(offset, lineStarts[0]), bytes.count)
    let line = lineIndex(of: offset)
    let column = allScalars(before: offset) - allScalars(before: lineStarts[line]) + 1
    return SourcePlace(line: line + 1, column: column)
  }

  /// The bytes of a line (counted from 1) without its line end. A line outside the file is taken as its nearest.
  public func lineRange(_ line: Int) -> SourceRange {
    let index = min(max(line, 1), lineStarts.count) - 1
    let start = lineStarts[index]
    var end = index + 1 < lineStarts.count ? lineStarts[index + 1] : bytes.count
    if end > start, bytes[end - 1] == 0x0A { end -= 1 }
    if end > start, bytes[end - 1] == 0x0D { end -= 1 }
    return SourceRange(start: start, end: end)
  }

  /// The text of a range; bytes that aren't UTF-8 become U+FFFD.
  public func text(_ range: SourceRange) -> String {
    let start = min(max(range.start, 0), bytes.count)
    let end = min(max(range.end, start), bytes.count)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// Unicode scalars between the start of the text, after a byte order mark, and a byte.
  func scalarCount(before offset: Int) -> Int {
    let offset = min(max(offset, lineStarts[0]), bytes.count)
    return allScalars(before: offset) - (lineStarts[0] > 0 ? 1 : 0)
  }

  private func allScalars(before offset: Int) -> Int {
    guard let scalarCounts, !bytes.isEmpty else { return offset }
    let block = min(offset / scalarCountStep, scalarCounts.count - 1)
    return bytes[block * scalarCountStep..<offset].reduce(scalarCounts[block]) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
  }

  private func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}

private let scalarCountStep = 1_024

private func surveyText(_ bytes: [UInt8], start: Int) -> (lineStarts: [Int], isASCII: Bool) {
  var starts = [start]
  var allBits: UInt8 = 0
  bytes.withUnsafeBufferPointer { bytes in
    var offset = start
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      allBits |= byte
      if byte > 0x0D { continue }
      if byte == 0x0A || (byte == 0x0D && !(offset < bytes.count && bytes[offset] == 0x0A)) { starts.append(offset) }
    }
  }
  return (starts, start == 0 && allBits < 0x80)
}

private func countScalars(_ bytes: [UInt8]) -> [Int] {
  var counts: [Int] = []
  counts.reserveCapacity(bytes.count / scalarCountStep + 1)
  var count = 0
  for (offset, byte) in bytes.enumerated() {
    if offset % scalarCountStep == 0 { counts.append(count) }
    if byte & 0xC0 != 0x80 { count += 1 }
  }
  return counts
}
