// A JSON object: values by key, in the order in which the keys were inserted.

import OrderedCollections

/// A JSON object, ordered by insertion. Equality ignores the order, as JSON does.
public struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral, Sequence {
  var storage: OrderedDictionary<JSONKey, JSON>

  public init() { storage = [:] }

  init(storage: OrderedDictionary<JSONKey, JSON>) { self.storage = storage }

  /// A key that is written twice keeps its first place and takes its last value.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    storage = [:]
    for (key, value) in elements { storage[JSONKey(key)] = value }
  }

  /// The value of a key. Setting a new key appends it; setting nil removes it.
  public subscript(key: String) -> JSON? {
    get { storage[JSONKey(key)] }
    set { storage[JSONKey(key)] = newValue }
  }

  public var count: Int { storage.count }
  public var isEmpty: Bool { storage.isEmpty }
  public var keys: [String] { storage.keys.map(\.text) }
  public var values: [JSON] { Array(storage.values) }

  /// Makes room for a number of keys.
  public mutating func reserveCapacity(_ count: Int) { storage.reserveCapacity(count) }

  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    guard left.count == right.count else { return false }
    return left.storage.allSatisfy { right.storage[$0.key] == $0.value }
  }

  public func hash(into hasher: inout Hasher) {
    // The order of keys must not count, so the hashes of the pairs are summed.
    var sum = 0
    for (key, value) in storage {
      var pair = Hasher()
      pair.combine(key)
      pair.combine(value)
      sum &+= pair.finalize()
    }
    hasher.combine(storage.count)
    hasher.combine(sum)
  }

  public func makeIterator() -> Iterator { Iterator(base: storage.elements.makeIterator()) }

  public var underestimatedCount: Int { storage.count }

  /// Walks the pairs of an object in order.
  public struct Iterator: IteratorProtocol {
    var base: OrderedDictionary<JSONKey, JSON>.Elements.Iterator

    public mutating func next() -> (key: String, value: JSON)? {
      guard let pair = base.next() else { return nil }
      return (pair.key.text, pair.value)
    }
  }
}
