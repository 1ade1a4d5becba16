// What a plan's error catalogue says of a failure, for the person who sees the failure.

import JSONText
import PlanModel

/// Cause and resolution of a code.
enum CatalogueWords {
  /// Lines below the failure; none where the plan says nothing.
  static func lines(_ entry: PlanErrorCode?, margin: String = "  ") -> [String] {
    guard let entry else { return [] }
    var lines: [String] = []
    if let cause = entry.cause { lines.append("\(margin)= cause: \(cause)") }
    if entry.resolution.count == 1 { return lines + ["\(margin)= resolution: \(entry.resolution[0])"] }
    if !entry.resolution.isEmpty { lines.append("\(margin)= resolution:") }
    return lines + entry.resolution.enumerated().map { "\(margin)    \($0 + 1). \($1)" }
  }

  /// Adds what the plan says to the JSON of an error.
  static func add(_ entry: PlanErrorCode?, to object: inout JSONObject) {
    guard let entry else { return }
    if let cause = entry.cause { object["cause"] = .string(cause) }
    if !entry.resolution.isEmpty { object["resolution"] = .array(entry.resolution.map { .string($0) }) }
  }
}
