// Builds the flat arena of nodes while events arrive in document order.

import Diagnostics

/// A list or map whose end hasn't come yet.
struct OpenCollection {
  let index: Int
  let isMapping: Bool
  /// In a map: whether the next node is a key.
  var expectsKey: Bool
  /// Where the keys of this map start among all pending keys.
  let firstPendingKey: Int
  /// Where the content so far ends.
  var contentEnd: Int
}

/// Two equal keys of one map.
struct DuplicateKey {
  let first: Int32
  let later: Int32
}

struct ArenaBuilder {
  let bytes: UnsafeBufferPointer<UInt8>
  let records: NodeMemory
  private(set) var cooked: [UInt8] = []
  private(set) var keyIndexes: [Int32: [KeyIndexEntry]] = [:]
  private(set) var open: [OpenCollection] = []
  /// Keys of the open maps.
  private var pendingKeys: [KeyIndexEntry] = []

  /// Maps with more entries than this get an index.
  static let smallMap = 16

  init(bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    records = NodeMemory(capacity: bytes.count / 8 + 8)
  }

  /// Whether the next node is a key of a map.
  var expectsKey: Bool { open.last?.expectsKey ?? false }

  /// The key whose value comes next, when the innermost open collection is a map.
  var currentKey: NodeRecord? {
    guard let top = open.last, top.isMapping, !top.expectsKey, let key = pendingKeys.last,
      pendingKeys.count > top.firstPendingKey
    else { return nil }
    return records[Int(key.key)]
  }

  mutating func addScalar(
    _ value: UnsafeBufferPointer<UInt8>, style: Node.Style, start: Int, end: Int
  ) {
    let index = records.count
    let (textStart, isCooked) = place(value, style: style, start: start, end: end)
    records.append(
      NodeRecord(
        kind: .scalar, style: style, isCooked: isCooked, isFlow: false, start: UInt32(start), end: UInt32(end),
        textStart: UInt32(textStart), textLength: UInt32(value.count), subtreeEnd: Int32(index + 1), count: 0))
    if let top = open.last, top.expectsKey {
      pendingKeys.append(KeyIndexEntry(hash: keyHash(value), key: Int32(index)))
    }
    countNode(end: end)
  }

  mutating func openCollection(_ kind: Node.Kind, isFlow: Bool, start: Int) {
    open.append(
      OpenCollection(
        index: records.count, isMapping: kind == .mapping, expectsKey: kind == .mapping,
        firstPendingKey: pendingKeys.count, contentEnd: start))
    records.append(
      NodeRecord(
        kind: kind, style: .plain, isCooked: false, isFlow: isFlow, start: UInt32(start), end: UInt32(start),
        textStart: 0, textLength: 0, subtreeEnd: 0, count: 0))
  }

  /// Ends the innermost collection; `end` is where a flow collection's bracket ends. Gives the equal keys of a map.
  mutating func closeCollection(end: Int) -> [DuplicateKey] {
    guard let closed = open.popLast() else { return [] }
    let contentEnd = records[closed.index].isFlow ? end : closed.contentEnd
    records[closed.index].end = UInt32(contentEnd)
    records[closed.index].subtreeEnd = Int32(records.count)
    let duplicates = closed.isMapping ? takeKeys(of: closed) : []
    countNode(end: contentEnd)
    return duplicates
  }

  func text(of index: Int32) -> UnsafeBufferPointer<UInt8>? {
    let record = records[Int(index)]
    guard !record.isCooked else { return nil }
    return UnsafeBufferPointer(rebasing: bytes[Int(record.textStart)..<Int(record.textStart + record.textLength)])
  }

  func textString(of record: NodeRecord) -> String {
    let range = Int(record.textStart)..<Int(record.textStart + record.textLength)
    return record.isCooked
      ? String(decoding: cooked[range], as: UTF8.self) : String(decoding: bytes[range], as: UTF8.self)
  }

  /// Where a value stands: in the file when the file has it byte for byte, else in the cooked bytes.
  private mutating func place(
    _ value: UnsafeBufferPointer<UInt8>, style: Node.Style, start: Int, end: Int
  ) -> (textStart: Int, isCooked: Bool) {
    let quotes = style == .singleQuoted || style == .doubleQuoted ? 1 : 0
    let inFile = start + quotes..<max(start + quotes, end - quotes)
    let isBlock = style == .literal || style == .folded
    if !isBlock, inFile.count == value.count, bytes[inFile].elementsEqual(value) { return (inFile.lowerBound, false) }
    let textStart = cooked.count
    cooked.append(contentsOf: value)
    return (textStart, true)
  }

  /// Counts a finished node in the collection around it.
  @inline(__always)
  private mutating func countNode(end: Int) {
    let top = open.count - 1
    guard top >= 0 else { return }
    open[top].contentEnd = end
    if open[top].isMapping {
      open[top].expectsKey.toggle()
      if !open[top].expectsKey { return }
    }
    records[open[top].index].count += 1
  }

  private mutating func takeKeys(of map: OpenCollection) -> [DuplicateKey] {
    var keys = pendingKeys[map.firstPendingKey...]
    defer { pendingKeys.removeLast(pendingKeys.count - map.firstPendingKey) }
    if keys.count <= Self.smallMap { return duplicatesInSmallMap(keys) }
    keys.sort { ($0.hash, $0.key) < ($1.hash, $1.key) }
    keyIndexes[Int32(map.index)] = Array(keys)
    return duplicatesInSortedKeys(keys)
  }

  private func duplicatesInSmallMap(_ keys: ArraySlice<KeyIndexEntry>) -> [DuplicateKey] {
    var duplicates: [DuplicateKey] = []
    for later in keys.indices.dropFirst() {
      for first in keys.startIndex..<later where keys[first].hash == keys[later].hash {
        if haveSameText(keys[first].key, keys[later].key) {
          duplicates.append(DuplicateKey(first: keys[first].key, later: keys[later].key))
          break
        }
      }
    }
    return duplicates
  }

  private func duplicatesInSortedKeys(_ keys: ArraySlice<KeyIndexEntry>) -> [DuplicateKey] {
    var duplicates: [DuplicateKey] = []
    var start = keys.startIndex
    while start < keys.endIndex {
      var end = start + 1
      while end < keys.endIndex, keys[end].hash == keys[start].hash { end += 1 }
      if end - start > 1 {
        var firstByText: [[UInt8]: Int32] = [:]
        for entry in keys[start..<end] {
          let text = Array(textString(of: records[Int(entry.key)]).utf8)
          if let first = firstByText[text] {
            duplicates.append(DuplicateKey(first: first, later: entry.key))
          } else {
            firstByText[text] = entry.key
          }
        }
      }
      start = end
    }
    return duplicates.sorted { $0.later < $1.later }
  }

  private func haveSameText(_ left: Int32, _ right: Int32) -> Bool {
    if let leftText = text(of: left), let rightText = text(of: right) { return leftText.elementsEqual(rightText) }
    let leftText = textString(of: records[Int(left)])
    return leftText.utf8.elementsEqual(textString(of: records[Int(right)]).utf8)
  }
}
