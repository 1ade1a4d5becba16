// Steps, undo actions and conditions: from nodes to their written form.

import Diagnostics
import Expressions
import PlanText
import StepKit

/// Reads steps of one file.
struct StepReader {
  let reporter: Reporter
  let registry: Registry
  let kinds: StepKinds

  func step(_ node: Node) -> WrittenStep? {
    guard let map = MapReader(node, .step, reporter) else { return nil }
    let id = reporter.identifier(map["id"], "the id of a step")
    return WrittenStep(
      node: node, id: id ?? "", title: reporter.words(map["title"], "the title of a step"),
      uses: use(map), needs: map["needs"].map { reporter.texts($0, "needs") }, when: map["when"],
      foreach: foreach(map), preconditions: conditions(map["preconditions"], "preconditions"),
      doneWhen: conditions(map["done_when"], "done_when"), success: conditions(map["success"], "success"),
      retry: retry(map["retry"]), timeout: reporter.duration(map["timeout"], "timeout"),
      estimate: reporter.duration(map["estimate"], "estimate", zeroIsFine: true),
      rollback: map.isMisspelt("rollback") ? .unreadable : rollback(map["rollback"]),
      onFailure: reporter.choice(map["on_failure"], "on_failure"),
      idempotent: reporter.flag(map["idempotent"], "idempotent"),
      irreversible: map["irreversible"].flatMap { node in
        reporter.flag(node, "irreversible").map { Placed($0, map.keyRange("irreversible") ?? node.range) }
      },
      range: map["id"]?.mark ?? node.firstLineRange)
  }

  /// `uses`, `with`, `effect` and `outputs` of a step, an undo action or a condition.
  func use(_ map: MapReader) -> WrittenUse {
    let name = reporter.text(map["uses"], "uses") ?? ""
    let range = map["uses"]?.mark ?? map.node.firstLineRange
    let type = name.isEmpty ? nil : registry[name]
    if type == nil, !name.isEmpty {
      reporter.report(.unknownStepType(name, nearest: reporter.nearest(to: name, in: registry.names)), at: range)
    }
    var effect: Placed<Effect>?
    if let node = map["effect"], let word: Effect = reporter.choice(node, "effect") {
      effect = Placed(word, node.range)
    }
    if let effect, let type, !type.declaration.isOpaque, effect.value != type.declaration.effect {
      reporter.report(.effectIsFixed(type: name, effect: type.declaration.effect.rawValue), at: effect.range)
    }
    let outputs = outputs(map, of: type)
    return WrittenUse(
      name: name, range: range, type: type, kind: kinds[name], with: map["with"], effect: effect, outputs: outputs,
      hasKnownOutputs: outputs.count == map["outputs"]?.count ?? 0 && !map.isMisspelt("outputs"),
      hasKnownInputs: !map.isMisspelt("with"), firstLine: map.node.firstLineRange)
  }

  /// The outputs that a step of an opaque type declares.
  private func outputs(_ map: MapReader, of type: (any StepType)?) -> [String: ValueType] {
    guard let node = map["outputs"] else { return [:] }
    if let declaration = type?.declaration, !declaration.isOpaque {
      reporter.report(
        .outputsAreFixed(type: declaration.name, outputs: declaration.outputs.map(\.name)),
        at: map.keyRange("outputs") ?? node.mark)
      return [:]
    }
    var outputs: [String: ValueType] = [:]
    for (key, value) in reporter.entries(node, "outputs") {
      guard let name = reporter.identifier(key, "the name of an output") else { continue }
      if type?.declaration.output(name) != nil {
        reporter.report(.outputIsTaken(name, type: type?.declaration.name ?? ""), at: key.range)
        continue
      }
      outputs[name] = reporter.typeName(value, "the type of an output") ?? .dyn
    }
    return outputs
  }

