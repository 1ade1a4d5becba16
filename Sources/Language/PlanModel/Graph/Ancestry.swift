// Whether one step is surely done before another: an ancestor by `needs`. Most questions are answered by a spanning
// forest in constant time; the rest are answered together, 64 of them in one walk over the list.

/// Answers questions about one list of steps.
struct Ancestry {
  private let needs: [[Int]]
  private let order: [Int]
  /// Place of a node in `order`.
  private let rank: [Int]
  /// Interval of a node's subtree in the forest in which a node's parent is the latest of its needs.
  private let enter: [Int]
  private let leave: [Int]

  init(needs: [[Int]], order: [Int]) {
    self.needs = needs
    self.order = order
    var rank = Array(repeating: 0, count: needs.count)
    for (place, node) in order.enumerated() { rank[node] = place }
    self.rank = rank
    (enter, leave) = Ancestry.intervals(needs: needs, order: order, rank: rank)
  }

  /// For each question (is `ancestor` before `node`?) its answer.
  func answers(to questions: [(ancestor: Int, node: Int)]) -> [Bool] {
    var answers = questions.map { isAncestorInForest($0.ancestor, $0.node) || isOneOfFewNeeds($0.ancestor, $0.node) }
    let open = questions.indices
      .filter { !answers[$0] && rank[questions[$0].ancestor] < rank[questions[$0].node] }
      .sorted { rank[questions[$0].ancestor] < rank[questions[$1].ancestor] }
    var start = 0
    while start < open.count {
      let batch = nextBatch(of: open, from: start, questions)
      answer(open[batch], questions, into: &answers)
      start = batch.upperBound
    }
    return answers
  }

  private func isOneOfFewNeeds(_ ancestor: Int, _ node: Int) -> Bool {
    needs[node].count <= 16 && needs[node].contains(ancestor)
  }

  private func isAncestorInForest(_ ancestor: Int, _ node: Int) -> Bool {
    ancestor != node && enter[ancestor] <= enter[node] && leave[node] <= leave[ancestor]
  }

  /// As many questions as have at most 64 different ancestors.
  private func nextBatch(of open: [Int], from start: Int, _ questions: [(ancestor: Int, node: Int)]) -> Range<Int> {
    var end = start
    var ancestors: Set<Int> = []
    while end < open.count {
      let ancestor = questions[open[end]].ancestor
      if ancestors.count == 64, !ancestors.contains(ancestor) { break }
      ancestors.insert(ancestor)
      end += 1
    }
    return start..<end
  }

  private func answer(
    _ batch: ArraySlice<Int>, _ questions: [(ancestor: Int, node: Int)], into answers: inout [Bool]
  ) {
    var bits: [Int: Int] = [:]
    for question in batch where bits[questions[question].ancestor] == nil {
      bits[questions[question].ancestor] = bits.count
    }
    let first = batch.map { rank[questions[$0].ancestor] }.min() ?? 0
    let last = batch.map { rank[questions[$0].node] }.max() ?? -1
    guard first <= last else { return }
    // By place in the order: which of the ancestors are reached, each marking itself at first.
    var reached = Array(repeating: UInt64(0), count: last - first + 1)
    for (ancestor, bit) in bits { reached[rank[ancestor] - first] = 1 << UInt64(bit) }
    for place in first...last {
      var mask = reached[place - first]
      for needed in needs[order[place]] where rank[needed] >= first { mask |= reached[rank[needed] - first] }
      reached[place - first] = mask
    }
    for question in batch {
      let (ancestor, node) = questions[question]
      guard let bit = bits[ancestor] else { continue }
      answers[question] = reached[rank[node] - first] & (1 << UInt64(bit)) != 0
    }
  }

  /// Numbers the forest without recursion: `order` reversed visits a parent's children after one another only by way
  /// of subtree sizes, so sizes first, then places.
  private static func intervals(needs: [[Int]], order: [Int], rank: [Int]) -> (enter: [Int], leave: [Int]) {
    let parent = needs.map { list in list.max { rank[$0] < rank[$1] } }
    var size = Array(repeating: 1, count: needs.count)
    for node in order.reversed() {
      if let above = parent[node] { size[above] += size[node] }
    }
    var enter = Array(repeating: 0, count: needs.count)
    var leave = enter
    // Where the next child of a node, or the next root, begins.
    var free = Array(repeating: 0, count: needs.count)
    var nextRoot = 0
    for node in order {
      let start = parent[node].map { free[$0] } ?? nextRoot
      if let above = parent[node] { free[above] += size[node] } else { nextRoot += size[node] }
      enter[node] = start
      leave[node] = start + size[node]
      free[node] = start + 1
    }
    return (enter, leave)
  }
}
