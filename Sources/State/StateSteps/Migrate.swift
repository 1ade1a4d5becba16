// `state.migrate`: one document a network, from the database and the version 1 files. Everything is read, checked and
// composed first; then each file is put in place atomically. Killed at any moment and run again, it ends with the same
// bytes.

import DeploymentState
import Expressions
import JSONText
import StepKit

/// Migrates a database into documents.
public struct StateMigrate: InProcessStep, Predicting, Probing, Undoing {
  public init() {}

  public let declaration = StepDeclaration(
    name: "state.migrate", summary: "Write one document a network from the LevelDB database",
    inputs: [
      StateInputs.leveldb, StateInputs.versionOne, StateInputs.deployments, StateInputs.expected,
      StateInputs.quarantine,
      FieldDeclaration(
        "time", .string, default: .string(""),
        "The moment that the documents name, `2025-08-12T00:00:00.000Z`. Empty: the start of the run."),
    ],
    outputs: [
      FieldDeclaration("total", .int, required: true, "Records in the database."),
      FieldDeclaration("migrated", .int, required: true, "Records that are in a document now."),
      FieldDeclaration("quarantined", .int, required: true, "Records that were set aside by name."),
      FieldDeclaration(
        "quarantined_records", .list(.string), required: true, "Each of them by its key, with the reason."),
      FieldDeclaration("documents", .list(.string), required: true, "Names of the networks that have a document."),
      FieldDeclaration(
        "findings", .list(.string), required: true,
        "Where version 1 and the database disagree, odd names, and files that were replaced."),
    ],
    effect: .write, idempotent: true)

  public func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    guard case .constant(.string(let time))? = inputs["time"], !time.isEmpty, !Instant.isText(time) else { return [] }
    return [InputIssue(input: "time", message: "'\(time)' is no time", help: "write it as 2025-08-12T00:00:00.000Z")]
  }

  public func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] {
    let migration = try migration(context)
    var done = 0
    let isStopped = { withUnsafeCurrentTask { $0?.isCancelled ?? false } }
    try onState { () throws(StateError) in
      try migration.write(isStopped: isStopped) { document in
        done += document.records
        context.log(
          "\(document.network.name): \(document.records) records; \(done) of \(migration.migrated) are migrated "
            + "(\(done * 100 / max(migration.migrated, 1)) %)")
      }
    }
    for damage in migration.quarantined { context.log("quarantined \(damage.key): \(damage.reason)") }
    return RecordedOutputs.of(context) ?? Self.outputs(migration)
  }

  public func predict(_ context: StepContext) async throws(StepFailure) -> Prediction {
    let disk = PredictedDisk.of(context)
    let migration = try migration(context, disk)
    var prediction = Prediction(changes: [], outputs: Self.outputs(migration))
    for document in migration.documents {
      let present = try onState { () throws(StateError) in try disk.read(document.path) }
      let mode = try onState { () throws(StateError) in try disk.stamp(document.path)?.mode }
      prediction.changes.append(
        PredictedChange(
          kind: document.change.rawValue, target: document.path,
          diff: document.change == .none
            ? nil
            : UnifiedDiff.text(
              from: present ?? [], to: document.bytes, oldName: document.path, newName: document.path)))
      prediction.files[document.path] = .file(bytes: document.bytes, mode: mode ?? 0o644)
    }
    return prediction
  }

  public func probe(_ context: StepContext) async throws(StepFailure) -> ProbeResult {
    let migration = try migration(context)
    guard migration.documents.allSatisfy({ $0.change == .none }) else { return .notDone }
    return .done(RecordedOutputs.of(context) ?? Self.outputs(migration))
  }

  public func record(_ context: StepContext) async throws(StepFailure) -> JSON {
    let migration = try migration(context)
    let changes = try FileChanges(after: migration.documents.map { ($0.path, $0.sha256) }, context)
    return ["changes": changes.json, "outputs": RecordedOutputs.json(of: Self.outputs(migration))]
  }

  public func undo(_ context: StepContext, record: JSON) async throws(StepFailure) {
    try FileChanges(json: record["changes"]).undo(context)
  }

  public func describeUndo(_ context: StepContext) -> [String] {
    guard let folder = try? context.place("deployments") else { return [] }
    return ["put every document under '\(folder)' back as it was, or remove it"]
  }

  private func migration(
    _ context: StepContext, _ disk: any FileLayer = SystemFiles()
  ) throws(StepFailure) -> Migration {
    let places = Migration.Places(
      leveldb: try context.place("leveldb"), versionOne: try context.place("v1"),
      deployments: try context.place("deployments"))
    guard let expected = try context.expectedContents() else {
      throw StateProblem.badInput(name: "expected", reason: "is missing").failure
    }
    let time = context.writeTime
    guard Instant.isText(time) else {
      throw StateProblem.badInput(name: "time", reason: "is '\(time)', which is no time").failure
    }
    return try onState { () throws(StateError) in
      try Migration(from: places, expected: expected, schema: .builtIn, time: time, files: disk)
    }
  }

  private static func outputs(_ migration: Migration) -> [String: Value] {
    [
      "total": .int(Int64(migration.total)), "migrated": .int(Int64(migration.migrated)),
      "quarantined": .int(Int64(migration.quarantined.count)),
      "quarantined_records": .texts(migration.quarantined.map { "\($0.key): \($0.reason)" }),
      "documents": .texts(migration.documents.map(\.network.name)),
      "findings": .texts(migration.findings.map(\.line)),
    ]
  }
}
