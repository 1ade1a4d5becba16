// The calls of the store that write.

import Foundation
import JSONText
import Journal

extension SQLiteStore {
  public func createRun(
    _ id: RunID, summary: RunSummary, first: [EntryDraft], attachments: [Attachment], locks: [String], holder: Holder
  ) throws(JournalError) -> (Lease, [Entry], Head) {
    var chain = Chain(run: id)
    let entries = try chain.append(first, token: 1)
    guard let connection = try writingConnection(creating: true) else { throw .closed }
    guard let file = try takeLeaseFile(of: id, token: 1) else { throw .leaseHeld(nil) }
    do throws(JournalError) {
      try commit(on: connection, run: id, mark: chain.head) { tables in
        guard try !tables.contains(id) else { throw JournalError.runExists(id) }
        try tables.takeLocks(locks, for: id)
        try tables.insert(summary, run: id)
        try tables.insertLease(of: id, token: 1, holder: holder)
        try tables.insert(attachments, run: id)
        try tables.insert(entries)
      }
    } catch {
      file.giveUp()
      throw error
    }
    extendAnchor(of: id, to: chain.head)
    return (Lease(run: id, token: 1, holder: holder, handle: file), entries, chain.head)
  }

  public func acquireLease(_ run: RunID, holder: Holder) throws(JournalError) -> Lease {
    // What is refused is refused before anything is opened for writing: that would complete the database from its
    // write-ahead log, and destroy what a cut log shows.
    guard let reading = try readingConnection() else { throw try missing(run) }
    guard let before = try reading.use({ try Tables(database: $0).lease(of: run) }) else { throw try missing(run) }
    _ = try compareWithAnchor(run, reading)
    guard let connection = try writingConnection(creating: false) else { throw try missing(run) }
    guard let file = try waitForLeaseFile(of: run, token: before.token + 1, holder: before.holder) else {
      throw .leaseHeld(try connection.use { try Tables(database: $0).lease(of: run)?.holder })
    }
    do throws(JournalError) {
      let head = try compareWithAnchor(run, connection)
      let token = try commit(on: connection, run: run, mark: nil) { tables -> Int64 in
        guard let (token, noted) = try tables.lease(of: run) else { throw JournalError.runNotFound(run.text) }
        if let noted, !noted.isOf(host) { throw JournalError.leaseHeldElsewhere(run: run, noted) }
        try tables.setLease(of: run, token: token + 1, holder: holder)
        return token + 1
      }
      if let head { extendAnchor(of: run, to: head) }
      file.token = token
      return Lease(run: run, token: token, holder: holder, handle: file)
    } catch {
      file.giveUp()
      throw error
    }
  }

  public func append(
    _ drafts: [EntryDraft], to run: RunID, after: Head, lease: Lease, summary: RunSummary?, locks: LockChange,
    attachments: [Attachment], taken: Int64?
  ) throws(JournalError) -> [Entry] {
    guard lease.run == run, lease.handle.isHeld else { throw .leaseLost(run: run, token: lease.token) }
    var chain = Chain(run: run, head: after)
    let entries = try chain.append(drafts, token: lease.token)
    guard let connection = try writingConnection(creating: false) else { throw try missing(run) }
    try commit(on: connection, run: run, mark: chain.head) { tables in
      guard let token = try tables.token(of: run), token == lease.token else {
        throw JournalError.leaseLost(run: run, token: lease.token)
      }
      let found = try tables.head(of: run)
      guard found == after else { throw JournalError.headMoved(run: run, expected: after, found: found) }
      switch locks {
      case .none: break
      case .acquire(let names): try tables.takeLocks(names, for: run)
      case .release: try tables.releaseLocks(of: run)
      }
      if let summary { try tables.update(summary, run: run) }
      if let taken { try tables.removeMessages(of: run, upTo: taken) }
      try tables.insert(attachments, run: run)
      try tables.insert(entries)
    }
    if !entries.isEmpty { extendAnchor(of: run, to: chain.head) }
    return entries
  }

  public func remove(_ run: RunID, holder: Holder) throws(JournalError) {
    let lease = try acquireLease(run, holder: holder)
    defer { lease.close() }
    guard let connection = try writingConnection(creating: false) else { throw .closed }
    // The anchor goes first: a run without a line can be removed again, a line without its run means a lost journal.
    try anchorFile.remove(run)
    try commit(on: connection, run: run, mark: nil) { try $0.remove(run) }
  }

  @discardableResult
  public func post(_ kind: String, data: JSON, actor: String, to run: RunID) throws(JournalError) -> Message {
    guard let connection = try writingConnection(creating: false) else { throw try missing(run) }
    let at = clock()
    let id = try commit(on: connection, run: run, mark: nil) { tables -> Int64? in
      guard try tables.contains(run) else { return nil }
      return try tables.insertMessage(kind, data: data, actor: actor, at: at, run: run)
    }
    guard let id else { throw try missing(run) }
    return Message(id: id, run: run, at: at, actor: actor, kind: kind, data: data)
  }

  // MARK: Leases

  private func takeLeaseFile(of run: RunID, token: Int64) throws(JournalError) -> LeaseFile? {
    try LeaseFile.take(paths.lease(of: run), token: token) { [weak self] token in
      self?.clearHolder(of: run, token: token)
    }
  }

  /// Takes the lock of a run. A process that was killed has gone from the process table a moment before the kernel
  /// has closed its files, so its lock is waited for.
  private func waitForLeaseFile(of run: RunID, token: Int64, holder: Holder?) throws(JournalError) -> LeaseFile? {
    for _ in 0..<250 {
      if let file = try takeLeaseFile(of: run, token: token) { return file }
      guard let holder, holder.bootID == host.bootID, kill(holder.pid, 0) != 0, errno == ESRCH else { return nil }
      usleep(2000)
    }
    return nil
  }

  private func clearHolder(of run: RunID, token: Int64) {
    guard let connection = try? writingConnection(creating: false) else { return }
    // Should it fail, the lock says all the same that the lease is free on this host.
    try? commit(on: connection, run: run, mark: nil) { try $0.clearHolder(of: run, token: token) }
  }

  // MARK: Anchor

  /// Appends to the anchor. The entries are durable already: an anchor that lags behind is extended by the next
  /// commit or the next lease.
  private func extendAnchor(of run: RunID, to head: Head) {
    guard head.count > 0 else { return }
    do throws(JournalError) {
      try anchorFile.append(run: run, head: head)
      note(anchorProblem: nil)
    } catch {
      note(anchorProblem: error)
    }
  }

  /// Compares the journal with its anchor; returns the head to which the anchor should be extended, if it is behind.
  private func compareWithAnchor(_ run: RunID, _ connection: SQLiteConnection) throws(JournalError) -> Head? {
    let reading = try anchorFile.read(for: run)
    let head = try connection.use { try Tables(database: $0).head(of: run) }
    let isBehind = try reading.check(run: run, journal: head, anchorPath: paths.anchor) {
      (seq) throws(JournalError) in try connection.use { try Tables(database: $0).hash(of: run, seq: seq) }
    }
    return isBehind ? head : nil
  }

  /// Why a run can't be used: nobody knows it, or only the anchor does.
  private func missing(_ run: RunID) throws(JournalError) -> JournalError {
    guard let anchored = try anchorFile.read(for: run).highest else { return .runNotFound(run.text) }
    return .runMissing(run: run.text, anchor: anchored.count)
  }
}
