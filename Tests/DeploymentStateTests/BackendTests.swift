// Covers: the eight operations, the same for every backend; random records with odd names and huge integers through
// each of them; and that what one backend holds, another reads back with the same values.

import DeploymentState
import JSONText
import Testing

/// The backends under test, each in a folder of its own.
enum BackendKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case leveldb, json, dualWriteFromLevelDB, dualWriteFromJSON, auto

  var testDescription: String { rawValue }

  func make(_ folder: TestFolder) throws -> any StateBackend {
    let leveldb = try LevelDBBackend(path: folder["leveldb"], create: true)
    switch self {
    case .leveldb: return leveldb
    case .json: return JSONBackend(folder: folder["json"])
    case .auto:
      leveldb.close()
      return try AutoBackend(
        leveldb: folder["leveldb"], folder: folder["json"], schema: .builtIn, divergences: nil)
    case .dualWriteFromLevelDB, .dualWriteFromJSON:
      return DualWriteBackend(
        leveldb: leveldb, json: JSONBackend(folder: folder["json"]),
        primary: self == .dualWriteFromLevelDB ? .leveldb : .json,
        divergences: try DivergenceLog(path: folder["divergences.jsonl"]))
    }
  }
}

@Suite struct BackendTests {
  @Test(arguments: BackendKind.allCases) func theEightOperations(_ kind: BackendKind) throws {
    let folder = try TestFolder()
    let backend = try kind.make(folder)
    defer { backend.close() }
    let records = try Project.facts().records
    let one = records[0]

    #expect(try backend.get(one.key) == nil)
    #expect(try !backend.exists(one.key))
    try backend.put(one)
    #expect(try backend.get(one.key) == one)
    #expect(try backend.exists(one.key))

    try backend.batchPut(records)
    let all = try backend.getAll()
    #expect(all.count == 28)
    #expect(Set(all) == Set(records))
    #expect(
      all.map { Array($0.key.utf8) } == all.map { Array($0.key.utf8) }.sorted { $0.lexicographicallyPrecedes($1) })

