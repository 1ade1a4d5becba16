// `state.inventory`: what a LevelDB database holds, counted and looked at. It judges nothing: the plan does.

import DeploymentState
import Expressions
import StepKit

/// Counts the records of a database.
public struct StateInventory: InProcessStep, Predicting {
  public init() {}

  public let declaration = StepDeclaration(
    name: "state.inventory", summary: "Count the records of a LevelDB database and look at each",
    inputs: [
      StateInputs.leveldb, StateInputs.quarantine,
      FieldDeclaration(
        "expected", .map(.string, .int),
        "Number of records by chain id. With it, `problems` also says what is missing or not expected."),
    ],
    outputs: [
      FieldDeclaration("records", .int, required: true, "All entries, readable or not."),
      FieldDeclaration("in_scope", .int, required: true, "Entries outside the quarantined chains."),
      FieldDeclaration("quarantined", .int, required: true, "Entries of the quarantined chains."),
      FieldDeclaration(
        "quarantined_records", .list(.string), required: true, "Each of them by its key, with the reason."),
      FieldDeclaration("damaged", .int, required: true, "Damaged entries outside the quarantined chains."),
      FieldDeclaration(
        "problems", .list(.string), required: true,
        "Damage by record, and what differs from `expected`. Empty when all is well."),
      FieldDeclaration("problem", .string, required: true, "The first of the problems; empty when all is well."),
      FieldDeclaration("counts", .map(.string, .int), required: true, "Number of entries by chain id."),
      FieldDeclaration("networks", .list(.string), required: true, "Names of the networks in scope, by chain id."),
      FieldDeclaration(
        "unknown_chains", .list(.int), required: true,
        "Chains in scope that are none of the five networks: their mode, protocols and tier aren't known."),
    ],
    effect: .read, idempotent: true)

  public func predict(_ context: StepContext) async throws(StepFailure) -> Prediction {
    Prediction(changes: [], outputs: try await apply(context))
  }

  public func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] {
    let path = try context.place("leveldb")
    let inventory = try onState { () throws(StateError) in try SourceInventory(databaseAt: path) }
    let quarantine = context.quarantine
    let set = inventory.quarantined(quarantine)
    let contents =
      try context.expectedContents()
      ?? ExpectedContents(
        counts: inventory.counts.filter { !quarantine.contains($0.key) }.mapValues { $0 }, quarantine: quarantine)
    let problems = contents.violations(in: inventory).map(\.message)
    let chains = inventory.counts.keys.filter { !quarantine.contains($0) }.sorted()
    let known = Set(Network.canonical.map(\.chainId))
    var counts = ValueMap()
    for chainId in inventory.counts.keys.sorted() { counts["\(chainId)"] = .int(Int64(inventory.counts[chainId] ?? 0)) }
    context.log("\(inventory.total) records, \(set.count) of them quarantined, \(problems.count) problems")
    return [
      "records": .int(Int64(inventory.total)), "in_scope": .int(Int64(inventory.total - set.count)),
      "quarantined": .int(Int64(set.count)), "quarantined_records": .texts(set.map { "\($0.key): \($0.reason)" }),
      "damaged": .int(Int64(inventory.damage(outside: quarantine).count)), "problems": .texts(problems),
      "problem": .string(problems.first ?? ""), "counts": .map(counts),
      "networks": .texts(chains.map { Network.of(chainId: $0).name }),
      "unknown_chains": .list(chains.filter { !known.contains($0) }.map(Value.int)),
    ]
  }
}
