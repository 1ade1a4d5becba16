// Covers: the migration of the facts' database: what the documents hold, that nothing is lost on the way there and
// back, what it reports, what it refuses, and that doing it again changes nothing.

import DeploymentState
import JSONText
import Testing

@Suite struct MigrationTests {
  private func migrated() throws -> (TestFolder, Migration) {
    let folder = try TestFolder()
    try Project.site(folder)
    let migration = try Project.migration(folder)
    try migration.write { _ in }
    return (folder, migration)
  }

  @Test func fiveDocumentsHoldTwentySixRecords() throws {
    let (folder, migration) = try migrated()
    #expect(
      folder.tree("deployments").keys.sorted() == [
        "basesepolia.json", "bscmainnet.json", "bsctestnet.json", "optimismsepolia.json", "sapphiretestnet.json",
      ])
    #expect(migration.total == 28)
    #expect(migration.migrated == 26)
    #expect(migration.documents.map(\.records) == [8, 9, 3, 3, 3])
    #expect(migration.quarantined.map(\.key) == ["31337-LookCoin", "31337-SupplyOracle"])
  }

  @Test func everyRecordComesBack() throws {
    let (folder, _) = try migrated()
    let json = JSONBackend(folder: folder["deployments"])
    let source = try Project.facts().records.filter { $0.chainId != 31337 }
    let comparison = Comparison(source: source, target: try json.getAll())
    #expect(comparison.isEqual)
    #expect(comparison.equal == 26)
  }

  @Test func everyDocumentIsValid() throws {
    let (folder, _) = try migrated()
    let schema = try Project.schema()
    for (name, bytes) in folder.tree("deployments") {
      #expect(try schema.violations(of: bytes, path: name) == [])
    }
  }

  @Test func namesAndDigitsSurvive() throws {
    let (folder, _) = try migrated()
    let text = String(decoding: folder.bytes("deployments/bscmainnet.json") ?? [], as: UTF8.self)
    let document = try JSON(parsing: text)
    #expect(document["contracts"]?["infrastructure"]?["CrossChainRouter"] != nil)
    #expect(
      document["legacy"]?["oldKeys"]?["56-contracts/xchain/CrossChainRouter.sol:CrossChainRouter"] == "CrossChainRouter"
    )
    #expect(
      document["verification"]?["constructorArgs"]?["SecurityManager"]?[1]
        == ["type": "BigInt", "value": "20000000000000000000000000"])
    #expect(document["metadata"]?["deployer"] == "0x6Fb9955AA9d3f77CB3281633FC6e57B249a26b21")
    #expect(document["metadata"]?["timestamp"] == "2025-07-25T11:11:18.006Z")
    #expect(document["contracts"]?["core"]?["LookCoin"]?["timestamp"] == 1_753_441_878_006)
    #expect(document["metadata"]?["deploymentMode"] == "multi-protocol")
  }

  @Test func findingsAreReported() throws {
    let (_, migration) = try migrated()
    let lines = migration.findings.map(\.line)
    #expect(
      lines == [
        "bscmainnet: '56-contracts/xchain/CrossChainRouter.sol:CrossChainRouter' is CrossChainRouter today; the old key "
          + "is kept under legacy.oldKeys",
        "bsctestnet: '97-contracts/xchain/CrossChainRouter.sol:CrossChainRouter' is CrossChainRouter today; the old key "
          + "is kept under legacy.oldKeys",
        "bsctestnet: version 1 says protocols layerZero, celer; the network has layerZero, celer, hyperlane",
        "sapphiretestnet: 3 records call the network 'sapphiremainnet'; chain 23295 is sapphiretestnet",
      ])
  }

  @Test func doingItAgainChangesNothing() throws {
    let (folder, _) = try migrated()
    let before = folder.tree("deployments")
    let again = try Migration(
      from: .init(leveldb: folder["leveldb"], versionOne: folder["v1"], deployments: folder["deployments"]),
      expected: Project.expected, schema: try Project.schema(), time: "2030-01-01T00:00:00.000Z")
    #expect(again.documents.allSatisfy { $0.change == .none })
    try again.write { _ in }
    #expect(folder.tree("deployments") == before)
  }

  @Test func theDatabaseKeepsEveryByte() throws {
    let folder = try TestFolder()
    try Project.site(folder)
    let before = folder.tree("leveldb")
    _ = try Project.migration(folder)
    #expect(folder.tree("leveldb") == before)
    #expect(folder.tree("deployments").isEmpty)
  }

  @Test func aTruncatedValueIsRefusedByName() throws {
    let folder = try TestFolder()
    try Project.site(folder)
    let database = try LevelDBBackend(path: folder["leveldb"])
    let value = Array(try #require(try database.get("56-LookCoin")).json.text().utf8)
    try database.putEntries([("56-LookCoin", Array(value.dropLast(40)))])
    database.close()
    do {
      _ = try Project.migration(folder)
      Issue.record("a damaged record was accepted")
    } catch let error as StateError {
      #expect(error.code == "MIGRATION-003")
      #expect(error.message.hasPrefix("record '56-LookCoin' is damaged: its value is not JSON"))
    }
  }

  @Test func aMissingRecordIsRefused() throws {
    let folder = try TestFolder()
    try Project.site(folder)
    let database = try LevelDBBackend(path: folder["leveldb"])
    try database.delete("97-HyperlaneModule")
    database.close()
    do {
      _ = try Project.migration(folder)
      Issue.record("a missing record was not noticed")
    } catch let error as StateError {
      #expect(
        error.message == "record '97-*' is damaged: chain 97 (bsctestnet) has 8 records, expected 9")
    }
  }

  @Test func aChainThatNobodyExpectsIsRefused() throws {
    let folder = try TestFolder()
    try Project.site(folder)
    let inventory = try SourceInventory(databaseAt: folder["leveldb"])
    let unnamed = ExpectedContents(counts: Project.expected.counts, quarantine: [])
    #expect(unnamed.violations(in: inventory).map(\.code) == ["MIGRATION-003", "MIGRATION-003", "MIGRATION-003"])
  }

  @Test func newerRecordsInADocumentAreNotOverwritten() throws {
    let (folder, _) = try migrated()
    let json = JSONBackend(folder: folder["deployments"])
    var record = try #require(try json.get("56-LookCoin"))
    record.timestamp += 1
    try json.put(record)
    #expect(code { _ = try Project.migration(folder) } == "MIGRATION-002")
  }

  @Test func aPartialDocumentIsCompleted() throws {
    let (folder, _) = try migrated()
    let json = JSONBackend(folder: folder["deployments"])
    try json.delete("56-FeeManager")
    let migration = try Project.migration(folder)
    #expect(migration.documents.map(\.change) == [.modify, .none, .none, .none, .none])
    try migration.write { _ in }
    #expect(try JSONBackend(folder: folder["deployments"]).getAll().count == 26)
  }

  @Test func anotherFileInThePlaceIsReplacedAndReported() throws {
    let folder = try TestFolder()
    try Project.site(folder)
    try folder.write("deployments/bscmainnet.json", "not json")
    let migration = try Project.migration(folder)
    #expect(migration.documents.first?.change == .modify)
    #expect(migration.findings.contains { $0.kind == .replaced && $0.chainId == 56 })
  }

  @Test func disagreementsWithVersionOneAreFindings() throws {
    let folder = try TestFolder()
    try Project.site(folder)
    let text = String(decoding: folder.bytes("v1/basesepolia.json") ?? [], as: UTF8.self)
    try folder.write(
      "v1/basesepolia.json",
      text.replacing("0x031bB9A21677b672F89274e3439a89fd045f0085", with: "0x0000000000000000000000000000000000000001"))
    let migration = try Project.migration(folder)
    let finding = try #require(migration.findings.first { $0.kind == .address })
    #expect(
      finding.line
        == "basesepolia: SupplyOracle: implementation is 0x0000000000000000000000000000000000000001 in version 1, "
        + "0x031bB9A21677b672F89274e3439a89fd045f0085 in the database, which is kept")
    let document = String(decoding: migration.documents[3].bytes, as: UTF8.self)
    #expect(document.contains("\"address\": \"0x031bB9A21677b672F89274e3439a89fd045f0085\""))
  }

  @Test func aNetworkThatOnlyVersionOneKnowsIsAFinding() throws {
    let folder = try TestFolder()
    try Project.site(folder)
    try folder.write("v1/opmainnet.json", #"{"network":"opmainnet","chainId":10,"contracts":{}}"#)
    let migration = try Project.migration(folder)
    #expect(migration.findings.map(\.line).last == "chain-10: version 1 has a file of it, the database has no record")
    #expect(migration.documents.count == 5)
  }

  /// Digits of any number survive, as text or as a number of JSON.
  @Test func hugeNumbersSurvive() throws {
    let folder = try TestFolder()
    try Project.site(folder)
    let database = try LevelDBBackend(path: folder["leveldb"])
    var record = try #require(try database.get("56-SecurityManager"))
    record.deploymentArgs = [.number("123456789012345678901234567890"), "-98765432109876543210", .number("1.50")]
    try database.put(record)
    database.close()
    try Project.migration(folder).write { _ in }
    #expect(try JSONBackend(folder: folder["deployments"]).get("56-SecurityManager") == record)
    let text = String(decoding: folder.bytes("deployments/bscmainnet.json") ?? [], as: UTF8.self)
    #expect(text.contains("123456789012345678901234567890"))
    #expect(text.contains("\"value\": \"-98765432109876543210\""))
    #expect(text.contains("1.50"))
  }
}
