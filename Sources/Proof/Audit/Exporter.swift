// The record of a run as JSON Lines, for anyone who has SHA-256 (DESIGN §6).

import Foundation
import JSONText
import Journal

/// Exports records.
public enum Exporter {
  /// The record of a run: its events, one a line, in canonical form with their hashes; then the texts that were
  /// stored for it by digest, `{"attachment":{"digest","text"}}`, or `"base64"` where they aren't UTF-8; then the
  /// head, `{"head":{"count","hash","run"}}`. The same record gives the same bytes. Nothing is modified.
  ///
  /// - Throws: ``JournalError/entryDamaged(run:seq:fault:)``,
  ///   ``JournalError/journalShorterThanAnchor(run:journal:anchor:)`` and the like for a record that isn't what was
  ///   written: an export of it would look whole.
  public static func export(_ run: RunID, _ store: some JournalStore) throws(JournalError) -> [UInt8] {
    let anchor = try store.anchor(for: run)
    let entries = try store.verifiedEntries(of: run)
    guard let head = entries.last?.head else {
      throw anchor.highest.map { .runMissing(run: run.text, anchor: $0.count) } ?? .runNotFound(run.text)
    }
    _ = try anchor.check(run: run, journal: head, anchorPath: "anchor") { (seq) throws(JournalError) in
      entries.indices.contains(Int(seq) - 1) ? entries[Int(seq) - 1].hash : nil
    }
    var bytes: [UInt8] = []
    var named = NamedDigests()
    for entry in entries {
      appendLine(entry.json(), to: &bytes)
      named.take(entry.data)
    }
    for digest in named.required.union(try store.attachments(of: run)).sorted() {
      guard let text = try store.attachment(digest) else { throw .attachmentMissing(digest: digest) }
      appendLine(attachmentLine(digest, text), to: &bytes)
    }
    appendLine(headLine(run, head), to: &bytes)
    return bytes
  }

  private static func appendLine(_ value: JSON, to bytes: inout [UInt8]) {
    bytes += value.canonicalBytes()
    bytes.append(UInt8(ascii: "\n"))
  }

  private static func attachmentLine(_ digest: String, _ bytes: [UInt8]) -> JSON {
    if let text = String(validating: bytes, as: UTF8.self) {
      return ["attachment": ["digest": .string(digest), "text": .string(text)]]
    }
    return ["attachment": ["digest": .string(digest), "base64": .string(Data(bytes).base64EncodedString())]]
  }

  private static func headLine(_ run: RunID, _ head: Head) -> JSON {
    ["head": ["run": .string(run.text), "count": .int(head.count), "hash": .string(head.hash)]]
  }
}
