// A write that reached, or may have reached, only one of the two backends.

import JSONText

/// Which of two backends.
public enum BackendSide: String, Sendable, Hashable, CaseIterable {
  case leveldb, json

  public var other: BackendSide { self == .leveldb ? .json : .leveldb }
}

/// A write whose two halves are not known to be equal. It must be repaired before the cutover.
public struct Divergence: Sendable, Hashable {
  /// From 1, in the order of the writes.
  public var id: Int64
  /// `put` or `delete`.
  public var operation: String
  public var keys: [String]
  /// ISO 8601.
  public var at: String
  /// The backend that the write didn't reach; nil when the writer died and nobody knows.
  public var missing: BackendSide?
  public var reason: String

  /// One line for a person.
  public var summary: String {
    let place = missing.map { "not in \($0.rawValue)" } ?? "perhaps in one backend only"
    let named = keys.prefix(3).joined(separator: ", ") + (keys.count > 3 ? " and \(keys.count - 3) more" : "")
    return "\(operation) of \(named): \(place) (\(reason))"
  }
}
