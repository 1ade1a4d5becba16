// What memory stores keep: the rows of a journal without a disk.

import Foundation
import JSONText

/// The contents of a journal in memory. Several ``MemoryStore`` may share one, as executors share a database.
public final class MemoryJournal: @unchecked Sendable {  // `contents` is guarded by `guarding`
  /// One run.
  struct Run {
    var summary: RunSummary
    var entries: [StoredEntry] = []
    var head: Head = .empty
    var token: Int64 = 0
    var holder: Holder?
    weak var handle: MemoryLeaseHandle?
    var attachments: [String] = []
  }

  struct Contents {
    var runs: [RunID: Run] = [:]
    /// In the order of creation.
    var order: [RunID] = []
    var attachments: [String: [UInt8]] = [:]
    var locks: [String: RunID] = [:]
    var messages: [Message] = []
    var lastMessage: Int64 = 0
    /// The bytes of an anchor file; nil when it is missing.
    var anchor: [UInt8]? = []
  }

  private let guarding = NSLock()
  private var contents = Contents()

  public init() {}

  func with<Answer, Failure: Error>(_ body: (inout Contents) throws(Failure) -> Answer) throws(Failure) -> Answer {
    guarding.lock()
    defer { guarding.unlock() }
    return try body(&contents)
  }

  /// Changes the stored entries of a run behind the back of every store, as somebody with an editor would.
  public func tamper(with run: RunID, _ change: (inout [StoredEntry]) -> Void) {
    with { contents in
      guard var changed = contents.runs[run] else { return }
      change(&changed.entries)
      let last = try? changed.entries.last?.entry()
      changed.head = last?.head ?? Head(count: Int64(changed.entries.count), hash: Head.empty.hash)
      contents.runs[run] = changed
    }
  }

  /// Changes the anchor behind the back of every store; nil removes it.
  public func tamperWithAnchor(_ change: (inout [UInt8]?) -> Void) {
    with { change(&$0.anchor) }
  }
}

/// The lease of a run in memory.
final class MemoryLeaseHandle: LeaseHandle, @unchecked Sendable {  // `held` is guarded by `guarding`
  private let journal: MemoryJournal
  private let run: RunID
  private let token: Int64
  private let guarding = NSLock()
  private var held = true

  init(journal: MemoryJournal, run: RunID, token: Int64) {
    self.journal = journal
    self.run = run
    self.token = token
  }

  deinit { release() }

  var isHeld: Bool {
    guarding.lock()
    defer { guarding.unlock() }
    return held
  }

  func release() {
    guard stopHolding() else { return }
    journal.with { contents in
      if contents.runs[run]?.token == token { contents.runs[run]?.holder = nil }
    }
  }

  /// Ends as a process ends that is killed: whoever held the lease stays noted. Returns whether it was held.
  @discardableResult
  func stopHolding() -> Bool {
    guarding.lock()
    defer { guarding.unlock() }
    defer { held = false }
    return held
  }
}
