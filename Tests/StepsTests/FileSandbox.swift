// A working directory for file steps: short ways to put files there, to carry steps out and to look at what is left.

import Expressions
import FilesSteps
import Foundation
import JSONText
import StepConformance
import StepKit
import Testing

final class FileSandbox: Sendable {
  let folder: TemporaryFolder
  var work: String { folder.path + "/work" }
  let vault: FolderVault

  init() throws {
    folder = try TemporaryFolder()
    vault = FolderVault(folder.path + "/vault")
    mkdir(folder.path + "/work", 0o755)
  }

  func path(_ name: String) -> String { work + "/" + name }

  func put(_ name: String, _ text: String, mode: UInt32 = 0o644) throws {
    try put(name, bytes: Array(text.utf8), mode: mode)
  }

  func put(_ name: String, bytes: [UInt8], mode: UInt32 = 0o644) throws {
    let parent = (path(name) as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    try #require(chmod(path(name), mode) == 0)
  }

  func folder(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
  }

  func link(_ name: String, to target: String) throws {
    try #require(symlink(target, path(name)) == 0)
  }

  /// Nil: nothing is there.
  func read(_ name: String) -> String? {
    (try? Data(contentsOf: URL(fileURLWithPath: path(name)))).map { String(decoding: $0, as: UTF8.self) }
  }

  func mode(_ name: String) -> UInt32? {
    var status = stat()
    return lstat(path(name), &status) == 0 ? UInt32(status.st_mode & 0o7777) : nil
  }

  func exists(_ name: String) -> Bool { mode(name) != nil }

  /// Everything below the working directory, sorted.
  func names() -> [String] {
    (FileManager.default.enumerator(atPath: work)?.compactMap { $0 as? String } ?? []).sorted()
  }

  func context(
    _ inputs: [String: Value], attempt: Int = 1, secrets: [String] = [], predicted: PredictedFiles? = nil,
    recorded: JSON? = nil
  ) -> StepContext {
    StepContext(
      run: "r1", step: "p/s", attempt: attempt, idempotencyKey: "r1:p/s", inputs: inputs, effect: .write,
      workingDirectory: work, runStartedAt: 0, runOperator: "ann", secrets: secrets, vault: vault,
      predicted: predicted, recorded: recorded)
  }

  /// Takes the record and carries the step out.
  func carryOut(_ step: any InProcessStep & Undoing, _ inputs: [String: Value]) async throws -> JSON {
    let record = try await step.record(context(inputs))
    _ = try await step.apply(context(inputs, recorded: record))
    return try JSON(parsing: record.canonicalBytes())
  }

  /// The failure of something that must fail.
  func failure(_ body: () async throws -> Void) async -> StepFailure? {
    do {
      try await body()
      return nil
    } catch {
      return error as? StepFailure
    }
  }
}
