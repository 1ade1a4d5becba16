// `state.exercise`: tries the state manager out on private copies, with the team's own records.

import DeploymentState
import Expressions
import StepKit

/// Tries out what the team will rely on.
public struct StateExercise: InProcessStep, Predicting {
  public init() {}

  public let declaration = StepDeclaration(
    name: "state.exercise", summary: "Try the state manager out on private copies of the records",
    inputs: [
      FieldDeclaration("leveldb", .string, role: .path, "Folder of the LevelDB database whose records are used."),
      FieldDeclaration(
        "deployments", .string, role: .path, "Folder of the documents whose records are used instead."),
      StateInputs.quarantine,
      FieldDeclaration(
        "checks", .list(.string), required: true, choices: Exercise.Check.allCases.map(\.rawValue),
        "What to try: `factory` opens every backend; `dual-write` writes, fails, repairs and cleans up; `functions` are "
          + "the eight operations; `integration` is what the team's tools ask; `recovery` breaks things and mends them; "
          + "`concurrency` reads while it writes."),
    ],
    outputs: [
      FieldDeclaration("passed", .int, required: true, "Things that held."),
      FieldDeclaration("failed", .int, required: true, "Things that didn't."),
      FieldDeclaration("results", .list(.string), required: true, "One line for each thing that held."),
      FieldDeclaration("failures", .list(.string), required: true, "One line for each that didn't, with the reason."),
      FieldDeclaration("failure", .string, required: true, "The first of the failures; empty when all held."),
    ],
    effect: .read, idempotent: true)

  public func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    let given = ["leveldb", "deployments"].count { inputs[$0] != nil }
    if given == 1 { return [] }
    return [
      InputIssue(
        input: nil, message: given == 0 ? "there are no records to try with" : "there are two sources of records",
        help: "give either `leveldb` or `deployments`")
    ]
  }

  public func predict(_ context: StepContext) async throws(StepFailure) -> Prediction {
    Prediction(changes: [], outputs: try await apply(context))
  }

  public func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] {
    let database = try context.text("leveldb").map { (_) throws(StepFailure) in try context.place("leveldb") }
    let folder = try context.text("deployments").map { (_) throws(StepFailure) in try context.place("deployments") }
    let disk = PredictedDisk.of(context)
    let quarantine = context.quarantine
    var checks: [Exercise.Check] = []
    for name in context.texts("checks") ?? [] {
      guard let check = Exercise.Check(rawValue: name) else {
        throw StateProblem.badInput(name: "checks", reason: "names '\(name)', which can't be tried").failure
      }
      checks.append(check)
    }
    let wanted = checks
    let exercise = try onState { () throws(StateError) in
      let records = try Self.records(database, folder, leavingOut: quarantine, disk)
      guard !records.isEmpty else { throw StateError.initializationFailed(reason: "there is no record to try with") }
      var exercise = Exercise(records: records)
      for check in wanted { try exercise.run(check) }
      return exercise
    }
    for line in exercise.passed { context.log("ok: \(line)") }
    for line in exercise.failed { context.log("FAILED: \(line)") }
    return [
      "passed": .int(Int64(exercise.passed.count)), "failed": .int(Int64(exercise.failed.count)),
      "results": .texts(exercise.passed), "failures": .texts(exercise.failed),
      "failure": .string(exercise.failed.first ?? ""),
    ]
  }

  /// All records, or of a large network the first: trying things out is no census.
  private static func records(
    _ database: String?, _ folder: String?, leavingOut quarantine: Set<Int64>, _ disk: any FileLayer
  ) throws(StateError) -> [DeploymentRecord] {
    let limit = 40
    if let folder {
      let documents = try JSONBackend(folder: folder, files: disk).documents()
      return documents.filter { !quarantine.contains($0.chainId) }.flatMap { $0.firstRecords(limit) }
    }
    guard let database else { return [] }
    let byChain = try SourceInventory(databaseAt: database).byChain(outside: quarantine)
    return byChain.keys.sorted().flatMap { (byChain[$0] ?? []).prefix(limit) }
  }
}
