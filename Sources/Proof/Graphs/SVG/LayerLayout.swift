// Where boxes go that need each other: in layers from the top, each box below all that it needs, with few crossings and
// short ways (Sugiyama's method). Deterministic.

/// Lays boxes out.
struct LayerLayout {
  struct Size { var width, height: Double }
  struct Point { var x, y: Double }
  /// An edge as points that a line goes through, from the bottom of one box to the top of another.
  struct Route { var points: [Point] }

  static let gapAcross = 26.0
  static let gapDown = 40.0

  /// The upper left corner of each box.
  private(set) var places: [Point] = []
  private(set) var routes: [Route] = []
  private(set) var size = Size(width: 0, height: 0)

  /// Boxes, and points at which an edge passes a layer.
  private var nodes: [Node]
  /// Nodes of each layer, from left to right.
  private var layers: [[Int]] = []
  private var down: [[Int]]
  private var up: [[Int]]
  /// For each edge its nodes from start to end.
  private var chains: [[Int]] = []

  private struct Node {
    var layer: Int
    var width: Double
    /// Of its middle.
    var x = 0.0
  }

  /// - Parameters:
  ///   - sizes: of the boxes.
  ///   - needs: for each box those above it; without cycles.
  init(sizes: [Size], needs: [[Int]]) {
    let reduced = TransitiveReduction.of(needs)
    let layerOf = Self.layers(of: reduced)
    nodes = zip(sizes, layerOf).map { Node(layer: $1, width: $0.width) }
    down = Array(repeating: [], count: nodes.count)
    up = down
    for (box, list) in reduced.enumerated() { for above in list.sorted() { addChain(from: above, to: box) } }
    layers = Array(repeating: [], count: (layerOf.max() ?? -1) + 1)
    for index in nodes.indices { layers[nodes[index].layer].append(index) }
    sortLayers()
    placeAcross()
    finish(sizes)
  }

  /// Each box one below the lowest that it needs.
  private static func layers(of needs: [[Int]]) -> [Int] {
    var layers = Array(repeating: 0, count: needs.count)
    for box in TransitiveReduction.order(of: needs) {
      layers[box] = needs[box].map { layers[$0] + 1 }.max() ?? 0
    }
    return layers
  }

  private mutating func addChain(from start: Int, to end: Int) {
    var chain = [start]
    for layer in nodes[start].layer + 1..<max(nodes[end].layer, nodes[start].layer + 1) {
      nodes.append(Node(layer: layer, width: 8))
      down.append([])
      up.append([])
      link(chain[chain.count - 1], nodes.count - 1)
      chain.append(nodes.count - 1)
    }
    link(chain[chain.count - 1], end)
    chains.append(chain + [end])
  }

  private mutating func link(_ above: Int, _ below: Int) {
    down[above].append(below)
    up[below].append(above)
  }

  // MARK: Order within layers

  private mutating func sortLayers() {
    guard layers.count > 1 else { return }
    var best = layers
    var fewest = crossings
    for sweep in 0..<12 where fewest > 0 {
      let isDown = sweep % 2 == 0
      let indices = isDown ? Array(1..<layers.count) : Array((0..<layers.count - 1).reversed())
      for layer in indices { sortLayer(layer, by: isDown ? up : down, other: layers[isDown ? layer - 1 : layer + 1]) }
      let count = crossings
      if count < fewest { (best, fewest) = (layers, count) }
    }
    layers = best
  }

  /// Orders a layer by the middle of each node's neighbours in the layer beside it.
  private mutating func sortLayer(_ layer: Int, by neighbours: [[Int]], other: [Int]) {
    var place: [Int: Double] = [:]
    for (index, node) in other.enumerated() { place[node] = Double(index) }
    let keys = layers[layer].enumerated().map { index, node -> (Double, Int, Int) in
      let places = neighbours[node].compactMap { place[$0] }
      return (places.isEmpty ? Double(index) : places.reduce(0, +) / Double(places.count), index, node)
    }
    layers[layer] = keys.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }

