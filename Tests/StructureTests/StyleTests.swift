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

  @Test(arguments: [
    #"\bTODO\b"#, #"\bFIXME\b"#, #"\bXXX\b"#, #"\btry!"#, #"\bas!"#, #"fatalError\("#, #"\.unsafelyUnwrapped"#,
  ])
  func nothingIsLeftForLaterOrTakesTheProcessDown(_ pattern: String) throws {
    let regex = try Regex(pattern)
    for (path, text) in Self.sources {
      let found = text.split(separator: "\n").first { line in
        guard let match = line.firstMatch(of: regex) else { return false }
        return !line[..<match.range.lowerBound].contains("//")
      }
      #expect(found == nil, "\(path): \(found ?? "")")
    }
  }
}
