// A scalar, or a list or map in brackets, on one line: `{a: 1, b: [x, y]}`.

import Diagnostics
import PlanText

/// Writes what stands on one line.
struct FlowText {
  let file: SourceFile

  /// Nil when something stands between the values that isn't usual there, such as `?`.
  func text(of node: Node, _ role: KeyRole) -> [UInt8]? {
    switch node.kind {
    case .scalar: Array(file.bytes[node.range.bounds])
    case .sequence: list(node, role)
    case .mapping: map(node, role)
    }
  }

  private func list(_ node: Node, _ role: KeyRole) -> [UInt8]? {
    var parts: [[UInt8]] = []
    var end = node.range.start
    for item in node.items {
      guard marks(end..<item.range.start, are: parts.isEmpty ? "[" : ","), let text = text(of: item, role) else {
        return nil
      }
      parts.append(text)
      end = item.range.end
    }
    guard marksAtEnd(end..<node.range.end, of: node, open: "[", close: "]") else { return nil }
    return Array("[".utf8) + parts.joined(separator: ", ".utf8) + Array("]".utf8)
  }

  private func map(_ node: Node, _ role: KeyRole) -> [UInt8]? {
    var keys: [String] = []
    var parts: [[UInt8]] = []
    var end = node.range.start
    for (key, value) in node.entries {
      let before = node.isFlow ? (parts.isEmpty ? "{" : ",") : ""
      guard marks(end..<key.range.start, are: before), let part = entry(key, value, role) else { return nil }
      keys.append(key.text)
      parts.append(part)
      end = value.range.end
    }
    // A pair in a list, `[a: 1]`, is a map without brackets.
    guard node.isFlow else { return parts.count == 1 ? parts[0] : nil }
    guard marksAtEnd(end..<node.range.end, of: node, open: "{", close: "}") else { return nil }
    let ordered = role.order(of: keys).map { parts[$0] }
    return Array("{".utf8) + ordered.joined(separator: ", ".utf8) + Array("}".utf8)
  }

  private func entry(_ key: Node, _ value: Node, _ role: KeyRole) -> [UInt8]? {
    guard !key.range.isEmpty else { return nil }
    let keyText = Array(file.bytes[key.range.bounds])
    if value.range.isEmpty {
      if value.range.start == key.range.end { return keyText }
      return marks(key.range.end..<value.range.start, are: ":") ? keyText + Array(": ".utf8) : nil
    }
    guard marks(key.range.end..<value.range.start, are: ":"), let text = text(of: value, role.role(of: key.text)) else {
      return nil
    }
    return keyText + Array(": ".utf8) + text
  }

  /// Whether nothing but certain marks, and white space, stands in a part.
  private func marks(_ range: Range<Int>, are text: String) -> Bool {
    file.bytes[range].filter { !isBlankByte($0) }.elementsEqual(text.utf8)
  }

  private func marksAtEnd(_ range: Range<Int>, of node: Node, open: String, close: String) -> Bool {
    if node.count == 0 { return marks(range, are: open + close) }
    return marks(range, are: close) || marks(range, are: "," + close)
  }
}
