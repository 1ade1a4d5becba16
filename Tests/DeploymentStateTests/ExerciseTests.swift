// Covers: the exercise holds with the facts' records in every check, and notices when something doesn't.

import DeploymentState
import Testing

@Suite struct ExerciseTests {
  private static let records = { try? Project.facts().records.filter { $0.chainId != 31337 } }() ?? []

  @Test(arguments: Exercise.Check.allCases) func everythingHolds(_ check: Exercise.Check) throws {
    var exercise = Exercise(records: Self.records)
    try exercise.run(check)
    #expect(exercise.failed == [])
    #expect(exercise.passed.count >= 3)
    #expect(exercise.passed.allSatisfy { $0.hasPrefix(check.rawValue) })
  }

  /// A schema that allows nothing: `auto` must then stay with LevelDB, and the exercise says what no longer holds.
  @Test func aSchemaThatAllowsNothingIsNoticed() throws {
    let schema = SchemaValidator(schema: Array("{\"not\": {}}".utf8), source: "nothing")
    var exercise = Exercise(records: Array(Self.records.dropFirst()) + Self.records.prefix(1), schema: schema)
    try exercise.run(.factory)
    #expect(exercise.failed == [])
    // The same key twice: a backend keeps one of them, and the counts no longer fit.
    var doubled = Exercise(records: Self.records + Self.records.prefix(1))
    try doubled.run(.factory)
    #expect(doubled.failed.contains("factory: STATE_BACKEND=json opens json with all records"))
  }
}

@Suite struct VerificationTests {
  private func verification(_ folder: TestFolder) throws -> Verification {
    var verification = Verification()
    try verification.verify(
      documentsIn: folder["deployments"], expected: Project.expected, schema: .builtIn, files: SystemFiles())
    return verification
  }

  @Test func theMigratedDocumentsPass() throws {
    let folder = try TestFolder()
    try Project.site(folder)
    try Project.migration(folder).write { _ in }
    let verification = try verification(folder)
    #expect(verification.records == 26)
    #expect(verification.documents == 5)
    #expect(verification.addresses == 52)
    #expect(verification.hashes == 52)
    #expect(verification.integers == 2)
    #expect(verification.links == 6)
    #expect(verification.findings == [])
  }

  @Test(arguments: [
    ("remove", "record '84532-*' is damaged: there is no document of basesepolia"),
    ("extra", "record '1-*' is damaged: there is a document of chain-1, which nobody expects"),
    ("record", "record '84532-*' is damaged: basesepolia has 2 records in its document, expected 3"),
  ])
  func whatIsMissingOrTooMuchIsNamed(_ fault: String, _ message: String) throws {
    let folder = try TestFolder()
    try Project.site(folder)
    try Project.migration(folder).write { _ in }
    let json = JSONBackend(folder: folder["deployments"])
    switch fault {
    case "remove": try SystemFiles().remove(json.path(of: 84532))
    case "record": try json.delete("84532-LayerZeroModule")
    default:
      var record = try #require(try json.get("56-FeeManager"))
      record.chainId = 1
      try json.put(record)
    }
    let error = #expect(throws: StateError.self) { _ = try verification(folder) }
    #expect(error?.message == message)
    #expect(error?.code == "MIGRATION-003")
  }

  @Test func aLinkToNowhereIsAFinding() throws {
    let folder = try TestFolder()
    try Project.site(folder)
    let text = String(decoding: folder.bytes("v1/config-basesepolia.json") ?? [], as: UTF8.self)
    try folder.write(
      "v1/config-basesepolia.json",
      text.replacing("0xB8B7604628F37D611e82D22609ACE0Ca01A14e2D", with: "0x0000000000000000000000000000000000000001"))
    try Project.migration(folder).write { _ in }
    #expect(
      try verification(folder).findings.map(\.line) == [
        "basesepolia: it is connected to a LookCoin at 0x0000000000000000000000000000000000000001, which is none of its "
          + "tier's networks"
      ])
  }
}
