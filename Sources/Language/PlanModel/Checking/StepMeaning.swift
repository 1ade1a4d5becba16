// The digest of a step: over what it does (type, inputs, conditions, rollback), not over how it is written or when it
// runs. Resume over an edited plan compares it (DESIGN §5). Titles, comments, times, retries and the place in the
// order are no part of it; what a variable means that the step reads, and all of a sub-plan's steps, are.

import Digests
import Expressions
import StepKit

extension PlanStep {
  /// Over the step's own meaning (type, inputs, conditions, rollback, as canonical text): resume over an edited plan
  /// compares it (DESIGN §5). Computed when it is asked for.
  public var digest: String {
    var writer = MeaningWriter(variables: meanings)
    writer.write(uses: uses)
    writer.write("effect", effect.rawValue)
    writer.write("idempotent", idempotent ? "true" : "false")
    writer.write(declaredOutputs)
    writer.write(with)
    if let when { writer.write("when", when) }
    writer.write("preconditions", preconditions)
    writer.write("done_when", doneWhen)
    writer.write("success", success)
    if let foreach {
      // Which items there are is no part of what each instance does.
      writer.write("as", foreach.variable)
    }
    writer.write(rollback)
    if let body { writer.write(body) }
    return sha256Text(of: writer.bytes)
  }
}

extension BodyContext {
  /// What a variable means, as text of a fixed length.
  func meaning(of value: PlanValue) -> String {
    var writer = MeaningWriter(variables: meanings)
    writer.write("value", value)
    return sha256Text(of: writer.bytes)
  }
}

/// Writes meanings as bytes. Every text is preceded by its length, so that two different meanings never have the same
/// bytes.
struct MeaningWriter {
  /// What variables mean, by name, and the digests of the files of outside step types.
  let variables: [String: String]
  private(set) var bytes: [UInt8] = []

  init(variables: [String: String]) { self.variables = variables }

  mutating func write(_ text: String) {
    withUnsafeBytes(of: UInt32(truncatingIfNeeded: text.utf8.count).bigEndian) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: text.utf8)
  }

  mutating func write(_ name: String, _ text: String) {
    write(name)
    write(text)
  }

  /// The entry with the digest of an outside type's files; no variable has such a name.
  static func nameOfFiles(of type: String) -> String { "steps/" + type }

  mutating func write(uses type: String) {
    write("uses", type)
    if let files = variables[Self.nameOfFiles(of: type)] { write("files", files) }
  }

  mutating func write(_ name: String, _ expression: Expression) {
    write(name)
    write("expression", expression.text)
    writeVariables(read: expression.references)
  }

  mutating func write(_ name: String, _ value: PlanValue) {
    write(name)
    switch value {
    case .constant(let constant): write(constant)
    case .template(let template):
      write("template", template.text)
      writeVariables(read: template.references)
    case .expression(let expression): write("value", expression)
    case .list(let items):
      write("list", String(items.count))
      for item in items { write("item", item) }
    case .map(let entries):
      write("map", String(entries.count))
      for entry in entries { write(entry.key, entry.value) }
    }
  }

  private mutating func write(_ constant: Value) {
    switch constant {
    case .list(let items):
      write("list", String(items.count))
      for item in items { write("item", .constant(item)) }
    case .map(let map):
      write("map", String(map.count))
      for (key, value) in map { write(key.shown, .constant(value)) }
    default: write(constant.type.description, constant.shown)
    }
  }

  private mutating func writeVariables(read references: [Reference]) {
    for reference in references where reference.root == ScopeNames.vars {
      if let name = reference.path.first { write(name, variables[name] ?? "") }
    }
  }

  mutating func write(_ fields: [PlanField]) {
    write("with", String(fields.count))
    for field in fields.sorted(by: { $0.name < $1.name }) { write(field.name, field.value) }
  }

  mutating func write(_ outputs: [String: ValueType]) {
    write("outputs", String(outputs.count))
    for (name, type) in outputs.sorted(by: { $0.key < $1.key }) { write(name, type.description) }
  }

  mutating func write(_ name: String, _ conditions: [PlanCondition]) {
    write(name, String(conditions.count))
    for condition in conditions {
      write("check", condition.check)
      guard let observation = condition.observation else { continue }
      write(uses: observation.uses)
      write(observation.with)
    }
  }

  mutating func write(_ rollback: PlanRollback) {
    switch rollback {
    case .nothing: write("rollback", "nothing")
    // The reason is for people.
    case .declined: write("rollback", "none")
    case .auto: write("rollback", "auto")
    case .actions(let actions):
      write("rollback", String(actions.count))
      for action in actions {
        write(uses: action.uses)
        write(action.with)
        write(action.declaredOutputs)
        write("success", action.success)
      }
    }
  }

  mutating func write(_ body: PlanBody) {
    for step in body.phases.flatMap(\.steps) + body.finally { write(step.id, step.digest) }
    for output in body.outputs { write(output.name, output.value) }
  }
}
