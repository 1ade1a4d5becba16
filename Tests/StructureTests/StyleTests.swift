// Style as a test: what CONTRIBUTING asks of every source file.

import Foundation
import Testing

@Suite struct StyleTests {
  static let sources = (try? SourceFiles.all(below: "Sources")) ?? []

  @Test func thereAreSources() {
    #expect(Self.sources.count > 150)
  }

  @Test func everyFileOpensWithWhatItIs() {
    for (path, text) in Self.sources {
      #expect(text.hasPrefix("//"), "\(path) doesn't open with a comment")
    }
  }

  @Test func noFileIsTooLongToRead() {
    for (path, text) in Self.sources {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(lines <= 600, "\(path) has \(lines) lines")
    }
  }

  @Test(arguments: ["TODO", "FIXME", "XXX", "try!", "as!", "fatalError(", ".unsafelyUnwrapped"])
  func nothingIsLeftForLaterOrTakesTheProcessDown(_ word: String) {
    for (path, text) in Self.sources {
      let found = text.split(separator: "\n").first { line in
        guard let range = line.range(of: word) else { return false }
        return !line[..<range.lowerBound].contains("//")
      }
      #expect(found == nil, "\(path): \(found ?? "")")
    }
  }
}
