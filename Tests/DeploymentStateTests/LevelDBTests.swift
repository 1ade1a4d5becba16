// Covers: what LevelDB itself reports (damage, a held lock, no database), told apart by code; and that looking through
// a private copy leaves every byte of the original.

import DeploymentState
import Foundation
import Testing

@Suite struct LevelDBTests {
  private let folder: TestFolder

  init() throws {
    folder = try TestFolder()
    try Project.site(folder)
  }

  @Test func noDatabase() throws {
    #expect(code { _ = try LevelDBBackend(path: folder["nothing"]) } == "MIGRATION-004")
    #expect(code { _ = try SourceInventory(databaseAt: folder["nothing"]) } == "MIGRATION-004")
    #expect(code { _ = try SourceInventory(databaseAt: folder["v1"]) } == "MIGRATION-004")
    #expect(folder.bytes("nothing") == nil)
  }

  @Test func aLockHeldInThisProcess() throws {
    let open = try LevelDBBackend(path: folder["leveldb"])
    #expect(code { _ = try LevelDBBackend(path: folder["leveldb"]) } == "LEVELDB-002")
    #expect(code { _ = try LevelDBCopy.open(folder["leveldb"]) } == "LEVELDB-002")
    open.close()
    #expect(try SourceInventory(databaseAt: folder["leveldb"]).total == 28)
  }

  @Test func aLockHeldByAnotherProcess() throws {
    let holder = Process()
    holder.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    holder.arguments = [
      "python3", "-c",
      "import fcntl,sys; f=open(sys.argv[1],'r+'); fcntl.lockf(f,fcntl.LOCK_EX); print('held',flush=True); sys.stdin.read()",
      folder["leveldb/LOCK"],
    ]
    let output = Pipe()
    let input = Pipe()
    holder.standardOutput = output
    holder.standardInput = input
    try holder.run()
    _ = output.fileHandleForReading.availableData
    do {
      _ = try LevelDBCopy.open(folder["leveldb"])
      Issue.record("a held lock was not noticed")
    } catch {
      #expect(error == .databaseLocked(path: folder["leveldb"], holder: "process \(holder.processIdentifier)"))
    }
    #expect(code { _ = try LevelDBBackend(path: folder["leveldb"]) } == "LEVELDB-002")
    try input.fileHandleForWriting.close()
    holder.waitUntilExit()
  }

  @Test func lookingChangesNoByte() throws {
    let before = folder.tree("leveldb")
    let copy = try LevelDBCopy.open(folder["leveldb"])
    try copy.delete("56-LookCoin")
    #expect(try copy.getAll().count == 27)
    _ = try SourceInventory(databaseAt: folder["leveldb"])
    #expect(folder.tree("leveldb") == before)
  }

  /// Every byte of every data file is flipped, a few at a time: whatever LevelDB makes of it is an error with a code,
  /// or all records are as they were, or fewer or others are noticed by the check of contents.
  @Test func aFlippedBitIsNeverTakenForGood() throws {
    let facts = try Project.facts().records
    // A second opening writes the records into a table file.
    try LevelDBBackend(path: folder["leveldb"]).close()
    var noticed = 0
    for (name, bytes) in folder.tree("leveldb") where name.hasSuffix(".ldb") || name.hasSuffix(".log") {
      for position in stride(from: 0, to: bytes.count, by: 101) {
        var damaged = bytes
        damaged[position] ^= 0x10
        try Data(damaged).write(to: URL(fileURLWithPath: folder["leveldb/\(name)"]))
        let failure = code {
          let inventory = try SourceInventory(databaseAt: folder["leveldb"])
          try Project.expected.check(inventory)
          #expect(Comparison(source: facts, target: inventory.records).isEqual, "\(name) at \(position)")
        }
        if let failure {
          noticed += 1
          #expect(
            ["LEVELDB-001", "MIGRATION-003", "MIGRATION-004"].contains(failure), "\(name) at \(position): \(failure)")
        }
      }
      try Data(bytes).write(to: URL(fileURLWithPath: folder["leveldb/\(name)"]))
    }
    #expect(noticed > 20)
  }

  @Test func aMissingTableIsCorruption() throws {
    try LevelDBBackend(path: folder["leveldb"]).close()
    let table = try #require(folder.tree("leveldb").keys.first { $0.hasSuffix(".ldb") })
    try FileManager.default.removeItem(atPath: folder["leveldb/\(table)"])
    do {
      _ = try SourceInventory(databaseAt: folder["leveldb"])
      Issue.record("a missing table was not noticed")
    } catch {
      #expect(error.code == "LEVELDB-001")
      #expect(error.message.hasPrefix("the database '\(folder["leveldb"])' is damaged: "))
    }
  }
}
