// What a run asks of people before it goes on.

/// A question to people. Who may answer, and how many must, is decided from this alone.
public struct GateRequest: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    /// A decision: `belay approve` or `belay reject`.
    case approval
    /// A thing done by hand: `belay confirm`, or `belay reject`.
    case manual
  }
  public var kind: Kind
  public var message: String
  /// Roles of the plan; a person of any of them may answer. Empty: anybody.
  public var roles: [String]
  /// How many distinct people must agree, for each role.
  public var quorum: Int
  /// People who may not answer: `starter`.
  public var distinctFrom: [String]
  /// What a person ticks off before confirming.
  public var checklist: [String]
  /// An answer is good for so many milliseconds; nil: for ever.
  public var expiresAfter: Int64?

  public init(
    kind: Kind, message: String, roles: [String] = [], quorum: Int = 1, distinctFrom: [String] = [],
    checklist: [String] = [], expiresAfter: Int64? = nil
  ) {
    self.kind = kind
    self.message = message
    self.roles = roles
    self.quorum = quorum
    self.distinctFrom = distinctFrom
    self.checklist = checklist
    self.expiresAfter = expiresAfter
  }
}
