// Differences of texts in the unified format that `diff -u` and `git` made familiar.

/// Unified diffs, bounded for huge texts.
public enum UnifiedDiff {
  /// The difference of two texts, ending in a line feed; empty when they are equal. Nil when one of them isn't text
  /// (invalid UTF-8 or a NUL), or is too large to compare (8 MiB). No more than `lineLimit` lines are shown; a last
  /// line then says how many are not.
  public static func text(
    from old: [UInt8], to new: [UInt8], oldName: String, newName: String, context: Int = 3, lineLimit: Int = 400
  ) -> String? {
    guard isText(old), isText(new) else { return nil }
    if old == new { return "" }
    let oldLines = lines(of: old)
    let newLines = lines(of: new)
    let edits = LineDifference.edits(from: oldLines, to: newLines)
    var output: [String] = []
    for hunk in hunks(of: edits, context: context) {
      output.append(header(of: hunk))
      for edit in edits[hunk.range] { output += shown(edit, oldLines, newLines) }
    }
    if output.count > lineLimit {
      let hidden = output.count - lineLimit
      output = Array(output.prefix(lineLimit)) + ["… \(hidden) more lines"]
    }
    return (["--- \(oldName)", "+++ \(newName)"] + output).joined(separator: "\n") + "\n"
  }

  /// True for bytes that are worth showing line by line.
  public static func isText(_ bytes: [UInt8]) -> Bool {
    bytes.count <= 8 << 20 && !bytes.contains(0) && String(validating: bytes, as: UTF8.self) != nil
  }

  private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == 0x0A {
      lines.append(bytes[start...index])
      start = index + 1
    }
    if start < bytes.count { lines.append(bytes[start...]) }
    return lines
  }

  private struct Hunk {
    var range: Range<Int>
    var oldStart = 0
    var oldCount = 0
    var newStart = 0
    var newCount = 0
  }

  private static func hunks(of edits: [LineDifference.Edit], context: Int) -> [Hunk] {
    var ranges: [Range<Int>] = []
    for (index, edit) in edits.enumerated() {
      if case .keep = edit { continue }
      let range = max(0, index - context)..<min(edits.count, index + context + 1)
      if let last = ranges.last, range.lowerBound <= last.upperBound {
        ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
      } else {
        ranges.append(range)
      }
    }
    return placed(ranges, in: edits)
  }

  /// Hunks with the line numbers at which they start; one pass over all edits.
  private static func placed(_ ranges: [Range<Int>], in edits: [LineDifference.Edit]) -> [Hunk] {
    var hunks: [Hunk] = []
    var position = 0
    var old = 0
    var new = 0
    for range in ranges {
      while position < range.lowerBound { advance(edits[position], &old, &new, &position) }
      var hunk = Hunk(range: range, oldStart: old, newStart: new)
      while position < range.upperBound { advance(edits[position], &old, &new, &position) }
      hunk.oldCount = old - hunk.oldStart
      hunk.newCount = new - hunk.newStart
      hunks.append(hunk)
    }
    return hunks
  }

  private static func advance(
    _ edit: LineDifference.Edit, _ old: inout Int, _ new: inout Int, _ position: inout Int
  ) {
    position += 1
    switch edit {
    case .keep:
      old += 1
      new += 1
    case .remove: old += 1
    case .add: new += 1
    }
  }

  private static func header(of hunk: Hunk) -> String {
    "@@ -\(span(hunk.oldStart, hunk.oldCount)) +\(span(hunk.newStart, hunk.newCount)) @@"
  }

  /// `start,count`, lines counted from 1; the line before when there are none; without `,1`.
  private static func span(_ start: Int, _ count: Int) -> String {
    count == 1 ? "\(start + 1)" : count == 0 ? "\(start),0" : "\(start + 1),\(count)"
  }

  private static func shown(
    _ edit: LineDifference.Edit, _ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]
  ) -> [String] {
    switch edit {
    case .keep(let index, _): shown(" ", old[index])
    case .remove(let index): shown("-", old[index])
    case .add(let index): shown("+", new[index])
    }
  }

  private static func shown(_ sign: String, _ line: ArraySlice<UInt8>) -> [String] {
    line.last == 0x0A
      ? [sign + String(decoding: line.dropLast(), as: UTF8.self)]
      : [sign + String(decoding: line, as: UTF8.self), "\\ No newline at end of file"]
  }
}
