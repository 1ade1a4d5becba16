// The experiment of a damaged disk: database, write-ahead log and anchor cut and flipped at many places. Whatever
// SQLite makes of it, what verifies or is resumed has the content that was written, all of it.
//
// The default run takes a sample of the places; with BELAY_EXHAUSTIVE=1 every 61st byte is flipped and every 61st
// length tried.

import Foundation
import JSONText
import Testing

@testable import Audit
@testable import Journal
@testable import JournalSQLite

@Suite("Damage")
struct DamageTests {
  /// The state of a machine: its files by name.
  typealias Files = [String: [UInt8]]

  static let names = ["journal.db", "journal.db-wal", "anchor"]

  /// A journal whose write-ahead log wasn't checkpointed, as a crash leaves it, or one that was closed well.
  static func files(isCrashed: Bool) throws -> (files: Files, entries: [Entry]) {
    let folder = TemporaryFolder()
    let store = SQLiteStore(folder: folder.path)
    let leases = [try record(otherRun, in: store), try record(sampleRun, in: store)]
    let entries = try store.verifiedEntries(of: sampleRun)
    if !isCrashed {
      for lease in leases { lease.close() }
      store.close()
    }
    var files: Files = [:]
    for name in names {
      if let data = FileManager.default.contents(atPath: folder.path + "/" + name) { files[name] = Array(data) }
    }
    withExtendedLifetime((store, leases)) {}
    return (files, entries)
  }

  /// What verification and resume make of files: nil when both are right, otherwise what went wrong.
  static func wrong(_ files: Files, _ entries: [Entry]) throws -> String? {
    let folder = TemporaryFolder()
    for (name, bytes) in files { try Data(bytes).write(to: URL(fileURLWithPath: folder.path + "/" + name)) }
    let store = SQLiteStore(folder: folder.path)
    if let report = try? Verifier.verify(sampleRun, store), report.ok {
      guard report.events == Int64(entries.count), report.head == entries.last?.hash else {
        return "verified with \(report.events) events"
      }
      guard (try? store.entries(of: sampleRun, from: 1)) == entries else { return "verified with other events" }
      guard (try? store.attachment(samplePlan.digest)) == samplePlan.bytes else { return "verified without its plan" }
    }
    if let lease = try? store.acquireLease(sampleRun, holder: .thisProcess(executor: "test")) {
      defer { lease.close() }
      if let found = try? store.verifiedEntries(of: sampleRun), found != entries { return "resumed with other events" }
    }
    return nil
  }

  private var isExhaustive: Bool { ProcessInfo.processInfo.environment["BELAY_EXHAUSTIVE"] == "1" }

  private func places(_ count: Int, _ random: inout SeededRandom) -> [Int] {
    if isExhaustive { return Array(stride(from: 0, to: count, by: 61)) }
    return (0..<30).map { _ in Int.random(in: 0..<count, using: &random) }
  }

  @Test("The files that are harmed are whole to begin with", arguments: [true, false])
  func whole(isCrashed: Bool) throws {
    let (files, entries) = try Self.files(isCrashed: isCrashed)
    #expect(files.keys.contains("journal.db-wal") == isCrashed)
    let folder = TemporaryFolder()
    for (name, bytes) in files { try Data(bytes).write(to: URL(fileURLWithPath: folder.path + "/" + name)) }
    let store = SQLiteStore(folder: folder.path)
    #expect(try Verifier.verify(sampleRun, store).problems == [])
    #expect(try store.entries(of: sampleRun, from: 1) == entries)
    #expect(try Self.wrong(files, entries) == nil)
  }

  @Test("A flipped bit never gives other content", arguments: [true, false], names)
  func flipped(isCrashed: Bool, name: String) throws {
    let (files, entries) = try Self.files(isCrashed: isCrashed)
    guard let bytes = files[name] else { return }
    var random = SeededRandom(seed: 11)
    for place in places(bytes.count, &random) {
      let bit = UInt8.random(in: 0..<8, using: &random)
      var changed = files
      changed[name]?[place] ^= 1 << bit
      #expect(try Self.wrong(changed, entries) == nil, "\(name), byte \(place), bit \(bit)")
    }
  }

