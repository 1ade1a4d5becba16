// `state.restore`: makes a place what a backup holds of it, and nothing else.

import DeploymentState
import Expressions
import JSONText
import StepKit

/// Restores one source of a backup.
public struct StateRestore: InProcessStep, Predicting, Undoing {
  public init() {}

  public let declaration = StepDeclaration(
    name: "state.restore", summary: "Restore database, documents or state from a verified backup",
    inputs: [
      FieldDeclaration("backup", .string, required: true, role: .path, "Folder of the backup."),
      FieldDeclaration(
        "name", .string, required: true, choices: ["leveldb", "deployments", "v1", "state"],
        "What to restore, as the backup names it."),
      FieldDeclaration(
        "to", .string, required: true, role: .path,
        "The folder that becomes what the backup holds. Files that the backup doesn't have are removed."),
    ],
    outputs: [
      FieldDeclaration("files", .int, required: true, "Files that were restored."),
      FieldDeclaration("bytes", .int, required: true, "Their size together."),
      FieldDeclaration("created_at", .string, required: true, "When the backup was made."),
    ],
    effect: .write, idempotent: true)

  public func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] {
    let work = try Work(context)
    if work.isDatabase {
      if try !work.isInPlace() {
        try onState { () throws(StateError) in try FolderSwap.replace(work.path, by: work.content) }
      }
    } else {
      try onState { () throws(StateError) in
        for (path, bytes) in try work.planned() {
          guard let bytes else {
            try AtomicFile.remove(path, files: SystemFiles())
            continue
          }
          if try SystemFiles().read(path) == bytes { continue }
          _ = try SystemFiles().makeFolder(PathText.parent(of: path))
          try AtomicFile.write(bytes, to: path, files: SystemFiles())
        }
      }
    }
    context.log("restored \(work.content.count) files to '\(work.path)'")
    return work.outputs
  }

  public func predict(_ context: StepContext) async throws(StepFailure) -> Prediction {
    let work = try Work(context)
    if work.isDatabase {
      let kind = try work.isInPlace() ? "none" : "modify"
      return Prediction(changes: [PredictedChange(kind: kind, target: work.path)], outputs: work.outputs)
    }
    var prediction = Prediction(changes: [], outputs: work.outputs)
    for (path, bytes) in try onState({ () throws(StateError) in try work.planned() }) {
      let now = try onState { () throws(StateError) in try SystemFiles().read(path) }
      if now == bytes { continue }
      prediction.changes.append(
        PredictedChange(
          kind: bytes == nil ? "remove" : now == nil ? "create" : "modify", target: path,
          diff: UnifiedDiff.text(from: now ?? [], to: bytes ?? [], oldName: path, newName: path)))
      prediction.files[path] = bytes.map { .file(bytes: $0, mode: FileChanges.mode(of: path)) } ?? .absent
    }
    return prediction
  }

  public func record(_ context: StepContext) async throws(StepFailure) -> JSON {
    let work = try Work(context)
    if work.isDatabase {
      return try DatabaseChange(path: work.path, after: work.content, entries: try work.entries(), context).json
    }
    let planned = try onState { () throws(StateError) in try work.planned() }
    return try FileChanges(planned: planned, context).json
  }

  public func undo(_ context: StepContext, record: JSON) async throws(StepFailure) {
    if record["database"] != nil {
      try DatabaseChange(json: record).undo(context)
    } else {
      try FileChanges(json: record).undo(context)
    }
  }

  public func describeUndo(_ context: StepContext) -> [String] {
    guard let path = try? context.place("to") else { return [] }
    return ["put '\(path)' back as it was before the restore"]
  }
}

/// One restore: what the backup holds, and where it goes.
private struct Work {
  let path: String
  let content: [PlacedFile]
  private let createdAt: String

  init(_ context: StepContext) throws(StepFailure) {
    let (backup, name) = (try context.place("backup"), context.text("name") ?? "")
    path = try context.place("to")
    (content, createdAt) = try onState { () throws(StateError) in
      let manifest = try Backup.verify(at: backup)
      guard manifest.sources.contains(where: { $0.name == name }) else {
        throw StateError.initializationFailed(reason: "the backup '\(backup)' holds no '\(name)'")
      }
      let files = try Backup.content(of: name, manifest, in: backup)
      return (files.filter { !DatabaseFiles.isIncidental($0.path) }, manifest.createdAt)
    }
  }

  /// A database changes as a whole.
  var isDatabase: Bool { content.contains { $0.path == "CURRENT" } }

  var outputs: [String: Value] {
    [
      "files": .int(Int64(content.count)), "bytes": .int(content.reduce(0) { $0 + Int64($1.bytes.count) }),
      "created_at": .string(createdAt),
    ]
  }

  func isInPlace() throws(StepFailure) -> Bool {
    let now = try onState { () throws(StateError) in try DatabaseFiles.reading(path) }
    return Dictionary(now.map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })
      == Dictionary(content.map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })
  }

  /// Every file that is there or will be, with what it will hold.
  func planned() throws(StateError) -> [(path: String, bytes: [UInt8]?)] {
    let present = try FileTree.files(under: path, files: SystemFiles())
    let wanted = Dictionary(content.map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })
    return Set(present).union(wanted.keys).sorted().map { (path + "/" + $0, wanted[$0]) }
  }

  /// The entries of the backup's database.
  func entries() throws(StepFailure) -> [(key: String, value: [UInt8])] {
    try onState { () throws(StateError) in try DatabaseFiles.entries(in: content) }
  }
}
