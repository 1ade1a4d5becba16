// Covers: writes to both backends, reads that fall back, divergences that survive a crash, and their repair.

import DeploymentState
import JSONText
import Testing

/// A backend that fails when it is told to.
private final class Fragile: StateBackend, @unchecked Sendable {
  let name: String
  let inner: any StateBackend
  var isBroken = false
  /// Fails after the write has landed.
  var failsAfterwards = false

  init(_ name: String, _ inner: any StateBackend) {
    self.name = name
    self.inner = inner
  }

  private func check() throws(StateError) {
    if isBroken { throw .fileAccess(path: name, operation: "reach", errorNumber: 5) }
  }

  func get(_ key: String) throws(StateError) -> DeploymentRecord? {
    try check()
    return try inner.get(key)
  }
  func put(_ record: DeploymentRecord) throws(StateError) { try batchPut([record]) }
  func delete(_ key: String) throws(StateError) {
    try check()
    try inner.delete(key)
  }
  func getAll() throws(StateError) -> [DeploymentRecord] {
    try check()
    return try inner.getAll()
  }
  func query(_ filter: RecordFilter) throws(StateError) -> [DeploymentRecord] {
    try check()
    return try inner.query(filter)
  }
  func batchPut(_ records: [DeploymentRecord]) throws(StateError) {
    if failsAfterwards {
      try inner.batchPut(records)
      throw .fileAccess(path: name, operation: "sync", errorNumber: 5)
    }
    try check()
    try inner.batchPut(records)
  }
  func close() { inner.close() }
}

@Suite struct DualWriteTests {
  private let folder: TestFolder
  private let leveldb: Fragile
  private let json: Fragile
  private let records: [DeploymentRecord]

  init() throws {
    folder = try TestFolder()
    leveldb = Fragile("leveldb", try LevelDBBackend(path: folder["leveldb"], create: true))
    json = Fragile("json", JSONBackend(folder: folder["json"]))
    records = try Project.facts().records
  }

  private func log() throws -> DivergenceLog { try DivergenceLog(path: folder["state/divergences.jsonl"]) }

  private func dualWrite(_ primary: BackendSide = .leveldb) throws -> DualWriteBackend {
    DualWriteBackend(leveldb: leveldb, json: json, primary: primary, divergences: try log(), now: { 0 })
  }

  @Test func writesReachBothAndLeaveNothingOpen() throws {
    let backend = try dualWrite()
    try backend.batchPut(records)
    try backend.delete(records[3].key)
    #expect(try Comparison(source: leveldb.getAll(), target: json.getAll()).isEqual)
    #expect(backend.divergences.open == [])
    #expect(try log().open == [])
  }

  @Test(arguments: BackendSide.allCases) func aWriteThatReachesOnlyThePrimaryIsRecorded(_ primary: BackendSide) throws {
    let backend = try dualWrite(primary)
    let broken = primary == .leveldb ? json : leveldb
    broken.isBroken = true
    try backend.put(records[0])
    #expect(try backend.get(records[0].key) == records[0])
    let open = try log().open
    #expect(open.map(\.keys) == [[records[0].key]])
    #expect(open.map(\.missing) == [primary.other])
    #expect(
      open[0].summary == "put of 56-CelerIMModule: not in \(primary.other.rawValue) (can't reach '\(broken.name)': "
        + "Input/output error)")
  }

  @Test func aWriteThatFailsOnThePrimaryFailsAndIsDoubtful() throws {
    let backend = try dualWrite()
    leveldb.failsAfterwards = true
    #expect(code { try backend.put(records[0]) } == "JSON-001")
    #expect(try log().open.map(\.keys) == [[records[0].key]])
  }

  @Test func aWriterThatDiesBetweenTheHalvesIsSeen() throws {
    try folder.write(
      "state/divergences.jsonl",
      """
      {"id":1,"state":"begun","operation":"put","keys":["56-LookCoin"],"at":"2025-08-12T00:00:00.000Z"}
      {"id":1,"state":"settled"}
      {"id":2,"state":"begun","operation":"delete","keys":["97-LookCoin"],"at":"2025-08-12T00:00:01.000Z"}
      {"id":2,"sta
      """)
    let log = try log()
    #expect(
      log.open.map(\.summary) == [
        "delete of 97-LookCoin: perhaps in one backend only (the writer ended between the two halves)"
      ])
    // The torn line is cut off by the next write, and the log stays readable.
    try dualWrite().put(records[0])
    #expect(try DivergenceLog(path: folder["state/divergences.jsonl"]).open.map(\.id) == [2])
  }

  @Test func aLogThatIsDamagedInTheMiddleIsRefused() throws {
    try folder.write("state/divergences.jsonl", "nonsense\n{\"id\":1,\"state\":\"settled\"}\n")
    #expect(code { _ = try log() } == "MIGRATION-002")
  }

  @Test func readsFallBackUnlessWhatIsReadIsDoubtful() throws {
    let backend = try dualWrite()
    try backend.batchPut(records)
    json.isBroken = true
    try backend.delete(records[1].key)
    json.isBroken = false
    leveldb.isBroken = true
    #expect(try backend.get(records[0].key) == records[0])
    #expect(code { _ = try backend.get(records[1].key) } == "JSON-001")
    #expect(code { _ = try backend.getAll() } == "JSON-001")
  }

  @Test(arguments: BackendSide.allCases) func repairMakesBothEqual(_ source: BackendSide) throws {
    let backend = try dualWrite()
    try backend.batchPut(records)
    json.isBroken = true
    var changed = records[0]
    changed.timestamp += 1
    try backend.put(changed)
    try backend.delete(records[1].key)
    json.isBroken = false

    let right: any StateBackend = source == .leveldb ? leveldb : json
    let other: any StateBackend = source == .leveldb ? json : leveldb
    let before = try right.getAll()
    let report = try Repair.run(
      source: right, target: other, divergences: backend.divergences, from: source, at: "2025-08-12T00:00:00.000Z")
    #expect(try right.getAll() == before)
    #expect(try Comparison(source: leveldb.getAll(), target: json.getAll()).isEqual)
    #expect(Set(report.written + report.removed) == [records[0].key, records[1].key])
    #expect(try log().open == [])
    let again = try Repair.run(
      source: right, target: other, divergences: backend.divergences, from: source, at: "2025-08-12T00:00:00.000Z")
    #expect(again == RepairReport(written: [], removed: []))
  }

  @Test func aDivergenceThatCannotBeRecordedFailsTheWrite() throws {
    let files = WatchedFiles(failing: 3)  // begin, its folder's sync, then the divergence
    let backend = DualWriteBackend(
      leveldb: leveldb, json: json, primary: .leveldb,
      divergences: try DivergenceLog(path: folder["state/divergences.jsonl"], files: files), now: { 0 })
    json.isBroken = true
    #expect(code { try backend.put(records[0]) } == "MIGRATION-002")
    #expect(try log().open.map(\.keys) == [[records[0].key]])
  }
}
