// The stores that the shared suite runs over. A further store needs one more case here and nothing else.

import Foundation
import JSONText
import Testing

@testable import Journal
@testable import JournalSQLite

/// A kind of store.
enum StoreKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case memory, sqlite

  var testDescription: String { rawValue }

  /// An empty journal of this kind.
  func make() -> any JournalUnderTest {
    switch self {
    case .memory: MemoryUnderTest()
    case .sqlite: SQLiteUnderTest()
    }
  }
}

/// A journal with what a test needs to harm it.
protocol JournalUnderTest: Sendable {
  /// Another store on the same journal, as another process would open it.
  func open(host: HostIdentity, clock: @escaping @Sendable () -> String) -> any JournalStore
  /// Ends a lease as the death of its process does.
  func kill(_ store: any JournalStore, _ lease: Lease)
  func anchor() throws -> String?
  func setAnchor(_ text: String?) throws
}

extension JournalUnderTest {
  func open(host: HostIdentity = thisHost) -> any JournalStore {
    open(host: host) { "2026-11-24T15:00:00.000Z" }
  }
}

struct MemoryUnderTest: JournalUnderTest {
  let journal = MemoryJournal()

  func open(host: HostIdentity, clock: @escaping @Sendable () -> String) -> any JournalStore {
    MemoryStore(sharing: journal, host: host, clock: clock)
  }

  func kill(_ store: any JournalStore, _ lease: Lease) { (store as? MemoryStore)?.crash() }

  func anchor() -> String? { journal.with { $0.anchor.map { String(decoding: $0, as: UTF8.self) } } }

  func setAnchor(_ text: String?) { journal.tamperWithAnchor { $0 = text.map { Array($0.utf8) } } }
}

final class SQLiteUnderTest: JournalUnderTest {
  let folder = TemporaryFolder()
  var state: String { folder.path + "/state/.belay" }

  func open(host: HostIdentity, clock: @escaping @Sendable () -> String) -> any JournalStore {
    SQLiteStore(folder: state, host: host, clock: clock)
  }

  func kill(_ store: any JournalStore, _ lease: Lease) {
    (lease.handle as? LeaseFile)?.abandon()
    (store as? SQLiteStore)?.crash()
  }

  func anchor() throws -> String? {
    FileManager.default.contents(atPath: state + "/anchor").map { String(decoding: $0, as: UTF8.self) }
  }

  func setAnchor(_ text: String?) throws {
    let path = state + "/anchor"
    try? FileManager.default.removeItem(atPath: path)
    if let text { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) }
  }
}

/// A folder that ends with the test.
final class TemporaryFolder: Sendable {
  let path: String

  init() {
    path = NSTemporaryDirectory() + "/belay-journal-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

let thisHost = HostIdentity(name: "edge-1", bootID: "boot-1")
