// `inputs` of a plan: types, defaults, and the rules that values must keep to.

import Diagnostics
import Expressions
import PlanText

/// Reads declarations of inputs.
struct InputDeclarationReader {
  let reporter: Reporter
  var keys = KeySet.input

  func read(_ key: Node, _ value: Node) -> WrittenInput? {
    let name = key.text
    guard let map = MapReader(value, keys, reporter) else {
      return WrittenInput(input: PlanInput(name: name, type: .dyn, range: key.range), isSound: false)
    }
    let what = "input '\(name)'"
    guard let type = reporter.typeName(map["type"], "the type of \(what)") else {
      return WrittenInput(input: PlanInput(name: name, type: .dyn, range: key.range), isSound: false)
    }
    var input = PlanInput(
      name: name, type: type, description: reporter.words(map["description"], "the description of \(what)"),
      range: key.range)
    input.pattern = pattern(map["pattern"], type, what)
    input.min = bound(map["min"], "min", type, what)
    input.max = bound(map["max"], "max", type, what)
    checkOrder(of: input, map)
    input.choices = choices(map["choices"], type, what)
    if let node = map["default"], let value = reporter.constant(node, as: type, .words("the default of \(what)")) {
      if let problem = InputRules.problem(with: value, for: input) {
        reporter.report(.defaultAgainstRule(problem.message), at: node.mark)
      }
      input.defaultValue = value
    }
    return WrittenInput(input: input, isSound: true)
  }

  private func pattern(_ node: Node?, _ type: ValueType, _ what: String) -> String? {
    guard let node, let text = reporter.text(node, "the pattern of \(what)") else { return nil }
    guard type == .string else {
      reporter.report(.ruleDoesNotFit("pattern", type: type.description, fits: "string"), at: node.range)
      return nil
    }
    if let fault = InputRules.fault(ofPattern: text) {
      reporter.report(.badPattern(text, fault: fault), at: node.range)
      return nil
    }
    return text
  }

  private func bound(_ node: Node?, _ rule: String, _ type: ValueType, _ what: String) -> Value? {
    guard let node else { return nil }
    switch type {
    case .int: return reporter.constant(node, as: .int, .words("the \(rule) of \(what)"))
    case .double: return reporter.constant(node, as: .double, .words("the \(rule) of \(what)"))
    case .duration: return reporter.constant(node, as: .duration, .words("the \(rule) of \(what)"))
    case .string, .list, .map: return reporter.int(node, "the \(rule) of \(what)", in: 0...Int64.max).map(Value.int)
    default:
      reporter.report(
        .ruleDoesNotFit(rule, type: type.description, fits: "int, double, duration, string, list and map"),
        at: node.mark)
      return nil
    }
  }

  private func checkOrder(of input: PlanInput, _ map: MapReader) {
    guard let min = input.min, let max = input.max, InputRules.isLess(max, min), let node = map["max"] else { return }
    reporter.report(.maxBelowMin(min: min.shown, max: max.shown), at: node.mark)
  }

  private func choices(_ node: Node?, _ type: ValueType, _ what: String) -> [Value] {
    guard let node else { return [] }
    guard [.string, .int, .double, .duration].contains(type) else {
      reporter.report(
        .ruleDoesNotFit("choices", type: type.description, fits: "string, int, double and duration"), at: node.mark)
      return []
    }
    let items = reporter.items(node, "the choices of \(what)")
    if items.isEmpty, node.kind == .sequence { reporter.report(.emptyList("choices"), at: node.mark) }
    return items.compactMap { reporter.constant($0, as: type, .words("a choice of \(what)")) }
  }
}
