// Whether two layouts mean the same: the same lists, maps and values, in the same order but for the keys of
// a plan's own maps.

import PlanText

/// Compares two trees.
struct TreeComparison {
  let rootRole: KeyRole

  /// What differs; nil when nothing does.
  func difference(_ old: Node, _ new: Node) -> String? { difference(old, new, rootRole, path: "the plan") }

  private func difference(_ old: Node, _ new: Node, _ role: KeyRole, path: String) -> String? {
    guard old.kind == new.kind, old.count == new.count else { return "\(path) would have another form" }
    switch old.kind {
    case .scalar:
      let isSame =
        old.style == new.style && old.textLength == new.textLength
        && old.withTextBytes { bytes in new.withTextBytes { bytes.elementsEqual($0) } }
      return isSame ? nil : "\(path) would have another value"
    case .sequence:
      for (index, (oldItem, newItem)) in zip(old.items, new.items).enumerated() {
        if let found = difference(oldItem, newItem, role, path: "\(path), item \(index + 1)") { return found }
      }
      return nil
    case .mapping: return differenceOfMaps(old, new, role, path: path)
    }
  }

  private func differenceOfMaps(_ old: Node, _ new: Node, _ role: KeyRole, path: String) -> String? {
    for (oldEntry, newEntry) in zip(old.entries, new.entries) {
      let key = oldEntry.key.text
      // Keys are distinct, so that as many entries, each found again, are the same entries.
      guard let entry = role.isOrdered ? new.entry(key) : newEntry else { return "\(path) would lose '\(key)'" }
      let path = "\(path), '\(key)'"
      if let found = difference(oldEntry.key, entry.key, .other, path: path) { return found }
      if let found = difference(oldEntry.value, entry.value, role.role(of: key), path: path) { return found }
    }
    return nil
  }
}
