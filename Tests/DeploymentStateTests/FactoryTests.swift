// Covers: which backend the environment and the mode file ask for, how the choice of `auto` falls, and the mode file.

import DeploymentState
import Testing

@Suite struct FactoryTests {
  private let folder: TestFolder
  private let factory: BackendFactory

  init() throws {
    folder = try TestFolder()
    try Project.site(folder)
    factory = BackendFactory(
      leveldb: folder["leveldb"], folder: folder["deployments"], stateFolder: folder["state"], schema: .builtIn)
  }

  @Test(
    arguments: [
      (nil, [:], .leveldb),
      (nil, ["STATE_BACKEND": "json"], .json),
      (nil, ["STATE_BACKEND": "AUTO"], .auto),
      (nil, ["STATE_BACKEND": "dual-write", "PRIMARY_BACKEND": "json"], .dualWrite(primary: .json)),
      (nil, ["DUAL_WRITE_MODE": "true"], .dualWrite(primary: .leveldb)),
      (nil, ["DUAL_WRITE_MODE": "true", "STATE_BACKEND": "json"], .dualWrite(primary: .leveldb)),
      (nil, ["FORCE_LEVELDB_ONLY": "1", "STATE_BACKEND": "json", "DUAL_WRITE_MODE": "true"], .leveldb),
      (.json, [:], .json),
      (.json, ["FORCE_LEVELDB_ONLY": "true"], .leveldb),
      (.json, ["STATE_BACKEND": "leveldb"], .leveldb),
      (.dualWrite(primary: .json), [:], .dualWrite(primary: .json)),
      (.dualWrite(primary: .json), ["DUAL_WRITE_MODE": "false"], .json),
      (.dualWrite(primary: .leveldb), ["PRIMARY_BACKEND": "json"], .dualWrite(primary: .json)),
      (.leveldb, ["STATE_BACKEND": ""], .leveldb),
    ] as [(StateMode?, [String: String], BackendFactory.Kind)])
  func theChoice(_ mode: StateMode?, _ environment: [String: String], _ kind: BackendFactory.Kind) throws {
    if let mode { try ModeFile(stateFolder: folder["state"]).write(mode) }
    #expect(try factory.kind(environment: environment) == kind)
  }

  @Test(arguments: [
    (["STATE_BACKEND": "mongo"], "STATE_BACKEND is 'mongo', which is none of leveldb, json, dual-write, auto"),
    (["PRIMARY_BACKEND": "auto"], "PRIMARY_BACKEND is 'auto', which is none of leveldb, json"),
    (["DUAL_WRITE_MODE": "maybe"], "DUAL_WRITE_MODE is 'maybe', which is none of true, false"),
    (["FORCE_LEVELDB_ONLY": "2"], "FORCE_LEVELDB_ONLY is '2', which is none of true, false"),
  ])
  func aValueThatMeansNothing(_ environment: [String: String], _ reason: String) {
    do {
      _ = try factory.kind(environment: environment)
      Issue.record("it was accepted")
    } catch {
      #expect(error == .initializationFailed(reason: reason))
    }
  }

  @Test func aModeFileThatNamesNoModeIsRefused() throws {
    try folder.write("state/mode.json", "{\"mode\": \"both\"}")
    #expect(code { _ = try factory.kind(environment: [:]) } == "MIGRATION-004")
  }

  @Test func autoTakesJSONOnlyWhenItValidates() throws {
    func chosen() throws -> BackendSide {
      let log = try DivergenceLog(path: folder["state/divergences.jsonl"])
      let backend = try AutoBackend(
        leveldb: folder["leveldb"], folder: folder["deployments"], schema: .builtIn, divergences: log)
      defer { backend.close() }
      return backend.chosen
    }
    #expect(try chosen() == .leveldb)
    try Project.migration(folder).write { _ in }
    #expect(try chosen() == .json)
    let text = String(decoding: folder.bytes("deployments/bscmainnet.json") ?? [], as: UTF8.self)
    try folder.write("deployments/bscmainnet.json", String(text.dropLast(100)))
    #expect(try chosen() == .leveldb)
    try folder.write("deployments/bscmainnet.json", text.replacing("\"56-contracts", with: "\"57-contracts"))
    #expect(try chosen() == .leveldb)
    try folder.write("deployments/bscmainnet.json", text)
    #expect(try chosen() == .json)
    try folder.write(
      "state/divergences.jsonl",
      "{\"id\":1,\"state\":\"begun\",\"operation\":\"put\",\"keys\":[\"56-LookCoin\"],\"at\":\"\"}\n")
    #expect(try chosen() == .leveldb)
  }

  @Test(arguments: [BackendFactory.Kind.leveldb, .json, .dualWrite(primary: .leveldb), .auto])
  func everyKindOpens(_ kind: BackendFactory.Kind) throws {
    try Project.migration(folder).write { _ in }
    let backend = try factory.open(kind)
    #expect(try backend.query(RecordFilter(chainIds: [97])).count == 9)
    backend.close()
  }
}
