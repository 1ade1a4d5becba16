// Covers: file.write and file.copy: bytes, modes, folders, what they give, what they refuse and in which words, that
// nothing is half done and nothing is left behind.

import Digests
import Expressions
import FilesSteps
import Foundation
import StepKit
import Testing

@Suite struct FileWriteTests {
  let sandbox: FileSandbox

  init() throws { sandbox = try FileSandbox() }

  @Test func writesBytesAsTheyStand() async throws {
    let outputs = try await FileWrite().apply(sandbox.context(["path": "a.txt", "content": "é\r\n\0 no newline"]))
    #expect(sandbox.read("a.txt") == "é\r\n\0 no newline")
    #expect(sandbox.mode("a.txt") == 0o644)
    #expect(
      outputs == [
        "path": .string(sandbox.path("a.txt")), "changed": true, "size": 16,
        "sha256": .string(sha256Text(of: Array("é\r\n\0 no newline".utf8))),
      ])
    #expect(sandbox.names() == ["a.txt"])
  }

  @Test func aNewFileHasItsModeWhateverTheUmask() async throws {
    let old = umask(0o077)
    defer { umask(old) }
    _ = try await FileWrite().apply(sandbox.context(["path": "new/sub/a.txt", "content": "x"]))
    #expect(sandbox.mode("new/sub/a.txt") == 0o644)
    #expect(sandbox.mode("new") == 0o755)
    #expect(sandbox.mode("new/sub") == 0o755)
  }

  @Test(
    arguments: [("0600", 0o600), ("600", 0o600), ("0640", 0o640), ("4755", 0o4755), ("0000", 0)] as [(String, UInt32)])
  func modesAreSet(text: String, mode: UInt32) async throws {
    try sandbox.put("a.txt", "before", mode: 0o666)
    _ = try await FileWrite().apply(sandbox.context(["path": "a.txt", "content": "x", "mode": .string(text)]))
    #expect(sandbox.mode("a.txt") == mode)
  }

  @Test(arguments: ["rw", "8", "77", "0o600", "0888", "00640", "-600", ""])
  func whatIsNoModeIsRefused(text: String) async throws {
    let failure = await sandbox.failure {
      _ = try await FileWrite().apply(sandbox.context(["path": "a.txt", "content": "x", "mode": .string(text)]))
    }
    #expect(
      failure
        == StepFailure(
          code: "BLY0827", message: "'\(text)' is not a file mode",
          help: "say three or four octal digits, such as '0640'"))
    #expect(sandbox.names() == [])
  }

  @Test func whatIsSoIsNotTouched() async throws {
    try sandbox.put("a.txt", "same", mode: 0o640)
    var before = stat()
    lstat(sandbox.path("a.txt"), &before)
    let outputs = try await FileWrite().apply(sandbox.context(["path": "a.txt", "content": "same"]))
    var after = stat()
    lstat(sandbox.path("a.txt"), &after)
    #expect(outputs["changed"] == false)
    #expect(before.st_ino == after.st_ino && before.st_ctim.tv_nsec == after.st_ctim.tv_nsec)
  }

  /// After a crash the step runs again and finds its own work: it must still say that it changed the file, or the
  /// step that restarts the service would be skipped.
  @Test func aRepeatedAttemptKnowsWhatTheFirstChanged() async throws {
    try sandbox.put("a.txt", "before")
    let inputs: [String: Value] = ["path": "a.txt", "content": "after"]
    let record = try await FileWrite().record(sandbox.context(inputs))
    _ = try await FileWrite().apply(sandbox.context(inputs, recorded: record))
    let again = try await FileWrite().apply(sandbox.context(inputs, attempt: 2, recorded: record))
    #expect(again["changed"] == true)
    guard case .done(let outputs) = try await FileWrite().probe(sandbox.context(inputs, recorded: record)) else {
      Issue.record("the probe doesn't see it")
      return
    }
    #expect(outputs["changed"] == true)
    // Without a record it can't know, and says yes.
    #expect(try await FileWrite().apply(sandbox.context(inputs, attempt: 2))["changed"] == true)
    #expect(try await FileWrite().apply(sandbox.context(inputs, attempt: 1))["changed"] == false)
  }

  @Test func whatACrashLeftIsCleanedUp() async throws {
    let inputs: [String: Value] = ["path": "a.txt", "content": "x"]
    let record = try await FileWrite().record(sandbox.context(inputs))
    _ = try await FileWrite().apply(sandbox.context(inputs))
    // The name under which bytes are gathered is the same every time; find it by watching an attempt that fails.
    let temporary = ".belay-" + sha256Text(of: Array("r1\np/s\n\(sandbox.path("a.txt"))".utf8)).prefix(24)
    try sandbox.put(temporary, "half")
    _ = try await FileWrite().apply(sandbox.context(["path": "a.txt", "content": "y"]))
    #expect(sandbox.names() == ["a.txt"])
    try sandbox.put(temporary, "half")
    try sandbox.put("a.txt", "x")
    try await FileWrite().undo(sandbox.context(inputs), record: record)
    #expect(sandbox.names() == [])
  }

  @Test func largeFilesAreCopiedWhole() async throws {
    var random = SeededGenerator(seed: 7)
    let bytes = (0..<3_500_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    try sandbox.put("big", bytes: bytes, mode: 0o600)
    let outputs = try await FileCopy().apply(sandbox.context(["from": "big", "to": "copy"]))
    #expect(FileManager.default.contents(atPath: sandbox.path("copy")).map(Array.init) == bytes)
    #expect(outputs["sha256"] == .string(sha256Text(of: bytes)))
    #expect(sandbox.mode("copy") == 0o600)
  }

  /// A new file is never more open than its source, and gets no set-user bit from it.
  @Test func aNewCopyHasThePermissionsOfItsSource() async throws {
    try sandbox.put("key.pem", "x", mode: 0o400)
    try sandbox.put("tool", "x", mode: 0o4755)
    _ = try await FileWrite().apply(sandbox.context(["path": "a", "from": "key.pem"]))
    _ = try await FileCopy().apply(sandbox.context(["from": "tool", "to": "b"]))
    #expect(sandbox.mode("a") == 0o400)
    #expect(sandbox.mode("b") == 0o755)
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    var inputs: [String: Value]
    var code: String
    /// `WORK` stands for the working directory.
    var message: String
    var testDescription: String { message }
  }

  static let refusals: [Refusal] = [
    Refusal(
      inputs: ["path": "link", "content": "x"], code: "BLY0821",
      message: "'link' is a link to 'a.txt', and a link is not written through"),
    Refusal(
      inputs: ["path": "dangling", "content": "x"], code: "BLY0821",
      message: "'dangling' is a link to 'nowhere', and a link is not written through"),
    Refusal(
      inputs: ["path": "out/x", "content": "x"], code: "BLY0822",
      message: "'out/x' goes through the link 'WORK/out', which leads to 'OUTSIDE', out of 'WORK'"),
    Refusal(
      inputs: ["path": "WORK/out/x", "content": "x"], code: "BLY0822",
      message: "'WORK/out/x' goes through the link 'WORK/out', which leads to 'OUTSIDE', out of 'WORK'"),
    Refusal(
      inputs: ["path": "up/x", "content": "x"], code: "BLY0822",
      message: "'up/x' goes through the link 'WORK/up', which leads to 'ROOT', out of 'WORK'"),
    Refusal(
      inputs: ["path": "chain/x", "content": "x"], code: "BLY0822",
      message: "'chain/x' goes through the link 'WORK/out', which leads to 'OUTSIDE', out of 'WORK'"),
    Refusal(
      inputs: ["path": "loop/x", "content": "x"], code: "BLY0824", message: "'loop/x' goes through more than 40 links"),
    Refusal(
      inputs: ["path": "dangling/x", "content": "x"], code: "BLY0824",
      message: "'WORK/dangling' is a link to 'nowhere', which doesn't exist"),
    Refusal(inputs: ["path": "", "content": "x"], code: "BLY0823", message: "the path is empty"),
    Refusal(inputs: ["path": "a\0b", "content": "x"], code: "BLY0823", message: "the path holds a NUL character"),
    Refusal(
      inputs: ["path": "a/../../x", "content": "x"], code: "BLY0823",
      message: "'a/../../x' leaves the working directory"),
    Refusal(
      inputs: ["path": "sub/..", "content": "x"], code: "BLY0823",
      message: "'sub/..' is the working directory or the root itself"),
    Refusal(inputs: ["path": "sub", "content": "x"], code: "BLY0825", message: "'sub' is a folder"),
    Refusal(inputs: ["path": "new/", "content": "x"], code: "BLY0825", message: "'new/' is a folder"),
    Refusal(
      inputs: ["path": "pipe", "content": "x"], code: "BLY0825",
      message: "'pipe' is neither a file nor a folder (a device, pipe or socket)"),
    Refusal(
      inputs: ["path": "a.txt/x", "content": "x"], code: "BLY0825",
      message: "'a.txt/x' can't be reached: 'WORK/a.txt' is not a folder"),
    Refusal(
      inputs: ["path": "x", "from": "gone"], code: "BLY0826", message: "'gone', from which to copy, doesn't exist"),
    Refusal(
      inputs: ["path": "x", "from": "pipe"], code: "BLY0825",
      message: "'pipe' is neither a file nor a folder (a device, pipe or socket)"),
    Refusal(
      inputs: ["path": "hard", "from": "a.txt"], code: "BLY0829", message: "'a.txt' and 'hard' are the same file"),
    Refusal(
      inputs: ["path": "x", "from": "a.txt", "content": ""], code: "BLY0834",
      message: "both 'content' and 'from' say what to write"),
    Refusal(
      inputs: ["path": .string(String(repeating: "n", count: 300)), "content": ""], code: "BLY0820",
      message: "can't look at 'WORK/\(String(repeating: "n", count: 300))': file name too long"),
  ]

  @Test(arguments: refusals)
  func refusesInWords(_ one: Refusal) async throws {
    try sandbox.put("a.txt", "one")
    try sandbox.folder("sub")
    let outside = sandbox.folder.path + "/outside"
    mkdir(outside, 0o755)
    try sandbox.link("link", to: "a.txt")
    try sandbox.link("dangling", to: "nowhere")
    try sandbox.link("out", to: outside)
    try sandbox.link("up", to: "sub/../..")
    try sandbox.link("chain", to: "sub/../out")
    try sandbox.link("loop", to: "loop2")
    try sandbox.link("loop2", to: "loop")
    try #require(mkfifo(sandbox.path("pipe"), 0o600) == 0)
    try #require(Foundation.link(sandbox.path("a.txt"), sandbox.path("hard")) == 0)
    let before = sandbox.names()
    let fill = { (text: String) in
      text.replacing("WORK", with: self.sandbox.work).replacing("OUTSIDE", with: outside)
        .replacing("ROOT", with: self.sandbox.folder.path)
    }
    let inputs = one.inputs.mapValues { value -> Value in
      if case .string(let text) = value { .string(fill(text)) } else { value }
    }
    for attempt in 1...3 {
      let context = sandbox.context(inputs)
      let failure = await sandbox.failure {
        switch attempt {
        case 1: _ = try await FileWrite().apply(context)
        case 2: _ = try await FileWrite().record(context)
        default: _ = try await FileWrite().predict(context)
        }
      }
      // A prediction can't tell that two names are one file.
      if attempt == 3, one.code == "BLY0829" { continue }
      #expect(failure?.code == one.code)
      #expect(failure?.message == fill(one.message))
    }
    #expect(sandbox.names() == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside) == [])
    #expect(sandbox.read("a.txt") == "one")
  }

  /// Outside the working directory a link stays in its place when it leads below the folder that holds it.
  @Test func linksOutsideTheWorkingDirectory() async throws {
    let outside = sandbox.folder.path + "/outside"
    try FileManager.default.createDirectory(atPath: outside + "/releases/42", withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: outside + "/a", withIntermediateDirectories: true)
    try #require(symlink("releases/42", outside + "/current") == 0)
    try #require(symlink("../releases", outside + "/a/elsewhere") == 0)
    _ = try await FileWrite().apply(sandbox.context(["path": .string(outside + "/current/x"), "content": "1"]))
    #expect(FileManager.default.fileExists(atPath: outside + "/releases/42/x"))
    let failure = await sandbox.failure {
      _ = try await FileWrite().apply(sandbox.context(["path": .string(outside + "/a/elsewhere/x"), "content": "1"]))
    }
    #expect(failure?.code == "BLY0822")
    #expect(failure?.help == "if that is meant, say the real path in the plan: '\(outside)/releases' or what is in it")
    #expect(!FileManager.default.fileExists(atPath: outside + "/releases/x"))
  }

  /// The working directory itself may be reached through a link.
  @Test func theWorkingDirectoryMayBeALink() async throws {
    let alias = sandbox.folder.path + "/alias"
    try #require(symlink("work", alias) == 0)
    var context = sandbox.context(["path": "a.txt", "content": "x"])
    context.workingDirectory = alias
    _ = try await FileWrite().apply(context)
    #expect(sandbox.read("a.txt") == "x")
    context.inputs["path"] = .string(alias + "/b.txt")
    let outputs = try await FileWrite().apply(context)
    #expect(sandbox.read("b.txt") == "x")
    #expect(outputs["path"] == .string(alias + "/b.txt"))
  }

  @Test func aMissingWorkingDirectoryIsSaid() async {
    var context = sandbox.context(["path": "a.txt", "content": "x"])
    context.workingDirectory = "/nowhere/at/all"
    let failure = await sandbox.failure { _ = try await FileWrite().apply(context) }
    #expect(failure?.message == "can't open the folder '/nowhere/at/all': no such file or directory")
  }

  @Test func aStoppedCopyLeavesNothing() async throws {
    try sandbox.put("big", bytes: [UInt8](repeating: 1, count: 3_000_000))
    let context = sandbox.context(["from": "big", "to": "sub/copy"])
    let task = Task { () -> StepFailure? in
      // Cancelled before it begins: the first piece is never copied.
      withUnsafeCurrentTask { $0?.cancel() }
      return await sandbox.failure { _ = try await FileCopy().apply(context) }
    }
    #expect(await task.value?.code == "BLY0805")
    #expect(sandbox.names() == ["big"])
  }

  @Test func checksBeforeTheRun() {
    let neither = FileWrite().check(["path": .constant("a")])
    #expect(
      neither == [
        InputIssue(
          input: nil, message: "neither 'content' nor 'from' says what to write", help: "give exactly one of them")
      ])
    let both = FileWrite().check(["path": .constant("a"), "content": .expression, "from": .constant("b")])
    #expect(both.map(\.message) == ["both 'content' and 'from' say what to write"])
    let bad = FileWrite().check(["path": .constant("../a"), "content": .constant(""), "mode": .constant("rw")])
    // The mode is the checker's business, for its role says that it is one.
    #expect(bad.map(\.input) == ["path"])
    #expect(FileWrite().check(["path": .expression, "content": .expression, "mode": .expression]) == [])
    #expect(FileCopy().check(["from": .constant("a"), "to": .constant("./a")]).map(\.input) == ["to"])
    #expect(FileRemove().check(["path": .constant("a/..")]).map(\.input) == ["path"])
    #expect(FileStat().check(["path": .constant(".")]) == [])
  }
}
