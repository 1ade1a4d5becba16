// One entry of the journal, and the exact bytes that its hash covers (DESIGN §6).

import Digests
import JSONText

/// What a caller wants to record; the store adds run, sequence number, token and hashes.
public struct EntryDraft: Hashable, Sendable {
  /// What happened; the meaning is the caller's.
  public var type: String
  /// When, as RFC 3339 in UTC with milliseconds.
  public var at: String
  /// Who did it.
  public var actor: String
  /// The particulars. Numbers are integers within ±2^53; anything else is refused by ``Chain``.
  public var data: JSON

  public init(type: String, at: String, actor: String, data: JSON) {
    self.type = type
    self.at = at
    self.actor = actor
    self.data = data
  }
}

/// One recorded entry.
public struct Entry: Hashable, Sendable {
  public let run: RunID
  /// From 1, without gaps.
  public let seq: Int64
  public let at: String
  public let type: String
  public let actor: String
  /// The fencing token of the lease under which it was written.
  public let token: Int64
  public let data: JSON
  /// The hash of the entry before; 64 zeros for the first.
  public let prev: String
  /// Lowercase hex SHA-256 of ``bytes()``.
  public let hash: String

  /// Takes the parts of an entry as they are; ``ChainVerifier`` says whether they belong together.
  public init(
    run: RunID, seq: Int64, at: String, type: String, actor: String, token: Int64, data: JSON, prev: String,
    hash: String
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

  /// Records a draft behind a head.
  init(_ draft: EntryDraft, run: RunID, after head: Head, token: Int64, canonicalData: [UInt8]) {
    let bytes = canonicalEntry(
      run: run.text, seq: head.count + 1, at: draft.at, type: draft.type, actor: draft.actor, token: token,
      canonicalData: canonicalData, prev: head.hash)
    self.init(
      run: run, seq: head.count + 1, at: draft.at, type: draft.type, actor: draft.actor, token: token,
      data: draft.data, prev: head.hash, hash: sha256Text(of: bytes))
  }

  /// The RFC 8785 canonical JSON of the entry without `hash`: what the hash covers.
  public func bytes() -> [UInt8] {
    canonicalEntry(
      run: run.text, seq: seq, at: at, type: type, actor: actor, token: token, canonicalData: data.canonicalBytes(),
      prev: prev)
  }

  /// The entry as an object, `hash` included, its keys in the order of DESIGN §6.
  public func json() -> JSON {
    [
      "run": .string(run.text), "seq": .int(seq), "at": .string(at), "type": .string(type), "actor": .string(actor),
      "token": .int(token), "data": data, "prev": .string(prev), "hash": .string(hash),
    ]
  }

  /// Reads an entry from an object as ``json()`` gives it: exactly its nine keys, each of its type.
  public init(json: JSON) throws(RecordFault) {
    guard let object = json.objectValue else { throw .notAnEntry("it isn't an object") }
    func text(_ key: String) throws(RecordFault) -> String {
      guard let value = object[key]?.stringValue else { throw .notAnEntry("'\(key)' isn't a string") }
      return value
    }
    func integer(_ key: String) throws(RecordFault) -> Int64 {
      guard let value = object[key]?.intValue else { throw .notAnEntry("'\(key)' isn't an integer") }
      return value
    }
    guard let data = object["data"] else { throw .notAnEntry("'data' is missing") }
    guard let run = RunID(try text("run")) else { throw .notAnEntry("'run' isn't a run id") }
    self.init(
      run: run, seq: try integer("seq"), at: try text("at"), type: try text("type"), actor: try text("actor"),
      token: try integer("token"), data: data, prev: try text("prev"), hash: try text("hash"))
    if let extra = object.keys.first(where: { !Entry.keys.contains($0) }) {
      throw .notAnEntry("it has an unknown key '\(extra)'")
    }
  }

  private static let keys = ["run", "seq", "at", "type", "actor", "token", "data", "prev", "hash"]

  /// The head of the chain that ends with this entry.
  public var head: Head { Head(count: seq, hash: hash) }
}

/// The canonical bytes of an entry whose data is canonical already. Sorted by UTF-16 code units its keys are actor,
/// at, data, prev, run, seq, token, type.
func canonicalEntry(
  run: String, seq: Int64, at: String, type: String, actor: String, token: Int64, canonicalData: [UInt8], prev: String
) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(canonicalData.count + 256)
  func append(_ key: StaticString, _ value: [UInt8]) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
    bytes.append(contentsOf: value)
  }
  append("{\"actor\":", JSON.string(actor).canonicalBytes())
  append(",\"at\":", JSON.string(at).canonicalBytes())
  append(",\"data\":", canonicalData)
  append(",\"prev\":", JSON.string(prev).canonicalBytes())
  append(",\"run\":", JSON.string(run).canonicalBytes())
  append(",\"seq\":", Array(String(seq).utf8))
  append(",\"token\":", Array(String(token).utf8))
  append(",\"type\":", JSON.string(type).canonicalBytes())
  bytes.append(UInt8(ascii: "}"))
  return bytes
}
