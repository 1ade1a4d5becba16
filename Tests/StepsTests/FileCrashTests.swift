// Covers: file steps whose process is killed at any moment: a file is whole, old or new; the step can be repeated;
// the undo brings everything back and nothing is left behind.

import Expressions
import FilesSteps
import Foundation
import JSONText
import StepConformance
import StepKit
import Testing

@Suite struct FileCrashTests {
  private static let before = String(repeating: "before ", count: 400_000)
  private static let after = String(repeating: "after! ", count: 400_000)

  /// What is done in the process that is killed.
  private static func context(_ root: String, _ inputs: [String: Value]) -> StepContext {
    StepContext(
      run: "r1", step: "p/s", attempt: 1, idempotencyKey: "k", inputs: inputs, effect: .write,
      workingDirectory: root + "/work", runStartedAt: 0, runOperator: "ann", vault: FolderVault(root + "/vault"))
  }

  /// Ends this process, as a power cut would, after so many microseconds.
  private static func dieAfter(microseconds: UInt32) {
    Thread.detachNewThread {
      usleep(microseconds)
      kill(getpid(), SIGKILL)
    }
  }

  @Test(arguments: [0, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 40_000] as [UInt32])
  func killedWhileItWrites(microseconds: UInt32) async throws {
    let sandbox = try FileSandbox()
    try sandbox.put("sub/a.txt", Self.before, mode: 0o640)
    let root = sandbox.folder.path
    let inputs: [String: Value] = ["path": "sub/a.txt", "content": .string(Self.after), "mode": "0600"]
    let record = try await FileWrite().record(Self.context(root, inputs))
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [root = root as String, microseconds = microseconds as UInt32] in
      let inputs: [String: Value] = ["path": "sub/a.txt", "content": .string(Self.after), "mode": "0600"]
      Self.dieAfter(microseconds: microseconds)
      _ = try await FileWrite().apply(Self.context(root, inputs))
      while true { pause() }
    }
    #expect([Self.before, Self.after].contains(sandbox.read("sub/a.txt") ?? ""), "half a file")
    #expect(sandbox.mode("sub/a.txt") == (sandbox.read("sub/a.txt") == Self.after ? 0o600 : 0o640))
    if microseconds % 1_000 == 0 {
      _ = try await FileWrite().apply(Self.context(root, inputs))
      #expect(sandbox.read("sub/a.txt") == Self.after)
    }
    try await FileWrite().undo(Self.context(root, inputs), record: record)
    #expect(sandbox.read("sub/a.txt") == Self.before && sandbox.mode("sub/a.txt") == 0o640)
    #expect(sandbox.names() == ["sub", "sub/a.txt"])
  }

  @Test(arguments: [0, 300, 1_000, 3_000, 10_000] as [UInt32])
  func killedWhileItRemoves(microseconds: UInt32) async throws {
    let sandbox = try FileSandbox()
    let names = (0..<300).map { "tree/\($0 % 7)/\($0)" }
    for name in names { try sandbox.put(name, name) }
    let root = sandbox.folder.path
    let inputs: [String: Value] = ["path": "tree", "recursive": true]
    let whole = sandbox.names()
    let record = try await FileRemove().record(Self.context(root, inputs))
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [root = root as String, microseconds = microseconds as UInt32] in
      Self.dieAfter(microseconds: microseconds)
      _ = try await FileRemove().apply(Self.context(root, ["path": "tree", "recursive": true]))
      while true { pause() }
    }
    try await FileRemove().undo(Self.context(root, inputs), record: record)
    #expect(sandbox.names() == whole)
    #expect(names.allSatisfy { sandbox.read($0) == $0 })
  }
}