  @Test("A file that was cut never gives other content", arguments: [true, false], names)
  func cut(isCrashed: Bool, name: String) throws {
    let (files, entries) = try Self.files(isCrashed: isCrashed)
    guard let bytes = files[name] else { return }
    var random = SeededRandom(seed: 12)
    let edges = [0, 1, 100, 511, 512, 4095, 4096, 4097, bytes.count - 1].filter { $0 < bytes.count }
    for length in edges + places(bytes.count, &random) {
      var changed = files
      changed[name] = Array(bytes[..<length])
      #expect(try Self.wrong(changed, entries) == nil, "\(name), \(length) bytes")
    }
  }

  @Test("A sector of zeros never gives other content", arguments: [true, false], names)
  func zeroed(isCrashed: Bool, name: String) throws {
    let (files, entries) = try Self.files(isCrashed: isCrashed)
    guard let bytes = files[name] else { return }
    for start in stride(from: 0, to: bytes.count, by: isExhaustive ? 512 : 4096) {
      var changed = files
      for place in start..<min(start + 512, bytes.count) { changed[name]?[place] = 0 }
      #expect(try Self.wrong(changed, entries) == nil, "\(name), zeros from \(start)")
    }
  }

  @Test("A file that is missing never gives other content", arguments: [true, false], names)
  func missing(isCrashed: Bool, name: String) throws {
    let (files, entries) = try Self.files(isCrashed: isCrashed)
    var changed = files
    changed[name] = nil
    #expect(try Self.wrong(changed, entries) == nil)
  }

  @Test("Without the anchor most flips in the log give a shorter journal whose chain is whole: what it is there for")
  func anchorEarnsItsKeep() throws {
    let (files, entries) = try Self.files(isCrashed: true)
    let log = try #require(files["journal.db-wal"])
    var random = SeededRandom(seed: 13)
    var shorter = 0
    for _ in 0..<40 {
      var changed = files
      changed["journal.db-wal"]?[Int.random(in: 32..<log.count, using: &random)] ^= 4
      let folder = TemporaryFolder()
      for (name, bytes) in changed { try Data(bytes).write(to: URL(fileURLWithPath: folder.path + "/" + name)) }
      let store = SQLiteStore(folder: folder.path)
      if let found = try? store.verifiedEntries(of: sampleRun), found.count < entries.count {
        shorter += 1
        #expect(try Verifier.verify(sampleRun, store).ok == false)
      }
    }
    #expect(shorter > 30)
  }

  @Test("A text that was edited in the files is found, as plain text is stored plainly", arguments: [true, false])
  func edited(isCrashed: Bool) throws {
    let (files, _) = try Self.files(isCrashed: isCrashed)
    let folder = TemporaryFolder()
    var hits = 0
    for (name, bytes) in files {
      var data = Data(bytes)
      while let range = data.range(of: Data("canary-alpha".utf8)) {
        data.replaceSubrange(range, with: Data("canary-alphb".utf8))
        hits += 1
      }
      try data.write(to: URL(fileURLWithPath: folder.path + "/" + name))
    }
    #expect(hits > 0)
    #expect(try Verifier.verify(sampleRun, SQLiteStore(folder: folder.path)).ok == false)
  }

  @Test("An older copy of the database is found and not resumed")
  func older() throws {
    let folder = TemporaryFolder()
    let store = SQLiteStore(folder: folder.path)
    try record(sampleRun, in: store).close()
    store.close()
    let old = try #require(FileManager.default.contents(atPath: folder.path + "/journal.db"))
    let next = SQLiteStore(folder: folder.path)
    let lease = try next.acquireLease(sampleRun, holder: .thisProcess(executor: "test"))
    _ = try next.append([draft("t", nil)], to: sampleRun, after: next.head(of: sampleRun), lease: lease)
    lease.close()
    next.close()
    try old.write(to: URL(fileURLWithPath: folder.path + "/journal.db"))
    let restored = SQLiteStore(folder: folder.path)
    #expect(
      try Verifier.verify(sampleRun, restored).problems.map(\.message)
        == ["journal shorter than its anchor: 8 events, but the anchor says 9"])
    #expect(throws: JournalError.journalShorterThanAnchor(run: sampleRun, journal: 8, anchor: 9)) {
      try restored.acquireLease(sampleRun, holder: .thisProcess(executor: "test"))
    }
  }
}
