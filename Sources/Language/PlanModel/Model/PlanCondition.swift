// A condition: an expression, and perhaps a read step whose outputs it judges (DESIGN §2).

import Diagnostics
import Expressions

/// One item of `preconditions`, `done_when` or `success`.
public struct PlanCondition: Sendable {
  public var check: Expression
  /// What to say when it is false.
  public var message: PlanValue?
  /// A code of the error catalogue.
  public var code: String?
  /// The read step whose outputs `check` sees as `outputs`.
  public var observation: PlanObservation?
  /// Milliseconds. It is asked again every `every` until it holds or `within` has passed.
  public var within: Int64?
  public var every: Int64?
  public var range: SourceRange

  public init(
    check: Expression, message: PlanValue? = nil, code: String? = nil, observation: PlanObservation? = nil,
    within: Int64? = nil, every: Int64? = nil, range: SourceRange
  ) {
    self.check = check
    self.message = message
    self.code = code
    self.observation = observation
    self.within = within
    self.every = every
    self.range = range
  }
}

/// A read step run for its outputs alone.
public struct PlanObservation: Sendable {
  public var uses: String
  public var with: [PlanField]
  /// Outputs that an opaque type declares here.
  public var declaredOutputs: [String: ValueType]

  public init(uses: String, with: [PlanField], declaredOutputs: [String: ValueType] = [:]) {
    self.uses = uses
    self.with = with
    self.declaredOutputs = declaredOutputs
  }
}
