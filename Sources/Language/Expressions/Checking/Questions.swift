// What an expression asks about the attributes that it reads: whether they are there, and which texts they equal. Walked
// only on request, since few expressions ask.

/// A comparison of an attribute with literal texts: `steps.a.status == 'failed'`, `inputs.mode in ['a', 'b']`.
public struct TextComparison: Sendable {
  public var root: String
  public var path: [String]
  /// Each with its UTF-8 offsets in the text that was compiled, quotes included.
  public var literals: [(text: String, range: Range<Int>)]
}

extension Expression {
  /// The attributes that it asks for with `has(…)`, `.?name` or `[?…]`, each as its variable and fields.
  public var presenceTests: Set<[String]> {
    var tests: Set<[String]> = []
    for id in checked.tree.nodes.indices where checked.facts[id].isChecked {
      switch checked[id].kind {
      case .presence, .select(_, _, isOptional: true), .index(_, _, isOptional: true):
        let attribute = checked.attribute(id)
        if !attribute.root.isEmpty { tests.insert([attribute.root] + attribute.path) }
      default: continue
      }
    }
    return tests
  }

  /// Comparisons of an attribute with literal texts.
  public var textComparisons: [TextComparison] {
    checked.tree.nodes.indices.compactMap { id in
      guard checked.facts[id].isChecked, case .binary(let operation, let left, let right) = checked[id].kind else {
        return nil
      }
      switch operation {
      case .equal, .notEqual:
        return comparison(of: left, with: [right]) ?? comparison(of: right, with: [left])
      case .contained:
        guard case .list(let items) = checked[right].kind else { return nil }
        return comparison(of: left, with: items.map(\.value))
      default: return nil
      }
    }
  }

  private func comparison(of attribute: NodeID, with others: [NodeID]) -> TextComparison? {
    guard checked.facts[attribute].isAttribute else { return nil }
    let (root, path, _) = checked.attribute(attribute)
    let literals = others.compactMap { id -> (text: String, range: Range<Int>)? in
      guard case .literal(.string(let text)) = checked[id].kind else { return nil }
      return (text, checked.tree.range(id))
    }
    return root.isEmpty || literals.isEmpty ? nil : TextComparison(root: root, path: path, literals: literals)
  }
}