  private func foreach(_ map: MapReader) -> WrittenForeach? {
    guard let items = map["foreach"] else {
      if let (key, _) = map.first(of: ["as", "max_parallel"]) {
        reporter.report(.needsForeach(key), at: map.keyRange(key) ?? map.node.firstLineRange)
      }
      return nil
    }
    let variable = reporter.identifier(map["as"], "as") ?? "item"
    if let node = map["as"], ScopeNames.all.contains(variable) || ScopeNames.all.contains(variable + "_key") {
      reporter.report(.nameIsTaken(variable, names: ScopeNames.all), at: node.range)
    } else if let node = map["as"], variable.utf8.contains(UInt8(ascii: "-")) {
      reporter.report(.badVariable(variable), at: node.range)
    }
    let maxParallel = reporter.int(map["max_parallel"], "max_parallel", in: 1...10_000)
    return WrittenForeach(items: items, variable: variable, maxParallel: maxParallel.map(Int.init))
  }

  func retry(_ node: Node?) -> Placed<PlanRetry>? {
    guard let node, let map = MapReader(node, .retry, reporter) else { return nil }
    let attempts = reporter.int(map["attempts"], "attempts", in: 1...1000)
    let delay = reporter.duration(map["delay"], "delay", zeroIsFine: true)
    let backoff = reporter.double(map["backoff"], "backoff", in: 1...100)
    let maxDelay = reporter.duration(map["max_delay"], "max_delay")
    if let delay, let maxDelay, maxDelay < delay, let place = map["max_delay"] {
      reporter.report(
        .maxDelayBelowDelay(delay: PlanDuration.text(delay), maxDelay: PlanDuration.text(maxDelay)), at: place.range)
    }
    return Placed(
      PlanRetry(attempts: Int(attempts ?? 1), delay: delay ?? 0, backoff: backoff ?? 1, maxDelay: maxDelay),
      node.firstLineRange)
  }

  // MARK: Rollback

  private func rollback(_ node: Node?) -> WrittenRollback {
    guard let node else { return .missing }
    switch node.kind {
    case .scalar: return rollbackWord(node)
    case .mapping:
      if node["none"] != nil { return declined(node) }
      return undo(node).map { .actions([$0], node.firstLineRange) } ?? .unreadable
    case .sequence:
      let actions = node.items.map(undo)
      if actions.isEmpty {
        reporter.report(.emptyList("rollback"), at: node.mark)
        return .unreadable
      }
      let sound = actions.compactMap { $0 }
      return sound.count == actions.count ? .actions(sound, node.firstLineRange) : .unreadable
    }
  }

  private func rollbackWord(_ node: Node) -> WrittenRollback {
    switch node.text {
    case "auto": return .auto(node.range)
    case "none", "": reporter.report(.noneWithoutReason, at: node.range)
    default:
      let near = nearestName(to: node.text, in: ["auto", "none"])
      reporter.report(.badRollback(node.text, nearest: near == "auto" ? near : nil), at: node.range)
    }
    return .unreadable
  }

  private func declined(_ node: Node) -> WrittenRollback {
    // Its only key is there: nothing can be unknown or missing.
    if node.count > 1 { _ = MapReader(node, .noRollback, reporter) }
    guard let (key, reason) = node.entry("none") else { return .unreadable }
    guard reason.kind != .scalar || !reason.text.allSatisfy(\.isWhitespace) else {
      reporter.report(.noneWithoutReason, at: key.range)
      return .unreadable
    }
    guard let text = reporter.words(reason, "the reason of rollback: none") else { return .unreadable }
    return .none(reason: text, node.firstLineRange)
  }

  private func undo(_ node: Node) -> WrittenUndo? {
    guard let map = MapReader(node, .undoAction, reporter) else { return nil }
    return WrittenUndo(
      uses: use(map), success: conditions(map["success"], "success"), retry: retry(map["retry"]),
      timeout: reporter.duration(map["timeout"], "timeout"),
      estimate: reporter.duration(map["estimate"], "estimate", zeroIsFine: true),
      idempotent: reporter.flag(map["idempotent"], "idempotent"), range: map["uses"]?.mark ?? node.firstLineRange)
  }
}
