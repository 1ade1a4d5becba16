// One source line as a terminal shows it, with the columns that the carets cover. Long lines are cut around them.

/// The visible part of a source line.
struct SourceExcerpt {
  /// The widest excerpt, in terminal columns.
  static let widest = 100

  let line: Int
  let text: String
  /// Columns before the first caret.
  let caretIndent: Int
  let caretCount: Int

  init(of range: SourceRange, in file: SourceFile) {
    let place = file.place(of: range.start)
    let lineRange = file.lineRange(place.line)
    line = place.line
    let start = min(max(range.start, lineRange.start), lineRange.end)
    let end = min(max(range.end, start), lineRange.end)
    // Bytes far from the carets can't be seen; a line may be megabytes long.
    let nearStart = boundary(atOrBefore: max(lineRange.start, start - Self.widest * 4), in: file)
    let nearEnd = boundary(atOrBefore: min(lineRange.end, start + Self.widest * 4), in: file)
    var cells = Cells(text: file.text(SourceRange(start: nearStart, end: nearEnd)), firstOffset: nearStart)
    cells.mark(start..<end)
    let window = cells.window(
      width: Self.widest, cutBefore: nearStart > lineRange.start, cutAfter: nearEnd < lineRange.end)
    text = window.text
    caretIndent = window.caretIndent
    caretCount = window.caretCount
  }
}

/// The start of the scalar that holds a byte.
private func boundary(atOrBefore offset: Int, in file: SourceFile) -> Int {
  var offset = offset
  while offset > 0, offset < file.bytes.count, file.bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
  return offset
}

/// A piece of a line as terminal cells.
private struct Cells {
  private var cells: [DisplayCell] = []
  /// The source offset of each cell, and of the end.
  private var offsets: [Int] = []
  private var marked = 0..<0

  init(text: String, firstOffset: Int) {
    var offset = firstOffset
    var column = 0
    for scalar in text.unicodeScalars {
      let cell = scalar == "\t" ? DisplayCell(spaces: 4 - column % 4) : DisplayCell(scalar)
      cells.append(cell)
      offsets.append(offset)
      column += cell.width
      offset += UTF8.width(scalar)
    }
    offsets.append(offset)
  }

  mutating func mark(_ range: Range<Int>) {
    let first = offsets.firstIndex { $0 >= range.lowerBound } ?? cells.count
    let end = offsets.firstIndex { $0 >= range.upperBound } ?? cells.count
    marked = first..<max(first, end)
  }

  func window(width: Int, cutBefore: Bool, cutAfter: Bool) -> (text: String, caretIndent: Int, caretCount: Int) {
    var first = 0
    var end = cells.count
    if total(0..<cells.count) > width || cutBefore || cutAfter {
      (first, end) = visible(width: width)
    }
    let hidesBefore = first > 0 || cutBefore
    let hidesAfter = end < cells.count || cutAfter
    let shown = cells[first..<end].map(\.text).joined()
    let markedEnd = min(marked.upperBound, end)
    return (
      text: (hidesBefore ? "…" : "") + shown + (hidesAfter ? "…" : ""),
      caretIndent: (hidesBefore ? 1 : 0) + total(first..<marked.lowerBound),
      caretCount: max(1, total(marked.lowerBound..<max(marked.lowerBound, markedEnd)))
    )
  }

  /// The cells around the marked ones that fit: a third of the room before them, the rest after.
  private func visible(width: Int) -> (Int, Int) {
    var first = min(marked.lowerBound, cells.count)
    var room = width / 3
    while first > 0, cells[first - 1].width <= room {
      first -= 1
      room -= cells[first].width
    }
    var end = min(marked.lowerBound, cells.count)
    room += width - width / 3
    while end < cells.count, cells[end].width <= room {
      room -= cells[end].width
      end += 1
    }
    while first > 0, cells[first - 1].width <= room {
      first -= 1
      room -= cells[first].width
    }
    return (first, end)
  }

  private func total(_ range: Range<Int>) -> Int { cells[range].reduce(0) { $0 + $1.width } }
}
