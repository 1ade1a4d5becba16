// Covers: what a dry run is told by the file steps: differences, modes, folders, what earlier steps are predicted to
// leave, what is masked; and that file.stat sees the same prediction.

import Digests
import Expressions
import FilesSteps
import Foundation
import StepKit
import Testing

@Suite struct FilePredictionTests {
  let sandbox: FileSandbox

  init() throws { sandbox = try FileSandbox() }

  private func predict(
    _ step: any Predicting, _ inputs: [String: Value], after files: PredictedFiles = PredictedFiles(),
    secrets: [String] = []
  ) async throws -> Prediction {
    try await step.predict(sandbox.context(inputs, secrets: secrets, predicted: files))
  }

  @Test func aChangeWithItsDifference() async throws {
    try sandbox.put("a.txt", "one\n", mode: 0o640)
    let prediction = try await predict(FileWrite(), ["path": "a.txt", "content": "two\n", "mode": "0600"])
    #expect(
      prediction.changes == [
        PredictedChange(
          kind: "modify", target: "a.txt", diff: "mode 0640 -> 0600\n--- a.txt\n+++ a.txt\n@@ -1 +1 @@\n-one\n+two\n")
      ])
    #expect(prediction.outputs["changed"] == true)
    #expect(prediction.files == [sandbox.path("a.txt"): .file(bytes: Array("two\n".utf8), mode: 0o600)])
  }

  @Test func aNewFileInNewFolders() async throws {
    let prediction = try await predict(FileWrite(), ["path": "new/sub/a.txt", "content": "x\n"])
    #expect(
      prediction.changes == [
        PredictedChange(kind: "create", target: sandbox.path("new") + "/"),
        PredictedChange(kind: "create", target: sandbox.path("new/sub") + "/"),
        PredictedChange(
          kind: "create", target: "new/sub/a.txt",
          diff: "new file, mode 0644\n--- /dev/null\n+++ new/sub/a.txt\n@@ -0,0 +1 @@\n+x\n"),
      ])
    var files = PredictedFiles()
    files.apply(prediction)
    let second = try await predict(FileWrite(), ["path": "new/sub/b.txt", "content": ""], after: files)
    #expect(
      second.changes == [PredictedChange(kind: "create", target: "new/sub/b.txt", diff: "new file, mode 0644\n")])
  }

  @Test func nothingToDo() async throws {
    try sandbox.put("a.txt", "same")
    let prediction = try await predict(FileWrite(), ["path": "a.txt", "content": "same"])
    #expect(prediction.changes == [PredictedChange(kind: "none", target: "a.txt")])
    #expect(prediction.outputs["changed"] == false)
  }

  @Test func whatIsNoTextIsSummedUp() async throws {
    try sandbox.put("a.bin", bytes: [0, 1, 2])
    let prediction = try await predict(FileWrite(), ["path": "a.bin", "content": "text\n"])
    #expect(
      prediction.changes.first?.diff
        == "--- a.bin\n+++ a.bin\nnot shown as text: 3 bytes (sha256 \(sha256Text(of: [0, 1, 2] as [UInt8]).prefix(16))…) -> 5 bytes (sha256 \(sha256Text(of: Array("text\n".utf8)).prefix(16))…)\n"
    )
  }

  @Test func secretsAreMasked() async throws {
    try sandbox.put("a.conf", "token: hunter2\n")
    let one = try await predict(
      FileWrite(), ["path": "a.conf", "content": "token: hunter2\nx: 1\n"], secrets: ["hunter2"])
    #expect(one.changes.first?.diff == "--- a.conf\n+++ a.conf\n@@ -1 +1,2 @@\n token: ***\n+x: 1\n")
    let two = try await predict(
      FileWrite(), ["path": "a.conf", "content": "token: other\n"], secrets: ["hunter2", "other"])
    #expect(two.changes.first?.diff == "they differ only in what is masked\n")
  }

  /// A chain of steps sees each other's work, though nothing is on the disk.
  @Test func laterStepsSeeEarlierOnes() async throws {
    try sandbox.put("old.txt", "old\n")
    var files = PredictedFiles()
    files.apply(try await predict(FileWrite(), ["path": "a.txt", "content": "one\n", "mode": "0600"], after: files))
    let copy = try await predict(FileCopy(), ["from": "./a.txt", "to": "old.txt"], after: files)
    #expect(copy.changes.first?.diff == "--- old.txt\n+++ old.txt\n@@ -1 +1 @@\n-old\n+one\n")
    files.apply(copy)
    #expect(
      try await predict(FileWrite(), ["path": "old.txt", "content": "one\n"], after: files).changes.first?.kind
        == "none")
    let stat = try await FileStat().apply(sandbox.context(["path": "a.txt", "digest": true], predicted: files))
    #expect(
      stat == [
        "exists": true, "kind": "file", "mode": "0600", "size": 4,
        "sha256": .string(sha256Text(of: Array("one\n".utf8))),
      ])
    let removal = try await predict(FileRemove(), ["path": "a.txt"], after: files)
    #expect(removal.changes.first?.diff == "removed file, mode 0600\n--- a.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n")
    files.apply(removal)
    #expect(try await FileStat().apply(sandbox.context(["path": "a.txt"], predicted: files)) == ["exists": false])
    #expect(try await predict(FileRemove(), ["path": "a.txt"], after: files).changes.first?.kind == "none")
    let failure = await sandbox.failure {
      _ = try await predict(FileCopy(), ["from": "a.txt", "to": "b.txt"], after: files)
    }
    #expect(failure?.code == "BLY0826")
    #expect(sandbox.names() == ["old.txt"])
  }

  @Test func oneFileUnderTwoNames() async throws {
    try sandbox.folder("releases/42")
    try sandbox.link("current", to: "releases/42")
    var files = PredictedFiles()
    files.apply(try await predict(FileWrite(), ["path": "current/a.txt", "content": "one\n"], after: files))
    let second = try await predict(FileWrite(), ["path": "releases/42/a.txt", "content": "two\n"], after: files)
    #expect(second.changes.map(\.kind) == ["modify"])
  }

  @Test func whatIsUnknownStaysUnknown() async throws {
    var files = PredictedFiles()
    files.apply(Prediction(changes: [], files: [sandbox.path("a.txt"): .unknown]))
    let prediction = try await predict(FileCopy(), ["from": "a.txt", "to": "b.txt"], after: files)
    #expect(prediction.changes == [PredictedChange(kind: "modify", target: "b.txt")])
    #expect(prediction.outputs == ["path": .string(sandbox.path("b.txt"))])
    #expect(prediction.files == [sandbox.path("b.txt"): .unknown])
  }

  @Test func aFolderIsListed() async throws {
    for number in 1...60 { try sandbox.put("tree/\(number)", "x") }
    let prediction = try await predict(FileRemove(), ["path": "tree", "recursive": true])
    #expect(prediction.changes.count == 52)
    #expect(prediction.changes.first == PredictedChange(kind: "remove", target: "tree/"))
    #expect(prediction.changes.last == PredictedChange(kind: "remove", target: "tree/… (10 more)"))
    #expect(prediction.files[sandbox.path("tree/60")] == .absent)
  }

  @Test func theRollbackPathInWords() throws {
    try sandbox.put("a.txt", "123", mode: 0o640)
    try sandbox.link("l", to: "a.txt")
    try sandbox.folder("tree")
    let context = { (inputs: [String: Value]) in self.sandbox.context(inputs) }
    #expect(FileWrite().describeUndo(context(["path": "a.txt"])) == ["restore 'a.txt' (3 bytes, mode 0640)"])
    #expect(
      FileCopy().describeUndo(context(["to": "new/b.txt"]))
        == ["remove 'new/b.txt'", "remove the folder '\(sandbox.path("new"))' if it is empty"])
    #expect(FileRemove().describeUndo(context(["path": "a.txt"])) == ["restore 'a.txt' (3 bytes, mode 0640)"])
    #expect(FileRemove().describeUndo(context(["path": "l"])) == ["restore the link 'l'"])
    #expect(
      FileRemove().describeUndo(context(["path": "tree"])) == ["restore the folder 'tree' with all that it holds"])
    #expect(FileRemove().describeUndo(context(["path": "none"])) == [])
  }
}
