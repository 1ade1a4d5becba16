// The rules of a journal in memory: locks, entries, texts, the anchor.

extension MemoryJournal.Contents {
  /// Takes locks for a run, all or none.
  mutating func take(_ names: [String], for run: RunID) throws(JournalError) {
    for name in names {
      if let owner = locks[name], owner != run { throw .lockHeld(name: name, by: owner) }
    }
    for name in names { locks[name] = run }
  }

  /// Appends entries to a run and its new head to the anchor.
  mutating func add(_ entries: [Entry], to run: RunID) {
    guard let last = entries.last else { return }
    runs[run]?.entries.append(contentsOf: entries.map(StoredEntry.init))
    runs[run]?.head = last.head
    extendAnchor(of: run, to: last.head)
  }

  mutating func add(_ texts: [Attachment], to run: RunID) {
    for text in texts {
      attachments[text.digest] = text.bytes
      if runs[run]?.attachments.contains(text.digest) == false { runs[run]?.attachments.append(text.digest) }
    }
  }

  func anchorReading(for run: RunID?) -> AnchorReading {
    anchor.map { AnchorReading(parsing: $0, for: run) } ?? AnchorReading(exists: false)
  }

  mutating func reconcileAnchor(of run: RunID) throws(JournalError) {
    guard let found = runs[run] else { return }
    let isBehind = try anchorReading(for: run).check(run: run, journal: found.head, anchorPath: "anchor") {
      (seq) throws(JournalError) in hash(of: found, seq: seq)
    }
    if isBehind { extendAnchor(of: run, to: found.head) }
  }

  /// Removes a run with all that is stored for it alone.
  mutating func remove(_ run: RunID) {
    let text = String(decoding: anchor ?? [], as: UTF8.self)
    let kept = text.split(separator: "\n").filter { !$0.hasPrefix(run.text + " ") }
    anchor = kept.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] }
    runs[run] = nil
    order.removeAll { $0 == run }
    messages.removeAll { $0.run == run }
    locks = locks.filter { $0.value != run }
    let named = Set(runs.values.flatMap(\.attachments))
    attachments = attachments.filter { named.contains($0.key) }
  }

  /// Appends a line to the anchor, behind the last whole one.
  private mutating func extendAnchor(of run: RunID, to head: Head) {
    var bytes = anchor ?? []
    bytes.removeSubrange((bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)...)
    bytes += anchorLine(run: run, head: head).utf8
    anchor = bytes
  }

  /// Why a run can't be used: nobody knows it, or only the anchor does.
  func missing(_ run: RunID) -> JournalError {
    guard let anchored = anchorReading(for: run).highest else { return .runNotFound(run.text) }
    return .runMissing(run: run.text, anchor: anchored.count)
  }

  private func hash(of run: MemoryJournal.Run, seq: Int64) -> String? {
    guard let row = run.entries.first(where: { $0.number == seq }), case .text(let bytes) = row.hash else {
      return nil
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
