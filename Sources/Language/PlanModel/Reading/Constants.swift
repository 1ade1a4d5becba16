// Constants of a plan: a node read as a value of a declared type, or of no declared type (`vars`, `any`).

import Diagnostics
import Expressions
import PlanText

extension Reporter {
  /// The node as a value of a type, or nil with the problems reported. Interpolation is not looked for.
  func constant(_ node: Node, as type: ValueType, _ what: ValueName) -> Value? {
    switch type {
    case .dyn: return naturalValue(node)
    case .optional(let wrapped): return constant(node, as: wrapped, what)
    case .list(let element): return list(node, of: element, what)
    case .map(let key, let value): return map(node, key: key, value: value, what)
    case .record(let shape): return record(node, shape, what)
    default: return scalar(node, as: type, what)
    }
  }

  private func scalar(_ node: Node, as type: ValueType, _ what: ValueName) -> Value? {
    guard node.kind == .scalar else {
      report(.wrongKind(what: what.text, expected: type.withArticle, found: node.kindName), at: node.firstLineRange)
      return nil
    }
    if type == .null, node.isNull { return .null }
    if node.isEmptyValue {
      report(.noValue(what.text), at: node.range)
      return nil
    }
    let text = node.text
    if let value = scalarValue(node, text, as: type) { return value }
    if type == .duration {
      report(.notADuration(text), at: node.range, fix: ValueFixes.duration(node))
    } else {
      report(
        .notOfType(type.description, what: what.text, text: text), at: node.range, fix: ValueFixes.fix(node, as: type))
    }
    return nil
  }

  private func scalarValue(_ node: Node, _ text: String, as type: ValueType) -> Value? {
    switch type {
    case .string: .string(text)
    case .bytes: .bytes(Array(text.utf8))
    case .bool: node.asBool().map(Value.bool)
    case .int: node.asInt().map(Value.int)
    case .uint: node.asInt().flatMap(UInt64.init(exactly:)).map(Value.uint)
    case .double: (node.asDouble() ?? node.asInt().map(Double.init)).flatMap { $0.isFinite ? .double($0) : nil }
    case .duration: PlanDuration.milliseconds(text).map { .duration(CELDuration(milliseconds: $0)) }
    case .timestamp: Timestamp(parsing: text).map(Value.timestamp)
    default: nil
    }
  }

  private func list(_ node: Node, of element: ValueType, _ what: ValueName) -> Value? {
    guard node.kind == .sequence else {
      report(
        .wrongKind(what: what.text, expected: "a list", found: node.kindName), at: node.mark,
        fix: ValueFixes.list(of: node))
      return nil
    }
    let values = node.items.map { constant($0, as: element, .item(of: what)) }
    let sound = values.compactMap { $0 }
    return sound.count == values.count ? .list(sound) : nil
  }

  private func map(_ node: Node, key: ValueType, value: ValueType, _ what: ValueName) -> Value? {
    guard node.kind == .mapping else {
      report(.wrongKind(what: what.text, expected: "a map", found: node.kindName), at: node.mark)
      return nil
    }
    var map = ValueMap()
    var isSound = true
    for (keyNode, valueNode) in node.entries {
      let keyValue = key == .dyn ? .string(keyNode.text) : constant(keyNode, as: key, .key(of: what))
      let read = constant(valueNode, as: value, .entry(keyNode.text, of: what))
      if let keyValue, let read { map[keyValue] = read } else { isSound = false }
    }
    return isSound ? .map(map) : nil
  }

  private func record(_ node: Node, _ shape: RecordShape, _ what: ValueName) -> Value? {
    guard node.kind == .mapping else {
      report(.wrongKind(what: what.text, expected: "a map", found: node.kindName), at: node.mark)
      return nil
    }
    var map = ValueMap()
    var isSound = true
    for (keyNode, valueNode) in node.entries {
      let name = keyNode.text
      let field = shape.field(name)
      if field == nil, !shape.isOpen {
        let names = shape.fieldNames
        report(
          .unknownKey(name, of: what.text, keys: names, nearest: Diagnostics.nearestName(to: name, in: names)),
          at: keyNode.range)
        isSound = false
      } else if let read = constant(valueNode, as: field?.type ?? .dyn, .entry(name, of: what)) {
        map[name] = read
      } else {
        isSound = false
      }
    }
    for name in shape.fieldNames where shape.field(name)?.mayBeAbsent == false && node[name] == nil {
      report(.missingKey(name, of: what.text), at: node.firstLineRange)
      isSound = false
    }
    return isSound ? .map(map) : nil
  }

  /// The node by the core schema: what no field declares.
  func naturalValue(_ node: Node) -> Value? {
    switch node.kind {
    case .scalar:
      if node.isNull || node.isEmptyValue { return .null }
      if let flag = node.asBool() { return .bool(flag) }
      if let number = node.asInt() { return .int(number) }
      if let number = node.asDouble(), number.isFinite { return .double(number) }
      return .string(node.text)
    case .sequence:
      let values = node.items.map(naturalValue)
      let sound = values.compactMap { $0 }
      return sound.count == values.count ? .list(sound) : nil
    case .mapping:
      var map = ValueMap()
      for (key, value) in node.entries {
        guard let read = naturalValue(value) else { return nil }
        map[key.text] = read
      }
      return .map(map)
    }
  }

  /// A type by its name.
  func typeName(_ node: Node?, _ what: String) -> ValueType? {
    guard let node, let text = text(node, what) else { return nil }
    if let type = ValueType(parsing: text), type.isWritable { return type }
    let names = ValueType.writableNames
    let nearest = Diagnostics.nearestName(to: text, in: names)
    let fix = ValueFixes.typeName(node) ?? nearest.map { FixIt(message: "write '\($0)'", edits: [node.edit(to: $0)]) }
    report(.unknownTypeName(text, nearest: nearest), at: node.range, fix: fix)
    return nil
  }
}

extension CELDuration {
  /// A length of time as an expression sees it.
  init(milliseconds: Int64) {
    self.init(seconds: milliseconds / 1000, nanos: Int32(milliseconds % 1000) * 1_000_000)
  }
}

extension ValueType {
  /// The types that a plan may declare for inputs and outputs.
  static let writableNames = [
    "string", "int", "double", "bool", "duration", "timestamp", "any", "list<string>", "list<int>",
    "map<string, string>",
  ]

  /// Whether a value of the type can be written in a plan, on a command line, and in a journal.
  var isWritable: Bool {
    switch self {
    case .string, .int, .double, .bool, .duration, .timestamp, .dyn: true
    case .list(let element): element.isWritable
    case .map(let key, let value): key == .string && value.isWritable
    default: false
    }
  }

  /// For "expected …".
  var withArticle: String {
    switch self {
    case .list: "a list"
    case .map, .record: "a map"
    case .dyn: "a value"
    case .string: "text"
    case .int: "an int"
    case .optional(let wrapped): wrapped.withArticle
    default: "a \(self)"
    }
  }

  /// The one type of several values, or `any`.
  static func common(_ types: [ValueType]) -> ValueType {
    guard let first = types.first, types.dropFirst().allSatisfy({ $0 == first }) else { return .dyn }
    return first
  }
}
