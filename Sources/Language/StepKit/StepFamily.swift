// A family: the step types that live in one folder under Sources/Steps, with the failures that they know.

/// The step types of one folder.
public struct StepFamily: Sendable {
  /// Name of the folder under `Sources/Steps`.
  public var folder: String
  public var types: [any StepType]
  /// Every failure that a step of this family raises itself, for `belay error CODE`.
  public var failures: [FailureExplanation]
  private let makeFixtures: @Sendable () -> [String: [StepFixture]]

  /// Fixtures by the name of the step type, for the trials of StepConformance. Made when somebody asks: some are large.
  public var fixtures: [String: [StepFixture]] { makeFixtures() }

  public init(
    folder: String, types: [any StepType], failures: [FailureExplanation] = [],
    fixtures: @autoclosure @escaping @Sendable () -> [String: [StepFixture]] = [:]
  ) {
    self.folder = folder
    self.types = types
    self.failures = failures
    makeFixtures = fixtures
  }
}

/// What a failure's code means, without the particulars of one case.
public struct FailureExplanation: Sendable, Hashable {
  /// `BLY####`
  public var code: String
  /// One line.
  public var title: String
  /// Why it happens, and what to do about it.
  public var explanation: String

  public init(_ code: String, _ title: String, _ explanation: String) {
    self.code = code
    self.title = title
    self.explanation = explanation
  }
}
