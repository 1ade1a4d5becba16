// The standard functions on text: contains, startsWith, endsWith, matches.

import Diagnostics

extension Library {
  mutating func addStrings() {
    let tested = [Overload(isMember: true, [.string, .string], .bool)]
    add("contains", tested) { (text, part, work) throws(ExpressionProblem) in
      guard case .string(let text) = text, case .string(let part) = part else {
        throw noOverload("contains", text, part)
      }
      try work.spend(bytes: text.utf8.count + part.utf8.count)
      return .bool(Searcher(Array(part.utf8)).firstPlace(in: Array(text.utf8)) != nil)
    }
    add("startsWith", tested) { (text, part, work) throws(ExpressionProblem) in
      guard case .string(let text) = text, case .string(let part) = part else {
        throw noOverload("startsWith", text, part)
      }
      try work.spend(bytes: part.utf8.count)
      return .bool(text.utf8.starts(with: part.utf8))
    }
    add("endsWith", tested) { (text, part, work) throws(ExpressionProblem) in
      guard case .string(let text) = text, case .string(let part) = part else {
        throw noOverload("endsWith", text, part)
      }
      try work.spend(bytes: part.utf8.count)
      return .bool(text.utf8.reversed().starts(with: part.utf8.reversed()))
    }
    add("matches", tested + [Overload([.string, .string], .bool)]) {
      (text, pattern, work) throws(ExpressionProblem) in
      guard case .string(let text) = text, case .string(let pattern) = pattern else {
        throw noOverload("matches", text, pattern)
      }
      return .bool(try compilePattern(pattern, &work).isFound(in: text, &work))
    }
  }
}

/// Compiles a pattern that was computed at run time.
func compilePattern(_ text: String, _ work: inout Work) throws(ExpressionProblem) -> Pattern {
  try work.spend(text.utf8.count)
  let pattern: Pattern
  do throws(Pattern.SyntaxError) {
    pattern = try Pattern(text)
  } catch {
    throw .invalidPattern(error.reason)
  }
  try work.spend(pattern.program.count)
  return pattern
}

/// Finds a sequence in others, in time linear in both (Knuth, Morris, Pratt).
struct Searcher<Element: Equatable> {
  private let part: [Element]
  /// For every prefix, the length of the longest proper prefix that is also its end.
  private let borders: [Int]

  init(_ part: [Element]) {
    var borders = Array(repeating: 0, count: part.count)
    var matched = 0
    for place in part.indices.dropFirst() {
      while matched > 0, part[place] != part[matched] { matched = borders[matched - 1] }
      if part[place] == part[matched] { matched += 1 }
      borders[place] = matched
    }
    self.part = part
    self.borders = borders
  }

  /// Where the part is first found at or after a place.
  func firstPlace(in whole: [Element], from start: Int = 0) -> Int? {
    if part.isEmpty { return start <= whole.count ? start : nil }
    guard whole.count - start >= part.count else { return nil }
    var matched = 0
    for place in start..<whole.count {
      while matched > 0, whole[place] != part[matched] { matched = borders[matched - 1] }
      if whole[place] == part[matched] { matched += 1 }
      if matched == part.count { return place - matched + 1 }
    }
    return nil
  }
}
