// Covers: file steps while others work on the same files: readers never see half a file, a swapped link is never
// followed, many steps in one folder don't disturb each other.

import Expressions
import FilesSteps
import Foundation
import StepKit
import Testing

/// Tells one task that another is done.
private final class Flag: @unchecked Sendable {
  private let lock = NSLock()
  private var value = false

  func raise() { lock.withLock { value = true } }

  var isRaised: Bool { lock.withLock { value } }
}

@Suite struct FileConcurrencyTests {
  let sandbox: FileSandbox

  init() throws { sandbox = try FileSandbox() }

  /// Whoever reads sees one of the two texts, whole.
  @Test func readersNeverSeeHalfAFile() async throws {
    let texts = ["a", "b"].map { String(repeating: $0, count: 200_000) }
    try sandbox.put("x", texts[0])
    let sandbox = sandbox
    let done = Flag()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for round in 0..<30 {
          _ = try await FileWrite().apply(sandbox.context(["path": "x", "content": .string(texts[(round + 1) % 2])]))
        }
        done.raise()
      }
      group.addTask {
        repeat {
          let seen = sandbox.read("x")
          #expect(seen == texts[0] || seen == texts[1])
          await Task.yield()
        } while !done.isRaised
      }
      try await group.waitForAll()
    }
    #expect(sandbox.names() == ["x"])
  }

  /// Somebody swaps a folder for a link that leads out, again and again: nothing is ever written outside.
  @Test func aSwappedLinkIsNeverFollowed() async throws {
    let outside = sandbox.folder.path + "/outside"
    mkdir(outside, 0o777)
    let sandbox = sandbox
    let done = Flag()
    try sandbox.folder("real")
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        repeat {
          mkdir(sandbox.path("way"), 0o755)
          await Task.yield()
          rename(sandbox.path("way"), sandbox.path("old"))
          symlink(outside, sandbox.path("way"))
          await Task.yield()
          unlink(sandbox.path("way"))
          unlink(sandbox.path("old/a.txt"))
          rmdir(sandbox.path("old"))
        } while !done.isRaised
      }
      group.addTask {
        for _ in 0..<300 {
          // It may succeed or fail, as the moment has it.
          _ = try? await FileWrite().apply(sandbox.context(["path": "way/a.txt", "content": "x"]))
          await Task.yield()
        }
        done.raise()
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside) == [])
  }

  @Test func manyStepsMakeTheSameFolders() async throws {
    let sandbox = sandbox
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<40 {
        group.addTask {
          var context = sandbox.context(["path": .string("new/deep/\(number)"), "content": .string("\(number)")])
          context.step = "s\(number)"
          _ = try await FileWrite().apply(context)
        }
      }
      try await group.waitForAll()
    }
    #expect(sandbox.names().count == 42)
    #expect((0..<40).allSatisfy { sandbox.read("new/deep/\($0)") == "\($0)" })
  }
}
