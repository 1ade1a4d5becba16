// The difference of two texts, line by line: Myers' greedy algorithm, bounded in work and memory.

/// Which lines two texts share. Lines keep their line feed, so a last line without one differs.
struct LineDifference {
  enum Edit: Hashable {
    /// Indices into the old and the new lines.
    case keep(Int, Int)
    case remove(Int)
    case add(Int)
  }

  /// Edits that lead from old to new, removals before additions. Beyond `maximumDistance` edits the part that
  /// differs is given as one replacement: right, but not the shortest.
  static func edits<Line: Hashable>(from old: [Line], to new: [Line], maximumDistance: Int = 1_500) -> [Edit] {
    var prefix = 0
    while prefix < min(old.count, new.count), old[prefix] == new[prefix] { prefix += 1 }
    var suffix = 0
    while suffix < min(old.count, new.count) - prefix, old[old.count - 1 - suffix] == new[new.count - 1 - suffix] {
      suffix += 1
    }
    let middleOld = Array(old[prefix..<(old.count - suffix)])
    let middleNew = Array(new[prefix..<(new.count - suffix)])
    var edits = (0..<prefix).map { Edit.keep($0, $0) }
    for edit in middle(middleOld, middleNew, maximumDistance) {
      switch edit {
      case .keep(let a, let b): edits.append(.keep(a + prefix, b + prefix))
      case .remove(let a): edits.append(.remove(a + prefix))
      case .add(let b): edits.append(.add(b + prefix))
      }
    }
    for index in 0..<suffix {
      edits.append(.keep(old.count - suffix + index, new.count - suffix + index))
    }
    return edits
  }

  private static func middle<Line: Hashable>(_ old: [Line], _ new: [Line], _ maximumDistance: Int) -> [Edit] {
    if old.isEmpty || new.isEmpty { return replacement(old.count, new.count) }
    guard let trace = trace(old, new, maximumDistance) else { return replacement(old.count, new.count) }
    return backtrack(trace, old.count, new.count)
  }

  private static func replacement(_ old: Int, _ new: Int) -> [Edit] {
    (0..<old).map { .remove($0) } + (0..<new).map { .add($0) }
  }

  /// The furthest x on each diagonal, for every number of edits; nil when there are too many.
  private static func trace<Line: Hashable>(_ old: [Line], _ new: [Line], _ maximumDistance: Int) -> [[Int]]? {
    let bound = min(old.count + new.count, maximumDistance)
    var furthest = [Int](repeating: 0, count: 2 * bound + 3)
    let zero = bound + 1
    var trace: [[Int]] = []
    for distance in 0...bound {
      for diagonal in stride(from: -distance, through: distance, by: 2) {
        let down =
          diagonal == -distance
          || (diagonal != distance && furthest[zero + diagonal - 1] < furthest[zero + diagonal + 1])
        var x = down ? furthest[zero + diagonal + 1] : furthest[zero + diagonal - 1] + 1
        while x < old.count, x - diagonal >= 0, x - diagonal < new.count, old[x] == new[x - diagonal] { x += 1 }
        furthest[zero + diagonal] = x
        if x >= old.count, x - diagonal >= new.count {
          trace.append(Array(furthest[(zero - distance)...(zero + distance)]))
          return trace
        }
      }
      trace.append(Array(furthest[(zero - distance)...(zero + distance)]))
    }
    return nil
  }

  /// Going furthest along the old text first, the way back has removals before additions in each stretch of changes.
  private static func backtrack(_ trace: [[Int]], _ oldCount: Int, _ newCount: Int) -> [Edit] {
    var edits: [Edit] = []
    var x = oldCount
    var y = newCount
    for distance in stride(from: trace.count - 1, to: 0, by: -1) {
      let before = trace[distance - 1]
      let at = { (diagonal: Int) in
        abs(diagonal) <= distance - 1 ? before[diagonal + distance - 1] : Int.min
      }
      let diagonal = x - y
      let down = diagonal == -distance || (diagonal != distance && at(diagonal - 1) < at(diagonal + 1))
      let startX = down ? at(diagonal + 1) : at(diagonal - 1)
      let startY = startX - (down ? diagonal + 1 : diagonal - 1)
      let afterX = down ? startX : startX + 1
      while x > afterX {
        x -= 1
        y -= 1
        edits.append(.keep(x, y))
      }
      edits.append(down ? .add(startY) : .remove(startX))
      x = startX
      y = startY
    }
    while x > 0, y > 0 {
      x -= 1
      y -= 1
      edits.append(.keep(x, y))
    }
    return edits.reversed()
  }
}
