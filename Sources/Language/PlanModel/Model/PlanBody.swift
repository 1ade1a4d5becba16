// What one plan file contributes to a run, in the place where it stands: the root plan, or a sub-plan inlined
// for a `plan.run` step. Each place has its own scope of names.

import Diagnostics
import Expressions

/// The inputs, variables, phases and final steps of one plan file.
public final class PlanBody: Sendable {
  public let file: SourceFile
  public let name: String
  public let version: String
  public let title: String
  public let inputs: [PlanInput]
  /// In an order in which each needs only those before it.
  public let variables: [PlanVariable]
  /// A flat `steps:` list is one phase without an id.
  public let phases: [PlanPhase]
  public let finally: [PlanStep]
  /// What a caller reads as `steps.<call>.outputs`.
  public let outputs: [PlanVariable]

  public init(
    file: SourceFile, name: String, version: String, title: String, inputs: [PlanInput], variables: [PlanVariable],
    phases: [PlanPhase], finally: [PlanStep], outputs: [PlanVariable]
  ) {
    self.file = file
    self.name = name
    self.version = version
    self.title = title
    self.inputs = inputs
    self.variables = variables
    self.phases = phases
    self.finally = finally
    self.outputs = outputs
  }
}

/// Steps that belong together; phases run one after another.
public final class PlanPhase: Sendable {
  /// Nil: the plan has a flat list of steps.
  public let id: String?
  public let title: String?
  public let risk: String?
  public let preconditions: [PlanCondition]
  public let success: [PlanCondition]
  public let steps: [PlanStep]
  public let onFailure: PlanFailureMode?
  public let range: SourceRange

  public init(
    id: String?, title: String?, risk: String?, preconditions: [PlanCondition], success: [PlanCondition],
    steps: [PlanStep], onFailure: PlanFailureMode?, range: SourceRange
  ) {
    self.id = id
    self.title = title
    self.risk = risk
    self.preconditions = preconditions
    self.success = success
    self.steps = steps
    self.onFailure = onFailure
    self.range = range
  }
}

/// A declared input of a plan.
public struct PlanInput: Sendable {
  public var name: String
  public var type: ValueType
  public var description: String?
  public var defaultValue: Value?
  /// Regular expression (RE2) that a string must match as a whole.
  public var pattern: String?
  /// Bounds of a number; of the length of a string or list.
  public var min: Value?
  public var max: Value?
  public var choices: [Value]
  public var range: SourceRange

  public init(
    name: String, type: ValueType, description: String? = nil, defaultValue: Value? = nil, pattern: String? = nil,
    min: Value? = nil, max: Value? = nil, choices: [Value] = [], range: SourceRange
  ) {
    self.name = name
    self.type = type
    self.description = description
    self.defaultValue = defaultValue
    self.pattern = pattern
    self.min = min
    self.max = max
    self.choices = choices
    self.range = range
  }
}

/// A named value: of `vars`, or of `outputs`.
public struct PlanVariable: Sendable {
  public var name: String
  public var type: ValueType
  public var value: PlanValue
  /// Names of the secrets that may be in it.
  public var secrets: Set<String>

  public init(name: String, type: ValueType, value: PlanValue, secrets: Set<String> = []) {
    self.name = name
    self.type = type
    self.value = value
    self.secrets = secrets
  }
}

/// Where a secret comes from. Its value never enters a plan, a journal or a digest.
public struct PlanSecret: Sendable, Hashable {
  public enum Source: Sendable, Hashable {
    case environment(String)
    /// A path, relative to the working directory.
    case file(String)
  }
  public var name: String
  public var source: Source

  public init(name: String, source: Source) {
    self.name = name
    self.source = source
  }
}
