// What is wrong with an expression before it runs, and where.

import Diagnostics

/// One problem of an expression and its place in the text.
public struct ExpressionIssue: Error, Sendable, Hashable {
  public var problem: ExpressionProblem
  /// UTF-8 offsets in the text that was compiled.
  public var range: Range<Int>
  /// What stands after the carets, such as "did you mean 'host'?".
  public var label: String?
  /// What should stand in place of the range, where that is beyond doubt. A field's name may need `['…']`.
  public var replacement: String?

  public init(
    _ problem: ExpressionProblem, at range: Range<Int>, label: String? = nil, replacement: String? = nil
  ) {
    self.problem = problem
    self.range = range
    self.label = label
    self.replacement = replacement
  }
}

/// All problems of an expression, in the order of the text; never empty.
public struct IssueList: Error, Sendable, Hashable {
  public let issues: [ExpressionIssue]

  public init(_ issues: [ExpressionIssue]) {
    let sorted = issues.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    // Two passes may find the same.
    var kept: [ExpressionIssue] = []
    for issue in sorted where issue != kept.last { kept.append(issue) }
    self.issues = kept
  }
}
