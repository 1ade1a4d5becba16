// What an evaluation may still spend, and what it may know of the world. Every function pays for the work that its
// arguments make, so that no expression, however written, runs for long.

import Diagnostics

/// What an evaluation may cost at most.
public struct EvaluationLimits: Sendable {
  /// Operations: one for each instruction, and more for work that grows with its arguments.
  public var cost: Int
  /// Parts of the result: every element of every list and map counts, and every 64 bytes of text.
  public var resultSize: Int
  /// Offsets of named time zones; without, only UTC and offsets such as `+02:00` are known.
  public var timeZones: (any TimeZoneRules)?

  public init(cost: Int = 1_000_000, resultSize: Int = 1_000_000, timeZones: (any TimeZoneRules)? = nil) {
    self.cost = cost
    self.resultSize = resultSize
    self.timeZones = timeZones
  }

  public static let standard = EvaluationLimits()
}

/// Gives the offsets of named time zones. The language itself has no zone data.
public protocol TimeZoneRules: Sendable {
  /// The offset from UTC, in seconds, that a zone such as `Europe/Berlin` has at a Unix time; nil when the zone is not
  /// known.
  func offset(ofZone name: String, atUnixSecond second: Int64) -> Int?
}

/// The account of one evaluation.
struct Work {
  private(set) var remaining: Int
  let limits: EvaluationLimits

  init(_ limits: EvaluationLimits) {
    self.limits = limits
    remaining = limits.cost
  }

  mutating func spend(_ cost: Int) throws(ExpressionProblem) {
    remaining -= cost
    if remaining < 0 { throw .costExceeded(limit: limits.cost) }
  }

  /// Pays for reading or writing so many bytes.
  mutating func spend(bytes: Int) throws(ExpressionProblem) { try spend(bytes / 16 + 1) }
}
