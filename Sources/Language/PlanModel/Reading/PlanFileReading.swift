// A plan file from its root map: the identity, the declarations, the lists of steps.

import Diagnostics
import Expressions
import PlanText
import StepKit

/// Reads one plan file. Everything that is wrong with its structure is reported at once.
struct PlanFileReader {
  let reporter: Reporter
  let kinds: StepKinds
  /// A step type by its name; nil with the problem reported.
  let stepType: (String, SourceRange) -> (any StepType)?

  /// The body of a composite step type, as a plan.
  func readComposite(_ root: Node) -> WrittenPlan? {
    if let language = root["belay"], LanguageVersion(reporter: reporter).isNewer(language) { return nil }
    guard let map = MapReader(root, .composite, reporter) else { return nil }
    var plan = WrittenPlan()
    plan.name = map["name"]?.text ?? ""
    plan.title = reporter.words(map["summary"], "summary") ?? ""
    _ = reporter.words(map["description"], "description")
    readDeclarations(map, &plan)
    readSteps(map, &plan)
    return plan
  }

  /// Nil when nothing of the plan can be judged: it is no map, or written for a newer language.
  func read(_ root: Node) -> WrittenPlan? {
    guard root.kind == .mapping else {
      reporter.report(.wrongKind(what: "a plan", expected: "a map", found: root.kindName), at: root.mark)
      return nil
    }
    if let language = root["belay"], LanguageVersion(reporter: reporter).isNewer(language) { return nil }
    guard let map = MapReader(root, .plan, reporter) else { return nil }
    var plan = WrittenPlan()
    readIdentity(map, &plan)
    readDeclarations(map, &plan)
    readPolicy(map, &plan)
    readSteps(map, &plan)
    return plan
  }

  private func readIdentity(_ map: MapReader, _ plan: inout WrittenPlan) {
    if let node = map["belay"], node.kind == .scalar, node.text.isEmpty {
      reporter.report(.noValue("belay"), at: map.keyRange("belay") ?? node.range)
    }
    plan.name = reporter.identifier(map["name"], "the name of a plan") ?? ""
    plan.title = reporter.words(map["title"], "title") ?? ""
    if let node = map["version"], let text = reporter.text(node, "version") {
      if !Names.isSemanticVersion(text) {
        reporter.report(.badVersion(text), at: node.range, fix: ValueFixes.version(node))
      }
      plan.version = text
    }
    plan.owners = reporter.texts(map["owners"], "owners").map(\.value)
    if let node = map["review_by"], let text = reporter.text(node, "review_by") {
      if Names.isDate(text) { plan.reviewBy = text } else { reporter.report(.badDate(text), at: node.range) }
    }
  }

  // MARK: Declarations

  private func readDeclarations(_ map: MapReader, _ plan: inout WrittenPlan) {
    let inputs = InputDeclarationReader(reporter: reporter)
    plan.inputs = named(map["inputs"], "inputs", "the name of an input").compactMap { inputs.read($0, $1) }
    plan.secrets = named(map["secrets"], "secrets", "the name of a secret").compactMap { secret($0, $1) }
    plan.environment = reporter.texts(map["env"], "env").filter { name in
      if Names.isEnvironmentName(name.value) { return true }
      reporter.report(.badEnvironmentName(name.value), at: name.range)
      return false
    }
    plan.variables = values(map["vars"], "vars", "the name of a variable")
    plan.outputs = values(map["outputs"], "outputs", "the name of an output")
    plan.roles = named(map["roles"], "roles", "the name of a role").map { key, value in
      WrittenRole(
        name: key.text, people: reporter.texts(value, "role '\(key.text)'").map(\.value), range: key.range)
    }
    plan.unreadable = Set(
      [
        section(.inputs, "inputs", plan.inputs.count, map), section(.secrets, "secrets", plan.secrets.count, map),
        section(.environment, "env", plan.environment.count, map),
        section(.variables, "vars", plan.variables.count, map), section(.outputs, "outputs", plan.outputs.count, map),
        section(.roles, "roles", plan.roles.count, map),
      ].compactMap { $0 })
    for role in plan.roles where role.people.isEmpty && map["roles"]?[role.name]?.kind == .sequence {
      reporter.report(.emptyRole(role.name), at: role.range)
    }
  }

