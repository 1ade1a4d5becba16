// Verification of a run in a store: its chain, its anchor, its texts. It reads only.

import JSONText
import Journal

/// Verifies records (DESIGN §6).
public enum Verifier {
  /// Verifies the record of a run as a store holds it.
  ///
  /// Damage of any kind, a database that can't be read to its end included, is a problem in the report.
  ///
  /// - Throws: ``JournalError/runNotFound(_:)`` when neither journal nor anchor know the run, and what keeps the
  ///   journal from being read at all, such as its permissions or a newer format.
  public static func verify(_ run: RunID, _ store: some JournalStore) throws(JournalError) -> VerificationReport {
    var verification = StoreVerification(run: run)
    // The anchor comes first: a living executor extends it after the journal, never before.
    let anchor = try store.anchor(for: run)
    try verification.readEvents(store, anchor)
    if verification.chain.count == 0, anchor.heads.isEmpty, !verification.isUnreadable {
      throw .runNotFound(run.text)
    }
    try verification.compare(with: anchor)
    try verification.lookForOtherRuns(store, anchor)
    try verification.readTexts(store)
    return verification.report(anchor)
  }
}

/// A verification under way.
private struct StoreVerification {
  let run: RunID
  var chain: ChainVerifier
  var problems: [RecordProblem] = []
  var isUnreadable = false
  private var named = NamedDigests()
  /// The hashes of the events that the anchor speaks of.
  private var hashes: [Int64: String] = [:]
  private var texts = 0
  private var unnamedTexts = 0

  init(run: RunID) {
    self.run = run
    chain = ChainVerifier(run: run)
  }

  mutating func readEvents(_ store: some JournalStore, _ anchor: AnchorReading) throws(JournalError) {
    let anchored = Set(anchor.heads.map(\.count))
    do throws(JournalError) {
      try store.scan(run) { stored in
        let entry = chain.check(stored)
        if let entry { named.take(entry.data) }
        if let entry, anchored.contains(entry.seq) { hashes[entry.seq] = entry.hash }
      }
    } catch {
      try note(error)
    }
    problems += chain.problems
  }

  mutating func compare(with anchor: AnchorReading) throws(JournalError) {
    guard anchor.exists else {
      problems.append(RecordProblem(seq: nil, fault: .anchorMissing))
      return
    }
    for line in anchor.damagedLines { problems.append(RecordProblem(seq: nil, fault: .anchorLineDamaged(line: line))) }
    guard let highest = anchor.highest else {
      problems.append(RecordProblem(seq: nil, fault: .anchorUnknowsRun))
      return
    }
    if chain.count == 0 {
      problems.append(RecordProblem(seq: nil, fault: .runMissing(run: run.text, anchor: highest.count)))
    } else if chain.head.count < highest.count {
      let fault = RecordFault.shorterThanAnchor(journal: chain.head.count, anchor: highest.count)
      problems.append(RecordProblem(seq: nil, fault: fault))
    }
    for head in anchor.heads where head.count <= chain.head.count {
      guard let hash = hashes[head.count], haveSameBytes(hash, head.hash) else {
        problems.append(RecordProblem(seq: head.count, fault: .differsFromAnchor(count: head.count)))
        return
      }
    }
  }

  /// A journal that was replaced by an older copy lacks the newest runs.
  mutating func lookForOtherRuns(_ store: some JournalStore, _ anchor: AnchorReading) throws(JournalError) {
    guard !isUnreadable else { return }
    for (name, count) in anchor.others.sorted(by: { $0.key < $1.key }) {
      guard let other = RunID(name) else { continue }
      do throws(JournalError) {
        let head = try store.head(of: other)
        guard head.count < count else { continue }
        let fault: RecordFault =
          head.count == 0
          ? .runMissing(run: name, anchor: count)
          : .otherRunShorter(run: name, journal: head.count, anchor: count)
        problems.append(RecordProblem(seq: nil, fault: fault))
      } catch {
        try note(error)
        return
      }
    }
  }

  mutating func readTexts(_ store: some JournalStore) throws(JournalError) {
    guard !isUnreadable else { return }
    do throws(JournalError) {
      let stored = try store.attachments(of: run)
      for digest in stored + named.required.subtracting(stored).sorted() {
        try readText(digest, store)
        if !named.mentioned.contains(digest) { unnamedTexts += 1 }
      }
    } catch {
      try note(error)
    }
  }

  private mutating func readText(_ digest: String, _ store: some JournalStore) throws(JournalError) {
    texts += 1
    do throws(JournalError) {
      if try store.attachment(digest) != nil { return }
      problems.append(RecordProblem(seq: nil, fault: .attachmentMissing(digest: digest)))
    } catch {
      guard case .attachmentChanged = error else { throw error }
      problems.append(RecordProblem(seq: nil, fault: .attachmentChanged(digest: digest)))
    }
  }

  /// Notes damage as a problem; anything else is for the caller.
  private mutating func note(_ error: JournalError) throws(JournalError) {
    switch error {
    case .notADatabase, .foreignDatabase, .databaseDamaged, .entryDamaged, .writeFailed:
      isUnreadable = true
      problems.append(RecordProblem(seq: nil, fault: .unreadable(error.message)))
    default: throw error
    }
  }

  func report(_ anchor: AnchorReading) -> VerificationReport {
    VerificationReport(
      run: run, events: chain.count, head: chain.head.hash,
      problems: problems.map { VerificationReport.Problem($0) },
      proven: problems.isEmpty ? proven(anchor) : [])
  }

  private func proven(_ anchor: AnchorReading) -> [String] {
    let count = chain.head.count
    let confirmed = anchor.highest?.count ?? 0
    var sentences = [Sentences.chain(count)]
    sentences.append(
      confirmed == count
        ? "The anchor knows the last event, so none is missing at the end."
        : "The anchor knows the run up to event \(confirmed); the \(count - confirmed) after it were written last.")
    if texts > 0 { sentences.append(Sentences.texts(texts, unnamed: unnamedTexts)) }
    sentences.append(
      "Not proven: that nobody has cut or rewritten journal and anchor together. That can be found only where the "
        + "anchor or this head was also sent elsewhere: \(run) \(chain.head)")
    return sentences
  }
}
