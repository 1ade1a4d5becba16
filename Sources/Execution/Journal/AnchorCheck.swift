// Whether a journal and its anchor agree about a run, before anyone goes on with it (ANCHORS §2, rows 12 and 13).

extension AnchorReading {
  /// Refuses a run whose journal was cut or replaced: it must have at least as many entries as the anchor says, and
  /// the anchor's newest entry must be the journal's entry of that number.
  ///
  /// - Parameters:
  ///   - hashOfEntry: the journal's hash of the entry with a sequence number.
  /// - Returns: whether the anchor is behind the journal and should be extended to its head.
  public func check(
    run: RunID, journal: Head, anchorPath: String, hashOfEntry: (Int64) throws(JournalError) -> String?
  ) throws(JournalError) -> Bool {
    if let line = damagedLineOfRun { throw .anchorDamaged(path: anchorPath, line: line) }
    guard let highest else { return journal.count > 0 }
    guard journal.count >= highest.count else {
      throw .journalShorterThanAnchor(run: run, journal: journal.count, anchor: highest.count)
    }
    let newest = heads.filter { $0.count == highest.count }
    let hash = try hashOfEntry(highest.count)
    guard let hash, newest.allSatisfy({ haveSameBytes($0.hash, hash) }) else {
      throw .journalDiffersFromAnchor(run: run, count: highest.count)
    }
    return journal.count > highest.count
  }
}