  /// How often edges cross.
  private var crossings: Int {
    var count = 0
    for layer in layers.dropLast() {
      guard let below = layer.first.map({ layers[nodes[$0].layer + 1] }) else { continue }
      var place: [Int: Int] = [:]
      for (index, node) in below.enumerated() { place[node] = index }
      let ends = layer.flatMap { node in down[node].compactMap { place[$0] }.sorted() }
      for (index, end) in ends.enumerated() { count += ends[..<index].count { $0 > end } }
    }
    return count
  }

  // MARK: Places

  private mutating func placeAcross() {
    for layer in layers {
      var left = 0.0
      for node in layer {
        nodes[node].x = left + nodes[node].width / 2
        left += nodes[node].width + Self.gapAcross
      }
      let shift = (left - Self.gapAcross) / 2
      for node in layer { nodes[node].x -= shift }
    }
    for sweep in 0..<24 {
      let isDown = sweep % 2 == 0
      for layer in isDown ? layers : layers.reversed() { alignLayer(layer, with: isDown ? up : down) }
    }
  }

  /// Moves each node of a layer as near as there is room to the middle of its neighbours: least squares under minimal
  /// distances, by pooling neighbours that get in each other's way.
  private mutating func alignLayer(_ layer: [Int], with neighbours: [[Int]]) {
    var offsets: [Double] = []
    var pools: [(sum: Double, count: Int)] = []
    var offset = 0.0
    for (index, node) in layer.enumerated() {
      if index > 0 { offset += (nodes[layer[index - 1]].width + nodes[node].width) / 2 + Self.gapAcross }
      offsets.append(offset)
      let others = neighbours[node]
      let wanted = others.isEmpty ? nodes[node].x : others.map { nodes[$0].x }.reduce(0, +) / Double(others.count)
      pools.append((wanted - offset, 1))
      while pools.count > 1, mean(pools[pools.count - 2]) > mean(pools[pools.count - 1]) {
        let last = pools.removeLast()
        pools[pools.count - 1].sum += last.sum
        pools[pools.count - 1].count += last.count
      }
    }
    var index = 0
    for pool in pools {
      for _ in 0..<pool.count {
        nodes[layer[index]].x = mean(pool) + offsets[index]
        index += 1
      }
    }
  }

  private func mean(_ pool: (sum: Double, count: Int)) -> Double { pool.sum / Double(pool.count) }

  private mutating func finish(_ sizes: [Size]) {
    let left = nodes.map { $0.x - $0.width / 2 }.min() ?? 0
    let right = nodes.map { $0.x + $0.width / 2 }.max() ?? 0
    var tops: [Double] = []
    var heights: [Double] = []
    var top = 0.0
    for layer in layers {
      let height = layer.filter { $0 < sizes.count }.map { sizes[$0].height }.max() ?? 0
      tops.append(top)
      heights.append(height)
      top += height + Self.gapDown
    }
    size = Size(width: right - left, height: max(top - Self.gapDown, 0))
    places = sizes.indices.map { Point(x: nodes[$0].x - nodes[$0].width / 2 - left, y: tops[nodes[$0].layer]) }
    routes = chains.map { chain in
      var points: [Point] = []
      for (index, node) in chain.enumerated() {
        let x = nodes[node].x - left
        let layer = nodes[node].layer
        if index == 0 {
          points.append(Point(x: x, y: tops[layer] + sizes[node].height))
          // Beside a taller box it goes straight down before it bends.
          if sizes[node].height < heights[layer] { points.append(Point(x: x, y: tops[layer] + heights[layer])) }
        } else if index == chain.count - 1 {
          points.append(Point(x: x, y: tops[layer]))
        } else {
          points += [Point(x: x, y: tops[layer]), Point(x: x, y: tops[layer] + heights[layer])]
        }
      }
      return Route(points: points)
    }
  }
}
