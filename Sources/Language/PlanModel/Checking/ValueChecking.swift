// Values of a plan against the type that is declared for them: constants, texts with `${{ … }}`, lists and maps.

import Diagnostics
import Expressions
import PlanText

extension BodyContext {
  /// The node as a value of a type; nil with the problems reported.
  func value(_ node: Node, as type: ValueType, _ what: ValueName, at place: ExpressionPlace) -> CheckedValue? {
    switch node.kind {
    case .scalar: scalar(node, as: type, what, at: place)
    case .sequence: list(node, as: type, what, at: place)
    case .mapping: map(node, as: type, what, at: place)
    }
  }

  private func scalar(_ node: Node, as type: ValueType, _ what: ValueName, at place: ExpressionPlace) -> CheckedValue? {
    guard node.holdsInterpolation else {
      guard let constant = reporter.constant(node, as: type, what).map(Value.withoutEscapes) else { return nil }
      return CheckedValue(value: .constant(constant), type: type == .dyn ? constant.type : type)
    }
    guard let template = template(node, at: place) else { return nil }
    guard type.accepts(template.type) else {
      reporter.report(
        .typeMismatch(what: what.text, expected: type.description, found: template.type.description), at: node.range)
      return nil
    }
    if let constant = template.template.constant?.converted(to: type) {
      return CheckedValue(value: .constant(constant), type: type == .dyn ? constant.type : type)
    }
    return CheckedValue(
      value: .template(template.template), type: type == .dyn ? template.type : type, secrets: template.secrets)
  }

  private func list(_ node: Node, as type: ValueType, _ what: ValueName, at place: ExpressionPlace) -> CheckedValue? {
    let element: ValueType
    switch type {
    case .list(let declared): element = declared
    case .dyn: element = .dyn
    case .optional(let wrapped): return list(node, as: wrapped, what, at: place)
    default:
      reporter.report(.wrongKind(what: what.text, expected: type.withArticle, found: "a list"), at: node.mark)
      return nil
    }
    let items = node.items.map { value($0, as: element, .item(of: what), at: place) }
    let sound = items.compactMap { $0 }
    guard sound.count == items.count else { return nil }
    let secrets = sound.reduce(into: Set<String>()) { $0.formUnion($1.secrets) }
    let constants = sound.compactMap(\.constant)
    return CheckedValue(
      value: constants.count == sound.count ? .constant(.list(constants)) : .list(sound.map(\.value)),
      type: type == .dyn ? .list(.common(sound.map(\.type))) : type, secrets: secrets)
  }

  private func map(_ node: Node, as type: ValueType, _ what: ValueName, at place: ExpressionPlace) -> CheckedValue? {
    switch type {
    case .optional(let wrapped): return map(node, as: wrapped, what, at: place)
    case .map(.string, _), .map(.dyn, _), .dyn, .record: break
    case .map: return reporter.constant(node, as: type, what).map { CheckedValue(value: .constant($0), type: type) }
    default:
      reporter.report(.wrongKind(what: what.text, expected: type.withArticle, found: "a map"), at: node.mark)
      return nil
    }
    var entries: [(key: String, value: CheckedValue)] = []
    var isSound = true
    for (key, valueNode) in node.entries {
      if key.holdsInterpolation {
        reporter.report(.interpolatedKey(key.text), at: key.range)
        isSound = false
        continue
      }
      guard let field = fieldType(of: key, in: type, what) else {
        isSound = false
        continue
      }
      if let checked = value(valueNode, as: field, .entry(key.text, of: what), at: place) {
        entries.append((key.text, checked))
      } else {
        isSound = false
      }
    }
    guard isSound, !lacksFields(node, type, what) else { return nil }
    return CheckedValue(
      value: mapValue(entries), type: type == .dyn ? .map(.string, .common(entries.map(\.value.type))) : type,
      secrets: entries.reduce(into: []) { $0.formUnion($1.value.secrets) })
  }

  private func mapValue(_ entries: [(key: String, value: CheckedValue)]) -> PlanValue {
    let constants = entries.compactMap { entry in entry.value.constant.map { (entry.key, $0) } }
    if constants.count == entries.count { return .constant(.map(ValueMap(constants))) }
    return .map(entries.map { PlanEntry(key: $0.key, value: $0.value.value) })
  }

  private func fieldType(of key: Node, in type: ValueType, _ what: ValueName) -> ValueType? {
    switch type {
    case .map(_, let value): return value
    case .record(let shape):
      if let field = shape.field(key.text) { return field.type }
      if shape.isOpen { return .dyn }
      let names = shape.fieldNames
      reporter.report(
        .unknownKey(key.text, of: what.text, keys: names, nearest: reporter.nearest(to: key.text, in: names)),
        at: key.range)
      return nil
    default: return .dyn
    }
  }

  private func lacksFields(_ node: Node, _ type: ValueType, _ what: ValueName) -> Bool {
    guard case .record(let shape) = type else { return false }
    var lacks = false
    for name in shape.fieldNames where shape.field(name)?.mayBeAbsent == false && node[name] == nil {
      reporter.report(.missingKey(name, of: what.text), at: node.firstLineRange)
      lacks = true
    }
    return lacks
  }
}

extension Value {
  /// Text in which `$${{` stands for a literal `${{`.
  fileprivate static func withoutEscapes(_ value: Value) -> Value {
    guard case .string(let text) = value, text.utf8.contains(UInt8(ascii: "$")), text.contains("$${{"),
      case .success(let template) = Template.compile(text, in: Scope())
    else { return value }
    return template.constant ?? value
  }
}

extension ValueType {
  /// Whether a value of the other type may be given where this type is declared: the same type, or a scalar where
  /// text is declared, or an int where a double is (DESIGN §3).
  func accepts(_ other: ValueType) -> Bool {
    if isAssignable(from: other) { return true }
    switch (self, other) {
    case (.string, .int), (.string, .uint), (.string, .double), (.string, .bool), (.double, .int): return true
    case (.optional(let wrapped), _): return wrapped.accepts(other)
    // A record holds what a map holds.
    case (.map(.string, let value), .record(let shape)):
      return shape.fieldNames.allSatisfy { shape.field($0).map { value.accepts($0.type) } ?? false }
    default: return false
    }
  }
}
