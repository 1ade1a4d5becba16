// `uses` and `with`: the inputs that a plan gives, against those that the step type declares (DESIGN §4).

import Diagnostics
import Expressions
import PlanText
import StepKit

extension BodyContext {
  /// The given inputs, each against its declaration; then what the declarations alone can't express. `planInputs`
  /// is the value of the input that holds another plan's inputs, when that plan is known.
  func fields(of use: WrittenUse, at place: ExpressionPlace, planInputs: PlanInputs? = nil) -> [PlanField] {
    guard let type = use.type else { return [] }
    let declaration = type.declaration
    if let with = use.with, with.kind != .mapping { _ = reporter.entries(with, "with") }
    var fields: [PlanField] = []
    fields.reserveCapacity(use.with?.count ?? 0)
    var known: [String: KnownInput] = [:]
    var isGuessed = false
    var given = use.with?.entries.makeIterator()
    while let (key, node) = given?.next() {
      let name = key.text
      guard let input = declaration.input(name) else {
        let names = declaration.inputs.map(\.name)
        let nearest = nearestName(to: name, in: names)
        reporter.report(.unknownInput(name, type: declaration.name, inputs: names, nearest: nearest), at: key.range)
        // What was probably meant isn't missing as well, and nothing is known of it.
        if let nearest, use.with?[nearest] == nil {
          known[nearest] = .expression
          isGuessed = true
        }
        continue
      }
      known[name] = .expression
      let inputPlace =
        input.sensitive
        ? place.allowingSecrets() : place.refusingSecrets(into: .input(name, of: declaration.name))
      guard let field = field(input, key: key, node, of: use, at: inputPlace, planInputs: planInputs) else { continue }
      if case .constant(let value) = field.value { known[name] = .constant(value) }
      fields.append(field)
    }
    checkMissing(declaration, given: known, use)
    guard use.hasKnownInputs, !isGuessed else { return fields }
    for issue in type.check(known) {
      reporter.report(
        .inputIssue(issue.message, help: issue.help),
        at: issue.input.flatMap { use.with?[$0]?.mark } ?? use.with?.mark ?? use.firstLine)
    }
    return fields
  }

  private func checkMissing(_ declaration: StepDeclaration, given: [String: KnownInput], _ use: WrittenUse) {
    guard use.hasKnownInputs, use.with == nil || use.with?.kind == .mapping else { return }
    for input in declaration.inputs where input.required && given[input.name] == nil {
      reporter.report(
        .missingInput(input.name, type: declaration.name, documentation: input.documentation),
        at: use.with?.firstLineRange ?? use.firstLine)
    }
  }

  private func field(
    _ input: FieldDeclaration, key: Node, _ node: Node, of use: WrittenUse, at place: ExpressionPlace,
    planInputs: PlanInputs?
  ) -> PlanField? {
    if case .script(let valuesGoTo) = input.role, node.kind == .scalar, node.holdsInterpolation {
      reportInjection(into: input.name, valuesGoTo: valuesGoTo, key: key, node, use, at: place)
      return nil
    }
    if case .planInputs = input.role {
      guard let planInputs else { return nil }
      guard node.kind == .mapping else {
        reporter.report(.wrongKind(what: "'\(input.name)'", expected: "a map", found: node.kindName), at: node.mark)
        return nil
      }
      return planInputValue(node, planInputs, at: place).map {
        PlanField(name: input.name, type: $0.type, value: $0.value, range: node.mark, secrets: $0.secrets)
      }
    }
    guard let checked = value(node, as: input.type, .quoted(input.name), at: place) else { return nil }
    checkConstant(checked, of: input, node)
    if input.role == .roles { noteRoles(node, of: use) }
    if input.name == "argv" { warnOfProgramText(in: node, input.name) }
    return PlanField(
      name: input.name, type: input.type, value: checked.value, range: node.mark, secrets: checked.secrets)
  }

  /// Choices and file modes, where the value is already known.
  private func checkConstant(_ checked: CheckedValue, of input: FieldDeclaration, _ node: Node) {
    if !input.choices.isEmpty {
      for scalar in node.kind == .sequence ? Array(node.items) : [node] where scalar.kind == .scalar {
        if scalar.holdsInterpolation || input.choices.contains(scalar.text) { continue }
        reporter.report(
          .notAChoice(
            scalar.text, what: "'\(input.name)'", choices: input.choices,
            nearest: nearestName(to: scalar.text, in: input.choices)), at: scalar.range)
      }
    }
    if input.role == .fileMode, case .constant(.string(let text)) = checked.value, !Names.isFileMode(text) {
      reporter.report(.notAFileMode(text), at: node.range, fix: ValueFixes.fileMode(node))
    }
  }

  private func noteRoles(_ node: Node, of use: WrittenUse) {
    let quorum = use.with?["quorum"]
    let number = quorum.flatMap { node in node.asInt().map { Placed($0, node.range) } }
    var usual: Int64?
    if quorum == nil, case .int(let number)? = use.type?.declaration.input("quorum")?.defaultValue { usual = number }
    let isWithoutStarter = use.with?["distinct_from"]?.items.contains { $0.hasText("starter") } ?? false
    for role in node.kind == .sequence ? Array(node.items) : [node] {
      guard role.kind == .scalar, !role.holdsInterpolation else {
        hidesRoleUses = true
        continue
      }
      roleUses.append(
        RoleUse(
          role: role.text, range: role.range, quorum: number, usualQuorum: usual, isWithoutStarter: isWithoutStarter,
          reporter: reporter))
    }
  }
}
