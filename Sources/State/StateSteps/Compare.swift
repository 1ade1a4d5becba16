// `state.compare`: how far the documents are from the database, record by record. It judges nothing: the plan does.

import DeploymentState
import Expressions
import StepKit

/// Compares both backends.
public struct StateCompare: InProcessStep, Predicting {
  public init() {}

  public let declaration = StepDeclaration(
    name: "state.compare", summary: "Compare the documents with the database, record by record",
    inputs: [
      StateInputs.leveldb, StateInputs.deployments, StateInputs.quarantine,
      FieldDeclaration(
        "state", .string, role: .path, "Folder of the log of divergences. With it, open ones are counted."),
    ],
    outputs: [
      FieldDeclaration("equal", .int, required: true, "Records that are the same in both, value by value."),
      FieldDeclaration("missing", .int, required: true, "Records that only the database has."),
      FieldDeclaration("extra", .int, required: true, "Records that only the documents have."),
      FieldDeclaration("different", .int, required: true, "Records that both have, but not the same."),
      FieldDeclaration(
        "inconsistent_percent", .double, required: true, "Share of records that aren't the same in both, in percent."),
      FieldDeclaration("differences", .list(.string), required: true, "One line a record, at most 100."),
      FieldDeclaration(
        "open_divergences", .int, required: true, "Writes that reached one backend only and aren't repaired."),
      FieldDeclaration("documents", .int, required: true, "Documents that were read."),
    ],
    effect: .read, idempotent: true)

  public func predict(_ context: StepContext) async throws(StepFailure) -> Prediction {
    Prediction(changes: [], outputs: try await apply(context))
  }

  public func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] {
    let (database, folder) = (try context.place("leveldb"), try context.place("deployments"))
    let log = try context.text("state").map { (_) throws(StepFailure) in try context.place("state") }
    let disk = PredictedDisk.of(context)
    let quarantine = context.quarantine
    let (comparison, documents, open) = try onState { () throws(StateError) in
      let inventory = try SourceInventory(databaseAt: database)
      if let damage = inventory.damage(outside: quarantine).first {
        throw StateError.integrityViolation(key: damage.key, reason: damage.reason)
      }
      let documents = try JSONBackend(folder: folder, files: disk).documents().filter {
        !quarantine.contains($0.chainId)
      }
      let comparison = Comparison(source: inventory.byChain(outside: quarantine), documents: documents)
      let open = try log.map { (path) throws(StateError) in
        try DivergenceLog(path: path + "/divergences.jsonl", files: disk).open.count
      }
      return (comparison, documents.count, open ?? 0)
    }
    for line in comparison.lines.prefix(100) { context.log(line) }
    return [
      "equal": .int(Int64(comparison.equal)), "missing": .int(Int64(comparison.onlyInSource.count)),
      "extra": .int(Int64(comparison.onlyInTarget.count)), "different": .int(Int64(comparison.different.count)),
      "inconsistent_percent": .double(comparison.inconsistencyPercent),
      "differences": .texts(Array(comparison.lines.prefix(100))), "open_divergences": .int(Int64(open)),
      "documents": .int(Int64(documents)),
    ]
  }
}
