// Covers: file steps of a user without privileges: what the system refuses is said in words, and nothing is half
// done. The tests take another user's file rights for one thread, which needs root; elsewhere they are skipped.

import Expressions
import Foundation
import JSONText
import StepKit
import Testing

@testable import FileWork
@testable import FilesSteps

/// The C library's `setfsuid`, which Swift doesn't import: whose file rights this thread has.
private enum FileRights {
  private typealias SetID = @convention(c) (UInt32) -> Int32

  static func asUser<Result>(_ user: UInt32, _ body: () throws -> Result) rethrows -> Result {
    let set = unsafeBitCast(dlsym(nil, "setfsuid"), to: SetID.self)
    _ = set(user)
    defer { _ = set(0) }
    return try body()
  }
}

@Suite(.enabled(if: geteuid() == 0)) struct FilePermissionTests {
  let sandbox: FileSandbox
  private let user: UInt32 = 65_534

  init() throws {
    sandbox = try FileSandbox()
    chmod(sandbox.folder.path, 0o777)
    chmod(sandbox.folder.path + "/vault", 0o777)
    chown(sandbox.work, user, user)
  }

  /// What a write by the user fails with.
  private func failure(_ inputs: [String: Value]) -> StepFailure? {
    FileRights.asUser(user) {
      do throws(StepFailure) {
        _ = try FilePlacement(sandbox.context(inputs), target: "path", source: "from").apply(sandbox.context(inputs))
        return nil
      } catch {
        return error
      }
    }
  }

  @Test func aFolderThatMayNotBeWritten() throws {
    try sandbox.folder("closed")
    chmod(sandbox.path("closed"), 0o755)
    #expect(
      failure(["path": "closed/a.txt", "content": "x"])
        == StepFailure(
          code: "BLY0820", message: "can't write '\(sandbox.path("closed/a.txt"))': permission denied",
          help: "give the user who runs Belay the right to do it, or run Belay as another user"))
    #expect(
      failure(["path": "closed/new/a.txt", "content": "x"])?.message
        == "can't make the folder '\(sandbox.path("closed/new"))': permission denied")
    #expect(sandbox.names() == ["closed"])
  }

  @Test func aFolderThatMayNotBeEntered() throws {
    try sandbox.put("closed/a.txt", "x")
    chmod(sandbox.path("closed"), 0o700)
    #expect(
      failure(["path": "closed/a.txt", "content": "x"])?.message
        == "can't look at '\(sandbox.path("closed/a.txt"))': permission denied")
  }

  @Test func aFileThatMayNotBeRead() throws {
    try sandbox.put("secret", "x", mode: 0o600)
    #expect(
      failure(["path": "copy", "from": "secret"])?.message
        == "can't read '\(sandbox.path("secret"))': permission denied")
    #expect(sandbox.names() == ["secret"])
  }

  /// Replacing somebody's file would silently make it ours.
  @Test func anOwnerThatCanNotBeKept() throws {
    try sandbox.put("theirs", "x", mode: 0o644)
    #expect(
      failure(["path": "theirs", "content": "y"])
        == StepFailure(
          code: "BLY0833", message: "can't write '\(sandbox.path("theirs"))' and keep its owner (user 0, group 0)",
          help: "run Belay as that user, or change the owner beforehand"))
    #expect(sandbox.read("theirs") == "x")
    #expect(sandbox.names() == ["theirs"])
  }

  /// A folder that may be written and entered, but not listed, is no obstacle.
  @Test func aFolderThatMayNotBeListed() throws {
    try sandbox.folder("blind")
    chown(sandbox.path("blind"), user, user)
    chmod(sandbox.path("blind"), 0o300)
    #expect(failure(["path": "blind/a.txt", "content": "x"]) == nil)
    #expect(sandbox.read("blind/a.txt") == "x")
  }

  @Test func aTreeThatMayNotBeListedIsNotRemoved() throws {
    try sandbox.put("tree/closed/a.txt", "x")
    for name in ["tree", "tree/closed"] { chown(sandbox.path(name), user, user) }
    chmod(sandbox.path("tree/closed"), 0o300)
    let failure = FileRights.asUser(user) { () -> StepFailure? in
      do throws(StepFailure) {
        _ = try FileTree(try Place.of("tree", in: sandbox.work)).keep(sandbox.context([:]))
        return nil
      } catch {
        return error
      }
    }
    #expect(failure?.message == "can't list the folder '\(sandbox.path("tree/closed"))': permission denied")
  }
}
