// Situations in which the state steps are tried: a small database of two networks and a chain that is set aside.

import DeploymentState
import Expressions
import JSONText
import StepKit

enum StateFixtures {
  static let all: [String: [StepFixture]] = [
    "state.inventory": reading("state.inventory"), "state.verify": verifying, "state.mode": modes,
    "state.migrate": migrations, "state.compare": comparisons,
    "state.benchmark": [
      StepFixture(
        "a small database", inputs: ["leveldb": "leveldb", "quarantine": [31337], "rounds": 1],
        volatileOutputs: measured, prepare: site),
      StepFixture(
        "nothing in scope", inputs: ["leveldb": "leveldb", "quarantine": [31337, 56, 97], "rounds": 1],
        failure: "MIGRATION-004", prepare: site),
    ],
    "state.exercise": [
      StepFixture(
        "everything",
        inputs: [
          "leveldb": "leveldb", "quarantine": [31337],
          "checks": .texts(Exercise.Check.allCases.map(\.rawValue)),
        ], prepare: site),
      StepFixture(
        "the documents", inputs: ["deployments": "deployments", "checks": ["functions", "integration"]],
        prepare: migratedSite),
      StepFixture(
        "no documents", inputs: ["deployments": "deployments", "checks": ["functions"]], failure: "MIGRATION-004",
        prepare: site),
    ],
    "state.backup": backups, "state.restore": restores, "state.repair": repairs, "state.load": loads,
  ]

  private static let measured: Set<String> = [
    "read_ratio", "write_ratio", "query_ratio", "memory_ratio", "dual_read_ratio", "dual_query_ratio",
    "dual_write_ratio", "leveldb_read_us", "leveldb_write_us", "leveldb_query_us", "memory_bytes",
  ]

  private static let expected: Value = ["56": 2, "97": 2]
  private static let database: [String: Value] = ["leveldb": "leveldb", "quarantine": [31337]]
  private static let both = database.merging(["deployments": "deployments", "v1": "v1"]) { $1 }

  private static func with(_ inputs: [String: Value], _ more: [String: Value]) -> [String: Value] {
    inputs.merging(more) { $1 }
  }

  private static func reading(_ step: String) -> [StepFixture] {
    [
      StepFixture("a small database", inputs: with(database, ["expected": expected]), prepare: site),
      StepFixture("a damaged record", inputs: database, prepare: damagedSite),
      StepFixture("no database", inputs: ["leveldb": "nothing"], failure: "MIGRATION-004"),
    ]
  }

  private static let verifying = [
    StepFixture("a small database", inputs: with(database, ["expected": expected, "v1": "v1"]), prepare: site),
    StepFixture(
      "documents", inputs: ["deployments": "deployments", "expected": expected, "quarantine": [31337]],
      prepare: migratedSite),
    StepFixture(
      "a damaged record", inputs: with(database, ["expected": expected]), failure: "MIGRATION-003",
      prepare: damagedSite),
    StepFixture(
      "a missing document", inputs: ["deployments": "deployments", "expected": expected], failure: "MIGRATION-003",
      prepare: site),
    StepFixture(
      "a chain that nobody expects", inputs: with(database, ["expected": ["56": 2]]), failure: "MIGRATION-003",
      prepare: site),
  ]

  private static let modes = [
    StepFixture("the first mode", inputs: ["state": "state", "mode": "dual-write"]),
    StepFixture(
      "another mode", files: [.file("state/mode.json", "{\"mode\":\"leveldb\"}", mode: 0o640)],
      inputs: ["state": "state", "mode": "json"]),
    StepFixture(
      "set already",
      files: [.file("state/mode.json", "{\n  \"mode\": \"json\",\n  \"primary\": \"json\"\n}\n")],
      inputs: ["state": "state", "mode": "json"]),
    StepFixture(
      "an open divergence", files: [.file("state/divergences.jsonl", openDivergence)],
      inputs: ["state": "state", "mode": "json"], failure: "MIGRATION-002"),
    StepFixture(
      "a file that names no mode", files: [.file("state/mode.json", "{}")],
      inputs: ["state": "state", "mode": "json"], failure: "MIGRATION-004"),
  ]

