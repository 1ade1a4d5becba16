// A store in memory: for tests and simulation. It keeps every promise of a store but surviving the process.

import Digests
import Foundation
import JSONText

/// A journal in memory that can be told to fail.
///
/// Two stores that share a ``MemoryJournal`` behave as two processes with one database: ``crash()`` is the death of
/// one of them.
public final class MemoryStore: JournalStore, @unchecked Sendable {  // mutable state is guarded by `guarding`
  public let journal: MemoryJournal
  private let host: HostIdentity
  private let clock: @Sendable () -> String
  private let faults: StoreFaultPlan
  private let guarding = NSLock()
  private var calls: [StoreOperation: Int] = [:]
  private var leases: [WeakLeaseHandle] = []
  private var isClosed = false

  public init(
    sharing journal: MemoryJournal = MemoryJournal(), host: HostIdentity = .current(),
    clock: @escaping @Sendable () -> String = systemTime, faults: @escaping StoreFaultPlan = { _, _ in nil }
  ) {
    self.journal = journal
    self.host = host
    self.clock = clock
    self.faults = faults
  }

  /// Ends every lease that this store gave as the death of its process would, and closes it.
  public func crash() {
    guarding.lock()
    defer { guarding.unlock() }
    for lease in leases { lease.handle?.stopHolding() }
    leases = []
    isClosed = true
  }

  public func close() {
    guarding.lock()
    defer { guarding.unlock() }
    isClosed = true
  }

  // MARK: Writing

  public func createRun(
    _ id: RunID, summary: RunSummary, first: [EntryDraft], attachments: [Attachment], locks: [String], holder: Holder
  ) throws(JournalError) -> (Lease, [Entry], Head) {
    let fault = try begin(.createRun)
    var chain = Chain(run: id)
    let entries = try chain.append(first, token: 1)
    let handle = MemoryLeaseHandle(journal: journal, run: id, token: 1)
    try journal.with { contents throws(JournalError) in
      guard contents.runs[id] == nil else { throw .runExists(id) }
      try contents.take(locks, for: id)
      contents.order.append(id)
      var run = MemoryJournal.Run(summary: summary)
      run.token = 1
      run.holder = holder
      run.handle = handle
      contents.runs[id] = run
      contents.add(entries, to: id)
      contents.add(attachments, to: id)
    }
    try end(fault, id, chain.head)
    keep(handle)
    return (Lease(run: id, token: 1, holder: holder, handle: handle), entries, chain.head)
  }

  public func acquireLease(_ run: RunID, holder: Holder) throws(JournalError) -> Lease {
    let fault = try begin(.acquireLease)
    let (handle, token, head) = try journal.with {
      contents throws(JournalError) -> (MemoryLeaseHandle, Int64, Head) in
      guard let found = contents.runs[run] else { throw contents.missing(run) }
      if let handle = found.handle, handle.isHeld { throw .leaseHeld(found.holder) }
      if let holder = found.holder, !holder.isOf(host) { throw .leaseHeldElsewhere(run: run, holder) }
      try contents.reconcileAnchor(of: run)
      let handle = MemoryLeaseHandle(journal: journal, run: run, token: found.token + 1)
      contents.runs[run]?.token = found.token + 1
      contents.runs[run]?.holder = holder
      contents.runs[run]?.handle = handle
      return (handle, found.token + 1, found.head)
    }
    try end(fault, run, head)
    keep(handle)
    return Lease(run: run, token: token, holder: holder, handle: handle)
  }

  public func append(
    _ drafts: [EntryDraft], to run: RunID, after: Head, lease: Lease, summary: RunSummary?, locks: LockChange,
    attachments: [Attachment], taken: Int64?
  ) throws(JournalError) -> [Entry] {
    let fault = try begin(.append)
    var chain = Chain(run: run, head: after)
    let entries = try chain.append(drafts, token: lease.token)
    try journal.with { contents throws(JournalError) in
      guard let found = contents.runs[run] else { throw contents.missing(run) }
      guard lease.run == run, lease.handle.isHeld, found.token == lease.token else {
        throw .leaseLost(run: run, token: lease.token)
      }
      guard found.head == after else { throw .headMoved(run: run, expected: after, found: found.head) }
      switch locks {
      case .none: break
      case .acquire(let names): try contents.take(names, for: run)
      case .release: contents.locks = contents.locks.filter { $0.value != run }
      }
      if let summary { contents.runs[run]?.summary = summary }
      if let taken { contents.messages.removeAll { $0.run == run && $0.id <= taken } }
      contents.add(attachments, to: run)
      contents.add(entries, to: run)
    }
    try end(fault, run, chain.head)
    return entries
  }

