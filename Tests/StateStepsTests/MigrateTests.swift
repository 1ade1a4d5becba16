// Covers: what a run sees of `state.migrate` and the steps around it: predictions that later steps of a dry run read,
// outputs that don't change from attempt to attempt, an undo that shows newer work and touches nothing, temporary files
// of killed attempts, and a stop between two files.

import DeploymentState
import Expressions
import Foundation
import JSONText
import StateSteps
import StepConformance
import StepKit
import Testing

/// A working directory with the project's facts loaded, and contexts in it.
final class Site {
  let path: String
  let vault: FolderVault

  init() async throws {
    path = NSTemporaryDirectory() + "state-site-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path + "/work", withIntermediateDirectories: true)
    vault = FolderVault(path + "/vault")
    let facts =
      URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path + "/plans/lookcoin/facts"
    _ = try await StateLoad().apply(
      context(StateLoad(), ["facts": .string(facts), "leveldb": "leveldb", "v1": "v1"]))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func context(
    _ type: any StepType, _ inputs: [String: Value], attempt: Int = 1, recorded: JSON? = nil,
    predicted: PredictedFiles? = nil
  ) -> StepContext {
    var all = inputs
    for field in type.declaration.inputs where all[field.name] == nil { all[field.name] = field.defaultValue }
    return StepContext(
      run: "r1", step: "a", attempt: attempt, idempotencyKey: "r1/a", inputs: all, effect: type.declaration.effect,
      workingDirectory: path + "/work", runStartedAt: 1_754_956_800_000, runOperator: "ann", vault: vault,
      predicted: predicted, recorded: recorded)
  }

  func migrate(attempt: Int = 1, recorded: JSON? = nil, predicted: PredictedFiles? = nil) -> StepContext {
    context(StateMigrate(), Self.inputs, attempt: attempt, recorded: recorded, predicted: predicted)
  }

  static let expected: Value = ["56": 8, "97": 9, "84532": 3, "11155420": 3, "23295": 3]
  static let inputs: [String: Value] = [
    "leveldb": "leveldb", "v1": "v1", "deployments": "deployments", "expected": expected, "quarantine": [31337],
  ]

  func tree(_ name: String) -> [String: Data] {
    var found: [String: Data] = [:]
    let root = path + "/work/" + name
    for file in FileManager.default.enumerator(atPath: root)?.allObjects as? [String] ?? [] {
      if let bytes = FileManager.default.contents(atPath: root + "/" + file) { found[file] = bytes }
    }
    return found
  }

  func write(_ name: String, _ text: String) throws {
    let url = URL(fileURLWithPath: path + "/work/" + name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }
}

@Suite struct MigrateTests {
  @Test func theOutputsAccountForEveryRecord() async throws {
    let site = try await Site()
    let outputs = try await StateMigrate().apply(site.migrate())
    #expect(outputs["total"] == 28)
    #expect(outputs["migrated"] == 26)
    #expect(outputs["quarantined"] == 2)
    guard case .list(let quarantined)? = outputs["quarantined_records"] else {
      Issue.record("no list")
      return
    }
    #expect(quarantined.count == 2)
    #expect(
      quarantined.first
        == .string(
          "31337-LookCoin: address '0xabcd1234567890123456789012345678901234567890' is not an address (0x and 40 hex "
            + "digits); factoryByteCodeHash '' is not a hash (0x and 64 hex digits)"))
  }

  @Test func theSecondAttemptSaysTheSame() async throws {
    let site = try await Site()
    try site.write("deployments/bscmainnet.json", "an older file")
    let record = try await StateMigrate().record(site.migrate())
    let first = try await StateMigrate().apply(site.migrate(recorded: record))
    let files = site.tree("deployments")
    let second = try await StateMigrate().apply(site.migrate(attempt: 2, recorded: record))
    #expect(first == second)
    #expect(site.tree("deployments") == files)
  }

  @Test func aDryRunOfLaterStepsSeesWhatWillBeThere() async throws {
    let site = try await Site()
    var predicted = PredictedFiles()
    let prediction = try await StateMigrate().predict(site.migrate(predicted: predicted))
    #expect(prediction.changes.map(\.kind) == ["create", "create", "create", "create", "create"])
    #expect(prediction.outputs["migrated"] == 26)
    predicted.apply(prediction)
    #expect(site.tree("deployments").isEmpty)
    let compare = try await StateCompare().predict(
      site.context(
        StateCompare(), ["leveldb": "leveldb", "deployments": "deployments", "quarantine": [31337]],
        predicted: predicted))
    #expect(compare.outputs["equal"] == 26)
    #expect(compare.outputs["inconsistent_percent"] == .double(0))
    let verify = try await StateVerify().predict(
      site.context(
        StateVerify(), ["deployments": "deployments", "expected": Site.expected, "quarantine": [31337]],
        predicted: predicted))
    #expect(verify.outputs["documents"] == 5)
    let again = try await StateMigrate().predict(site.migrate(predicted: predicted))
    #expect(again.changes.map(\.kind) == ["none", "none", "none", "none", "none"])
    #expect(site.tree("deployments").isEmpty)
  }

  @Test func theUndoShowsNewerWorkAndTouchesNothing() async throws {
    let site = try await Site()
    let record = try await StateMigrate().record(site.migrate())
    _ = try await StateMigrate().apply(site.migrate(recorded: record))
    try site.write("deployments/sapphiretestnet.json", "{\"mine\": true}\n")
    let before = site.tree("deployments")
    let failure = await #expect(throws: StepFailure.self) {
      try await StateMigrate().undo(site.migrate(), record: record)
    }
    #expect(failure?.code == "BLY0870")
    #expect(
      failure?.message
        == "'\(site.path)/work/deployments/sapphiretestnet.json' is neither what the step left nor what was there before\n"
        + "--- what was there before\n+++ what is there now\n@@ -0,0 +1 @@\n+{\"mine\": true}\n")
    #expect(site.tree("deployments") == before)
  }

  @Test func temporaryFilesOfAKilledAttemptGo() async throws {
    let site = try await Site()
    let record = try await StateMigrate().record(site.migrate())
    try site.write("deployments/.bscmainnet.json.tmp", "{\"sch")
    try site.write("deployments/.bsctestnet.json.tmp", "")
    _ = try await StateMigrate().apply(site.migrate(attempt: 2, recorded: record))
    #expect(site.tree("deployments").keys.filter { $0.hasSuffix(".tmp") } == [])
    try site.write("deployments/.bscmainnet.json.tmp", "{\"sch")
    try await StateMigrate().undo(site.migrate(), record: record)
    #expect(!FileManager.default.fileExists(atPath: site.path + "/work/deployments"))
  }

  @Test func aStopComesBetweenTwoFiles() async throws {
    let site = try await Site()
    let context = site.migrate()
    let task = Task { () async throws -> [String: Value] in
      while !Task.isCancelled { await Task.yield() }
      return try await StateMigrate().apply(context)
    }
    task.cancel()
    let result = await task.result
    #expect(throws: StepFailure.self) { try result.get() }
    #expect(site.tree("deployments").isEmpty)
  }

  @Test func theCutoverIsRefusedWhileADivergenceIsOpen() async throws {
    let site = try await Site()
    try site.write(
      "state/divergences.jsonl",
      #"{"id":1,"state":"begun","operation":"put","keys":["56-LookCoin"],"at":"2025-08-12T00:00:00.000Z"}"# + "\n")
    let context = site.context(StateModeStep(), ["state": "state", "mode": "json"])
    let failure = await #expect(throws: StepFailure.self) { _ = try await StateModeStep().apply(context) }
    #expect(failure?.code == "MIGRATION-002")
    #expect(
      failure?.message
        == "the backends are not in step: an open divergence: put of 56-LookCoin: perhaps in one backend only (the writer "
        + "ended between the two halves)")
    #expect(site.tree("state")["mode.json"] == nil)
  }

  @Test(
    arguments: [
      ("expected", ["x": 1], "'expected' must map chain ids to numbers of records; 'x' doesn't"),
      ("time", "yesterday", "'time' is 'yesterday', which is no time"),
      ("leveldb", "", "'leveldb' is empty"),
    ] as [(String, Value, String)])
  func anInputThatCannotBeUsedIsNamed(_ name: String, _ value: Value, _ message: String) async throws {
    let site = try await Site()
    let context = site.context(StateMigrate(), Site.inputs.merging([name: value]) { $1 })
    let failure = await #expect(throws: StepFailure.self) { _ = try await StateMigrate().apply(context) }
    #expect(failure?.message == message)
  }
}
