// The graph algorithms against plain ones, over random graphs from a printed seed.

import Testing

@testable import PlanModel

/// A small generator with a seed (SplitMix64).
private struct Seeded {
  var state: UInt64

  mutating func next(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
  }
}

/// Ancestors of every node, the plain way.
private func ancestors(_ needs: [[Int]]) -> [Set<Int>] {
  var known: [Int: Set<Int>] = [:]
  func visit(_ node: Int) -> Set<Int> {
    if let found = known[node] { return found }
    let found = needs[node].reduce(into: Set<Int>()) { $0.formUnion(visit($1).union([$1])) }
    known[node] = found
    return found
  }
  return needs.indices.map(visit)
}

@Suite struct GraphTests {
  @Test(arguments: 1...60) func ancestryAgreesWithThePlainWay(_ seed: Int) {
    var random = Seeded(state: UInt64(seed))
    let count = 2 + random.next(300)
    // A random order, so that a node may need one that comes later in the file.
    var labels = Array(0..<count)
    for place in labels.indices.reversed() { labels.swapAt(place, random.next(place + 1)) }
    var needs = Array(repeating: [Int](), count: count)
    let density = 1 + random.next(4)
    for place in 1..<count {
      for _ in 0..<random.next(density + 1) where true {
        let needed = labels[random.next(place)]
        if !needs[labels[place]].contains(needed) { needs[labels[place]].append(needed) }
      }
    }
    let sorting = TopologicalSort(needs)
    #expect(sorting.cycles.isEmpty && sorting.brokenEdges.isEmpty)
    let ranks = Dictionary(uniqueKeysWithValues: sorting.order.enumerated().map { ($1, $0) })
    #expect(needs.indices.allSatisfy { node in needs[node].allSatisfy { ranks[$0]! < ranks[node]! } })
    let plain = ancestors(needs)
    let questions = (0..<1000).map { _ in (ancestor: random.next(count), node: random.next(count)) }
    let answers = Ancestry(needs: needs, order: sorting.order).answers(to: questions)
    for (question, answer) in zip(questions, answers) {
      #expect(plain[question.node].contains(question.ancestor) == answer, "seed \(seed): \(question)")
    }
  }

  @Test func cyclesAreFoundOnceAndBroken() {
    // 0 → 1 → 2 → 0, 3 needs itself through 4, 5 is free.
    let sorting = TopologicalSort([[1], [2], [0], [4], [3], [0]])
    #expect(sorting.cycles == [[0, 1, 2], [3, 4]])
    #expect(sorting.order.sorted() == [0, 1, 2, 3, 4, 5] && sorting.brokenEdges.count == 2)
  }

  @Test func deepChainsDoNotRecurse() {
    let count = 300_000
    let needs = (0..<count).map { $0 + 1 < count ? [$0 + 1] : [] }
    let sorting = TopologicalSort(needs)
    #expect(sorting.order.first == count - 1 && sorting.order.last == 0)
    let ancestry = Ancestry(needs: needs, order: sorting.order)
    #expect(ancestry.answers(to: [(ancestor: count - 1, node: 0), (ancestor: 0, node: count - 1)]) == [true, false])
  }
}
