// Covers: places and lines of a source file: scalars as columns, every kind of line end, a byte order mark, the ends.

import Diagnostics
import Testing

@Suite struct SourceFileTests {
  static let places: [(text: String, offset: Int, line: Int, column: Int)] = [
    ("", 0, 1, 1), ("", 5, 1, 1), ("abc", 0, 1, 1), ("abc", 3, 1, 4), ("abc", -1, 1, 1), ("a\nb", 1, 1, 2),
    ("a\nb", 2, 2, 1), ("a\r\nb", 3, 2, 1), ("a\rb", 2, 2, 1), ("a\n", 2, 2, 1), ("\n\n\n", 2, 3, 1),
    ("é😀x", 2, 1, 2), ("é😀x", 6, 1, 3), ("e\u{301}x", 3, 1, 3), ("\u{FEFF}abc", 0, 1, 1), ("\u{FEFF}abc", 3, 1, 1),
    ("\u{FEFF}abc\nd", 5, 1, 3), ("\u{FEFF}abc\nd", 7, 2, 1),
  ]

  @Test(arguments: places) func place(text: String, offset: Int, line: Int, column: Int) {
    let file = SourceFile(path: "p", text: text)
    #expect(file.place(of: offset) == SourcePlace(line: line, column: column))
  }

  @Test func linesWithoutTheirEnds() {
    let file = SourceFile(path: "p", text: "\u{FEFF}one\r\ntwo\rthree\n\nfive")
    let lines = (1...5).map { file.text(file.lineRange($0)) }
    #expect(lines == ["one", "two", "three", "", "five"])
    #expect(file.text(file.lineRange(0)) == "one")
    #expect(file.text(file.lineRange(6)) == "five")
  }

  @Test func textOfRangesOutsideTheFile() {
    let file = SourceFile(path: "p", text: "abc")
    #expect(file.text(SourceRange(start: 1, end: 99)) == "bc")
    #expect(file.text(SourceRange(start: 7, end: 9)) == "")
    #expect(SourceFile(path: "p", bytes: [0x61, 0xFF]).text(SourceRange(start: 0, end: 2)) == "a\u{FFFD}")
  }

  @Test func everyOffsetHasAPlaceThatGrows() {
    let file = SourceFile(path: "p", text: "ab\r\ncé\n\n\rx")
    var last = SourcePlace(line: 1, column: 1)
    for offset in 0...file.bytes.count {
      let place = file.place(of: offset)
      #expect((last.line, last.column) <= (place.line, place.column))
      last = place
    }
  }

  @Test func ranges() {
    let range = SourceRange(start: 2, end: 5)
    #expect(range.contains(2) && range.contains(4) && !range.contains(5))
    #expect(range.overlaps(SourceRange(start: 4, end: 9)) && !range.overlaps(SourceRange(start: 5, end: 9)))
    #expect(SourceRange(start: 5, end: 2).isEmpty)
    #expect(SourceRange(3..<4).length == 1)
  }
}

@Suite struct LongLineTests {
  /// Columns far into one line, across the steps at which they are counted ahead.
  @Test func columnsOfALongLine() {
    let file = SourceFile(path: "p", text: String(repeating: "aé", count: 5_000))
    for scalar in [0, 1, 681, 682, 683, 1_023, 1_024, 1_025, 9_999] {
      let offset = scalar / 2 * 3 + scalar % 2
      #expect(file.place(of: offset) == SourcePlace(line: 1, column: scalar + 1))
    }
    #expect(file.place(of: 15_000) == SourcePlace(line: 1, column: 10_001))
    // The second byte of é belongs to it.
    #expect(file.place(of: 2) == SourcePlace(line: 1, column: 3))
  }

  @Test func manyPlacesInAHugeLineAreQuick() {
    let file = SourceFile(path: "p", text: String(repeating: "é", count: 500_000))
    let start = ContinuousClock.now
    var sum = 0
    for offset in stride(from: 0, to: 1_000_000, by: 500) { sum += file.place(of: offset).column }
    #expect(sum == stride(from: 0, to: 500_000, by: 250).reduce(0) { $0 + $1 + 1 })
    #expect(ContinuousClock.now - start < .seconds(5))
  }
}
