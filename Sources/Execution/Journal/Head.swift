// Where a run's chain ends: how many entries it has and the hash of the last one.

/// The end of a run's chain. Two journals with the same head hold the same entries.
public struct Head: Hashable, Sendable, CustomStringConvertible {
  /// How many entries the run has; also the sequence number of the last one.
  public let count: Int64
  /// The hash of the last entry; 64 zeros when there is none.
  public let hash: String

  public init(count: Int64, hash: String) {
    self.count = count
    self.hash = hash
  }

  /// The head of a run without entries.
  public static let empty = Head(count: 0, hash: String(repeating: "0", count: 64))

  public var description: String { "\(count) \(hash)" }
}
