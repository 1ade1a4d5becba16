// Covers: undoing file.write, file.copy and file.remove: back to the byte, over crashes half-way and mended sources,
// never over somebody's newer work, whose difference is shown word for word.

import Digests
import Expressions
import FilesSteps
import Foundation
import JSONText
import StepKit
import Testing

@Suite struct FileUndoTests {
  let sandbox: FileSandbox

  init() throws { sandbox = try FileSandbox() }

  private func modified(_ name: String) -> Int {
    var status = stat()
    lstat(sandbox.path(name), &status)
    return status.st_mtim.tv_sec
  }

  @Test func bytesModeAndTimeComeBack() async throws {
    try sandbox.put("a.txt", "before", mode: 0o4640)
    let old = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1_000_000, tv_nsec: 0)]
    utimensat(AT_FDCWD, sandbox.path("a.txt"), old, 0)
    let inputs: [String: Value] = ["path": "a.txt", "content": "after", "mode": "0600"]
    let record = try await sandbox.carryOut(FileWrite(), inputs)
    #expect(sandbox.read("a.txt") == "after" && sandbox.mode("a.txt") == 0o600)
    try await FileWrite().undo(sandbox.context(inputs), record: record)
    #expect(sandbox.read("a.txt") == "before" && sandbox.mode("a.txt") == 0o4640)
    #expect(modified("a.txt") == 1_000_000)
    #expect(sandbox.names() == ["a.txt"])
  }

  @Test func theOwnerIsKeptAndComesBack() async throws {
    try #require(geteuid() == 0, "this test gives files to other users")
    try sandbox.put("a.txt", "before")
    try #require(chown(sandbox.path("a.txt"), 12_345, 54_321) == 0)
    let inputs: [String: Value] = ["path": "a.txt", "content": "after"]
    let record = try await sandbox.carryOut(FileWrite(), inputs)
    var status = stat()
    lstat(sandbox.path("a.txt"), &status)
    #expect(status.st_uid == 12_345 && status.st_gid == 54_321)
    unlink(sandbox.path("a.txt"))
    try sandbox.put("a.txt", "after")
    try await FileWrite().undo(sandbox.context(inputs), record: record)
    lstat(sandbox.path("a.txt"), &status)
    #expect(status.st_uid == 12_345 && status.st_gid == 54_321)
  }

  @Test func foldersThatItMadeGoUnlessTheyHoldSomething() async throws {
    let inputs: [String: Value] = ["path": "new/deep/a.txt", "content": "x"]
    let record = try await sandbox.carryOut(FileWrite(), inputs)
    try await FileWrite().undo(sandbox.context(inputs), record: record)
    #expect(sandbox.names() == [])
    _ = try await FileWrite().apply(sandbox.context(inputs))
    try sandbox.put("new/other.txt", "somebody's")
    try await FileWrite().undo(sandbox.context(inputs), record: record)
    #expect(sandbox.names() == ["new", "new/other.txt"])
  }

  @Test func aFolderThatWasThereStays() async throws {
    try sandbox.folder("sub")
    let inputs: [String: Value] = ["path": "sub/a.txt", "content": "x"]
    let record = try await sandbox.carryOut(FileWrite(), inputs)
    try await FileWrite().undo(sandbox.context(inputs), record: record)
    #expect(sandbox.names() == ["sub"])
  }

  @Test func stepsThatShareAFolderAreUndoneInReverse() async throws {
    let first: [String: Value] = ["path": "new/a.txt", "content": "a"]
    let second: [String: Value] = ["path": "new/b.txt", "content": "b"]
    let one = try await sandbox.carryOut(FileWrite(), first)
    let two = try await sandbox.carryOut(FileWrite(), second)
    try await FileWrite().undo(sandbox.context(second), record: two)
    #expect(sandbox.names() == ["new", "new/a.txt"])
    try await FileWrite().undo(sandbox.context(first), record: one)
    #expect(sandbox.names() == [])
  }

  @Test func newerWorkStaysAndTheDifferenceIsShown() async throws {
    try sandbox.put("a.txt", "before\n")
    let inputs: [String: Value] = ["path": "a.txt", "content": "one\ntwo\n"]
    let record = try await sandbox.carryOut(FileWrite(), inputs)
    try sandbox.put("a.txt", "one\ntwo\nthree\n", mode: 0o600)
    let failure = await sandbox.failure { try await FileWrite().undo(sandbox.context(inputs), record: record) }
    let path = sandbox.path("a.txt")
    #expect(failure?.code == "BLY0828")
    #expect(
      failure?.message == """
        '\(path)' is neither what was there before nor what the step left: it was changed since, and stays
        mode 0644 -> 0600
        --- what the step left
        +++ what is there now
        @@ -1,2 +1,3 @@
         one
         two
        +three

        """)
    let kept = sandbox.folder.path + "/vault/" + sha256Text(of: Array("before\n".utf8))
    #expect(
      failure?.help
        == "put one of the two back and say `belay rollback` again; what was there before the step is kept in '\(kept)'"
    )
    #expect(sandbox.read("a.txt") == "one\ntwo\nthree\n")
    // As the failure says: put back what the step left, and the undo goes on.
    try sandbox.put("a.txt", "one\ntwo\n")
    try await FileWrite().undo(sandbox.context(inputs), record: record)
    #expect(sandbox.read("a.txt") == "before\n")
  }

  @Test(arguments: ["gone", "mode", "folder", "link"])
  func everyKindOfNewerWorkStays(kind: String) async throws {
    try sandbox.put("a.txt", "before\n")
    let inputs: [String: Value] = ["path": "a.txt", "content": "after\n"]
    let record = try await sandbox.carryOut(FileWrite(), inputs)
    let words: String
    switch kind {
    case "gone":
      unlink(sandbox.path("a.txt"))
      words = "removed file, mode 0644\n--- what the step left\n+++ /dev/null\n@@ -1 +0,0 @@\n-after\n"
    case "mode":
      chmod(sandbox.path("a.txt"), 0o666)
      words = "mode 0644 -> 0666\n"
    case "folder":
      unlink(sandbox.path("a.txt"))
      try sandbox.folder("a.txt")
      words = "there is a folder now\n"
    default:
      unlink(sandbox.path("a.txt"))
      try sandbox.link("a.txt", to: "elsewhere")
      words = "there is a link to 'elsewhere' now\n"
    }
    let before = sandbox.names()
    let failure = await sandbox.failure { try await FileWrite().undo(sandbox.context(inputs), record: record) }
    #expect(failure?.code == "BLY0828")
    #expect(failure?.message.hasSuffix("and stays\n" + words) == true, "\(failure?.message ?? "no failure")")
    #expect(sandbox.names() == before)
  }

  @Test func secretsAndKeysAreNotInTheDifference() async throws {
    let key = "-----BEGIN PRIVATE KEY-----\nMIIsecret\nmore\n-----END PRIVATE KEY-----\n"
    let inputs: [String: Value] = ["path": "a.pem", "content": .string(key)]
    let record = try await sandbox.carryOut(FileWrite(), inputs)
    try sandbox.put("a.pem", key.replacing("MIIsecret", with: "MIInewer") + "token: hunter2\n")
    let failure = await sandbox.failure {
      try await FileWrite().undo(sandbox.context(inputs, secrets: ["hunter2"]), record: record)
    }
    #expect(failure?.message.contains("+token: ***") == true)
    for hidden in ["MIIsecret", "MIInewer", "hunter2"] { #expect(failure?.message.contains(hidden) == false) }
  }

  /// The source of a copy was mended between two attempts: what the second attempt left is the step's own work too.
  @Test func aMendedSourceIsStillTheStepsOwnWork() async throws {
    try sandbox.put("from.txt", "broken")
    try sandbox.put("to.txt", "before")
    let inputs: [String: Value] = ["from": "from.txt", "to": "to.txt"]
    let record = try await sandbox.carryOut(FileCopy(), inputs)
    try sandbox.put("from.txt", "mended")
    _ = try await FileCopy().apply(sandbox.context(inputs, attempt: 2, recorded: record))
    #expect(sandbox.read("to.txt") == "mended")
    try await FileCopy().undo(sandbox.context(inputs), record: record)
    #expect(sandbox.read("to.txt") == "before")
  }

  @Test func theSourceMayBeGoneWhenItIsUndone() async throws {
    try sandbox.put("from.txt", "x")
    let inputs: [String: Value] = ["from": "from.txt", "to": "to.txt"]
    let record = try await sandbox.carryOut(FileCopy(), inputs)
    unlink(sandbox.path("from.txt"))
    try await FileCopy().undo(sandbox.context(inputs), record: record)
    #expect(sandbox.names() == [])
  }

  @Test func theUndoNeedsTheRecordAloneForPaths() async throws {
    try sandbox.put("a.txt", "before")
    let inputs: [String: Value] = ["path": "a.txt", "content": "after"]
    let record = try await sandbox.carryOut(FileWrite(), inputs)
    var context = sandbox.context([:])
    context.workingDirectory = "/"
    try await FileWrite().undo(context, record: record)
    #expect(sandbox.read("a.txt") == "before")
  }

  @Test func aDamagedVaultStopsTheUndo() async throws {
    try sandbox.put("a.txt", "before")
    let inputs: [String: Value] = ["path": "a.txt", "content": "after"]
    let record = try await sandbox.carryOut(FileWrite(), inputs)
    let item = sandbox.folder.path + "/vault/" + sha256Text(of: Array("before".utf8))
    try Data("forged".utf8).write(to: URL(fileURLWithPath: item))
    let failure = await sandbox.failure { try await FileWrite().undo(sandbox.context(inputs), record: record) }
    #expect(failure != nil)
    #expect(sandbox.read("a.txt") == "after")
    #expect(sandbox.names() == ["a.txt"])
  }

  @Test(arguments: ["null", "{}", "[]", "{\"path\":\"relative\"}", "{\"path\":\"/a\",\"before\":{},\"after\":{}}"])
  func recordsThatMakeNoSenseAreRefused(text: String) async throws {
    for step in [FileWrite(), FileRemove()] as [any Undoing] {
      let failure = await sandbox.failure { try await step.undo(sandbox.context([:]), record: JSON(parsing: text)) }
      #expect(failure?.code == "BLY0811")
    }
  }
}
