// How the folders of the fixtures come about.

import DeploymentState
import JSONText
import StepKit

extension StateFixtures {
  static let openDivergence =
    #"{"id":1,"state":"begun","operation":"put","keys":["56-LookCoin"],"at":"2025-08-12T00:00:00.000Z"}"# + "\n"

  static let records: [DeploymentRecord] = [
    record(56, "LookCoin", "bsc"), record(56, "SupplyOracle", "bscmainnet"),
    record(97, "LookCoin", "bscTestnet"),
    record(97, "contracts/xchain/CrossChainRouter.sol:CrossChainRouter", "bscTestnet"),
  ]

  private static func record(_ chainId: Int64, _ name: String, _ network: String) -> DeploymentRecord {
    let digit = String(chainId % 10)
    return DeploymentRecord(
      contractName: name, chainId: chainId, networkName: network,
      address: "0x" + String(repeating: "aB", count: 19) + digit + digit,
      factoryByteCodeHash: "0x" + String(repeating: digit, count: 64),
      implementationHash: "0x" + String(repeating: digit, count: 64),
      deploymentArgs: ["20000000000000000000000000"], timestamp: 1_754_079_530_056)
  }

  static func entries(_ records: [DeploymentRecord]) -> [(key: String, value: [UInt8])] {
    records.map(DatabaseFiles.entry(of:)) + [("31337-LookCoin", Array("{\"address\":\"0xefgh\"}".utf8))]
  }

  static func write(_ text: String, to path: String) throws {
    _ = try SystemFiles().makeFolder(PathText.parent(of: path))
    try AtomicFile.write(Array(text.utf8), to: path, files: SystemFiles())
  }

  /// A database and version 1 files.
  @Sendable static func site(_ folder: String) throws {
    try FolderSwap.replace(folder + "/leveldb", by: try DatabaseFiles.building(entries(records)))
    try write(
      #"{"network":"bscmainnet","chainId":56,"deployer":"0x6Fb9955AA9d3f77CB3281633FC6e57B249a26b21"}"#,
      to: folder + "/v1/bscmainnet.json")
  }

  /// What a killed attempt left is no file that the undo must bring back.
  @Sendable static func siteAndClear(_ folder: String) throws {
    try site(folder)
    try AtomicFile.clearTemporary(of: folder + "/deployments/bscmainnet.json", files: SystemFiles())
  }

  @Sendable static func damagedSite(_ folder: String) throws {
    try site(folder)
    var damaged = entries(records)
    damaged[0].value.removeLast(40)
    try FolderSwap.replace(folder + "/leveldb", by: try DatabaseFiles.building(damaged))
  }

  /// The same, migrated.
  @Sendable static func migratedSite(_ folder: String) throws {
    try site(folder)
    let migration = try Migration(
      from: .init(leveldb: folder + "/leveldb", versionOne: folder + "/v1", deployments: folder + "/deployments"),
      expected: ExpectedContents(counts: [56: 2, 97: 2], quarantine: [31337]), schema: .builtIn,
      time: "2025-08-12T00:00:00.000Z")
    try migration.write { _ in }
  }

  /// The documents lack one record and have another one differently.
  @Sendable static func divergedSite(_ folder: String) throws {
    try migratedSite(folder)
    let json = JSONBackend(folder: folder + "/deployments", now: { 1_755_000_000_000 })
    var changed = records[0]
    changed.timestamp += 1
    try json.put(changed)
    try json.delete(records[2].key)
  }

  /// A backup of a migrated site, which has changed since.
  @Sendable static func siteWithBackup(_ folder: String) throws {
    try migratedSite(folder)
    let sources = ["leveldb", "deployments"].map { BackupSource(name: $0, path: folder + "/" + $0) }
    _ = try Backup.create(sources, at: folder + "/backups/one", createdAt: "2025-08-12T00:00:00.000Z")
    try FolderSwap.replace(
      folder + "/leveldb", by: try DatabaseFiles.building(entries(Array(records.dropLast()))))
    try write("damaged", to: folder + "/deployments/bscmainnet.json")
    try write("{}", to: folder + "/deployments/later.json")
  }

  static let facts: [FixtureEntry] = [
    .file(
      "facts/records.csv",
      """
      chain,contract,network,address,proxy,code_hash,deployed_ms,constructor_arguments
      56,LookCoin,bsc,0xF978A855042D39a81cF620B9dB6730a41Ba36270,0x7d919E3ac306BBA4e5c85E40fB665126586C992d,\
      0x035df318e7b4d02767fc5d749d77c0cd1f8a24e45950df940b71de21b6b81d49,1753441878006,20000000000000000000000000

      """),
    .file("facts/networks.json", #"{"networks":[{"network":"bscmainnet","chain":56,"configuration":{}}]}"#),
  ]
}
