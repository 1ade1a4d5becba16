// `state.benchmark`: how fast each backend is on this machine, measured on private copies with the team's records.

import DeploymentState
import Expressions
import StepKit

/// Measures LevelDB, JSON and dual-write.
public struct StateBenchmark: InProcessStep {
  public init() {}

  public let declaration = StepDeclaration(
    name: "state.benchmark", summary: "Measure the latency of LevelDB, JSON and dual-write",
    inputs: [
      StateInputs.leveldb, StateInputs.quarantine,
      FieldDeclaration(
        "rounds", .int, default: .int(15), "How often each is measured, in turn. The median counts. 1 to 1000."),
    ],
    outputs: [
      FieldDeclaration("read_ratio", .double, required: true, "Reading every record by key: JSON ÷ LevelDB."),
      FieldDeclaration(
        "write_ratio", .double, required: true,
        "Writing one network's records, on the disk when it returns: JSON ÷ LevelDB."),
      FieldDeclaration("query_ratio", .double, required: true, "Finding a contract by name: JSON ÷ LevelDB."),
      FieldDeclaration("memory_ratio", .double, required: true, "Resident memory: JSON ÷ LevelDB."),
      FieldDeclaration("dual_read_ratio", .double, required: true, "Reading: dual-write ÷ LevelDB."),
      FieldDeclaration("dual_query_ratio", .double, required: true, "Finding: dual-write ÷ LevelDB."),
      FieldDeclaration(
        "dual_write_ratio", .double, required: true,
        "Writing: dual-write ÷ LevelDB. It pays for both backends and for the log of divergences."),
      FieldDeclaration("leveldb_read_us", .double, required: true, "Median latency of LevelDB, in microseconds."),
      FieldDeclaration("leveldb_write_us", .double, required: true, "The same for a synced batch."),
      FieldDeclaration("leveldb_query_us", .double, required: true, "The same for a query."),
      FieldDeclaration("memory_bytes", .int, required: true, "Resident memory with LevelDB in use."),
      FieldDeclaration("records", .int, required: true, "Records that were used: those of the largest network."),
      FieldDeclaration("rounds", .int, required: true, "Rounds that were measured."),
    ],
    effect: .read, idempotent: true)

  public func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    guard case .constant(.int(let rounds))? = inputs["rounds"], !(1...1000).contains(rounds) else { return [] }
    return [InputIssue(input: "rounds", message: "'rounds' is \(rounds)", help: "1 to 1000")]
  }

  public func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] {
    let path = try context.place("leveldb")
    let rounds = Int(context.int("rounds") ?? 15)
    guard (1...1000).contains(rounds) else {
      throw StateProblem.badInput(name: "rounds", reason: "is \(rounds), not 1 to 1000").failure
    }
    let quarantine = context.quarantine
    let measured = try onState { () throws(StateError) in
      let records = try SourceInventory(databaseAt: path).byChain(outside: quarantine)
      return try LatencyComparison(records: records, rounds: rounds)
    }
    return [
      "read_ratio": .double(measured.read.jsonRatio), "write_ratio": .double(measured.write.jsonRatio),
      "query_ratio": .double(measured.query.jsonRatio), "memory_ratio": .double(measured.memory.jsonRatio),
      "dual_read_ratio": .double(measured.read.dualWriteRatio),
      "dual_query_ratio": .double(measured.query.dualWriteRatio),
      "dual_write_ratio": .double(measured.write.dualWriteRatio),
      "leveldb_read_us": .double(Double(measured.read.leveldb) / 1000),
      "leveldb_write_us": .double(Double(measured.write.leveldb) / 1000),
      "leveldb_query_us": .double(Double(measured.query.leveldb) / 1000),
      "memory_bytes": .int(measured.memory.leveldb), "records": .int(Int64(measured.records)),
      "rounds": .int(Int64(measured.rounds)),
    ]
  }
}
