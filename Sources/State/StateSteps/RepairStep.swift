// `state.repair`: makes both backends equal from the one that is right, and closes the open divergences.

import DeploymentState
import Expressions
import JSONText
import StepKit

/// Makes both backends equal.
public struct StateRepair: InProcessStep, Predicting, Undoing {
  public init() {}

  public let declaration = StepDeclaration(
    name: "state.repair", summary: "Make both backends equal from the one that is right",
    inputs: [
      StateInputs.leveldb, StateInputs.deployments, StateInputs.state, StateInputs.source, StateInputs.quarantine,
      FieldDeclaration(
        "v1", .string, role: .path,
        "Folder of the version 1 files, for documents that have to be made anew."),
    ],
    outputs: [
      FieldDeclaration("written", .int, required: true, "Records that were written into the other backend."),
      FieldDeclaration("removed", .int, required: true, "Records that were removed from it."),
      FieldDeclaration("keys", .list(.string), required: true, "All of them by their key."),
      FieldDeclaration("closed", .int, required: true, "Divergences that were open and are closed."),
    ],
    effect: .write, idempotent: true)

  public func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] {
    let work = try RepairWork(context)
    let outputs = RecordedOutputs.of(context) ?? work.outputs
    try onState { () throws(StateError) in
      if let database = work.database { try FolderSwap.replace(work.leveldb, by: database.files) }
      for file in work.files {
        guard let bytes = file.bytes else {
          try AtomicFile.remove(file.path, files: SystemFiles())
          continue
        }
        _ = try SystemFiles().makeFolder(PathText.parent(of: file.path))
        try AtomicFile.write(bytes, to: file.path, files: SystemFiles())
      }
    }
    let after = try RepairWork(context)
    guard after.report.written.isEmpty && after.report.removed.isEmpty else {
      throw StateError.synchronizationFailed(
        reason: "after the repair records still differ, \((after.report.written + after.report.removed)[0]) first"
      ).failure
    }
    return outputs
  }

  public func predict(_ context: StepContext) async throws(StepFailure) -> Prediction {
    let work = try RepairWork(context)
    var prediction = Prediction(changes: [], outputs: work.outputs)
    if work.database != nil { prediction.changes.append(PredictedChange(kind: "modify", target: work.leveldb)) }
    for file in work.files {
      let now = try onState { () throws(StateError) in try SystemFiles().read(file.path) }
      prediction.changes.append(
        PredictedChange(
          kind: file.bytes == nil ? "remove" : now == nil ? "create" : "modify", target: file.path,
          diff: UnifiedDiff.text(from: now ?? [], to: file.bytes ?? [], oldName: file.path, newName: file.path)))
      prediction.files[file.path] =
        file.bytes.map { .file(bytes: $0, mode: FileChanges.mode(of: file.path)) } ?? .absent
    }
    return prediction
  }

  public func record(_ context: StepContext) async throws(StepFailure) -> JSON {
    let work = try RepairWork(context)
    let changes = try FileChanges(planned: work.files.map { ($0.path, $0.bytes) }, context)
    let database = try work.database.map { (new) throws(StepFailure) in
      try DatabaseChange(path: work.leveldb, after: new.files, entries: new.entries, context).json
    }
    return [
      "changes": changes.json, "database": database ?? .null,
      "outputs": RecordedOutputs.json(of: work.outputs),
    ]
  }

  public func undo(_ context: StepContext, record: JSON) async throws(StepFailure) {
    let changes = try FileChanges(json: record["changes"])
    if let database = record["database"], database != .null { try DatabaseChange(json: database).undo(context) }
    try changes.undo(context)
  }

  public func describeUndo(_ context: StepContext) -> [String] {
    guard let source = try? context.side("source") else { return [] }
    return ["put the \(source.other.rawValue) backend and the log of divergences back as they were"]
  }
}

/// What a repair has to write.
private struct RepairWork {
  let leveldb: String
  /// Documents, and the log of divergences once it is closed.
  private(set) var files: [Repair.PlannedFile] = []
  /// The database as it will be; nil: it stays as it is.
  private(set) var database: (files: [PlacedFile], entries: [(key: String, value: [UInt8])])?
  private(set) var report = RepairReport(written: [], removed: [])
  private var closed = 0

  init(_ context: StepContext) throws(StepFailure) {
    leveldb = try context.place("leveldb")
    let (folder, state) = (try context.place("deployments"), try context.place("state"))
    let known = try context.text("v1").map { (_) throws(StepFailure) in try context.place("v1") }
    let source = try context.side("source")
    let (quarantine, time) = (context.quarantine, context.writeTime)
    do throws(StateError) {
      switch source {
      case .leveldb:
        let inventory = try SourceInventory(databaseAt: leveldb)
        if let damage = inventory.damage(outside: quarantine).first {
          throw StateError.integrityViolation(key: damage.key, reason: damage.reason)
        }
        let versionOne = try known.map { (path) throws(StateError) in try VersionOne.read(folder: path) } ?? [:]
        (files, report) = try Repair.documents(
          in: folder, from: inventory.records, versionOne: versionOne, leavingOut: quarantine, time: time,
          schema: .builtIn, files: SystemFiles())
      case .json:
        let records = try JSONBackend(folder: folder).getAll()
        let (entries, changes) = try Repair.entries(of: leveldb, from: records, leavingOut: quarantine)
        report = changes
        if !changes.written.isEmpty || !changes.removed.isEmpty {
          database = (try DatabaseFiles.building(entries), entries)
        }
      }
      let log = try DivergenceLog(path: state + "/divergences.jsonl")
      closed = log.open.count
      if let bytes = try log.bytesOnceRepaired(from: source, at: time) {
        files.append(Repair.PlannedFile(path: log.path, bytes: bytes))
      }
    } catch {
      throw error.failure
    }
  }

  var outputs: [String: Value] {
    [
      "written": .int(Int64(report.written.count)), "removed": .int(Int64(report.removed.count)),
      "keys": .texts(report.written + report.removed), "closed": .int(Int64(closed)),
    ]
  }
}