  /// The section, when fewer entries could be read than it has, or when it seems to have a wrong name.
  private func section(
    _ section: WrittenPlan.Section, _ key: String, _ count: Int, _ map: MapReader
  ) -> WrittenPlan.Section? {
    if map.isMisspelt(key) { return section }
    guard let node = map[key] else { return nil }
    return node.kind == .scalar || node.count != count ? section : nil
  }

  /// The entries of a map whose keys are names.
  private func named(_ node: Node?, _ what: String, _ nameOf: String) -> [(key: Node, value: Node)] {
    reporter.entries(node, what).filter { key, _ in reporter.identifier(key, nameOf) != nil }
  }

  private func values(_ node: Node?, _ what: String, _ nameOf: String) -> [WrittenValue] {
    named(node, what, nameOf).map { WrittenValue(name: $0.key.text, value: $0.value, range: $0.key.range) }
  }

  private func secret(_ key: Node, _ value: Node) -> Placed<PlanSecret>? {
    guard let map = MapReader(value, .secret, reporter) else { return nil }
    let name = key.text
    let environment = map["env"]
    let file = map["file"]
    if map.isMisspelt("env") || map.isMisspelt("file") { return nil }
    if (environment == nil) == (file == nil) {
      reporter.report(.secretSource(name, both: environment != nil), at: key.range)
      return nil
    }
    if let environment, let variable = reporter.text(environment, "env of secret '\(name)'") {
      guard Names.isEnvironmentName(variable) else {
        reporter.report(.badEnvironmentName(variable), at: environment.range)
        return nil
      }
      return Placed(PlanSecret(name: name, source: .environment(variable)), key.range)
    }
    guard let path = reporter.text(file, "file of secret '\(name)'") else { return nil }
    return Placed(PlanSecret(name: name, source: .file(path)), key.range)
  }

  // MARK: Policy

  private func readPolicy(_ map: MapReader, _ plan: inout WrittenPlan) {
    plan.approvers = placedText(map["approvers"], "approvers")
    plan.errorCatalog = placedText(map["error_catalog"], "error_catalog")
    plan.locks = reporter.items(map["locks"], "locks")
    if let node = map["limits"], let limits = MapReader(node, .limits, reporter) {
      plan.limitsRange = map.keyRange("limits")
      plan.durationRange = limits["duration"]?.mark
      plan.rollbackRange = limits["rollback"]?.mark
      plan.limits.duration = reporter.duration(limits["duration"], "limits.duration")
      plan.limits.rollback = reporter.duration(limits["rollback"], "limits.rollback")
      if let parallel = reporter.int(limits["parallel"], "limits.parallel", in: 1...10_000) {
        plan.limits.parallel = Int(parallel)
      }
    }
    plan.onFailure = failureMode(map["on_failure"])
  }

  /// A plan as a whole can't go on after its own failure.
  private func failureMode(_ node: Node?) -> PlanFailureMode? {
    guard let node else { return nil }
    if node.kind == .scalar, node.text == PlanFailureMode.continue.rawValue {
      reporter.report(.continueOfPlan, at: node.range)
      return nil
    }
    return reporter.choice(node, "on_failure")
  }

  private func placedText(_ node: Node?, _ what: String) -> Placed<String>? {
    guard let node, let text = reporter.text(node, what) else { return nil }
    return Placed(text, node.range)
  }

  // MARK: Steps

