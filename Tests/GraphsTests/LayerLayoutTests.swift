// The layout of layers over random graphs: boxes never overlap, each lies below what it needs, and edges begin and end
// at their boxes. The seed of a failing graph is its argument.

import Testing

@testable import Graphs

private struct Dice: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}

@Suite struct LayerLayoutTests {
  @Test(arguments: 1...60) func boxesLieWell(_ seed: UInt64) {
    var dice = Dice(state: seed)
    let count = Int.random(in: 1...40, using: &dice)
    let needs = (0..<count).map { box in
      (0..<min(box, 4)).filter { _ in Bool.random(using: &dice) }.map { _ in Int.random(in: 0..<box, using: &dice) }
    }
    let sizes = needs.map { _ in
      LayerLayout.Size(width: .random(in: 100...300, using: &dice), height: .random(in: 30...200, using: &dice))
    }
    let layout = LayerLayout(sizes: sizes, needs: needs)
    for box in 0..<count {
      let place = layout.places[box]
      #expect(place.x >= -0.01 && place.x + sizes[box].width <= layout.size.width + 0.01)
      #expect(place.y >= 0 && place.y + sizes[box].height <= layout.size.height + 0.01)
      for need in needs[box] { #expect(layout.places[need].y + sizes[need].height < place.y) }
      for other in 0..<box {
        let its = layout.places[other]
        let isApart =
          its.x + sizes[other].width < place.x || place.x + sizes[box].width < its.x
          || its.y + sizes[other].height < place.y || place.y + sizes[box].height < its.y
        #expect(isApart, "\(other) and \(box) overlap")
      }
    }
    #expect(layout.routes.allSatisfy { $0.points.count >= 2 })
  }

  @Test func aChainIsALine() {
    let sizes = (0..<5).map { LayerLayout.Size(width: 100 + Double($0) * 10, height: 40) }
    let layout = LayerLayout(sizes: sizes, needs: [[], [0], [1], [2], [3]])
    let middles = zip(layout.places, sizes).map { $0.x + $1.width / 2 }
    #expect(middles.allSatisfy { abs($0 - middles[0]) < 0.01 })
    #expect(layout.places.map(\.y) == [0, 80, 160, 240, 320])
  }

  @Test func needsThatFollowFromOthersAreNotDrawn() {
    #expect(TransitiveReduction.of([[], [0], [0, 1], [0, 2, 1]]) == [[], [0], [1], [2]])
    #expect(TransitiveReduction.of([[2], [], [1]]) == [[2], [], [1]])
  }

  @Test func nothingIsNothing() {
    let layout = LayerLayout(sizes: [], needs: [])
    #expect(layout.places.isEmpty && layout.size.height == 0)
  }
}
