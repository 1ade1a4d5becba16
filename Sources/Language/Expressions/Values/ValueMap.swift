// A map of values that keeps the order in which its keys were written. Order is kept for people (a `foreach` over a
// map runs in the order of the file); it is no part of equality.

import OrderedCollections

/// A map from values to values, in insertion order. Keys are of type bool, int, uint or string.
public struct ValueMap: Sendable {
  @usableFromInline var entries: OrderedDictionary<Value, Value>

  /// An empty map.
  public init() { entries = [:] }

  /// A map with string keys, in the order of the given pairs; a later pair replaces an earlier one of the same key.
  public init(_ pairs: some Sequence<(String, Value)>) {
    entries = [:]
    for (key, value) in pairs { entries[.string(key)] = value }
  }

  public init(minimumCapacity: Int) { entries = OrderedDictionary(minimumCapacity: minimumCapacity) }

  public var count: Int { entries.count }
  public var isEmpty: Bool { entries.isEmpty }

  /// The keys in insertion order.
  public var keys: [Value] { Array(entries.keys) }
  /// The values in insertion order of their keys.
  public var values: [Value] { Array(entries.values) }

  /// The value of exactly this key: `1`, `1u` and `1.0` are three keys. See ``value(ofKey:)`` for CEL's rule.
  public subscript(key: Value) -> Value? {
    get { entries[key] }
    set { entries[key] = newValue }
  }

  /// The value of a string key.
  public subscript(_ name: String) -> Value? {
    get { entries[.string(name)] }
    set { entries[.string(name)] = newValue }
  }

  /// The entry at a position of the insertion order.
  public func entry(at index: Int) -> (key: Value, value: Value) {
    let element = entries.elements[index]
    return (element.key, element.value)
  }

  /// The value of a key as the language looks it up: numbers of all types are keys on one number line, so `m[1u]` and
  /// `m[1.0]` find the entry of `1`.
  public func value(ofKey key: Value) -> Value? {
    if let value = entries[key] { return value }
    switch key {
    case .int(let number):
      return number < 0 ? nil : entries[.uint(UInt64(number))]
    case .uint(let number):
      return Int64(exactly: number).flatMap { entries[.int($0)] }
    case .double(let number):
      if let whole = Int64(exactly: number), let value = entries[.int(whole)] { return value }
      return UInt64(exactly: number).flatMap { entries[.uint($0)] }
    default: return nil
    }
  }
}

extension ValueMap: Sequence {
  public struct Iterator: IteratorProtocol {
    var base: OrderedDictionary<Value, Value>.Iterator
    public mutating func next() -> (key: Value, value: Value)? { base.next() }
  }
  public func makeIterator() -> Iterator { Iterator(base: entries.makeIterator()) }
  public var underestimatedCount: Int { count }
}

extension ValueMap: Hashable {
  public static func == (left: ValueMap, right: ValueMap) -> Bool {
    guard left.count == right.count else { return false }
    for (key, value) in left.entries where right.entries[key] != value { return false }
    return true
  }

  public func hash(into hasher: inout Hasher) {
    // The order of entries is no part of equality, so their hashes are combined by a commutative operation.
    var combined = 0
    for (key, value) in entries {
      var entryHasher = Hasher()
      entryHasher.combine(key)
      entryHasher.combine(value)
      combined ^= entryHasher.finalize()
    }
    hasher.combine(entries.count)
    hasher.combine(combined)
  }
}

extension ValueMap: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral pairs: (String, Value)...) { self.init(pairs) }
}
