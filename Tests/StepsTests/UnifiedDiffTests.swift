// Covers: UnifiedDiff against known texts, against `diff -u` itself on random texts, and its bounds.

import Foundation
import StepKit
import Testing

@Suite struct UnifiedDiffTests {
  private func diff(_ old: String, _ new: String, lineLimit: Int = 400) -> String? {
    UnifiedDiff.text(
      from: Array(old.utf8), to: Array(new.utf8), oldName: "a.txt", newName: "a.txt", lineLimit: lineLimit)
  }

  @Test func aChangedLine() {
    #expect(diff("one\n", "two\n") == "--- a.txt\n+++ a.txt\n@@ -1 +1 @@\n-one\n+two\n")
  }

  @Test func fromNothingAndToNothing() {
    #expect(diff("", "a\nb\n") == "--- a.txt\n+++ a.txt\n@@ -0,0 +1,2 @@\n+a\n+b\n")
    #expect(diff("a\n", "") == "--- a.txt\n+++ a.txt\n@@ -1 +0,0 @@\n-a\n")
  }

  @Test func equalTextsHaveNone() {
    #expect(diff("same\n", "same\n") == "")
    #expect(diff("", "") == "")
  }

  @Test func aMissingLineFeedAtTheEndIsSaid() {
    #expect(
      diff("a\nb", "a\nb\n")
        == "--- a.txt\n+++ a.txt\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n")
  }

  @Test func changesFarApartHaveTheirOwnHunks() {
    let old = (1...20).map { "\($0)\n" }.joined()
    let new = old.replacing("2\n3\n", with: "2\nthree\n").replacing("18\n", with: "")
    let text = """
      --- a.txt
      +++ a.txt
      @@ -1,6 +1,6 @@
       1
       2
      -3
      +three
       4
       5
       6
      @@ -15,6 +15,5 @@
       15
       16
       17
      -18
       19
       20

      """
    #expect(diff(old, new) == text)
  }

  @Test func whatIsNoTextHasNoDiff() {
    #expect(UnifiedDiff.text(from: [0xFF], to: [0x61], oldName: "a", newName: "a") == nil)
    #expect(UnifiedDiff.text(from: [0x61], to: [0x61, 0x00], oldName: "a", newName: "a") == nil)
  }

  @Test func aLongDiffIsCut() throws {
    let text = try #require(diff("", (1...100).map { "\($0)\n" }.joined(), lineLimit: 10))
    #expect(text.hasSuffix("+9\n… 91 more lines\n"))
  }

  @Test func hugeDifferencesStayCheapAndRight() throws {
    let old = (1...30_000).map { "old \($0)\n" }.joined()
    let new = (1...30_000).map { "new \($0)\n" }.joined()
    let start = ContinuousClock.now
    let text = try #require(diff(old, new, lineLimit: 4))
    #expect(text.hasPrefix("--- a.txt\n+++ a.txt\n@@ -1,30000 +1,30000 @@\n-old 1\n"))
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  /// `patch` must accept what we write, and give the new text.
  @Test(arguments: 1...40)
  func patchUnderstandsIt(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let folder = try TemporaryFolder()
    let old = text(&random)
    let new = Bool.random(using: &random) ? mutated(old, &random) : text(&random)
    let difference = try #require(diff(old, new))
    try Data(old.utf8).write(to: URL(fileURLWithPath: folder.path + "/a.txt"))
    try Data(difference.utf8).write(to: URL(fileURLWithPath: folder.path + "/a.diff"))
    if !difference.isEmpty {
      let patch = Process()
      patch.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      patch.arguments = ["patch", "-s", "-i", "a.diff", "a.txt"]
      patch.currentDirectoryURL = URL(fileURLWithPath: folder.path)
      try patch.run()
      patch.waitUntilExit()
      #expect(patch.terminationStatus == 0, "seed \(seed)\n\(difference)")
    }
    let path = folder.path + "/a.txt"
    let result = FileManager.default.fileExists(atPath: path) ? try String(contentsOfFile: path, encoding: .utf8) : ""
    #expect(result == new, "seed \(seed)")
  }

  /// As people are used to: in each stretch of changes, removals come first.
  @Test(arguments: 1...200)
  func removalsComeFirst(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let difference = try #require(diff(text(&random), text(&random)))
    let signs = difference.split(separator: "\n").dropFirst(2).filter { !$0.hasPrefix("\\") }.map { $0.prefix(1) }
    for (one, next) in zip(signs, signs.dropFirst()) { #expect(!(one == "+" && next == "-"), "seed \(seed)") }
  }

  private func text(_ random: inout SeededGenerator) -> String {
    let count = Int.random(in: 0...40, using: &random)
    let lines = (0..<count).map { _ in String(Int.random(in: 0...8, using: &random)) }
    return lines.joined(separator: "\n") + (Bool.random(using: &random) && count > 0 ? "\n" : "")
  }

  private func mutated(_ text: String, _ random: inout SeededGenerator) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for _ in 0..<Int.random(in: 1...4, using: &random) where !lines.isEmpty {
      let index = Int.random(in: 0..<lines.count, using: &random)
      switch Int.random(in: 0...2, using: &random) {
      case 0: lines.remove(at: index)
      case 1: lines.insert("new", at: index)
      default: lines[index] = "changed"
      }
    }
    return lines.joined(separator: "\n")
  }
}
