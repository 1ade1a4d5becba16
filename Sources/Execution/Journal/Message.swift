// What someone outside a living run wants of it; the holder of the lease makes events of it.

import JSONText

/// One message in the inbox of a run. It isn't part of the record until its executor journals it.
public struct Message: Hashable, Sendable {
  /// Grows with each message of a store and is never used twice.
  public let id: Int64
  public let run: RunID
  /// When it was posted by the store's clock, RFC 3339.
  public let at: String
  public let actor: String
  /// What is asked: `approve`, `stop`, …; the meaning is the caller's.
  public let kind: String
  public let data: JSON

  public init(id: Int64, run: RunID, at: String, actor: String, kind: String, data: JSON) {
    self.id = id
    self.run = run
    self.at = at
    self.actor = actor
    self.kind = kind
    self.data = data
  }
}
