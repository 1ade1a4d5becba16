// A plan file as nodes with byte ranges: a flat arena in document order. A node's first child follows it, its next
// sibling stands at its `subtreeEnd`.

import Diagnostics

/// A YAML document that holds nothing that plans refuse, or whose refusals don't hinder reading on.
public final class PlanDocument: Sendable {
  public let file: SourceFile
  private let records: NodeMemory
  /// Values that don't stand in the file as they are: escapes, folded lines, block scalars.
  let cooked: [UInt8]
  /// For maps with many entries: their keys by hash.
  let keyIndexes: [Int32: [KeyIndexEntry]]

  init(
    file: SourceFile, records: NodeMemory, cooked: [UInt8], keyIndexes: [Int32: [KeyIndexEntry]]
  ) {
    self.file = file
    self.records = records
    self.cooked = cooked
    self.keyIndexes = keyIndexes
  }

  /// A node of the arena.
  func record(at index: Int) -> NodeRecord { records[index] }

  /// The outermost node; nil when the file holds nothing but comments.
  public var root: Node? {
    guard let first = records.first, !(first.kind == .scalar && first.start == first.end) else { return nil }
    return Node(document: self, index: 0)
  }

  /// Reads a file.
  ///
  /// The document is nil when the text can't be trusted as YAML: a syntax error, another encoding, hostile characters,
  /// an alias, a limit. It is there, with diagnostics, when only duplicate keys, tags or anchors were found, so that
  /// later checks can report everything at once.
  public static func parse(
    _ file: SourceFile, limits: TextLimits = .standard
  ) -> (document: PlanDocument?, diagnostics: [Diagnostic]) {
    switch inspectCharacters(of: file, limits: limits) {
    case .refused(let diagnostic): return (nil, [diagnostic])
    case .readable(let textStart, let isASCII):
      let reader = DocumentReader(file: file, textStart: textStart, isASCII: isASCII, limits: limits)
      return reader.read()
    }
  }
}

/// One node of the arena.
struct NodeRecord {
  var kind: Node.Kind
  var style: Node.Style
  /// Whether `textStart` counts in the cooked bytes rather than in the file.
  var isCooked: Bool
  /// A list in `[…]` or a map in `{…}`.
  var isFlow: Bool
  /// The bytes of the file that the node covers.
  var start: UInt32
  var end: UInt32
  /// Where a scalar's value stands, and its length.
  var textStart: UInt32
  var textLength: UInt32
  /// The index after the last node within this one.
  var subtreeEnd: Int32
  /// Items of a list, entries of a map.
  var count: Int32
}

/// A key of a map with many entries.
struct KeyIndexEntry {
  var hash: UInt64
  var key: Int32
}
