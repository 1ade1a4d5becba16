// What is laid out: the block structure of a file, with the comments where they belong.

import PlanText

/// A whole file.
struct DocumentLayout {
  /// The lines above the first content: comments, blank lines, a `---`. They always stay on top.
  var header: [Range<Int>]
  var root: BlockLayout
}

/// A block list or map.
struct BlockLayout {
  var isMapping: Bool
  var role: KeyRole
  /// Where its keys or dashes stand.
  var column: Int
  var entries: [EntryLayout]
  /// Comments below its last entry.
  var closing: [Comment]
}

/// An entry of a map, or an item of a list (then without a key).
struct EntryLayout {
  /// Comments above it.
  var leading: [Comment]
  /// A blank line stands between the comments above it, or else the entry before, and its first line.
  var followsBlankLine: Bool
  /// Empty for an item of a list.
  var key: Range<Int>
  var keyText: String
  var value: ValueLayout
  /// The comment on the line of its key, or dash, when the value begins on the next; else behind the value.
  var comment: Comment?
}

/// The value of an entry.
indirect enum ValueLayout {
  case absent
  /// A plain or quoted scalar, or a list or map in brackets, and whether it begins below its key.
  case inline(Node, KeyRole, isBelow: Bool)
  /// A `|` or `>`.
  case blockScalar(Node)
  case block(BlockLayout)
  /// An entry that stays as it is, key and all, but for its indentation.
  case verbatim(Range<Int>)
}
