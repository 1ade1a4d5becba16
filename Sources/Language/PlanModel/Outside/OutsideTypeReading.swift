// `step.yaml` of a step type that a program carries out: its declaration, read as precisely as a plan.

import Diagnostics
import Expressions
import PlanText
import StepKit

/// Reads the declaration of an outside step type.
struct OutsideTypeReader {
  let reporter: Reporter
  /// Name of the type's folder.
  let folder: String
  /// The other files of the folder.
  let files: [ListedFile]

  /// Nil when too little of it can be read. Its files are the caller's to fill in.
  func read(_ root: Node) -> OutsideType? {
    guard root.kind == .mapping else {
      reporter.report(.wrongKind(what: "a step type", expected: "a map", found: root.kindName), at: root.mark)
      return nil
    }
    if let language = root["belay"], LanguageVersion(reporter: reporter).isNewer(language) { return nil }
    guard let map = MapReader(root, .outsideType, reporter) else { return nil }
    checkName(map["name"])
    let inputs = inputs(map["inputs"])
    let effect: Effect = reporter.choice(map["effect"], "effect") ?? .write
    let declaration = StepDeclaration(
      name: folder, summary: summary(map["summary"]), inputs: inputs.fields, outputs: outputs(map["outputs"]),
      effect: effect, idempotent: reporter.flag(map["idempotent"], "idempotent") ?? false,
      usualTimeout: reporter.duration(map["timeout"], "timeout"))
    _ = reporter.words(map["description"], "description")
    let rules = inputs.rules
    let type = OutsideType(
      declaration: declaration, powers: powers(map, effect, isEffectKnown: map["effect"] != nil),
      program: program(map), files: [],
      ruleBroken: { name, value in rules[name].flatMap { InputRules.problem(with: value, for: $0)?.message } })
    return with(tests: map["tests"], type)
  }

  private func with(tests: Node?, _ type: OutsideType) -> OutsideType {
    var type = type
    let reader = OutsideTestReader(reporter: reporter, declaration: type.declaration)
    type.fixtures = reporter.items(tests, "tests").compactMap(reader.read)
    return type
  }

  // MARK: Identity

  /// The name of the type is that of its folder.
  func checkName(_ node: Node?) {
    guard let node, let name = reporter.text(node, "the name of a step type") else { return }
    if !StepTypeName.isValid(name) {
      reporter.report(.badStepTypeName(name), at: node.range)
    } else if name != folder {
      reporter.report(
        .folderNameDiffers(name, folder: folder), at: node.range,
        fix: FixIt("write '\(folder)'", replace: node.range, with: folder))
    }
  }

  private func summary(_ node: Node?) -> String {
    reporter.words(node, "summary").map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") } ?? folder
  }

  /// The name of the executable.
  private func program(_ map: MapReader) -> String {
    let node = map["program"]
    guard let name = node == nil ? "run" : reporter.text(node, "program") else { return "" }
    let range = node?.range ?? map.node.firstLineRange
    guard let file = files.first(where: { $0.name == name }) else {
      let names = files.map(\.name)
      // What isn't written can't be replaced.
      let nearest = node == nil ? nil : reporter.nearest(to: name, in: names)
      if !map.isMisspelt("program") {
        reporter.report(.missingProgram(name, files: names, nearest: nearest), at: range)
      }
      return name
    }
    if !file.isExecutable { reporter.report(.notExecutable(name), at: range) }
    return name
  }

  private func powers(_ map: MapReader, _ effect: Effect, isEffectKnown: Bool) -> Set<OutsideType.Power> {
    let all = OutsideType.Power.allCases.map(\.rawValue)
    var powers: [OutsideType.Power: SourceRange] = [:]
    for word in reporter.texts(map["powers"], "powers") {
      if let power = OutsideType.Power(rawValue: word.value) {
        powers[power] = word.range
      } else {
        let nearest = reporter.nearest(to: word.value, in: all)
        reporter.report(.notAChoice(word.value, what: "a power", choices: all, nearest: nearest), at: word.range)
      }
    }
    if let range = powers[.undo], effect != .write, isEffectKnown {
      reporter.report(.powerDoesNotFit("undo", reason: "its effect is \(effect.rawValue)"), at: range)
    }
    if let range = powers[.record], powers[.undo] == nil {
      reporter.report(.powerDoesNotFit("record", reason: "it has no undo that would need a record"), at: range)
    }
    return Set(powers.keys)
  }

  // MARK: Inputs and outputs

  private func inputs(_ node: Node?) -> (fields: [FieldDeclaration], rules: [String: PlanInput]) {
    let reader = InputDeclarationReader(reporter: reporter, keys: .outsideInput)
    var fields: [FieldDeclaration] = []
    var rules: [String: PlanInput] = [:]
    for (key, value) in reporter.entries(node, "inputs") {
      guard reporter.identifier(key, "the name of an input") != nil, let written = reader.read(key, value) else {
        continue
      }
      let what = "of input '\(key.text)'"
      let input = written.input
      // One with a default is never missing, whatever is said.
      let isRequired = reporter.flag(value["required"], "'required' \(what)") ?? true
      let role: InputRole? = reporter.choice(value["role"], "the role \(what)")
      if let node = value["role"], role != nil, written.isSound, input.type != .string {
        reporter.report(.ruleDoesNotFit("role", type: input.type.description, fits: "string"), at: node.range)
      }
      fields.append(
        FieldDeclaration(
          input.name, input.type, required: input.defaultValue == nil && isRequired, default: input.defaultValue,
          sensitive: reporter.flag(value["sensitive"], "'sensitive' \(what)") ?? false, role: role?.fieldRole ?? .plain,
          choices: input.choices.compactMap { if case .string(let text) = $0 { text } else { nil } },
          reporter.words(value["doc"], "the doc \(what)") ?? input.description ?? ""))
      var rule = input
      // Those of text are checked as choices of the field.
      if input.type == .string { rule.choices = [] }
      rules[input.name] = rule
    }
    return (fields, rules)
  }

  private enum InputRole: String, CaseIterable {
    case path
    case sourceFile = "source_file"

    var fieldRole: FieldRole { self == .path ? .path : .sourceFile }
  }

  private func outputs(_ node: Node?) -> [FieldDeclaration] {
    reporter.entries(node, "outputs").compactMap { key, value in
      guard let name = reporter.identifier(key, "the name of an output") else { return nil }
      let what = "of output '\(name)'"
      if value.kind == .scalar {
        return FieldDeclaration(name, reporter.typeName(value, "the type \(what)") ?? .dyn, required: true, "")
      }
      guard let map = MapReader(value, .outsideOutput, reporter) else { return nil }
      return FieldDeclaration(
        name, reporter.typeName(map["type"], "the type \(what)") ?? .dyn,
        required: reporter.flag(map["required"], "'required' \(what)") ?? true,
        reporter.words(map["doc"], "the doc \(what)") ?? reporter.words(map["description"], "the description \(what)")
          ?? "")
    }
  }
}
