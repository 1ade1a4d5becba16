// The statements of a journal, one function each. They run inside a transaction of the caller's.

import GRDB
import JSONText
import Journal

/// The rows of a journal.
struct Tables {
  let database: Database

  private func sql(_ text: String) throws -> SQLStatement { try SQLStatement(text, in: database) }

  // MARK: Events

  func head(of run: RunID) throws -> Head {
    let statement = try sql("SELECT seq, hash FROM events WHERE run = ? ORDER BY seq DESC LIMIT 1")
    return try statement.first(.text(run.text)) { Head(count: $0.integer(0), hash: $0.text(1)) } ?? .empty
  }

  func hash(of run: RunID, seq: Int64) throws -> String? {
    try sql("SELECT hash FROM events WHERE run = ? AND seq = ?").first(.text(run.text), .integer(seq)) { $0.text(0) }
  }

  func insert(_ entries: [Entry]) throws {
    guard !entries.isEmpty else { return }
    let statement = try sql("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
    for entry in entries {
      try statement.run(
        .text(entry.run.text), .integer(entry.seq), .text(entry.at), .text(entry.type), .text(entry.actor),
        .integer(entry.token), .text(String(decoding: entry.data.canonicalBytes(), as: UTF8.self)),
        .text(entry.prev), .text(entry.hash))
    }
  }

  /// Hands out the entries of a run from a sequence number on, as they are stored.
  func scan(_ run: RunID, from seq: Int64?, _ body: (StoredEntry) throws -> Void) throws {
    let columns = "SELECT run, seq, at, type, actor, token, data, prev, hash FROM events WHERE run = ?"
    let statement = try sql(columns + (seq == nil ? "" : " AND seq >= ?") + " ORDER BY seq")
    try statement.each([.text(run.text)] + (seq.map { [.integer($0)] } ?? [])) { row in
      try body(
        StoredEntry(
          run: row.value(0), seq: row.value(1), at: row.value(2), type: row.value(3), actor: row.value(4),
          token: row.value(5), data: row.value(6), prev: row.value(7), hash: row.value(8)))
      return true
    }
  }

  // MARK: Runs

  func contains(_ run: RunID) throws -> Bool {
    try sql("SELECT 1 FROM leases WHERE run = ?").first(.text(run.text)) { _ in true } ?? false
  }

  func insert(_ summary: RunSummary, run: RunID) throws {
    try sql(
      """
      INSERT INTO runs (run, plan, plan_version, title, status, operator, started_at, finished_at, plan_digest)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    ).run(
      .text(run.text), .text(summary.plan), .text(summary.planVersion), SQLValue(summary.title),
      .text(summary.status), .text(summary.operator), .text(summary.startedAt), SQLValue(summary.finishedAt),
      .text(summary.planDigest))
  }

  func update(_ summary: RunSummary, run: RunID) throws {
    try sql(
      """
      UPDATE runs SET plan = ?, plan_version = ?, title = ?, status = ?, operator = ?, started_at = ?,
        finished_at = ?, plan_digest = ? WHERE run = ?
      """
    ).run(
      .text(summary.plan), .text(summary.planVersion), SQLValue(summary.title), .text(summary.status),
      .text(summary.operator), .text(summary.startedAt), SQLValue(summary.finishedAt), .text(summary.planDigest),
      .text(run.text))
  }

  /// All summaries, the newest first; a row whose run isn't an id is left to verification.
  func summaries() throws -> [RunSummary] {
    try sql(
      """
      SELECT run, plan, plan_version, title, status, operator, started_at, finished_at, plan_digest
      FROM runs ORDER BY number DESC
      """
    ).all { row -> RunSummary? in
      guard let run = RunID(row.text(0)) else { return nil }
      return RunSummary(
        run: run, plan: row.text(1), planVersion: row.text(2), title: row.optionalText(3), status: row.text(4),
        operator: row.text(5), startedAt: row.text(6), finishedAt: row.optionalText(7), planDigest: row.text(8))
    }.compactMap { $0 }
  }

  func runIDs() throws -> [RunID] {
    try sql("SELECT run FROM runs ORDER BY number DESC").all { RunID($0.text(0)) }.compactMap { $0 }
  }

  /// Removes a run with all that is stored for it alone. What was there is written over.
  func remove(_ run: RunID) throws {
    try database.execute(sql: "PRAGMA secure_delete = ON")
    try database.execute(sql: "DROP TRIGGER events_are_not_removed")
    for table in ["events", "runs", "leases", "locks", "messages", "run_attachments"] {
      try sql("DELETE FROM \(table) WHERE run = ?").run(.text(run.text))
    }
    try sql("DELETE FROM attachments WHERE digest NOT IN (SELECT digest FROM run_attachments)").run()
    try database.execute(sql: Schema.keepingEvents)
  }

  // MARK: Leases

  /// The newest token of a run and who has it; nil when the run doesn't exist.
  func lease(of run: RunID) throws -> (token: Int64, holder: Holder?)? {
    try sql("SELECT token, holder FROM leases WHERE run = ?").first(.text(run.text)) { row in
      let holder = try row.optionalText(1).flatMap { Holder(json: try JSON(parsing: $0)) }
      return (row.integer(0), holder)
    }
  }

  func token(of run: RunID) throws -> Int64? {
    try sql("SELECT token FROM leases WHERE run = ?").first(.text(run.text)) { $0.integer(0) }
  }

  func insertLease(of run: RunID, token: Int64, holder: Holder) throws {
    try sql("INSERT INTO leases VALUES (?, ?, ?)")
      .run(.text(run.text), .integer(token), .text(holder.json().text()))
  }

  func setLease(of run: RunID, token: Int64, holder: Holder) throws {
    try sql("UPDATE leases SET token = ?, holder = ? WHERE run = ?")
      .run(.integer(token), .text(holder.json().text()), .text(run.text))
  }

  func clearHolder(of run: RunID, token: Int64) throws {
    try sql("UPDATE leases SET holder = NULL WHERE run = ? AND token = ?").run(.text(run.text), .integer(token))
  }

  // MARK: Locks

  /// Takes locks for a run; the caller's transaction makes it all or none.
  func takeLocks(_ names: [String], for run: RunID) throws {
    for name in names {
      let owner = try sql("SELECT run FROM locks WHERE name = ?").first(.text(name)) { $0.text(0) }
      if let owner, owner == run.text { continue }
      if let owner {
        throw RunID(owner).map { JournalError.lockHeld(name: name, by: $0) } ?? .runNotFound(owner)
      }
      try sql("INSERT INTO locks VALUES (?, ?)").run(.text(name), .text(run.text))
    }
  }

  func releaseLocks(of run: RunID) throws {
    try sql("DELETE FROM locks WHERE run = ?").run(.text(run.text))
  }

  func lockOwners() throws -> [LockOwner] {
    try sql("SELECT name, run FROM locks ORDER BY name").all { row in
      RunID(row.text(1)).map { LockOwner(name: row.text(0), run: $0) }
    }.compactMap { $0 }
  }

  // MARK: Attachments

  func insert(_ attachments: [Attachment], run: RunID) throws {
    for attachment in attachments {
      try sql("INSERT INTO attachments VALUES (?, ?) ON CONFLICT DO NOTHING")
        .run(.text(attachment.digest), .bytes(attachment.bytes))
      try sql("INSERT INTO run_attachments (run, digest) VALUES (?, ?) ON CONFLICT DO NOTHING")
        .run(.text(run.text), .text(attachment.digest))
    }
  }

  func attachment(_ digest: String) throws -> [UInt8]? {
    try sql("SELECT bytes FROM attachments WHERE digest = ?").first(.text(digest)) { $0.bytes(0) }
  }

  func attachments(of run: RunID) throws -> [String] {
    try sql("SELECT digest FROM run_attachments WHERE run = ? ORDER BY number").all(.text(run.text)) { $0.text(0) }
  }

  // MARK: Messages

  func insertMessage(_ kind: String, data: JSON, actor: String, at: String, run: RunID) throws -> Int64 {
    try sql("INSERT INTO messages (run, at, actor, kind, data) VALUES (?, ?, ?, ?, ?)")
      .run(.text(run.text), .text(at), .text(actor), .text(kind), .text(data.text()))
    return database.lastInsertedRowID
  }

  func messages(for run: RunID, after id: Int64) throws -> [Message] {
    try sql("SELECT id, at, actor, kind, data FROM messages WHERE run = ? AND id > ? ORDER BY id")
      .all(.text(run.text), .integer(id)) { row in
        Message(
          id: row.integer(0), run: run, at: row.text(1), actor: row.text(2), kind: row.text(3),
          data: try JSON(parsing: row.bytes(4)))
      }
  }

  func removeMessages(of run: RunID, upTo id: Int64) throws {
    try sql("DELETE FROM messages WHERE run = ? AND id <= ?").run(.text(run.text), .integer(id))
  }
}
