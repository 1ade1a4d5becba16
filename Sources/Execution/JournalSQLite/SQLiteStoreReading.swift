// The calls of the store that only read. Without a journal they find nothing and create nothing.

import Digests
import Foundation
import Journal

extension SQLiteStore {
  public func head(of run: RunID) throws(JournalError) -> Head {
    try read(.empty) { try $0.head(of: run) }
  }

  public func entries(of run: RunID, from seq: Int64) throws(JournalError) -> [Entry] {
    try read([]) { tables in
      var entries: [Entry] = []
      try tables.scan(run, from: seq) { row in
        do throws(RecordFault) {
          entries.append(try row.uncheckedEntry())
        } catch {
          throw JournalError.entryDamaged(run: run, seq: row.number, fault: error)
        }
      }
      return entries
    }
  }

  public func scan(_ run: RunID, _ body: (StoredEntry) -> Void) throws(JournalError) {
    try read(()) { try $0.scan(run, from: nil) { body($0) } }
  }

  public func anchor(for run: RunID) throws(JournalError) -> AnchorReading {
    try anchorFile.read(for: run)
  }

  public func attachment(_ digest: String) throws(JournalError) -> [UInt8]? {
    guard let bytes = try read(nil, { try $0.attachment(digest) }) else { return nil }
    guard haveSameBytes(sha256Text(of: bytes), digest) else { throw .attachmentChanged(digest: digest) }
    return bytes
  }

  public func attachments(of run: RunID) throws(JournalError) -> [String] {
    try read([]) { try $0.attachments(of: run) }
  }

  public func runs() throws(JournalError) -> [RunSummary] {
    try read([]) { try $0.summaries() }
  }

  public func find(prefix: String) throws(JournalError) -> RunID {
    let newestFirst = try read([]) { try $0.runIDs() }
    return try findRun(prefix, newestFirst: newestFirst) { () throws(JournalError) in
      try anchorFile.read(for: nil).others
    }
  }

  public func messages(for run: RunID, after id: Int64) throws(JournalError) -> [Message] {
    try read([]) { try $0.messages(for: run, after: id) }
  }

  public func holder(of run: RunID) throws(JournalError) -> (holder: Holder, alive: Bool)? {
    guard let holder = try read(nil, { try $0.lease(of: run)?.holder }) else { return nil }
    return (holder, LeaseFile.isHeld(paths.lease(of: run)))
  }

  public func lockOwners() throws(JournalError) -> [LockOwner] {
    try read([]) { try $0.lockOwners() }
  }

  private func read<Answer>(_ nothing: Answer, _ body: (Tables) throws -> Answer) throws(JournalError) -> Answer {
    guard let connection = try readingConnection() else { return nothing }
    return try connection.use { try body(Tables(database: $0)) }
  }
}
