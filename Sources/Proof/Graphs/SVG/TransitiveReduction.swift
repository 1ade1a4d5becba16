// Needs that say nothing new: when c needs b and b needs a, an arrow from a to c only hides the picture.

enum TransitiveReduction {
  /// Only the needs that don't follow from others.
  static func of(_ needs: [[Int]]) -> [[Int]] {
    let words = needs.count / 64 + 1
    var above = Array(repeating: [UInt64](repeating: 0, count: words), count: needs.count)
    var reduced = needs
    for node in order(of: needs) {
      for need in needs[node] {
        for word in 0..<words { above[node][word] |= above[need][word] }
      }
      // What is above a need is above this node anyway.
      reduced[node] = Array(Set(needs[node])).sorted().filter { above[node][$0 / 64] & (1 << UInt64($0 % 64)) == 0 }
      for need in needs[node] { above[node][need / 64] |= 1 << UInt64(need % 64) }
    }
    return reduced
  }

  /// An order in which each node comes after what it needs; of those that could come, the first.
  static func order(of needs: [[Int]]) -> [Int] {
    var missing = needs.map { Set($0).count }
    var neededBy = Array(repeating: [Int](), count: needs.count)
    for (node, list) in needs.enumerated() { for need in Set(list).sorted() { neededBy[need].append(node) } }
    var order = needs.indices.filter { missing[$0] == 0 }
    var next = 0
    while next < order.count {
      for node in neededBy[order[next]] {
        missing[node] -= 1
        if missing[node] == 0 { order.append(node) }
      }
      next += 1
    }
    return order
  }
}
