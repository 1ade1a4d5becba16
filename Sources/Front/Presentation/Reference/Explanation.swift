// What the code of a problem means.

import Diagnostics
import PlanModel
import StepKit

/// What `belay error ID` shows.
public enum Explanation {
  /// Of a diagnostic: with an example and its cure where there are any.
  public static func text(_ entry: CatalogueEntry) -> String {
    var lines = ["\(entry.id): \(entry.title)", "", entry.explanation]
    if !entry.example.isEmpty { lines += ["", "for example:", indented(entry.example)] }
    if !entry.cure.isEmpty { lines += ["", "cure:", indented(entry.cure)] }
    return lines.joined(separator: "\n")
  }

  /// Of a step's failure.
  public static func text(_ failure: FailureExplanation) -> String {
    "\(failure.code): \(failure.title)\n\n\(failure.explanation)"
  }

  /// Of a code of a plan's own.
  public static func text(_ own: PlanErrorCode) -> String {
    let words = CatalogueWords.lines(own, margin: "").map { String($0.trimmingPrefix("= ")) }
    let whole = own.resolution.isEmpty ? words + ["the plan gives no resolution"] : words
    return (["\(own.code): \(own.message)", ""] + whole).joined(separator: "\n")
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }.joined(separator: "\n")
  }
}
