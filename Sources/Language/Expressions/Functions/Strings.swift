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
      return .bool(firstPlace(of: Array(part.utf8), in: Array(text.utf8)) != nil)
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

/// Where a sequence is first found in another, at or after a place (Knuth, Morris, Pratt: time is linear in both).
func firstPlace<Element: Equatable>(of part: [Element], in whole: [Element], from start: Int = 0) -> Int? {
  if part.isEmpty { return start <= whole.count ? start : nil }
  guard whole.count - start >= part.count else { return nil }
  let borders = borderLengths(part)
  var matched = 0
  for place in start..<whole.count {
    while matched > 0, whole[place] != part[matched] { matched = borders[matched - 1] }
    if whole[place] == part[matched] { matched += 1 }
    if matched == part.count { return place - matched + 1 }
  }
  return nil
}

/// For every prefix, the length of the longest proper prefix that is also its end.
private func borderLengths<Element: Equatable>(_ part: [Element]) -> [Int] {
  var borders = Array(repeating: 0, count: part.count)
  var matched = 0
  for place in part.indices.dropFirst() {
    while matched > 0, part[place] != part[matched] { matched = borders[matched - 1] }
    if part[place] == part[matched] { matched += 1 }
    borders[place] = matched
  }
  return borders
}
