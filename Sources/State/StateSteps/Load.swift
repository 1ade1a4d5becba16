// `state.load`: makes a database and version 1 files from a table of facts, for a demonstration or a rehearsal.

import DeploymentState
import Expressions
import JSONText
import StepKit

/// Fills a new database from facts.
public struct StateLoad: InProcessStep, Predicting, Probing, Undoing {
  public init() {}

  public let declaration = StepDeclaration(
    name: "state.load", summary: "Make a LevelDB database and version 1 files from a table of facts",
    inputs: [
      FieldDeclaration(
        "facts", .string, required: true, role: .path, "Folder with `records.csv` and `networks.json`."),
      StateInputs.leveldb, StateInputs.versionOne,
    ],
    outputs: [
      FieldDeclaration("records", .int, required: true, "Records in the database."),
      FieldDeclaration("files", .int, required: true, "Version 1 files."),
    ],
    effect: .write, idempotent: true)

  public func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] {
    let work = try LoadWork(context)
    try work.refuseOthersWork()
    if try !work.isDatabaseThere() {
      try onState { () throws(StateError) in try FolderSwap.replace(work.leveldb, by: try work.databaseFiles()) }
      context.log("wrote \(work.facts.records.count) records into '\(work.leveldb)'")
    }
    try onState { () throws(StateError) in
      for (path, bytes) in work.versionOneFiles {
        if try SystemFiles().read(path) == bytes { continue }
        _ = try SystemFiles().makeFolder(PathText.parent(of: path))
        try AtomicFile.write(bytes ?? [], to: path, files: SystemFiles())
      }
    }
    return work.outputs
  }

  public func predict(_ context: StepContext) async throws(StepFailure) -> Prediction {
    let work = try LoadWork(context)
    try work.refuseOthersWork()
    let kind = try work.isDatabaseThere() ? "none" : "create"
    var prediction = Prediction(
      changes: [PredictedChange(kind: kind, target: work.leveldb)], outputs: work.outputs)
    for (path, bytes) in work.versionOneFiles {
      let now = try onState { () throws(StateError) in try SystemFiles().read(path) }
      prediction.changes.append(PredictedChange(kind: now == nil ? "create" : "none", target: path))
      prediction.files[path] = .file(bytes: bytes ?? [], mode: FileChanges.mode(of: path))
    }
    return prediction
  }

  public func probe(_ context: StepContext) async throws(StepFailure) -> ProbeResult {
    let work = try LoadWork(context)
    guard try work.isDatabaseThere() else { return .notDone }
    for (path, bytes) in work.versionOneFiles {
      if try onState({ () throws(StateError) in try SystemFiles().read(path) }) != bytes { return .notDone }
    }
    return .done(work.outputs)
  }

  public func record(_ context: StepContext) async throws(StepFailure) -> JSON {
    let work = try LoadWork(context)
    try work.refuseOthersWork()
    let changes = try FileChanges(planned: work.versionOneFiles, context)
    var database: JSON = .null
    if try !work.isDatabaseThere() {
      let files = try onState { () throws(StateError) in try work.databaseFiles() }
      database = try DatabaseChange(path: work.leveldb, after: files, entries: work.entries, context).json
    }
    return ["changes": changes.json, "database": database]
  }

  public func undo(_ context: StepContext, record: JSON) async throws(StepFailure) {
    let changes = try FileChanges(json: record["changes"])
    if let database = record["database"], database != .null { try DatabaseChange(json: database).undo(context) }
    try changes.undo(context)
  }

  public func describeUndo(_ context: StepContext) -> [String] {
    guard let database = try? context.place("leveldb"), let files = try? context.place("v1") else { return [] }
    return ["remove the database '\(database)'", "remove the version 1 files in '\(files)'"]
  }
}

/// What is loaded, and where.
private struct LoadWork {
  let facts: FactsTable
  let leveldb: String
  let versionOneFiles: [(path: String, bytes: [UInt8]?)]

  init(_ context: StepContext) throws(StepFailure) {
    let source = try context.place("facts")
    let facts = try onState { () throws(StateError) in try FactsTable(folder: source) }
    self.facts = facts
    leveldb = try context.place("leveldb")
    let folder = try context.place("v1")
    versionOneFiles = facts.versionOneFiles.map {
      (folder + "/" + $0.name, Array(($0.content.prettyText() + "\n").utf8))
    }
  }

  var entries: [(key: String, value: [UInt8])] { facts.records.map(DatabaseFiles.entry(of:)) }

  func databaseFiles() throws(StateError) -> [PlacedFile] { try DatabaseFiles.building(entries) }

  var outputs: [String: Value] {
    ["records": .int(Int64(facts.records.count)), "files": .int(Int64(versionOneFiles.count))]
  }

  /// Whether the database is there with exactly these entries.
  func isDatabaseThere() throws(StepFailure) -> Bool {
    let now = try onState { () throws(StateError) in try SystemFiles().list(leveldb) ?? [] }
    guard now.contains("CURRENT") else { return false }
    let present = try onState { () throws(StateError) in try DatabaseFiles.entries(of: leveldb) }
    return DatabaseFiles.digest(of: present) == DatabaseFiles.digest(of: entries)
  }

  /// Nothing is overwritten that these facts didn't make.
  func refuseOthersWork() throws(StepFailure) {
    let now = try onState { () throws(StateError) in try SystemFiles().list(leveldb) ?? [] }
    if !now.isEmpty, try !isDatabaseThere() {
      throw StateProblem.taken(path: leveldb, what: "another database, or other files").failure
    }
    for (path, bytes) in versionOneFiles {
      let present = try onState { () throws(StateError) in try SystemFiles().read(path) }
      if let present, present != bytes { throw StateProblem.taken(path: path, what: "something else").failure }
    }
  }
}
