// Single values of a plan: text, names, numbers, durations. A scalar takes the type that its field declares
// (DESIGN §2), so `017` is text where text is declared.

import Diagnostics
import PlanText

extension Reporter {
  /// Any scalar as text; a key without a value has none.
  func text(_ node: Node?, _ what: String) -> String? {
    guard let node else { return nil }
    guard node.kind == .scalar else {
      report(.wrongKind(what: what, expected: "text", found: node.kindName), at: node.firstLineRange)
      return nil
    }
    if node.isEmptyValue {
      report(.noValue(what), at: node.range)
      return nil
    }
    return node.text
  }

  /// Text that a person reads. Expressions aren't evaluated there.
  func words(_ node: Node?, _ what: String) -> String? {
    guard let node, let text = text(node, what) else { return nil }
    if node.holdsInterpolation { report(.notInterpolated(what: what), at: node.range) }
    return text
  }

  func flag(_ node: Node?, _ what: String) -> Bool? {
    guard let node, let text = text(node, what) else { return nil }
    if let flag = node.asBool() { return flag }
    report(.notOfType("bool", what: what, text: text), at: node.range, fix: ValueFixes.bool(node))
    return nil
  }

  func int(_ node: Node?, _ what: String, in bounds: ClosedRange<Int64>) -> Int64? {
    guard let node, let text = text(node, what) else { return nil }
    guard let number = node.asInt() else {
      report(.notOfType("int", what: what, text: text), at: node.range, fix: ValueFixes.int(node))
      return nil
    }
    guard bounds.contains(number) else {
      report(
        .outOfBounds(what: what, text: text, from: String(bounds.lowerBound), to: String(bounds.upperBound)),
        at: node.range)
      return nil
    }
    return number
  }

  func double(_ node: Node?, _ what: String, in bounds: ClosedRange<Double>) -> Double? {
    guard let node, let text = text(node, what) else { return nil }
    guard let number = node.asDouble() ?? node.asInt().map(Double.init), number.isFinite else {
      report(.notOfType("double", what: what, text: text), at: node.range, fix: ValueFixes.double(node))
      return nil
    }
    guard bounds.contains(number) else {
      report(
        .outOfBounds(what: what, text: text, from: "\(bounds.lowerBound)", to: "\(bounds.upperBound)"), at: node.range)
      return nil
    }
    return number
  }

  /// Milliseconds, more than zero unless `zeroIsFine`.
  func duration(_ node: Node?, _ what: String, zeroIsFine: Bool = false) -> Int64? {
    guard let node, let text = text(node, what) else { return nil }
    guard let length = PlanDuration.milliseconds(text) else {
      report(
        text.hasPrefix("-") ? .durationTooShort(what: what, text: text) : .notADuration(text), at: node.range,
        fix: ValueFixes.duration(node))
      return nil
    }
    if length == 0, !zeroIsFine {
      report(.durationTooShort(what: what, text: text), at: node.range)
      return nil
    }
    if length > PlanDuration.longest {
      report(.durationTooLong(what: what, text: text), at: node.range)
      return nil
    }
    return length
  }

  /// A name that expressions can use.
  func identifier(_ node: Node?, _ what: String) -> String? {
    guard let node, let text = text(node, what) else { return nil }
    guard Names.isIdentifier(text) else {
      report(.badIdentifier(text, what: what), at: node.range)
      return nil
    }
    return text
  }

  /// One of a few words.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ node: Node?, _ what: String, _ type: Choice.Type = Choice.self
  ) -> Choice? where Choice.RawValue == String {
    guard let node, let text = text(node, what) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let all = Choice.allCases.map(\.rawValue)
    report(
      .notAChoice(text, what: what, choices: all, nearest: Diagnostics.nearestName(to: text, in: all)),
      at: node.range)
    return nil
  }

  /// A list, or nothing with the problem reported.
  func items(_ node: Node?, _ what: String) -> [Node] {
    guard let node else { return [] }
    guard node.kind == .sequence else {
      report(
        .wrongKind(what: what, expected: "a list", found: node.kindName), at: node.mark, fix: ValueFixes.list(of: node))
      return []
    }
    return Array(node.items)
  }

  /// The entries of a map, or nothing with the problem reported.
  func entries(_ node: Node?, _ what: String) -> [(key: Node, value: Node)] {
    guard let node else { return [] }
    guard node.kind == .mapping else {
      report(.wrongKind(what: what, expected: "a map", found: node.kindName), at: node.mark)
      return []
    }
    return node.entries.map { ($0.key, $0.value) }
  }

  /// A list of texts, each with its place; a text given twice is reported once.
  func texts(_ node: Node?, _ what: String) -> [Placed<String>] {
    var seen: [String: SourceRange] = [:]
    var previous: SourceRange?
    return items(node, what).compactMap { item in
      defer { previous = item.range }
      guard let text = text(item, "an item of \(what)") else { return nil }
      if let first = seen[text] {
        report(
          .duplicateItem(text, of: what), at: item.range,
          fix: node.flatMap { ValueFixes.removal(of: item, after: previous, in: $0) },
          notes: [note("first named here", at: first)])
        return nil
      }
      seen[text] = item.range
      return Placed(text, item.range)
    }
  }
}

/// A value with the place where the plan has it.
struct Placed<Value> {
  var value: Value
  var range: SourceRange

  init(_ value: Value, _ range: SourceRange) {
    self.value = value
    self.range = range
  }
}

extension Placed: Sendable where Value: Sendable {}
