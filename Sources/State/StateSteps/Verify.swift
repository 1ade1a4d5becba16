// `state.verify`: that a database, or the documents, are exactly what they must be. It fails with the record named.

import DeploymentState
import Expressions
import StepKit

/// Verifies a database and documents, value by value.
public struct StateVerify: InProcessStep, Predicting {
  public init() {}

  public let declaration = StepDeclaration(
    name: "state.verify", summary: "Verify every record, and every document against the schema",
    inputs: [
      FieldDeclaration("leveldb", .string, role: .path, "Folder of the LevelDB database to verify."),
      FieldDeclaration("deployments", .string, role: .path, "Folder of the documents to verify."),
      FieldDeclaration(
        "v1", .string, role: .path, "Folder of the version 1 files. With it, `findings` says where they disagree."),
      StateInputs.expected, StateInputs.quarantine,
    ],
    outputs: [
      FieldDeclaration("records", .int, required: true, "Records that were verified, all of them good."),
      FieldDeclaration("addresses", .int, required: true, "Addresses among their values."),
      FieldDeclaration("hashes", .int, required: true, "Hashes among their values."),
      FieldDeclaration("integers", .int, required: true, "Integers kept as text, every digit checked."),
      FieldDeclaration("documents", .int, required: true, "Documents that are valid against the schema."),
      FieldDeclaration("links", .int, required: true, "Connections between networks that were followed."),
      FieldDeclaration("findings", .list(.string), required: true, "What the people who sign should know."),
    ],
    effect: .read, idempotent: true)

  public func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    if inputs["leveldb"] != nil || inputs["deployments"] != nil { return [] }
    return [
      InputIssue(input: nil, message: "there is nothing to verify", help: "give `leveldb`, `deployments` or both")
    ]
  }

  public func predict(_ context: StepContext) async throws(StepFailure) -> Prediction {
    Prediction(changes: [], outputs: try await apply(context))
  }

  public func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] {
    let database = try context.text("leveldb").map { (_) throws(StepFailure) in try context.place("leveldb") }
    let folder = try context.text("deployments").map { (_) throws(StepFailure) in try context.place("deployments") }
    let known = try context.text("v1").map { (_) throws(StepFailure) in try context.place("v1") }
    guard let expected = try context.expectedContents(), database != nil || folder != nil else {
      throw StateProblem.badInput(name: "leveldb", reason: "and 'deployments' are both missing").failure
    }
    let disk = PredictedDisk.of(context)
    let verification = try onState { () throws(StateError) in
      var verification = Verification()
      if let database { try verification.verify(databaseAt: database, expected: expected) }
      if let folder {
        try verification.verify(documentsIn: folder, expected: expected, schema: .builtIn, files: disk)
      }
      if let database, let known {
        verification.findings += try Self.findings(database, known, expected, disk)
      }
      return verification
    }
    for finding in verification.findings { context.log(finding.line) }
    return [
      "records": .int(Int64(verification.records)), "addresses": .int(Int64(verification.addresses)),
      "hashes": .int(Int64(verification.hashes)), "integers": .int(Int64(verification.integers)),
      "documents": .int(Int64(verification.documents)), "links": .int(Int64(verification.links)),
      "findings": .texts(verification.findings.map(\.line)),
    ]
  }

  private static func findings(
    _ database: String, _ known: String, _ expected: ExpectedContents, _ disk: any FileLayer
  ) throws(StateError) -> [Finding] {
    let versionOne = try VersionOne.read(folder: known, files: disk)
    let byChain = try SourceInventory(databaseAt: database).byChain(outside: expected.quarantine)
    return byChain.keys.sorted().flatMap { chainId in
      FindingsRules.findings(chainId: chainId, records: byChain[chainId] ?? [], versionOne: versionOne[chainId])
    }
  }
}
