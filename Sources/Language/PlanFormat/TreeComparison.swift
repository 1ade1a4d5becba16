// Whether two layouts mean the same: the same lists, maps and values, in the same order but for the keys of a plan's
// own maps.

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
    let oldEntries = Array(old.entries)
    let order = role.order(of: oldEntries.map(\.key.text))
    for (index, newEntry) in zip(order, new.entries) {
      let entry = oldEntries[index]
      let path = "\(path), '\(entry.key.text)'"
      if let found = difference(entry.key, newEntry.key, .other, path: path) { return found }
      if let found = difference(entry.value, newEntry.value, role.role(of: entry.key.text), path: path) {
        return found
      }
    }
    return nil
  }
}
