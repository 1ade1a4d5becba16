// One step type in full: what it does, can, takes and gives.

import Expressions
import JSONText
import StepKit

/// What `belay steps NAME` shows.
public struct StepReference {
  private let type: any StepType

  public init(_ type: any StepType) { self.type = type }

  public var text: String {
    let declaration = type.declaration
    var lines = [declaration.name, "  \(declaration.summary)", ""]
    let effect = type is any SubPlanStep ? "that of its steps" : declaration.effect.rawValue
    lines.append(
      "  effect      \(effect)" + (declaration.isOpaque ? " (a step may say: effect: read)" : ""))
    lines.append(
      "  idempotent  \(declaration.idempotent ? "yes" : "no")" + (declaration.isOpaque ? " (a step may say so)" : ""))
    lines.append("  can         \(powers)")
    lines += fields("inputs", declaration.inputs) + fields("outputs", declaration.outputs)
    return lines.joined(separator: "\n")
  }

  private var powers: String {
    var powers: [String] = []
    if type.predicting != nil { powers.append("predict its changes") }
    if type.probing != nil { powers.append("tell whether it happened") }
    if type.undoing != nil { powers.append("undo itself (rollback: auto)") }
    return powers.isEmpty ? "–" : powers.joined(separator: ", ")
  }

  private func fields(_ title: String, _ fields: [FieldDeclaration]) -> [String] {
    if fields.isEmpty { return [] }
    return ["", "  \(title)"]
      + fields.flatMap { field in
        var facts = [field.type.description]
        if title == "inputs" { facts.append(field.required ? "required" : "optional") }
        if let value = field.defaultValue { facts.append("default \(value.json().text())") }
        if !field.choices.isEmpty { facts.append("one of \(field.choices.joined(separator: ", "))") }
        if field.sensitive { facts.append("may hold a secret") }
        let line = "    \(field.name)  (\(facts.joined(separator: "; ")))"
        return field.documentation.isEmpty ? [line] : [line, "        \(field.documentation)"]
      }
  }
}
