// Covers: the project's own `deployments/` are what the migration makes of the project's table of facts, byte for byte.

import DeploymentState
import Foundation
import Testing

@Suite struct ProjectDocumentsTests {
  @Test func theDocumentsAreThoseOfTheFacts() throws {
    let folder = try TestFolder()
    try Project.site(folder)
    try Project.migration(folder).write { _ in }
    let made = folder.tree("deployments")
    #expect(made.count == 5)
    for (name, bytes) in made {
      let kept = FileManager.default.contents(atPath: Project.root + "/deployments/" + name).map { Array($0) }
      #expect(kept == bytes, "deployments/\(name) is not what the migration makes of plans/lookcoin/facts")
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: Project.root + "/deployments")
    #expect(Set(files.filter { $0.hasSuffix(".json") }) == Set(made.keys))
  }

  @Test func theTableAccountsForAllRecords() throws {
    let facts = try Project.facts()
    let counts = Dictionary(grouping: facts.records, by: \.chainId).mapValues(\.count)
    #expect(counts == [56: 8, 97: 9, 84532: 3, 11_155_420: 3, 23295: 3, 31337: 2])
    #expect(Set(facts.records.map(\.key)).count == 28)
    #expect(
      facts.versionOneFiles.map(\.name) == [
        "bscmainnet.json", "bsctestnet.json", "config-bsctestnet.json", "sapphiretestnet.json", "basesepolia.json",
        "config-basesepolia.json", "optimismsepolia.json", "config-optimismsepolia.json",
      ])
  }

  @Test(arguments: [
    ("records.csv", "chain,contract\n", "line 1 must be"),
    ("records.csv", "56,A\n", "line 1 must be"),
    ("networks.json", "{", "it is no JSON"),
    ("networks.json", "{\"networks\":[{}]}", "a network has no name or no chain"),
  ])
  func aBrokenTableIsRefused(_ name: String, _ text: String, _ reason: String) throws {
    let folder = try TestFolder()
    for file in ["records.csv", "networks.json"] {
      let path = Project.root + "/plans/lookcoin/facts/" + file
      try folder.write(file, String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self))
    }
    try folder.write(name, text)
    let error = #expect(throws: StateError.self) { _ = try FactsTable(folder: folder.path) }
    #expect(error?.code == "JSON-002")
    #expect(error?.message.contains(reason) == true)
  }
}