    try backend.delete(one.key)
    try backend.delete(one.key)
    #expect(try backend.get(one.key) == nil)
    #expect(try backend.getAll().count == 27)
  }

  @Test(arguments: BackendKind.allCases) func queriesFilter(_ kind: BackendKind) throws {
    let folder = try TestFolder()
    let backend = try kind.make(folder)
    defer { backend.close() }
    try backend.batchPut(try Project.facts().records)
    let table: [(RecordFilter, Int)] = [
      (RecordFilter(), 28),
      (RecordFilter(chainIds: [97]), 9),
      (RecordFilter(chainIds: [97, 56]), 17),
      (RecordFilter(contractName: "LookCoin"), 6),
      (RecordFilter(contractName: "CrossChainRouter"), 2),
      (RecordFilter(contractName: "contracts/xchain/CrossChainRouter.sol:CrossChainRouter"), 2),
      (RecordFilter(networkName: "bsc"), 8),
      (RecordFilter(networkName: "sapphiremainnet"), 3),
      (RecordFilter(address: "0xF978A855042D39A81CF620B9DB6730A41BA36270"), 1),
      (RecordFilter(address: "0x7d919e3ac306bba4e5c85e40fb665126586c992d"), 1),
      (RecordFilter(timestamps: 1_754_362_971_780...1_754_362_971_780), 2),
      (RecordFilter(chainIds: [56], contractName: "HyperlaneModule"), 0),
    ]
    for (filter, count) in table { #expect(try backend.query(filter).count == count, "\(filter)") }
  }

  @Test(arguments: BackendKind.allCases) func closedMeansClosed(_ kind: BackendKind) throws {
    let folder = try TestFolder()
    let backend = try kind.make(folder)
    backend.close()
    backend.close()
    #expect(code { _ = try backend.getAll() } == "MIGRATION-004")
  }

  @Test(arguments: [1, 2, 3, 5, 8, 13] as [UInt64]) func randomRecordsSurviveEveryBackend(_ seed: UInt64) throws {
    let records = RandomRecords.make(seed: seed, count: 60)
    for kind in BackendKind.allCases {
      let folder = try TestFolder()
      let backend = try kind.make(folder)
      try backend.batchPut(records)
      let comparison = Comparison(source: records, target: try backend.getAll())
      #expect(comparison.isEqual, "seed \(seed), \(kind): \(comparison.lines)")
      for record in records {
        #expect(try backend.get(record.key)?.json == record.json, "seed \(seed), \(kind), \(record.key)")
      }
      backend.close()
    }
  }

  @Test(arguments: [21, 34] as [UInt64]) func jsonGoesBackIntoLevelDB(_ seed: UInt64) throws {
    let records = RandomRecords.make(seed: seed, count: 80)
    let folder = try TestFolder()
    try JSONBackend(folder: folder["json"]).batchPut(records)
    let leveldb = try LevelDBBackend(path: folder["leveldb"], create: true)
    try leveldb.batchPut(try JSONBackend(folder: folder["json"]).getAll())
    var values: [String: JSON] = [:]
    try leveldb.forEachEntry { key, value in values[key] = try? JSON(parsing: value) }
    #expect(values.count == records.count)
    for record in records { #expect(values[record.key] == record.json, "seed \(seed), \(record.key)") }
  }

  @Test func twoNamesThatOnlyUnicodeCallsEqualAreTwoRecords() throws {
    var composed = RandomRecords.make(seed: 1, count: 1)[0]
    composed.contractName = "Caf\u{E9}"
    var decomposed = composed
    decomposed.contractName = "Cafe\u{301}"
    for kind in BackendKind.allCases {
      let folder = try TestFolder()
      let backend = try kind.make(folder)
      try backend.batchPut([composed, decomposed])
      #expect(try backend.getAll().count == 2, "\(kind)")
      try backend.delete(composed.key)
      #expect(try backend.getAll().map { Array($0.contractName.utf8) } == [Array("Cafe\u{301}".utf8)], "\(kind)")
      backend.close()
    }
  }

  @Test func aQualifiedNameBesideItsShortOneKeepsBoth() throws {
    var short = RandomRecords.make(seed: 4, count: 1)[0]
    short.contractName = "Router"
    var long = short
    long.contractName = "contracts/Router.sol:Router"
    long.timestamp += 1
    var other = short
    other.contractName = "old/Router.sol:Router"
    let folder = try TestFolder()
    try JSONBackend(folder: folder["json"]).batchPut([long, short, other])
    let found = try JSONBackend(folder: folder["json"]).getAll()
    #expect(Comparison(source: [short, long, other], target: found).isEqual)
  }
}

/// Records as no one would write them by hand: odd names, huge integers, unknown fields, missing and null ones.
enum RandomRecords {
  static func make(seed: UInt64, count: Int) -> [DeploymentRecord] {
    var random = SeededGenerator(seed: seed)
    var records: [String: DeploymentRecord] = [:]
    while records.count < count {
      let record = one(&random)
      records[record.key] = record
    }
    return records.values.sorted { $0.key < $1.key }
  }

  private static func one(_ random: inout SeededGenerator) -> DeploymentRecord {
    let chains: [Int64] = [56, 97, 84532, 1, 31337, 9_223_372_036_854_775_807]
    var record = DeploymentRecord(
      contractName: name(&random), chainId: chains.randomElement(using: &random) ?? 1,
      networkName: name(&random), address: hex(40, &random), factoryByteCodeHash: hex(64, &random),
      timestamp: Int64.random(in: 1...4_102_444_800_000, using: &random))
    if Bool.random(using: &random) { record.implementationHash = hex(64, &random) }
    if Bool.random(using: &random) { record.proxyAddress = hex(40, &random) }
    if Bool.random(using: &random) {
      record.deploymentArgs = (0..<Int.random(in: 0...4, using: &random)).map { _ in argument(&random, depth: 0) }
    }
    if Int.random(in: 0..<4, using: &random) == 0 { record.extra["implementationHash"] = .null }
    if record.implementationHash != nil { record.extra["implementationHash"] = nil }
    if Int.random(in: 0..<4, using: &random) == 0 { record.extra[name(&random)] = argument(&random, depth: 0) }
    for known in ["contractName", "chainId", "networkName", "address", "timestamp"] { record.extra[known] = nil }
    return record
  }

  static func name(_ random: inout SeededGenerator) -> String {
    let pieces = [
      "LookCoin", "Supply", "🦊", "é", "e\u{301}", "\u{301}", "/", "~", "[x]", "a:b", ".sol:", "contracts/x.sol:", " ",
      "\"", "\\", "\n", "\u{0}", "日本", "-", "56-", "\u{FEFF}", "\u{202E}", "$", "%2F",
    ]
    return (0..<Int.random(in: 1...4, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "x" }.joined()
  }

  private static func hex(_ digits: Int, _ random: inout SeededGenerator) -> String {
    "0x" + String((0..<digits).map { _ in "0123456789abcdefABCDEF".randomElement(using: &random) ?? "0" })
  }

  private static func argument(_ random: inout SeededGenerator, depth: Int) -> JSON {
    switch Int.random(in: 0..<(depth < 3 ? 9 : 6), using: &random) {
    case 0: .string(String((0..<60).map { _ in "123456789".randomElement(using: &random) ?? "1" }))
    case 1: .string(["007", "-5", "-0", "0", "", "1e3", "+1", "٣"].randomElement(using: &random) ?? "")
    case 2: .int(Int64.random(in: .min ... .max, using: &random))
    case 3: .bool(Bool.random(using: &random))
    case 4: .null
    case 5: .string(name(&random))
    case 6: .array((0..<2).map { _ in argument(&random, depth: depth + 1) })
    case 7: .object(["type": "BigInt", "value": argument(&random, depth: depth + 1)])
    default: .number(["1.5", "1e400", "-0.0", "123456789012345678901234567890"].randomElement(using: &random) ?? "1.5")
    }
  }
}
