// The order of a plan's steps: which must be done before which (DESIGN §2 "Order"). Lists of 100,000 steps are
// usual enough that nothing here recurses and nothing is quadratic.

import Diagnostics

/// The steps of one plan file as a graph. A list is a phase, by its index; the last list is `finally`.
struct StepGraph {
  /// Where a step stands.
  struct Position: Hashable {
    var list: Int
    var index: Int
  }

  /// For each list and each of its steps, the indices in the same list that it needs; without cycles.
  private(set) var needs: [[[Int]]]
  /// For each list its steps in an order in which each comes after what it needs.
  private(set) var order: [[Int]]
  /// Where the steps of an id stand; of a duplicate id, the first.
  let positions: [String: Position]
  /// Whether some step has an id that another has, or one that only looks alike.
  let hasSimilarIds: Bool

  var finallyList: Int { needs.count - 1 }
}

extension StepGraph {
  /// Resolves `needs`, and reports what is wrong with it. Cycles are reported, then broken.
  init(_ plan: WrittenPlan, _ reporter: Reporter) {
    let lists = plan.phases.map(\.steps) + [plan.finally]
    var positions: [String: Position] = [:]
    positions.reserveCapacity(lists.reduce(0) { $0 + $1.count })
    var similar = SimilarIds()
    for (list, steps) in lists.enumerated() {
      for (index, step) in steps.enumerated() where !step.id.isEmpty {
        similar.note(step.id)
        if positions[step.id] == nil {
          positions[step.id] = Position(list: list, index: index)
        } else {
          similar.isFound = true
        }
      }
    }
    let resolver = NeedsResolver(
      reporter: reporter, positions: positions, finallyList: lists.count - 1,
      hidesSteps: plan.unreadable.contains(.steps))
    var needs: [[[Int]]] = []
    var order: [[Int]] = []
    for (list, steps) in lists.enumerated() {
      var resolved = steps.indices.map { resolver.needs(of: steps[$0], at: Position(list: list, index: $0)) }
      let sorting = TopologicalSort(resolved)
      for cycle in sorting.cycles { resolver.report(cycle, in: steps) }
      for (from, to) in sorting.brokenEdges { resolved[from].removeAll { $0 == to } }
      needs.append(resolved)
      order.append(sorting.order)
    }
    self.positions = positions
    hasSimilarIds = similar.isFound || similar.isFound { positions[$0] != nil }
    self.needs = needs
    self.order = order
  }
}

/// Turns the names in `needs` into indices.
private struct NeedsResolver {
  let reporter: Reporter
  let positions: [String: StepGraph.Position]
  let finallyList: Int
  /// Some step couldn't be read: an unknown name may be its.
  let hidesSteps: Bool

  func needs(of step: WrittenStep, at position: StepGraph.Position) -> [Int] {
    guard let names = step.needs else { return position.index > 0 ? [position.index - 1] : [] }
    return names.compactMap { index(of: $0, neededBy: position) }
  }

  /// The index of a needed step in the same list; nil when it is done anyway, or when the name was reported.
  private func index(of name: Placed<String>, neededBy position: StepGraph.Position) -> Int? {
    guard let needed = positions[name.value] else {
      if hidesSteps { return nil }
      reporter.report(
        .unknownStep(name.value, nearest: reporter.nearest(to: name.value, in: positions.keys)), at: name.range)
      return nil
    }
    if needed == position {
      reporter.report(.needsItself(name.value), at: name.range)
      return nil
    }
    if needed.list == position.list { return needed.index }
    if needed.list > position.list {
      reporter.report(.needsLater(name.value, inFinally: needed.list == finallyList), at: name.range)
    }
    return nil
  }

  func report(_ cycle: [Int], in steps: [WrittenStep]) {
    let first = steps[cycle[0]]
    let next = steps[cycle[1 % cycle.count]]
    let place = first.needs?.first { $0.value == next.id }?.range ?? first.range
    reporter.report(.cycleOfSteps(cycle.map { steps[$0].id }), at: place)
  }
}
