// Depth-first sorting without recursion.

/// An order in which each node comes after the nodes that it needs, and the cycles that stand against one.
struct TopologicalSort {
  private(set) var order: [Int] = []
  /// Each as the nodes in the order in which one needs the next, starting with the smallest; no node is in two.
  private(set) var cycles: [[Int]] = []
  /// The edges (from, to) that were left out to get an order.
  private(set) var brokenEdges: [(from: Int, to: Int)] = []

  private enum Mark: UInt8 { case new, open, done }
  private var marks: [Mark]
  private var isInCycle: [Bool]
  /// The open nodes, each with the position of the next need to look at.
  private var path: [(node: Int, next: Int)] = []

  init(_ needs: [[Int]]) {
    marks = Array(repeating: .new, count: needs.count)
    isInCycle = Array(repeating: false, count: needs.count)
    order.reserveCapacity(needs.count)
    for start in needs.indices where marks[start] == .new {
      open(start)
      while let (node, next) = path.last { advance(node, next, needs) }
    }
  }

  private mutating func open(_ node: Int) {
    marks[node] = .open
    path.append((node, 0))
  }

  private mutating func advance(_ node: Int, _ next: Int, _ needs: [[Int]]) {
    guard next < needs[node].count else {
      path.removeLast()
      marks[node] = .done
      order.append(node)
      return
    }
    path[path.count - 1].next += 1
    let needed = needs[node][next]
    switch marks[needed] {
    case .done: break
    case .new: open(needed)
    case .open:
      brokenEdges.append((node, needed))
      noteCycle(from: needed)
    }
  }

  private mutating func noteCycle(from start: Int) {
    guard let first = path.lastIndex(where: { $0.node == start }) else { return }
    let nodes = path[first...].map(\.node)
    guard !nodes.contains(where: { isInCycle[$0] }), let smallest = nodes.indices.min(by: { nodes[$0] < nodes[$1] })
    else { return }
    for node in nodes { isInCycle[node] = true }
    cycles.append(Array(nodes[smallest...] + nodes[..<smallest]))
  }
}
