// The parts of an expression as an indented list: each with what it came to.

import Expressions

/// Lines of a tree.
enum TreeText {
  /// Longer texts are cut: an explanation is read on a terminal.
  private static let limit = 160

  static func lines(_ tree: ExplanationTree, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    return ["\(margin)\(line(tree.text))  →  \(outcome(tree))"] + tree.parts.flatMap { lines($0, indent: indent + 2) }
  }

  static func outcome(_ tree: ExplanationTree) -> String {
    if tree.carriesSecret { return "*** (carries a secret: never evaluated here)" }
    switch tree.outcome {
    case .value(let value)?: return short(value)
    case .unknown(let paths)?:
      return "not known yet: " + paths.map { $0.joined(separator: ".") }.sorted().joined(separator: ", ")
    case .error(let error)?: return "no value: \(error.message)"
    case nil: return tree.isPerElement ? "(for every element)" : "(not evaluated: another part decided)"
    }
  }

  /// A value on one line, texts in quotes.
  static func short(_ value: Value) -> String { line(value.json().text()) }

  /// On one line, not too long.
  static func line(_ text: String) -> String {
    let flat = text.split(whereSeparator: \.isNewline).joined(separator: " ⏎ ")
    return flat.count <= limit ? flat : flat.prefix(limit - 1) + "…"
  }
}
