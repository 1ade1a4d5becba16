// Covers: file.remove and its undo: files, links, whole folders with odd names and modes, half-done removals and
// restorations, newer work, what can't be restored and so isn't removed.

import Digests
import Expressions
import FilesSteps
import Foundation
import JSONText
import StepKit
import Testing

@Suite struct FileRemoveTests {
  let sandbox: FileSandbox
  let inputs: [String: Value] = ["path": "tree", "recursive": true]

  init() throws { sandbox = try FileSandbox() }

  private func plant() throws {
    try sandbox.put("tree/a.txt", "one\n", mode: 0o640)
    try sandbox.put("tree/sub/deep/b.bin", bytes: [0, 255, 10, 128], mode: 0o4755)
    try sandbox.put("tree/empty", "", mode: 0o000)
    try sandbox.folder("tree/hollow")
    try sandbox.link("tree/link", to: "../beside")
    try sandbox.put("beside", "stays")
    // A name that is not UTF-8.
    let name = Array(sandbox.path("tree/").utf8) + [0xFF, 0x0A, 0x80]
    let file = (name.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer {
      open($0.baseAddress!, O_CREAT | O_WRONLY, 0o600)
    }
    try #require(file >= 0)
    write(file, "odd", 3)
    close(file)
    chmod(sandbox.path("tree/sub"), 0o2750)
  }

  /// A listing with types, modes, digests and targets, by the system's own tools.
  private func picture() throws -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c",
      "find . -mindepth 1 -printf '%P|%y|%m|%U|%G|%l|%T@\\n' | LC_ALL=C sort; "
        + "find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum",
    ]
    process.currentDirectoryURL = URL(fileURLWithPath: sandbox.work)
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  @Test func aTreeComesBackAsItWas() async throws {
    try plant()
    let before = try picture()
    let record = try await sandbox.carryOut(FileRemove(), inputs)
    #expect(sandbox.names() == ["beside"])
    try await FileRemove().undo(sandbox.context(inputs), record: record)
    #expect(try picture() == before)
    try await FileRemove().undo(sandbox.context(inputs), record: record)
    #expect(try picture() == before)
  }

  /// A crash may leave any part of it removed: the undo completes the rest.
  @Test func aHalfDoneRemovalIsUndone() async throws {
    try plant()
    let before = try picture()
    let record = try await FileRemove().record(sandbox.context(inputs))
    unlink(sandbox.path("tree/a.txt"))
    unlink(sandbox.path("tree/sub/deep/b.bin"))
    rmdir(sandbox.path("tree/sub/deep"))
    try await FileRemove().undo(sandbox.context(inputs), record: record)
    #expect(try picture() == before)
  }

  /// A crash in the undo leaves folders closed to others and a file of gathered bytes: the next undo completes it.
  @Test func aHalfDoneUndoIsCompleted() async throws {
    try plant()
    let before = try picture()
    let record = try await sandbox.carryOut(FileRemove(), inputs)
    mkdir(sandbox.path("tree"), 0o700)
    mkdir(sandbox.path("tree/sub"), 0o700)
    let temporary = ".belay-" + sha256Text(of: Array("r1\np/s\n\(sandbox.path("tree"))".utf8)).prefix(24)
    try sandbox.put("tree/sub/" + temporary, "half")
    try await FileRemove().undo(sandbox.context(inputs), record: record)
    #expect(try picture() == before)
  }

  @Test func aHalfDoneRemovalIsCompletedByTheNextAttempt() async throws {
    try plant()
    let record = try await FileRemove().record(sandbox.context(inputs))
    unlink(sandbox.path("tree/a.txt"))
    let outputs = try await FileRemove().apply(sandbox.context(inputs, attempt: 2, recorded: record))
    #expect(outputs == ["path": .string(sandbox.path("tree")), "changed": true])
    #expect(sandbox.names() == ["beside"])
    let again = try await FileRemove().apply(sandbox.context(inputs, attempt: 3, recorded: record))
    #expect(again["changed"] == true)
  }

  @Test func newerWorkInAFolderStays() async throws {
    try sandbox.put("tree/a.txt", "one\n")
    try sandbox.put("tree/b.txt", "two\n")
    let record = try await sandbox.carryOut(FileRemove(), inputs)
    try sandbox.put("tree/b.txt", "newer\n")
    try sandbox.put("tree/c.txt", "added\n")
    let failure = await sandbox.failure { try await FileRemove().undo(sandbox.context(inputs), record: record) }
    #expect(failure?.code == "BLY0828")
    #expect(failure?.message.hasSuffix("and stays\n! b.txt\n+ c.txt\n") == true, "\(failure?.message ?? "")")
    #expect(sandbox.names() == ["tree", "tree/b.txt", "tree/c.txt"])
  }

