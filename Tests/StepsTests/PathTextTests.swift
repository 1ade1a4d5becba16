// Covers: what paths in plans mean as text.

import StepKit
import Testing

@Suite struct PathTextTests {
  @Test(
    arguments: [
      ("a/b", ["a", "b"]), ("./a//b/.", ["a", "b"]), ("a/../b", ["b"]), ("a/..", []), ("/a/../../b", ["b"]), ("/", []),
      (".", []), ("..", nil), ("a/../..", nil), ("a/../../b", nil), ("...", ["..."]),
    ] as [(String, [String]?)])
  func components(path: String, expected: [String]?) {
    #expect(PathText.components(of: path) == expected)
  }

  @Test func absolutePaths() {
    #expect(PathText.absolute("a/./b", in: "/w") == "/w/a/b")
    #expect(PathText.absolute("/x/../y", in: "/w") == "/y")
    #expect(PathText.absolute("../y", in: "/w/z") == "/w/y")
    #expect(PathText.parent(of: "/a/b") == "/a")
    #expect(PathText.parent(of: "/a") == "/")
  }

  @Test func inside() {
    #expect(PathText.isInside("/w/a", "/w"))
    #expect(PathText.isInside("/w", "/w"))
    #expect(PathText.isInside("/anything", "/"))
    #expect(!PathText.isInside("/work", "/w"))
  }
}