  private static let migrations = [
    StepFixture("nothing there yet", inputs: with(both, ["expected": expected]), prepare: site),
    StepFixture(
      "everything there already", inputs: with(both, ["expected": expected]), prepare: migratedSite),
    StepFixture(
      "another file in the place", files: [.file("deployments/bscmainnet.json", "{}", mode: 0o600)],
      inputs: with(both, ["expected": expected]), prepare: site),
    StepFixture(
      "what a killed attempt left", files: [.file("deployments/.bscmainnet.json.tmp", "{\"sch")],
      inputs: with(both, ["expected": expected]), failure: nil, prepare: siteAndClear),
    StepFixture(
      "a damaged record", inputs: with(both, ["expected": expected]), failure: "MIGRATION-003", prepare: damagedSite),
    StepFixture(
      "a missing record", inputs: with(both, ["expected": ["56": 3, "97": 2]]), failure: "MIGRATION-003",
      prepare: site),
  ]

  private static let comparisons = [
    StepFixture(
      "equal", inputs: with(database, ["deployments": "deployments", "state": "state"]), prepare: migratedSite),
    StepFixture("no documents", inputs: with(database, ["deployments": "deployments"]), prepare: site),
    StepFixture(
      "a damaged document", files: [.file("deployments/bscmainnet.json", "{")],
      inputs: with(database, ["deployments": "deployments"]), failure: "JSON-002", prepare: site),
  ]

  private static let backups = [
    StepFixture(
      "everything",
      inputs: [
        "leveldb": "leveldb", "deployments": "deployments", "v1": "v1", "state": "nothing", "to": "backups/one",
      ], prepare: migratedSite),
    StepFixture(
      "somebody else's folder", files: [.file("backups/one/notes.txt", "mine")],
      inputs: ["v1": "v1", "to": "backups/one"], failure: "BLY0871", prepare: site),
  ]

  private static let restores = [
    StepFixture(
      "a database", inputs: ["backup": "backups/one", "name": "leveldb", "to": "leveldb"],
      prepare: siteWithBackup),
    StepFixture(
      "documents", inputs: ["backup": "backups/one", "name": "deployments", "to": "deployments"],
      prepare: siteWithBackup),
    StepFixture(
      "a new place", inputs: ["backup": "backups/one", "name": "leveldb", "to": "somewhere/new"],
      prepare: siteWithBackup),
    StepFixture(
      "no backup", inputs: ["backup": "backups/two", "name": "leveldb", "to": "leveldb"], failure: "MIGRATION-004",
      prepare: siteWithBackup),
  ]

  private static let repairs = [
    StepFixture(
      "documents from the database", files: [.file("state/divergences.jsonl", openDivergence)],
      inputs: with(both, ["state": "state", "source": "leveldb"]), prepare: divergedSite),
    StepFixture(
      "the database from the documents", files: [.file("state/divergences.jsonl", openDivergence)],
      inputs: with(both, ["state": "state", "source": "json"]), prepare: divergedSite),
    StepFixture(
      "equal already", inputs: with(both, ["state": "state", "source": "leveldb"]), prepare: migratedSite),
  ]

  private static let loads = [
    StepFixture(
      "a small table", files: facts, inputs: ["facts": "facts", "leveldb": "new/leveldb", "v1": "new/v1"]),
    StepFixture(
      "another database in the place", files: facts, inputs: ["facts": "facts", "leveldb": "leveldb", "v1": "v2"],
      failure: "BLY0871", prepare: site),
    StepFixture(
      "no facts", inputs: ["facts": "facts", "leveldb": "leveldb", "v1": "v1"], failure: "JSON-001"),
  ]
}