  @Test func newerFileStays() async throws {
    try sandbox.put("a.txt", "one\n")
    let record = try await sandbox.carryOut(FileRemove(), ["path": "a.txt"])
    try sandbox.put("a.txt", "newer\n")
    let failure = await sandbox.failure {
      try await FileRemove().undo(sandbox.context(["path": "a.txt"]), record: record)
    }
    #expect(
      failure?.message == """
        '\(sandbox.path("a.txt"))' is neither what was there before nor what the step left: it was changed since, and stays
        --- what was there before
        +++ what is there now
        @@ -1 +1 @@
        -one
        +newer

        """)
    #expect(sandbox.read("a.txt") == "newer\n")
  }

  @Test func aFolderThatWentMeanwhileIsSaid() async throws {
    try sandbox.put("sub/a.txt", "one\n")
    let record = try await sandbox.carryOut(FileRemove(), ["path": "sub/a.txt"])
    rmdir(sandbox.path("sub"))
    let failure = await sandbox.failure {
      try await FileRemove().undo(sandbox.context(["path": "sub/a.txt"]), record: record)
    }
    #expect(
      failure?.message.hasSuffix("the folder '\(sandbox.path("sub"))', in which it was, is gone\n") == true)
  }

  @Test func aLinkIsRemovedNotItsTarget() async throws {
    try sandbox.put("a.txt", "stays")
    try sandbox.link("b", to: "a.txt")
    let record = try await sandbox.carryOut(FileRemove(), ["path": "b"])
    #expect(sandbox.names() == ["a.txt"])
    try await FileRemove().undo(sandbox.context(["path": "b"]), record: record)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: sandbox.path("b")) == "a.txt")
  }

  @Test func whatCouldNotBeRestoredIsNotRemoved() async throws {
    try sandbox.put("tree/a.txt", "one\n")
    try #require(mkfifo(sandbox.path("tree/pipe"), 0o600) == 0)
    for attempt in 1...3 {
      let failure = await sandbox.failure {
        switch attempt {
        case 1: _ = try await FileRemove().record(sandbox.context(inputs))
        case 2: _ = try await FileRemove().apply(sandbox.context(inputs))
        default: _ = try await FileRemove().predict(sandbox.context(inputs))
        }
      }
      #expect(
        failure?.message
          == "'\(sandbox.path("tree"))' can't be removed so that it could be restored: 'pipe' is neither a file nor a folder (a device, pipe or socket)"
      )
    }
    #expect(sandbox.names() == ["tree", "tree/a.txt", "tree/pipe"])
  }

  /// Needs the right to mount; without it there is nothing to see here.
  @Test func aMountedFileSystemIsNotEntered() async throws {
    try sandbox.folder("tree/mounted")
    guard try run("mount", "-t", "tmpfs", "none", sandbox.path("tree/mounted")) == 0 else { return }
    try sandbox.put("tree/mounted/a.txt", "stays")
    let failure = await sandbox.failure { _ = try await FileRemove().apply(sandbox.context(inputs)) }
    #expect(failure?.code == "BLY0832")
    #expect(failure?.message.hasSuffix("another file system is mounted at 'mounted'") == true)
    #expect(sandbox.read("tree/mounted/a.txt") == "stays")
    #expect(try run("umount", sandbox.path("tree/mounted")) == 0)
  }

  private func run(_ command: String...) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  @Test(arguments: ["/", ".", "a/..", "/tmp/..", "WORK", "ABOVE"])
  func theWorkingDirectoryAndAllAboveStay(path: String) async throws {
    let path = path.replacing("WORK", with: sandbox.work).replacing("ABOVE", with: sandbox.folder.path)
    let failure = await sandbox.failure {
      _ = try await FileRemove().apply(sandbox.context(["path": .string(path), "recursive": true]))
    }
    #expect(failure?.message == "'\(path)' is the working directory or the root itself")
    #expect(FileManager.default.fileExists(atPath: sandbox.work))
  }

  @Test func nothingToRemove() async throws {
    #expect(
      try await FileRemove().apply(sandbox.context(["path": "x"]))
        == ["path": .string(sandbox.path("x")), "changed": false])
    let failure = await sandbox.failure {
      _ = try await FileRemove().apply(sandbox.context(["path": "x", "missing_ok": false]))
    }
    #expect(
      failure
        == StepFailure(
          code: "BLY0830", message: "'x' doesn't exist", help: "say `missing_ok: true` if it needn't exist"))
    // It removed the file itself, and crashed before it could say so.
    try sandbox.put("x", "")
    let inputs: [String: Value] = ["path": "x", "missing_ok": false]
    let record = try await sandbox.carryOut(FileRemove(), inputs)
    #expect(try await FileRemove().apply(sandbox.context(inputs, attempt: 2, recorded: record))["changed"] == true)
  }

  @Test func undoOfNothingLeavesWhatCameSince() async throws {
    let record = try await sandbox.carryOut(FileRemove(), ["path": "x"])
    try sandbox.put("x", "came since")
    try await FileRemove().undo(sandbox.context(["path": "x"]), record: record)
    #expect(sandbox.read("x") == "came since")
  }
}
