// An entry as a store holds it, before anything is believed about it: what verification reads.

import Digests
import JSONText

/// One stored value, whatever its type.
public enum StoredValue: Hashable, Sendable {
  case absent
  case integer(Int64)
  /// The bytes of a text, which needn't be UTF-8.
  case text([UInt8])
  /// A value of a type that no column of an entry has.
  case other
}

/// The columns of one stored entry.
public struct StoredEntry: Hashable, Sendable {
  public var run: StoredValue
  public var seq: StoredValue
  public var at: StoredValue
  public var type: StoredValue
  public var actor: StoredValue
  public var token: StoredValue
  /// Canonical JSON.
  public var data: StoredValue
  public var prev: StoredValue
  public var hash: StoredValue

  public init(
    run: StoredValue, seq: StoredValue, at: StoredValue, type: StoredValue, actor: StoredValue, token: StoredValue,
    data: StoredValue, prev: StoredValue, hash: StoredValue
  ) {
    self.run = run
    self.seq = seq
    self.at = at
    self.type = type
    self.actor = actor
    self.token = token
    self.data = data
    self.prev = prev
    self.hash = hash
  }

  /// An entry as every store writes it.
  public init(_ entry: Entry) {
    self.init(
      run: .text(Array(entry.run.text.utf8)), seq: .integer(entry.seq), at: .text(Array(entry.at.utf8)),
      type: .text(Array(entry.type.utf8)), actor: .text(Array(entry.actor.utf8)), token: .integer(entry.token),
      data: .text(entry.data.canonicalBytes()), prev: .text(Array(entry.prev.utf8)),
      hash: .text(Array(entry.hash.utf8)))
  }

  /// The sequence number, where it can be told.
  public var number: Int64? {
    if case .integer(let number) = seq { number } else { nil }
  }

  /// Reads the columns as an entry, whatever it holds: they need only be of the right types.
  public func uncheckedEntry() throws(RecordFault) -> Entry {
    Entry(
      run: try runID(), seq: try integer(seq, "seq"), at: try text(at, "at"), type: try text(type, "type"),
      actor: try text(actor, "actor"), token: try integer(token, "token"), data: try parse(try bytes(data, "data")),
      prev: try text(prev, "prev"), hash: try text(hash, "hash"))
  }

  /// Reads the columns and checks the entry by itself: types, canonical form, portable numbers, its own hash.
  /// Its place in a chain is for ``ChainVerifier``.
  public func entry() throws(RecordFault) -> Entry {
    let entry = try uncheckedEntry()
    let dataBytes = try bytes(data, "data")
    if let place = placeOfUnportableNumber(in: entry.data) { throw .numberNotPortable(place: place) }
    guard entry.data.canonicalBytes() == dataBytes else { throw .notCanonical }
    let hashed = canonicalEntry(
      run: entry.run.text, seq: entry.seq, at: entry.at, type: entry.type, actor: entry.actor, token: entry.token,
      canonicalData: dataBytes, prev: entry.prev)
    guard haveSameBytes(sha256Text(of: hashed), entry.hash) else { throw .hashMismatch }
    return entry
  }

  private func runID() throws(RecordFault) -> RunID {
    guard let run = RunID(try text(run, "run")) else { throw .notAnEntry("'run' isn't a run id") }
    return run
  }
}

private func parse(_ bytes: [UInt8]) throws(RecordFault) -> JSON {
  do {
    return try JSON(parsing: bytes)
  } catch {
    throw .dataNotJSON(error.description)
  }
}

private func integer(_ value: StoredValue, _ column: String) throws(RecordFault) -> Int64 {
  guard case .integer(let number) = value else { throw .notAnEntry("'\(column)' isn't an integer") }
  return number
}

private func bytes(_ value: StoredValue, _ column: String) throws(RecordFault) -> [UInt8] {
  guard case .text(let bytes) = value else { throw .notAnEntry("'\(column)' isn't a text") }
  return bytes
}

private func text(_ value: StoredValue, _ column: String) throws(RecordFault) -> String {
  guard let text = String(validating: try bytes(value, column), as: UTF8.self) else {
    throw .notAnEntry("'\(column)' isn't UTF-8")
  }
  return text
}

/// Whether two strings are the same byte for byte; `==` would take different Unicode forms of a text as one.
package func haveSameBytes(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
