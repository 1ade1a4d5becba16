// What a step type says about itself, once: name, inputs, outputs, effect (DESIGN §4).

import Expressions

/// The declaration of a step type.
public struct StepDeclaration: Sendable {
  /// `family.action`, as `uses:` names it.
  public var name: String
  /// One line for lists.
  public var summary: String
  public var inputs: [FieldDeclaration]
  public var outputs: [FieldDeclaration]
  public var effect: Effect
  /// Carrying it out twice is the same as once. A step in doubt may then simply run again.
  public var idempotent: Bool
  /// The type can't know what the step does (`shell.run`, `exec.run`, `http.request`): the step itself says
  /// `effect: read`, `idempotent: true`, `outputs: {name: type}`.
  public var isOpaque: Bool
  /// Milliseconds that an attempt may take where the plan doesn't say. Nil: what the plan says for all its steps.
  public var usualTimeout: Int64?

  public init(
    name: String, summary: String, inputs: [FieldDeclaration], outputs: [FieldDeclaration] = [], effect: Effect,
    idempotent: Bool, isOpaque: Bool = false, usualTimeout: Int64? = nil
  ) {
    self.name = name
    self.summary = summary
    self.inputs = inputs
    self.outputs = outputs
    self.effect = effect
    self.idempotent = idempotent
    self.isOpaque = isOpaque
    self.usualTimeout = usualTimeout
  }

  public func input(_ name: String) -> FieldDeclaration? {
    inputs.first { $0.name == name }
  }

  public func output(_ name: String) -> FieldDeclaration? {
    outputs.first { $0.name == name }
  }
}