  @discardableResult
  public func post(_ kind: String, data: JSON, actor: String, to run: RunID) throws(JournalError) -> Message {
    let fault = try begin(.post)
    let at = clock()
    let message = try journal.with { contents throws(JournalError) -> Message in
      guard contents.runs[run] != nil else { throw contents.missing(run) }
      contents.lastMessage += 1
      let message = Message(id: contents.lastMessage, run: run, at: at, actor: actor, kind: kind, data: data)
      contents.messages.append(message)
      return message
    }
    try end(fault, run, .empty)
    return message
  }

  public func remove(_ run: RunID, holder: Holder) throws(JournalError) {
    let lease = try acquireLease(run, holder: holder)
    journal.with { $0.remove(run) }
    lease.close()
  }

  // MARK: Reading

  public func head(of run: RunID) throws(JournalError) -> Head {
    try open { $0.runs[run]?.head ?? .empty }
  }

  public func entries(of run: RunID, from seq: Int64) throws(JournalError) -> [Entry] {
    let stored = try open { $0.runs[run]?.entries ?? [] }
    var entries: [Entry] = []
    for row in stored where (row.number ?? 0) >= seq {
      do throws(RecordFault) {
        entries.append(try row.uncheckedEntry())
      } catch {
        throw .entryDamaged(run: run, seq: row.number, fault: error)
      }
    }
    return entries
  }

  public func scan(_ run: RunID, _ body: (StoredEntry) -> Void) throws(JournalError) {
    for row in try open({ $0.runs[run]?.entries ?? [] }) { body(row) }
  }

  public func anchor(for run: RunID) throws(JournalError) -> AnchorReading {
    try open { $0.anchorReading(for: run) }
  }

  public func attachment(_ digest: String) throws(JournalError) -> [UInt8]? {
    guard let bytes = try open({ $0.attachments[digest] }) else { return nil }
    guard sha256Text(of: bytes) == digest else { throw .attachmentChanged(digest: digest) }
    return bytes
  }

  public func attachments(of run: RunID) throws(JournalError) -> [String] {
    try open { $0.runs[run]?.attachments ?? [] }
  }

  public func runs() throws(JournalError) -> [RunSummary] {
    try open { contents in contents.order.reversed().compactMap { contents.runs[$0]?.summary } }
  }

  public func find(prefix: String) throws(JournalError) -> RunID {
    let (newestFirst, anchored) = try open { contents in
      (Array(contents.order.reversed()), contents.anchorReading(for: nil).others)
    }
    return try findRun(prefix, newestFirst: newestFirst, anchored: { () throws(JournalError) in anchored })
  }

  public func messages(for run: RunID, after id: Int64) throws(JournalError) -> [Message] {
    try open { contents in contents.messages.filter { $0.run == run && $0.id > id } }
  }

  public func holder(of run: RunID) throws(JournalError) -> (holder: Holder, alive: Bool)? {
    try open { contents in
      guard let found = contents.runs[run], let holder = found.holder else { return nil }
      return (holder, found.handle?.isHeld ?? false)
    }
  }

  public func lockOwners() throws(JournalError) -> [LockOwner] {
    try open { contents in
      contents.locks.map { LockOwner(name: $0.key, run: $0.value) }.sorted { $0.name < $1.name }
    }
  }

  // MARK: Closing and faults

  private func open<Answer>(_ body: (MemoryJournal.Contents) -> Answer) throws(JournalError) -> Answer {
    try checkOpen()
    return journal.with { body($0) }
  }

  private func checkOpen() throws(JournalError) {
    guarding.lock()
    defer { guarding.unlock() }
    if isClosed { throw .closed }
  }

  private func begin(_ operation: StoreOperation) throws(JournalError) -> StoreFault? {
    try checkOpen()
    let fault = faults(operation, count(operation))
    if case .refused(let error) = fault { throw error }
    return fault
  }

  private func count(_ operation: StoreOperation) -> Int {
    guarding.lock()
    defer { guarding.unlock() }
    calls[operation, default: 0] += 1
    return calls[operation, default: 0]
  }

  private func end(_ fault: StoreFault?, _ run: RunID, _ head: Head) throws(JournalError) {
    if fault == .doneButUnknown { throw .outcomeUnknown(run: run, seq: head.count, hash: head.hash) }
  }

  private func keep(_ handle: MemoryLeaseHandle) {
    guarding.lock()
    defer { guarding.unlock() }
    leases.removeAll { $0.handle == nil }
    leases.append(WeakLeaseHandle(handle: handle))
  }
}

/// A lease that ends with its last copy, whoever remembers it.
private struct WeakLeaseHandle {
  weak var handle: MemoryLeaseHandle?
}
