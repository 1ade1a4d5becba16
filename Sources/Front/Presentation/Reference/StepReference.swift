// One step type in full: what it does, can, takes and gives.

import Expressions
import JSONText
import StepKit

/// What `belay steps NAME` shows.
public struct StepReference {
  private let type: any StepType

  private let failures: [FailureExplanation]

  /// `failures`: the codes with which the steps of its family fail.
  public init(_ type: any StepType, failures: [FailureExplanation]) {
    self.type = type
    self.failures = failures
  }

  /// The declaration with what the type can and how it fails.
  public var json: JSON {
    guard case .object(var object) = type.declaration.json else { return type.declaration.json }
    object["runsAs"] = .string(way)
    object["powers"] = .array(powers.map { .string($0.name) })
    object["failures"] = .array(failures.map { ["code": .string($0.code), "title": .string($0.title)] })
    return .object(object)
  }

  public var text: String {
    let declaration = type.declaration
    var lines = [declaration.name, "  \(declaration.summary)", ""]
    let effect = type is any SubPlanStep ? "that of its steps" : declaration.effect.rawValue
    lines.append(
      "  effect      \(effect)" + (declaration.isOpaque ? " (a step may say: effect: read)" : ""))
    lines.append(
      "  idempotent  \(declaration.idempotent ? "yes" : "no")" + (declaration.isOpaque ? " (a step may say so)" : ""))
    lines.append("  runs as     \(way)")
    lines.append("  can         \(powers.isEmpty ? "–" : powers.map(\.words).joined(separator: ", "))")
    lines += fields("inputs", declaration.inputs) + fields("outputs", declaration.outputs) + failureLines
    return lines.joined(separator: "\n")
  }

  private var way: String {
    switch type {
    case is any ProcessStep: "a process of the run's supervisor"
    case is any InProcessStep: "work of belay itself"
    case is any GateStep: "a question to people"
    case is any TimerStep: "a timer"
    default: "the steps of its plan"
    }
  }

  private var powers: [(name: String, words: String)] {
    var powers: [(name: String, words: String)] = []
    if type.predicting != nil { powers.append(("predict", "predict its changes")) }
    if type.probing != nil { powers.append(("probe", "tell whether it happened")) }
    if type.undoing != nil { powers.append(("undo", "undo itself (rollback: auto)")) }
    return powers
  }

  private var failureLines: [String] {
    if failures.isEmpty { return [] }
    return ["", "  failures of its family (belay error CODE explains one)"]
      + failures.map { "    \($0.code)  \($0.title)" }
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
        return ["    \(field.name)  (\(facts.joined(separator: "; ")))"]
          + Self.wrapped(field.documentation, width: 90).map { "        " + $0 }
      }
  }

  /// Lines no longer than a width, where the words allow.
  private static func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + word.count < width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
