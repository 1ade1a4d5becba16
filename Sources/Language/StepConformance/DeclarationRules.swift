// What a declaration must say, and must not contradict.

import Expressions
import StepKit

enum DeclarationRules {
  /// Authors of outside types may leave it to the name.
  private static let undocumented = "has no documentation"

  static func faults(of type: any StepType) -> [ConformanceFault] {
    let declaration = type.declaration
    var details: [String] = []
    if let fault = RegistryRules.faultOfConformance(of: type) ?? RegistryRules.fault(of: type) {
      details.append(fault)
    }
    // The checker has its own rule for the names of folders.
    if type.filesDigest == nil, !isStepName(declaration.name) {
      details.append("its name is not `family.action` in lower case")
    }
    if declaration.summary.contains(where: \.isNewline) { details.append("its summary has more than one line") }
    if declaration.summary.hasSuffix(".") { details.append("its summary ends in a full stop") }
    for field in declaration.inputs {
      details += faults(ofInput: field, declaration).map { "input '\(field.name)' \($0)" }
    }
    for field in declaration.outputs { details += faults(ofField: field).map { "output '\(field.name)' \($0)" } }
    if type.filesDigest != nil { details.removeAll { $0.hasSuffix(undocumented) } }
    details += powers(type)
    return details.map { ConformanceFault(.declaration, step: declaration.name, $0) }
  }

  private static func powers(_ type: any StepType) -> [String] {
    let declaration = type.declaration
    var details: [String] = []
    if type.undoing != nil, declaration.effect != .write {
      details.append("it can be undone, though its effect is \(declaration.effect.rawValue)")
    }
    if type is any InProcessStep, declaration.effect != .read, !declaration.idempotent, type.probing == nil {
      details.append("it is neither idempotent nor can it be probed: a crash would leave it in doubt")
    }
    if type is any SubPlanStep, !declaration.inputs.contains(where: { $0.role == .planFile }) {
      details.append("no input of it names the plan file")
    }
    if declaration.isOpaque, !(type is any ProcessStep), !(type is any InProcessStep) {
      details.append("it is opaque, but does nothing itself")
    }
    return details
  }

  private static func faults(ofField field: FieldDeclaration) -> [String] {
    var details: [String] = []
    if !isFieldName(field.name) { details.append("has a name that is not snake_case") }
    if field.documentation.isEmpty { details.append(undocumented) }
    if let value = field.defaultValue, !value.matches(field.type) { details.append("has a default of another type") }
    return details
  }

  private static func faults(ofInput field: FieldDeclaration, _ declaration: StepDeclaration) -> [String] {
    var details = faults(ofField: field)
    if !field.choices.isEmpty {
      if field.type != .string, field.type != .list(.string) { details.append("has choices, but isn't text") }
      if case .string(let text)? = field.defaultValue, !field.choices.contains(text) {
        details.append("has a default that is none of its choices")
      }
    }
    if let wanted = type(of: field.role), field.type != wanted { details.append("must be \(wanted) to be what it is") }
    if case .script(let other) = field.role, declaration.input(other) == nil {
      details.append("sends values to an input '\(other)' that doesn't exist")
    }
    return details
  }

  private static func type(of role: FieldRole) -> ValueType? {
    switch role {
    case .plain: nil
    case .path, .sourceFile, .script, .fileMode, .planFile: .string
    case .roles: .list(.string)
    case .planInputs: .map(.string, .dyn)
    }
  }

  /// `family.action`, each in snake_case.
  private static func isStepName(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { isFieldName(String($0)) }
  }

  private static func isFieldName(_ name: String) -> Bool {
    guard let first = name.utf8.first, (0x61...0x7A).contains(first) else { return false }
    return name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
  }
}
