// The nodes of a document in memory of their own: they are looked at so often that counting the references to an array
// would cost more than the looking. Written by one reader, then never again.

/// A list of nodes that only grows.
final class NodeMemory: Sendable {
  private nonisolated(unsafe) var base: UnsafeMutablePointer<NodeRecord>
  private nonisolated(unsafe) var capacity: Int
  private(set) nonisolated(unsafe) var count = 0

  init(capacity: Int) {
    self.capacity = max(capacity, 1)
    base = .allocate(capacity: self.capacity)
  }

  deinit { base.deallocate() }

  /// Bounds are checked in release builds, too.
  subscript(index: Int) -> NodeRecord {
    get {
      precondition(index >= 0 && index < count)
      return base[index]
    }
    _modify {
      precondition(index >= 0 && index < count)
      yield &base[index]
    }
  }

  var first: NodeRecord? { count > 0 ? base[0] : nil }

  func append(_ record: NodeRecord) {
    if count == capacity { grow() }
    (base + count).initialize(to: record)
    count += 1
  }

  private func grow() {
    let larger = UnsafeMutablePointer<NodeRecord>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: base, count: count)
    base.deallocate()
    base = larger
    capacity *= 2
  }
}
