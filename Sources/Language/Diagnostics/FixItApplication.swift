// Fix-its applied to a text, as `belay check --fix`, an editor and the tests do.

/// The bytes of a file after its fix-its. Edits of one fix-it belong together: a fix-it that overlaps an earlier one,
/// or reaches beyond the file, is left out as a whole.
public func applyFixes(_ fixes: [FixIt], to file: SourceFile) -> [UInt8] {
  let accepted = compatibleFixes(fixes, in: file).flatMap { fixes[$0].edits }
  // At one place, what was asked for first comes first.
  let ordered = accepted.enumerated().sorted {
    ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset)
  }
  var result: [UInt8] = []
  var position = 0
  for (_, edit) in ordered {
    result.append(contentsOf: file.bytes[position..<edit.range.start])
    result.append(contentsOf: edit.replacement.utf8)
    position = edit.range.end
  }
  result.append(contentsOf: file.bytes[position...])
  return result
}

/// Which fix-its can be applied together, by their indices: of two that overlap the first, of two that are the same
/// one.
public func compatibleFixes(_ fixes: [FixIt], in file: SourceFile) -> [Int] {
  var accepted: [FixIt.Edit] = []
  var known: Set<[FixIt.Edit]> = []
  return fixes.indices.filter { index in
    let isNew = known.insert(fixes[index].edits).inserted
    guard isNew, fits(fixes[index], beside: accepted, in: file) else { return false }
    accepted.append(contentsOf: fixes[index].edits)
    return true
  }
}

private func fits(_ fix: FixIt, beside accepted: [FixIt.Edit], in file: SourceFile) -> Bool {
  var taken = accepted
  for edit in fix.edits {
    guard edit.range.start >= 0, edit.range.start <= edit.range.end, edit.range.end <= file.bytes.count else {
      return false
    }
    if taken.contains(where: { collides($0.range, edit.range) }) { return false }
    taken.append(edit)
  }
  return true
}

private func collides(_ left: SourceRange, _ right: SourceRange) -> Bool {
  if left == right { return !left.isEmpty }
  if left.isEmpty || right.isEmpty { return left.start < right.end && right.start < left.end }
  return left.overlaps(right)
}
