// The checking end of a run's hash chain.

/// Something wrong with a record, and where.
public struct RecordProblem: Hashable, Sendable {
  /// The sequence number of the event concerned, where it is known.
  public let seq: Int64?
  public let fault: RecordFault

  public init(seq: Int64?, fault: RecordFault) {
    self.seq = seq
    self.fault = fault
  }
}

/// Checks the entries of one run in order: each by itself and each against the one before it.
///
/// After a fault it goes on from what it found, so that one changed entry gives the faults of that entry and not of
/// all that follow.
public struct ChainVerifier: Sendable {
  public let run: RunID
  /// The end of what was seen: its last entry, faulty or not.
  public private(set) var head: Head = .empty
  /// How many entries were seen.
  public private(set) var count: Int64 = 0
  public private(set) var problems: [RecordProblem] = []
  private var token: Int64 = 0

  public init(run: RunID) { self.run = run }

  /// Takes the next entry; nil when it can't be read as one.
  @discardableResult
  public mutating func check(_ stored: StoredEntry) -> Entry? {
    count += 1
    do throws(RecordFault) {
      let entry = try stored.entry()
      link(entry)
      return entry
    } catch {
      note(error, at: stored.number ?? head.count + 1)
      skip(stored)
      return nil
    }
  }

  private mutating func link(_ entry: Entry) {
    if entry.run != run { note(.foreignRun(entry.run.text), at: entry.seq) }
    if entry.seq != head.count + 1 {
      note(.outOfSequence(expected: head.count + 1, found: entry.seq), at: entry.seq)
    } else if !haveSameBytes(entry.prev, head.hash) {
      note(.prevMismatch, at: entry.seq)
    }
    if entry.token < token { note(.tokenFell(from: token, to: entry.token), at: entry.seq) }
    token = max(token, entry.token)
    head = entry.head
  }

  /// Goes on behind an entry that can't be read, as far as its columns tell where that is.
  private mutating func skip(_ stored: StoredEntry) {
    var hash = head.hash
    if case .text(let bytes) = stored.hash, let text = String(validating: bytes, as: UTF8.self) { hash = text }
    head = Head(count: stored.number ?? head.count + 1, hash: hash)
  }

  private mutating func note(_ fault: RecordFault, at seq: Int64?) {
    problems.append(RecordProblem(seq: seq, fault: fault))
  }
}

extension ChainVerifier {
  /// The problems of a sequence of entries that should be a whole run; empty when there are none.
  public static func problems(in entries: some Sequence<Entry>, of run: RunID) -> [RecordProblem] {
    var verifier = ChainVerifier(run: run)
    for entry in entries { verifier.check(StoredEntry(entry)) }
    return verifier.problems
  }
}
