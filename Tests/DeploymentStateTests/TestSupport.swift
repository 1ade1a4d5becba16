// What the tests of this target share: temporary folders, the project's facts, a seeded source of randomness, and a
// file layer that records what is done and fails where it is told to.

import DeploymentState
import Foundation
import JSONText
import Testing

/// A folder of its own for one test, removed when the test ends.
final class TestFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "state-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  subscript(_ name: String) -> String { path + "/" + name }

  func write(_ name: String, _ text: String) throws {
    let folder = (self[name] as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: self[name]))
  }

  func bytes(_ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: self[name]).map { Array($0) }
  }

  /// Every file below a folder with its bytes.
  func tree(_ name: String) -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    for file in FileManager.default.enumerator(atPath: self[name])?.allObjects as? [String] ?? [] {
      if let bytes = bytes("\(name)/\(file)") { found[file] = bytes }
    }
    return found
  }
}

/// The project's own files, found from this file's place.
enum Project {
  static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  static func facts() throws -> FactsTable { try FactsTable(folder: root + "/plans/lookcoin/facts") }

  static func schema() throws -> SchemaValidator {
    try SchemaValidator(path: root + "/schemas/enhanced-deployment-schema.json")
  }

  /// A database and version 1 files made of the facts, in `leveldb` and `v1` of a folder.
  static func site(_ folder: TestFolder) throws {
    let facts = try facts()
    let database = try LevelDBBackend(path: folder["leveldb"], create: true)
    try database.batchPut(facts.records)
    database.close()
    for (name, content) in facts.versionOneFiles { try folder.write("v1/\(name)", content.prettyText()) }
  }

  static let expected = ExpectedContents(
    counts: [56: 8, 97: 9, 84532: 3, 11_155_420: 3, 23295: 3], quarantine: [31337])

  static let time = "2025-08-12T00:00:00.000Z"

  static func migration(_ folder: TestFolder) throws -> Migration {
    try Migration(
      from: .init(leveldb: folder["leveldb"], versionOne: folder["v1"], deployments: folder["deployments"]),
      expected: expected, schema: try schema(), time: time)
  }
}

/// The code of the state error that a body throws; nil when it throws none.
func code(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch {
    return (error as? StateError)?.code ?? "\(error)"
  }
}

/// SplitMix64: the same seed gives the same records on every machine.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// The real disk, with every changing operation written down, and one of them failing when asked.
final class WatchedFiles: FileLayer, @unchecked Sendable {
  private let disk = SystemFiles()
  private let lock = NSLock()
  private var operations: [String] = []
  /// Fails the operation with this number, from 1.
  private let failing: Int?

  init(failing: Int? = nil) { self.failing = failing }

  var log: [String] { lock.withLock { operations } }

  private func note(_ operation: String, _ path: String) throws(StateError) {
    let number = lock.withLock { () -> Int in
      operations.append("\(operation) \((path as NSString).lastPathComponent)")
      return operations.count
    }
    if number == failing { throw .fileAccess(path: path, operation: operation, errorNumber: 28) }
  }

  func read(_ path: String) throws(StateError) -> [UInt8]? { try disk.read(path) }

  func createDurably(_ path: String, bytes: [UInt8], mode: UInt32) throws(StateError) {
    do throws(StateError) { try note("create", path) } catch {
      // A disk that runs full leaves a part of the file.
      try? disk.createDurably(path, bytes: Array(bytes.prefix(bytes.count / 2)), mode: mode)
      throw error
    }
    try disk.createDurably(path, bytes: bytes, mode: mode)
  }

  func appendDurably(_ path: String, bytes: [UInt8]) throws(StateError) {
    try note("append", path)
    try disk.appendDurably(path, bytes: bytes)
  }

  func rename(_ path: String, to newPath: String) throws(StateError) {
    try note("rename", newPath)
    try disk.rename(path, to: newPath)
  }

  func remove(_ path: String) throws(StateError) {
    try note("remove", path)
    try disk.remove(path)
  }

  func synchronizeFolder(_ path: String) throws(StateError) {
    try note("sync", path)
    try disk.synchronizeFolder(path)
  }

  func makeFolder(_ path: String) throws(StateError) -> [String] { try disk.makeFolder(path) }
  func list(_ path: String) throws(StateError) -> [String]? { try disk.list(path) }
  func stamp(_ path: String) throws(StateError) -> FileStamp? { try disk.stamp(path) }
}
