// One map of a plan, read by its known keys. Says what is unknown and what is missing; the rest reads `reader["key"]`.

import Diagnostics
import Expressions
import PlanText

/// A map whose keys have been compared with what is known.
struct MapReader {
  let node: Node
  /// The known keys that the map has: few enough that looking through them is quicker than hashing.
  private var values: [(key: String, value: Node)] = []
  /// Known keys that a misspelt one was probably meant to be: what depends on them isn't judged.
  private var meant: Set<String> = []

  /// Nil, with a problem reported, when the node is no map.
  init?(_ node: Node, _ keys: KeySet, _ reporter: Reporter) {
    guard node.kind == .mapping else {
      reporter.report(
        .wrongKind(what: keys.what, expected: "a map", found: node.kindName), at: node.firstLineRange)
      return nil
    }
    self.node = node
    values.reserveCapacity(node.count)
    for (key, value) in node.entries {
      if let name = keys.known(key) {
        if self[name] == nil { values.append((name, value)) }
      } else {
        let name = key.text
        let nearest = keys.synonym(of: name) ?? nearestName(to: name, in: keys.keys)
        if let nearest { meant.insert(nearest) }
        reporter.report(.unknownKey(name, of: keys.what, keys: keys.keys, nearest: nearest), at: key.range)
      }
    }
    for name in keys.required where self[name] == nil && !meant.contains(name) {
      reporter.report(.missingKey(name, of: keys.what), at: node.firstLineRange, fix: missingKeyFix(name))
    }
  }

  /// `belay: 1`, the one key whose value is beyond doubt.
  private func missingKeyFix(_ name: String) -> FixIt? {
    guard name == "belay", !node.isFlow, let first = node.entries.first(where: { _ in true })?.key.range.start else {
      return nil
    }
    let indent = String(repeating: " ", count: node.document.file.place(of: first).column - 1)
    return FixIt("add it", replace: SourceRange(start: first, end: first), with: "belay: 1\n" + indent)
  }

  subscript(key: String) -> Node? {
    for index in values.indices where values[index].key == key { return values[index].value }
    return nil
  }

  /// Whether the map seems to have the key under a wrong name.
  func isMisspelt(_ key: String) -> Bool { !meant.isEmpty && meant.contains(key) && self[key] == nil }

  /// The first of the given keys that the map has.
  func first(of keys: [String]) -> (key: String, value: Node)? {
    for key in keys {
      if let value = self[key] { return (key, value) }
    }
    return nil
  }

  /// Where a key of the map stands.
  func keyRange(_ name: String) -> SourceRange? {
    node.entry(name)?.key.range
  }
}

extension Node {
  /// What the node is, for "found …".
  var kindName: String {
    switch kind {
    case .scalar: isEmptyValue ? "nothing" : "text"
    case .sequence: "a list"
    case .mapping: "a map"
    }
  }

  /// A key without a value: `path:`.
  var isEmptyValue: Bool { textLength == 0 && isPlain }

  /// A text with at least one `${{`.
  var holdsInterpolation: Bool {
    kind == .scalar && withTextBytes { $0.contains(UInt8(ascii: "$")) } && Template.containsInterpolation(text)
  }

  /// The part of the node that a caret can underline: a scalar, or the first line of a list or map.
  var mark: SourceRange { kind == .scalar ? range : firstLineRange }
}
