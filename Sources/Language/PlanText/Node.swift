// One node of a plan document, cheap to copy, and its place in the file.

import Diagnostics

/// A scalar, list or map of a document.
public struct Node: Sendable {
  public enum Kind: UInt8, Sendable {
    case scalar, sequence, mapping
  }

  /// How a scalar is written. Lists and maps are `plain`.
  public enum Style: UInt8, Sendable {
    case plain, singleQuoted, doubleQuoted, literal, folded
  }

  public let document: PlanDocument
  public let index: Int32

  var record: NodeRecord { document.record(at: Int(index)) }

  public var kind: Kind { record.kind }
  public var style: Style { record.style }
  public var isScalar: Bool { kind == .scalar }
  public var isSequence: Bool { kind == .sequence }
  public var isMapping: Bool { kind == .mapping }

  /// Whether a list or map is written in brackets.
  public var isFlow: Bool { record.isFlow }

  /// Items of a list, entries of a map; 0 for a scalar.
  public var count: Int { Int(record.count) }

  /// Exactly the bytes of the node: a scalar with its quotes or its `|`, a list or map in brackets with them, any other
  /// from its first to its last content. An absent value (`key:`) is an empty range after its colon.
  public var range: SourceRange {
    let record = record
    return SourceRange(start: Int(record.start), end: Int(record.end))
  }

  /// The part of `range` on its first line, without a comment: where to say that a map lacks a key.
  public var firstLineRange: SourceRange {
    let range = range
    // Most nodes stand on one line, which is seen sooner than found out from the numbers of lines.
    if range.length < 200, !document.file.bytes[range.bounds].contains(where: { $0 == 0x0A || $0 == 0x0D }) {
      return range
    }
    let line = document.file.place(of: range.start).line
    let lineEnd = document.file.lineRange(line).end
    if isFlow || isScalar || range.end <= lineEnd {
      return SourceRange(start: range.start, end: min(range.end, lineEnd))
    }
    let bytes = document.file.bytes
    var end = range.start
    var next = Int(index) + 1
    while next < Int(record.subtreeEnd), Int(document.record(at: next).start) < lineEnd {
      let child = document.record(at: next)
      let isBlockCollection = child.kind != .scalar && !child.isFlow
      if !isBlockCollection { end = max(end, min(Int(child.end), lineEnd)) }
      next += 1
    }
    if end < lineEnd, bytes[end] == UInt8(ascii: ":") { end += 1 }
    return SourceRange(start: range.start, end: max(end, range.start + 1))
  }

  /// The items of a list; nothing for other kinds.
  public var items: NodeSequence {
    NodeSequence(document: document, parent: isSequence ? record : nil, first: index + 1)
  }

  /// The entries of a map; nothing for other kinds.
  public var entries: EntrySequence {
    EntrySequence(document: document, parent: isMapping ? record : nil, first: index + 1)
  }

  /// The value of a key, when this is a map that has it; of duplicate keys, the first.
  public subscript(key: String) -> Node? { entry(key)?.value }

  /// Key and value of an entry, when this is a map that has it; of duplicate keys, the first.
  public func entry(_ key: String) -> (key: Node, value: Node)? {
    guard isMapping else { return nil }
    if record.count > ArenaBuilder.smallMap, let keyIndex = document.keyIndexes[index] {
      return indexedEntry(key, in: keyIndex)
    }
    var position = index + 1
    let end = record.subtreeEnd
    while position < end {
      let node = Node(document: document, index: position)
      let value = node.record.subtreeEnd
      if node.hasText(key) { return (node, Node(document: document, index: value)) }
      position = document.record(at: Int(value)).subtreeEnd
    }
    return nil
  }

  private func indexedEntry(_ key: String, in keyIndex: [KeyIndexEntry]) -> (key: Node, value: Node)? {
    let hash = keyHash(key.utf8)
    var low = 0
    var high = keyIndex.count
    while low < high {
      let middle = (low + high) / 2
      if keyIndex[middle].hash < hash { low = middle + 1 } else { high = middle }
    }
    while low < keyIndex.count, keyIndex[low].hash == hash {
      let node = Node(document: document, index: keyIndex[low].key)
      if node.hasText(key) { return (node, Node(document: document, index: node.record.subtreeEnd)) }
      low += 1
    }
    return nil
  }
}

/// The items of a list.
public struct NodeSequence: Sequence, Sendable {
  let document: PlanDocument
  let parent: NodeRecord?
  let first: Int32

  public var count: Int { Int(parent?.count ?? 0) }
  public var isEmpty: Bool { count == 0 }

  public func makeIterator() -> Iterator {
    Iterator(document: document, position: first, end: parent?.subtreeEnd ?? first)
  }

  public struct Iterator: IteratorProtocol {
    let document: PlanDocument
    var position: Int32
    let end: Int32

    public mutating func next() -> Node? {
      guard position < end else { return nil }
      let node = Node(document: document, index: position)
      position = node.record.subtreeEnd
      return node
    }
  }
}

/// The entries of a map.
public struct EntrySequence: Sequence, Sendable {
  let document: PlanDocument
  let parent: NodeRecord?
  let first: Int32

  public var count: Int { Int(parent?.count ?? 0) }
  public var isEmpty: Bool { count == 0 }

  public func makeIterator() -> Iterator {
    Iterator(base: NodeSequence(document: document, parent: parent, first: first).makeIterator())
  }

  public struct Iterator: IteratorProtocol {
    var base: NodeSequence.Iterator

    public mutating func next() -> (key: Node, value: Node)? {
      guard let key = base.next(), let value = base.next() else { return nil }
      return (key, value)
    }
  }
}

/// A hash of a key's bytes (FNV-1a, mixed), the same for a key in the file and for one that is looked up.
func keyHash(_ bytes: some Sequence<UInt8>) -> UInt64 {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
  return hash ^ (hash >> 32)
}
