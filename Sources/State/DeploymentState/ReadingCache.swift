// What was read and composed last, kept for as long as no file that it came from has changed: in a plan, a dozen steps
// look at the same database one after the other.

/// Remembers one value together with the stamps of the files that it was made of.
final class ReadingCache<Key: Hashable & Sendable, Content: Sendable>: @unchecked Sendable {
  private let lock = StateLock()
  private var kept: (key: Key, stamps: [String: FileStamp?], content: Content)?

  /// The content of a key, if every file is as it was when it was kept.
  func content(of key: Key, stamps: [String: FileStamp?]) -> Content? {
    lock.hold {
      guard let kept, kept.key == key, kept.stamps == stamps else { return nil }
      return kept.content
    }
  }

  func keep(_ content: Content, of key: Key, stamps: [String: FileStamp?]) {
    guard stamps.values.allSatisfy({ $0?.isSettled ?? true }) else { return }
    lock.hold { kept = (key, stamps, content) }
  }
}
