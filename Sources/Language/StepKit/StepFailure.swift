// Why a step failed, as a value that a person can act on.

/// A step's failure: shown where it happens, in status, in the report, and journaled.
public struct StepFailure: Error, Sendable, Hashable {
  /// A code of the plan's error catalogue (`MIGRATION-003`) or of Belay (`BLY0801`).
  public var code: String
  public var message: String
  /// What to do next.
  public var help: String?

  public init(code: String, message: String, help: String? = nil) {
    self.code = code
    self.message = message
    self.help = help
  }
}
