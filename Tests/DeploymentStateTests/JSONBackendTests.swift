// Covers: what is particular to the JSON backend: its files, its cache, other files beside them, damaged ones, and
// readers while it is written.

import DeploymentState
import Foundation
import Testing

@Suite struct JSONBackendTests {
  private let folder: TestFolder
  private let records: [DeploymentRecord]

  init() throws {
    folder = try TestFolder()
    records = try Project.facts().records
  }

  private func backend() -> JSONBackend { JSONBackend(folder: folder["json"], now: { 1_754_079_582_633 }) }

  @Test func oneFileANetwork() throws {
    try backend().batchPut(records)
    #expect(
      folder.tree("json").keys.sorted() == [
        "basesepolia.json", "bscmainnet.json", "bsctestnet.json", "chain-31337.json", "optimismsepolia.json",
        "sapphiretestnet.json",
      ])
  }

  @Test func theLastRecordTakesItsFileAlong() throws {
    let backend = backend()
    try backend.put(records[0])
    try backend.delete(records[0].key)
    #expect(folder.tree("json").isEmpty)
  }

  @Test func otherFilesAreLeftAlone() throws {
    try folder.write("json/config-bscmainnet.json", "not json at all")
    try folder.write("json/chain-056.json", "nor this")
    try folder.write("json/.bscmainnet.json.tmp", "nor this")
    #expect(try backend().getAll() == [])
  }

  @Test(arguments: [("{", "JSON-002"), ("[]", "JSON-003"), ("{\"network\":\"bscmainnet\",\"chainId\":56}", "JSON-003")])
  func aDamagedFileIsAnErrorForWhoNeedsIt(_ text: String, _ expected: String) throws {
    let backend = backend()
    try backend.batchPut(records)
    try folder.write("json/bscmainnet.json", text)
    #expect(code { _ = try backend.get("56-LookCoin") } == expected)
    #expect(code { _ = try backend.getAll() } == expected)
    #expect(code { try backend.put(records[0]) } == expected)
    #expect(try backend.get("97-LookCoin") != nil)
    #expect(folder.bytes("json/bscmainnet.json") == Array(text.utf8))
  }

  @Test func aFolderInTheFilesPlaceIsAnAccessError() throws {
    try FileManager.default.createDirectory(atPath: folder["json/bscmainnet.json"], withIntermediateDirectories: true)
    #expect(code { _ = try backend().get("56-LookCoin") } == "JSON-001")
  }

  @Test func aDocumentInAnothersPlaceIsRefused() throws {
    try backend().batchPut(records)
    try FileManager.default.removeItem(atPath: folder["json/bscmainnet.json"])
    try FileManager.default.copyItem(atPath: folder["json/bsctestnet.json"], toPath: folder["json/bscmainnet.json"])
    #expect(code { _ = try backend().get("56-LookCoin") } == "JSON-003")
  }

  @Test func theCacheSeesWhatOthersWrite() throws {
    let reader = backend()
    let writer = backend()
    try writer.put(records[0])
    #expect(try reader.get(records[0].key)?.timestamp == records[0].timestamp)
    var changed = records[0]
    changed.timestamp += 1
    try writer.put(changed)
    #expect(try reader.get(records[0].key)?.timestamp == changed.timestamp)
  }

  @Test func metadataAndVersionOneStayWhenARecordChanges() throws {
    try Project.site(folder)
    try Project.migration(folder).write { _ in }
    let backend = JSONBackend(folder: folder["deployments"], now: { 1_754_079_582_633 })
    let before = try #require(try backend.documents().first { $0.chainId == 56 })
    var record = try #require(try backend.get("56-LookCoin"))
    record.timestamp += 1
    try backend.put(record)
    let after = try #require(try JSONBackend(folder: folder["deployments"]).documents().first { $0.chainId == 56 })
    #expect(after.versionOne == before.versionOne)
    #expect(after.migrationHistory == before.migrationHistory)
    #expect(after.lastUpdated == "2025-08-01T20:19:42.633Z")
  }

  /// Readers with their own backend see whole documents only, whatever the writer is at.
  @Test func readersBesideAWriter() async throws {
    let path = folder["json"]
    let network = records.filter { $0.chainId == 97 }
    try JSONBackend(folder: path).batchPut(network)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        let writer = JSONBackend(folder: path)
        for round in 1...60 {
          try writer.batchPut(
            network.map { record in
              var record = record
              record.timestamp = Int64(round)
              return record
            })
        }
      }
      for _ in 1...3 {
        group.addTask {
          let reader = JSONBackend(folder: path)
          for _ in 1...60 {
            let found = try reader.getAll()
            #expect(found.count == 9)
            #expect(Set(found.map(\.timestamp)).count == 1 || found.map(\.timestamp).max() ?? 0 > 100)
          }
        }
      }
      try await group.waitForAll()
    }
  }
}
