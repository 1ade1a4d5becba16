// A promise that a step type doesn't keep.

/// What ``StepConformance`` found.
public struct ConformanceFault: Sendable, Hashable, CustomStringConvertible {
  /// The promise, by name.
  public enum Rule: String, Sendable, Hashable, CaseIterable {
    /// The declaration says what can't be, or not enough.
    case declaration
    /// Nothing is there to try the type with.
    case fixtures
    /// The fixture itself can't be set up.
    case setup
    /// `check` refuses inputs that work.
    case check
    /// The step fails where it should succeed, or the other way round, or with another code.
    case outcome
    /// Outputs that aren't declared, are missing or aren't of their type.
    case outputs
    /// A step of effect `read` changes something.
    case readOnly
    /// A prediction changes something.
    case predictReadOnly
    /// A prediction that doesn't come true.
    case prediction
    /// A probe changes something.
    case probeReadOnly
    /// A probe that says done when it isn't, or the other way round.
    case probe
    /// Taking the undo record changes something.
    case recordReadOnly
    /// An undo record that can't be journaled.
    case record
    /// Twice isn't the same as once.
    case idempotence
    /// The undo doesn't bring back what was there.
    case undo
    /// The undo twice isn't the same as once.
    case undoTwice
    /// An undo of what was never done changes something, or fails.
    case undoBefore
    /// The undo destroys somebody's newer work.
    case newerWork
    /// A process that can't be started, differs from call to call, or whose end is misread.
    case process
    case gate
    case timer
  }

  public var rule: Rule
  public var step: String
  public var fixture: String?
  public var detail: String

  public init(_ rule: Rule, step: String, fixture: String? = nil, _ detail: String) {
    self.rule = rule
    self.step = step
    self.fixture = fixture
    self.detail = detail
  }

  public var description: String {
    "\(step)\(fixture.map { " (\($0))" } ?? "") breaks '\(rule.rawValue)': \(detail)"
  }
}
