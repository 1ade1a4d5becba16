// One input or output of a step type, as its declaration states it. The checker, `belay steps`, the JSON
// Schema and the editor all read this one description (DESIGN §4).

import Expressions

/// An input or an output of a step type.
public struct FieldDeclaration: Sendable {
  /// The key as the plan writes it, in `snake_case`.
  public var name: String
  public var type: ValueType
  /// An input that the plan must give; an output that a success always has.
  public var required: Bool
  /// What an input is when the plan doesn't give it. Nil: absent.
  public var defaultValue: Value?
  /// One or two sentences for the person who writes a plan.
  public var documentation: String
  /// A secret may flow into this input (DESIGN §3). It is never journaled.
  public var sensitive: Bool
  /// What the text means, where the type alone doesn't say it.
  public var role: FieldRole
  /// The only values an input may have, when it is one of a few.
  public var choices: [String]

  public init(
    _ name: String, _ type: ValueType, required: Bool = false, default defaultValue: Value? = nil,
    sensitive: Bool = false, role: FieldRole = .plain, choices: [String] = [], _ documentation: String
  ) {
    self.name = name
    self.type = type
    self.required = required
    self.defaultValue = defaultValue
    self.documentation = documentation
    self.sensitive = sensitive
    self.role = role
    self.choices = choices
  }
}

/// What the text of a field stands for, beyond its type.
public enum FieldRole: Sendable, Hashable {
  case plain
  /// A path that the step uses, relative to the run's working directory.
  case path
  /// A path whose bytes the step reads as its content: approvals and seals bind its digest (DESIGN §6).
  case sourceFile
  /// A program text: `${{ }}` inside it is an injection. Values go through the input named here instead.
  case script(valuesGoTo: String)
  /// Octal file mode such as `0640`.
  case fileMode
  /// Names of roles that the plan declares.
  case roles
  /// A plan file, relative to the plan that names it; inlined when the plan is checked.
  case planFile
  /// The inputs of the plan file named beside it.
  case planInputs
}
