// "Did you mean": the name that somebody probably wanted to write.

/// The candidate nearest to a name, or nil when none is near enough to be meant.
///
/// Nearness is the Damerau-Levenshtein distance (a swap of neighbours counts one); a third of the name's length may
/// differ. Case and the separators `-`, `_` and `.` hardly count. Of equally near ones the first wins.
public func nearestName(to name: String, in candidates: some Sequence<String>) -> String? {
  let wanted = Array(name.unicodeScalars.prefix(longestComparedName + 1))
  guard !wanted.isEmpty, wanted.count <= longestComparedName else { return nil }
  let wantedFolded = folded(wanted)
  let threshold = max(1, wanted.count / 3)
  var best: (name: String, distance: Int)?
  for candidate in candidates where candidate != name {
    // A scalar takes at most four bytes: a cheap bound before anything is copied.
    guard candidate.utf8.count <= 4 * (wanted.count + threshold) else { continue }
    let scalars = Array(candidate.unicodeScalars)
    if folded(scalars) == wantedFolded, !wantedFolded.isEmpty { return candidate }
    let limit = min(best.map { $0.distance - 1 } ?? threshold, scalars.count - 1)
    guard limit >= 0, abs(scalars.count - wanted.count) <= limit else { continue }
    if let distance = distance(wanted, scalars, limit: limit) { best = (candidate, distance) }
  }
  return best?.name
}

private let longestComparedName = 96

private func folded(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
  scalars.compactMap { scalar in
    switch scalar {
    case "-", "_", ".": nil
    case "A"..."Z": Unicode.Scalar(UInt8(scalar.value + 32))
    default: scalar
    }
  }
}

/// The distance between two names when it is at most `limit`.
private func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar], limit: Int) -> Int? {
  var beforePrevious = [Int](repeating: 0, count: right.count + 1)
  var previous = Array(0...right.count)
  var current = previous
  for row in left.indices {
    current[0] = row + 1
    var smallest = row + 1
    for column in right.indices {
      let substitution = previous[column] + (left[row] == right[column] ? 0 : 1)
      var cost = min(substitution, previous[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        cost = min(cost, beforePrevious[column - 1] + 1)
      }
      current[column + 1] = cost
      smallest = min(smallest, cost)
    }
    if smallest > limit { return nil }
    (beforePrevious, previous, current) = (previous, current, beforePrevious)
  }
  return previous[right.count] <= limit ? previous[right.count] : nil
}
