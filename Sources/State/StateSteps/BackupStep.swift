// `state.backup`: a copy of everything that the migration could touch, with checksums, verified before it counts.

import DeploymentState
import Digests
import Expressions
import JSONText
import StepKit

/// Makes a verified backup.
public struct StateBackup: InProcessStep, Predicting, Probing, Undoing {
  public init() {}

  private static let sourceNames = ["leveldb", "deployments", "v1", "state"]

  public let declaration = StepDeclaration(
    name: "state.backup", summary: "Back up database, documents and state, with checksums",
    inputs: [
      FieldDeclaration("leveldb", .string, role: .path, "Folder of the LevelDB database."),
      FieldDeclaration("deployments", .string, role: .path, "Folder of the documents."),
      FieldDeclaration("v1", .string, role: .path, "Folder of the version 1 files."),
      FieldDeclaration("state", .string, role: .path, "Folder of the mode file and the log of divergences."),
      FieldDeclaration(
        "to", .string, required: true, role: .path,
        "The new folder that the backup becomes; the folders above it are made. It appears only when it is complete."),
    ],
    outputs: [
      FieldDeclaration("path", .string, required: true, "The folder of the backup."),
      FieldDeclaration("files", .int, required: true, "Files in it."),
      FieldDeclaration("bytes", .int, required: true, "Their size together."),
      FieldDeclaration("manifest_sha256", .string, required: true, "Digest of the manifest of checksums."),
    ],
    effect: .write, idempotent: true)

  public func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    if Self.sourceNames.contains(where: { inputs[$0] != nil }) { return [] }
    return [
      InputIssue(
        input: nil, message: "there is nothing to back up",
        help: "give at least one of \(Self.sourceNames.joined(separator: ", "))")
    ]
  }

  public func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] {
    let folder = try context.place("to")
    if let outputs = try present(context) {
      context.log("'\(folder)' is complete already")
      return outputs
    }
    let isThere = try exists(folder)
    if isThere || context.recorded?["existed"] == true {
      throw StateProblem.taken(path: folder, what: "something that this step didn't make").failure
    }
    let sources = try sources(context)
    _ = try onState { () throws(StateError) in
      try Backup.create(sources, at: folder, createdAt: context.writeTime)
    }
    guard let outputs = try present(context) else {
      throw StateError.migrationFailed(reason: "the backup '\(folder)' isn't there after it was made").failure
    }
    return outputs
  }

  public func predict(_ context: StepContext) async throws(StepFailure) -> Prediction {
    let folder = try context.place("to")
    if let outputs = try present(context) {
      return Prediction(changes: [PredictedChange(kind: "none", target: folder)], outputs: outputs)
    }
    return Prediction(
      changes: [PredictedChange(kind: "create", target: folder)], outputs: ["path": .string(folder)])
  }

  public func probe(_ context: StepContext) async throws(StepFailure) -> ProbeResult {
    try present(context).map(ProbeResult.done) ?? .notDone
  }

  public func record(_ context: StepContext) async throws(StepFailure) -> JSON {
    let folder = try context.place("to")
    return [
      "backup": .string(folder), "existed": .bool(try exists(folder)), "createdAt": .string(context.writeTime),
      "folders": .array(FileChanges.missingFolders(of: folder).map(JSON.string)),
    ]
  }

  public func undo(_ context: StepContext, record: JSON) async throws(StepFailure) {
    guard let folder = record["backup"]?.stringValue, let existed = record["existed"]?.boolValue,
      let folders = record["folders"]?.arrayValue?.compactMap(\.stringValue)
    else { throw StateProblem.unreadableRecord.failure }
    if existed { return }
    if try exists(folder) {
      if let difference = difference(folder, createdAt: record["createdAt"]?.stringValue) {
        throw StateProblem.newerWork(path: folder, difference: difference).failure
      }
    }
    try onState { () throws(StateError) in try Backup.remove(at: folder) }
    try FileChanges.removeFolders(folders, context)
  }

  public func describeUndo(_ context: StepContext) -> [String] {
    guard let folder = try? context.place("to") else { return [] }
    return ["remove the backup '\(folder)'"]
  }

  // MARK: Parts

  private func sources(_ context: StepContext) throws(StepFailure) -> [BackupSource] {
    var sources: [BackupSource] = []
    for name in Self.sourceNames where context.text(name) != nil {
      sources.append(BackupSource(name: name, path: try context.place(name)))
    }
    return sources
  }

  private func exists(_ folder: String) throws(StepFailure) -> Bool {
    try onState { () throws(StateError) in try SystemFiles().stamp(folder) != nil }
  }

  /// The outputs of a complete backup of this very step; nil when there is none.
  private func present(_ context: StepContext) throws(StepFailure) -> [String: Value]? {
    let folder = try context.place("to")
    let sources = try sources(context)
    guard context.recorded?["existed"] != true, let manifest = try? Backup.verify(at: folder),
      manifest.createdAt == context.writeTime, manifest.sources == sources
    else { return nil }
    let path = folder + "/" + BackupManifest.fileName
    let bytes = try onState { () throws(StateError) in try SystemFiles().read(path) ?? [] }
    return [
      "path": .string(folder), "files": .int(Int64(manifest.items.count)),
      "bytes": .int(manifest.items.reduce(0) { $0 + $1.size }), "manifest_sha256": .string(sha256Text(of: bytes)),
    ]
  }

  /// What isn't as the step left it; nil when all is.
  private func difference(_ folder: String, createdAt: String?) -> String? {
    do throws(StateError) {
      let manifest = try Backup.verify(at: folder)
      if manifest.createdAt != createdAt { return "it is another backup, made at \(manifest.createdAt)" }
      let known = Set(manifest.items.map(\.path) + [BackupManifest.fileName])
      let others = try FileTree.files(under: folder, files: SystemFiles()).filter { !known.contains($0) }
      return others.isEmpty ? nil : "it also holds \(others.joined(separator: ", "))"
    } catch {
      return error.message
    }
  }
}
