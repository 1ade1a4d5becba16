// What every store of journals promises. One suite of tests holds for all of them.

import JSONText

/// Keeps the records of runs: entries that are only ever appended, the lease of each run, the locks of all, the texts
/// that runs need whole, and an inbox for those who aren't the executor.
///
/// A store knows nothing of the meaning of entries. Every call blocks until it is done; what a call reports as
/// written is durable. A store may be used from several threads.
public protocol JournalStore: Sendable {
  /// Records a new run with its first entries, texts and locks, and takes its lease, all in one durable commit: a run
  /// that is refused leaves nothing behind.
  ///
  /// - Throws: ``JournalError/lockHeld(name:by:)``, ``JournalError/runExists(_:)``, or why it can't be written.
  func createRun(
    _ id: RunID, summary: RunSummary, first: [EntryDraft], attachments: [Attachment], locks: [String], holder: Holder
  ) throws(JournalError) -> (Lease, [Entry], Head)

  /// Takes the lease of a run with the next higher token, durable before this returns. A holder that died on this
  /// host is replaced at once. The journal is compared with its anchor first.
  ///
  /// - Throws: ``JournalError/leaseHeld(_:)`` when a living executor has it, ``JournalError/leaseHeldElsewhere(_:)``,
  ///   ``JournalError/journalShorterThanAnchor(run:journal:anchor:)`` and the like.
  func acquireLease(_ run: RunID, holder: Holder) throws(JournalError) -> Lease

  /// Appends entries if the run still ends with a head and the lease is still the newest, in one durable commit with
  /// the other changes; then extends the anchor.
  ///
  /// - Parameters:
  ///   - summary: replaces the run's summary.
  ///   - attachments: texts that these entries name.
  ///   - taken: messages of this run up to this id are removed from its inbox.
  /// - Throws: ``JournalError/leaseLost(run:token:)``, ``JournalError/headMoved(run:expected:found:)`` or
  ///   ``JournalError/lockHeld(name:by:)`` with nothing written;
  ///   ``JournalError/outcomeUnknown(run:seq:hash:)`` when even reading back can't tell.
  func append(
    _ drafts: [EntryDraft], to run: RunID, after: Head, lease: Lease, summary: RunSummary?, locks: LockChange,
    attachments: [Attachment], taken: Int64?
  ) throws(JournalError) -> [Entry]

  /// Removes a run that nobody executes from journal and anchor alike, with its locks, its messages, and the texts
  /// that no other run has. Whether it may go is for the caller to know.
  ///
  /// - Throws: what ``acquireLease(_:holder:)`` throws; nothing is removed then.
  func remove(_ run: RunID, holder: Holder) throws(JournalError)

  /// The end of a run; ``Head/empty`` when the store has no entry of it.
  func head(of run: RunID) throws(JournalError) -> Head

  /// The entries of a run from a sequence number on, as they are stored; see ``verifiedEntries(of:)``.
  func entries(of run: RunID, from seq: Int64) throws(JournalError) -> [Entry]

  /// Hands out every stored entry of a run in order, unchecked: what verification reads. Nothing is modified.
  func scan(_ run: RunID, _ body: (StoredEntry) -> Void) throws(JournalError)

  /// What the anchor says. Nothing is modified.
  func anchor(for run: RunID) throws(JournalError) -> AnchorReading

  /// The bytes stored under a digest, checked against it; nil when there are none.
  func attachment(_ digest: String) throws(JournalError) -> [UInt8]?

  /// The digests of the texts that were stored for a run, in the order in which they came.
  func attachments(of run: RunID) throws(JournalError) -> [String]

  /// All runs, the newest first.
  func runs() throws(JournalError) -> [RunSummary]

  /// The run that an id, a unique prefix of one, or `last` names.
  ///
  /// - Throws: ``JournalError/runNotFound(_:)``, ``JournalError/runAmbiguous(prefix:runs:)``,
  ///   ``JournalError/noRuns``, or ``JournalError/runMissing(run:anchor:)`` when only the anchor knows it.
  func find(prefix: String) throws(JournalError) -> RunID

  /// Puts a message into the inbox of a run, durable before this returns.
  @discardableResult
  func post(_ kind: String, data: JSON, actor: String, to run: RunID) throws(JournalError) -> Message

  /// The messages of a run with higher ids than one, in the order in which they came.
  func messages(for run: RunID, after id: Int64) throws(JournalError) -> [Message]

  /// Who has the lease of a run and whether it is surely held now; nil when it was given back.
  func holder(of run: RunID) throws(JournalError) -> (holder: Holder, alive: Bool)?

  /// All locks, by name.
  func lockOwners() throws(JournalError) -> [LockOwner]

  /// Lets go of the files. Later calls throw ``JournalError/closed``.
  func close()

  /// Why the anchor lags behind since the last append; nil: it doesn't, or there is none. Nothing is lost by it: the
  /// next append or lease extends it. But until then nobody would notice that the journal's tail is gone.
  func anchorTrouble() -> JournalError?
}

extension JournalStore {
  public func anchorTrouble() -> JournalError? { nil }
}

extension JournalStore {
  /// Appends entries without texts and without taking messages.
  public func append(
    _ drafts: [EntryDraft], to run: RunID, after: Head, lease: Lease, summary: RunSummary? = nil,
    locks: LockChange = .none
  ) throws(JournalError) -> [Entry] {
    try append(
      drafts, to: run, after: after, lease: lease, summary: summary, locks: locks, attachments: [], taken: nil)
  }

  /// The summary of a run; nil when the store doesn't have the run.
  public func summary(of run: RunID) throws(JournalError) -> RunSummary? {
    try runs().first { $0.run == run }
  }

  /// All entries of a run, their chain checked: what a resume should build on.
  ///
  /// - Throws: ``JournalError/entryDamaged(run:seq:fault:)`` with the first fault.
  public func verifiedEntries(of run: RunID) throws(JournalError) -> [Entry] {
    var verifier = ChainVerifier(run: run)
    var entries: [Entry] = []
    try scan(run) { stored in
      if let entry = verifier.check(stored) { entries.append(entry) }
    }
    if let problem = verifier.problems.first {
      throw .entryDamaged(run: run, seq: problem.seq, fault: problem.fault)
    }
    return entries
  }
}