  private func readSteps(_ map: MapReader, _ plan: inout WrittenPlan) {
    let reader = StepReader(reporter: reporter, kinds: kinds, stepType: stepType)
    plan.defaults = defaults(map["defaults"], reader)
    let steps = stepList(map["steps"], "steps", reader)
    if map.isMisspelt("steps") || map.isMisspelt("phases") || map.isMisspelt("finally") {
      plan.unreadable.insert(.steps)
    }
    var phases = reporter.items(map["phases"], "phases").compactMap { phase($0, reader) }
    let preconditions = reader.conditions(map["preconditions"], "preconditions")
    let success = reader.conditions(map["success"], "success")
    plan.finally = stepList(map["finally"], "finally", reader).steps
    plan.guardsRange = map.keyRange("guards")
    plan.guards = reporter.items(map["guards"], "guards").compactMap(reader.guardCondition)
    if let node = map["steps"], let other = map["phases"] {
      let later = node.range.start > other.range.start ? "steps" : "phases"
      reporter.report(.stepsAndPhases, at: map.keyRange(later) ?? node.mark)
    } else if map["phases"] == nil {
      if (map["steps"] == nil && !plan.unreadable.contains(.steps)) || steps.isEmptyList {
        reporter.report(.noSteps, at: map.keyRange("steps") ?? map.node.firstLineRange)
      }
      let range = map.keyRange("steps") ?? map.node.firstLineRange
      phases = [WrittenPhase(steps: steps.steps, range: range)]
    } else if let node = map["phases"], node.kind == .sequence, node.items.isEmpty {
      reporter.report(.noSteps, at: map.keyRange("phases") ?? node.mark)
    }
    if !phases.isEmpty {
      phases[0].preconditions.insert(contentsOf: preconditions, at: 0)
      phases[phases.count - 1].success.append(contentsOf: success)
    }
    plan.phases = phases
    let hasAllSteps = (phases.map(\.steps) + [plan.finally]).allSatisfy { $0.allSatisfy { !$0.id.isEmpty } }
    if !hasAllSteps || isShort(map) { plan.unreadable.insert(.steps) }
  }

  /// Whether some list of steps holds what is no step.
  private func isShort(_ map: MapReader) -> Bool {
    let phases = map["phases"].map { Array($0.items) } ?? []
    let lists = [map["steps"], map["finally"]] + phases.map { $0["steps"] }
    return phases.contains { $0.kind != .mapping }
      || lists.contains { list in
        list.map { $0.kind != .sequence || $0.items.contains { $0.kind != .mapping } } ?? false
      }
  }

  private func stepList(_ node: Node?, _ what: String, _ reader: StepReader) -> (
    steps: [WrittenStep], isEmptyList: Bool
  ) {
    let items = reporter.items(node, what)
    return (items.compactMap(reader.step), node?.kind == .sequence && items.isEmpty)
  }

  private func phase(_ node: Node, _ reader: StepReader) -> WrittenPhase? {
    guard let map = MapReader(node, .phase, reporter) else { return nil }
    let steps = stepList(map["steps"], "steps", reader)
    if steps.isEmptyList { reporter.report(.noSteps, at: map.keyRange("steps") ?? node.firstLineRange) }
    return WrittenPhase(
      id: reporter.identifier(map["id"], "the id of a phase") ?? "",
      title: reporter.words(map["title"], "the title of a phase"), risk: reporter.words(map["risk"], "risk"),
      preconditions: reader.conditions(map["preconditions"], "preconditions"),
      success: reader.conditions(map["success"], "success"), steps: steps.steps,
      onFailure: reporter.choice(map["on_failure"], "on_failure"), range: map["id"]?.mark ?? node.firstLineRange)
  }

  private func defaults(_ node: Node?, _ reader: StepReader) -> StepDefaults {
    guard let node, let map = MapReader(node, .defaults, reporter) else { return StepDefaults() }
    return StepDefaults(
      timeout: reporter.duration(map["timeout"], "defaults.timeout"),
      estimate: reporter.duration(map["estimate"], "defaults.estimate"), retry: reader.retry(map["retry"]))
  }
}
