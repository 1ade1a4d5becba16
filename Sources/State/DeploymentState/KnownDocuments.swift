// Documents that this process has read, for as long as their files don't change: one step after the other looks at the
// same ones.

/// Documents by path, each with the stamp of the file that it came from.
final class KnownDocuments: @unchecked Sendable {
  /// Documents that were parsed.
  static let parsed = KnownDocuments()

  private let lock = StateLock()
  private var known: [String: (stamp: FileStamp, document: NetworkDocument)] = [:]

  /// More paths than a team has networks: then the oldest knowledge isn't worth keeping.
  private static let limit = 64

  func document(_ path: String, _ stamp: FileStamp) -> NetworkDocument? {
    lock.hold {
      guard let entry = known[path], entry.stamp == stamp else { return nil }
      return entry.document
    }
  }

  func keep(_ document: NetworkDocument, _ path: String, _ stamp: FileStamp) {
    guard stamp.isSettled else { return }
    lock.hold {
      if known.count >= Self.limit { known = [:] }
      known[path] = (stamp, document)
    }
  }
}
