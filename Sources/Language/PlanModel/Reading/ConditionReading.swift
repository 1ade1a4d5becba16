// Conditions and guards: from nodes to their written form.

import Diagnostics
import PlanText
import StepKit

extension StepReader {
  /// How often a condition with `within` is asked when it doesn't say.
  static let usualInterval: Int64 = 1000

  func conditions(_ node: Node?, _ what: String) -> [WrittenCondition] {
    guard let node else { return [] }
    guard node.kind == .sequence else {
      reporter.report(
        .conditionsAreAList(what, found: node.kindName), at: node.mark, fix: ValueFixes.list(of: node))
      return []
    }
    return node.items.compactMap(condition)
  }

  private func condition(_ node: Node) -> WrittenCondition? {
    switch node.kind {
    case .scalar: return WrittenCondition(node: node, check: node)
    case .sequence:
      reporter.report(
        .wrongKind(what: "a condition", expected: "an expression or a map", found: "a list"), at: node.mark)
      return nil
    case .mapping:
      guard let map = MapReader(node, .condition, reporter) else { return nil }
      return observed(map).map { timed($0, map) }
    }
  }

  /// `check`, `message`, `code`, `uses`, `with`: what conditions and guards have in common.
  private func observed(_ map: MapReader) -> WrittenCondition? {
    let use = map["uses"].map { _ in self.use(map) }
    if use == nil, let (key, _) = map.first(of: ["with", "effect", "outputs"]) {
      reporter.report(.needsUses(key), at: map.keyRange(key) ?? map.node.firstLineRange)
    }
    checkEffect(of: use)
    guard let check = map["check"] else { return nil }
    return WrittenCondition(
      node: map.node, check: check, message: map["message"], code: code(map["code"]), use: use, within: nil,
      every: nil)
  }

  /// Only what changes nothing may be asked as often as one likes.
  private func checkEffect(of use: WrittenUse?) {
    guard let use, use.hasKnownEffect, let declaration = use.type?.declaration else { return }
    let effect = declaration.isOpaque ? use.effect?.value ?? declaration.effect : declaration.effect
    if effect != .read {
      reporter.report(
        .observationIsNoRead(type: declaration.name, effect: effect.rawValue, canSay: declaration.isOpaque),
        at: use.effect?.range ?? use.range)
    } else if use.kind?.isWork == false {
      reporter.report(.notAnObservation(type: declaration.name), at: use.range)
    }
  }

  private func timed(_ condition: WrittenCondition, _ map: MapReader) -> WrittenCondition {
    var condition = condition
    condition.within = reporter.duration(map["within"], "within")
    condition.every = reporter.duration(map["every"], "every")
    if let every = map["every"], map["within"] == nil {
      reporter.report(.everyWithoutWithin, at: map.keyRange("every") ?? every.range)
    }
    if condition.within != nil, condition.every == nil { condition.every = StepReader.usualInterval }
    return condition
  }

  func code(_ node: Node?) -> Placed<String>? {
    guard let node, let text = reporter.text(node, "code") else { return nil }
    guard Names.isErrorCode(text) else {
      reporter.report(.badErrorCode(text), at: node.range)
      return nil
    }
    return Placed(text, node.range)
  }

  func guardCondition(_ node: Node) -> WrittenGuard? {
    guard let map = MapReader(node, .guardCondition, reporter) else { return nil }
    let id = reporter.identifier(map["id"], "the id of a guard")
    let every = reporter.duration(map["every"], "every")
    let holdFor = reporter.duration(map["for"], "for", zeroIsFine: true)
    let onTrip: PlanGuard.Trip? = reporter.choice(map["on_trip"], "on_trip")
    let onMissing: PlanGuard.Missing? = reporter.choice(map["on_missing"], "on_missing")
    guard let condition = observed(map) else { return nil }
    return WrittenGuard(
      id: id ?? "", condition: condition, every: every ?? StepReader.usualInterval, holdFor: holdFor ?? 0,
      onTrip: onTrip ?? .pause, onMissing: onMissing ?? .ignore, range: map["id"]?.mark ?? node.firstLineRange)
  }
}
