// Ids that differ only in case, or in `-` and `_`: people mistake one for the other.

/// Finds out whether there are any, at little cost where nearly all ids are written alike.
struct SimilarIds {
  var isFound = false
  /// The ids that aren't their own key, by key.
  private var unusual: [String: String] = [:]

  mutating func note(_ id: String) {
    guard !Self.isKey(id) else { return }
    let key = Self.key(of: id)
    if let other = unusual[key], other != id { isFound = true }
    unusual[key] = id
  }

  /// Whether an id that isn't its own key looks like one that is.
  func isFound(_ isId: (String) -> Bool) -> Bool { unusual.keys.contains(where: isId) }

  /// The same for ids that look alike.
  static func key(of id: String) -> String {
    isKey(id) ? id : id.lowercased().replacing("_", with: "-")
  }

  private static func isKey(_ id: String) -> Bool {
    !id.utf8.contains { (0x41...0x5A).contains($0) || $0 == UInt8(ascii: "_") }
  }
}
