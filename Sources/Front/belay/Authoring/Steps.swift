// `belay steps`: the registry as a reference.

import ArgumentParser
import Diagnostics
import Expressions
import JSONText
import StepKit

struct Steps: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "steps", abstract: "The step types that plans may use; with a name, its inputs, outputs and effect.")

  @Argument(help: "A step type.")
  var name: String?

  @Option(name: .long, help: "text or json.")
  var format = Format.text

  @OptionGroup var options: StateOptions

  mutating func run() throws {
    let registry = try BuiltinSteps.registry()
    guard let name else { return list(registry) }
    guard let type = registry[name] else {
      let help = nearestName(to: name, in: registry.names).map { "did you mean '\($0)'?" } ?? "belay steps lists them"
      throw Failure(code: Code.usage, message: "there is no step type '\(name)'", help: help)
    }
    if format == .json { return Output.json(type.declaration.json) }
    Output.line(StepReference(type: type).text)
  }

  private func list(_ registry: Registry) {
    let declarations = registry.names.compactMap { registry[$0]?.declaration }
    if format == .json { return Output.json(["steps": .array(declarations.map(\.json))]) }
    let width = declarations.map(\.name.count).max() ?? 0
    for declaration in declarations {
      let name = declaration.name.padding(to: width)
      Output.line("\(name)  \(declaration.effect.rawValue.padding(to: 12))  \(declaration.summary)")
    }
  }
}

extension String {
  func padding(to width: Int) -> String {
    count >= width ? self : self + String(repeating: " ", count: width - count)
  }
}

/// One step type in full.
struct StepReference {
  var type: any StepType

  var text: String {
    let declaration = type.declaration
    var lines = [declaration.name, "  \(declaration.summary)", ""]
    lines.append(
      "  effect      \(declaration.effect.rawValue)" + (declaration.isOpaque ? " (a step may say: effect: read)" : ""))
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
        return ["    \(field.name)  (\(facts.joined(separator: "; ")))", "        \(field.documentation)"]
      }
  }
}
