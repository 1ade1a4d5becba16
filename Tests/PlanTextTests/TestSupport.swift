// Helpers for tests of plan text: parsing a string, and a listing of nodes with their exact ranges.

import Diagnostics
import PlanText
import Testing

/// Parses a text as `plan.yaml`.
func parse(_ text: String, limits: TextLimits = .standard) -> (document: PlanDocument?, diagnostics: [Diagnostic]) {
  parse(Array(text.utf8), limits: limits)
}

func parse(_ bytes: [UInt8], limits: TextLimits = .standard) -> (document: PlanDocument?, diagnostics: [Diagnostic]) {
  PlanDocument.parse(SourceFile(path: "plan.yaml", bytes: bytes), limits: limits)
}

/// The root of a text that must be good.
func root(_ text: String) throws -> Node {
  let (document, diagnostics) = parse(text)
  #expect(diagnostics.map { TextRenderer().render($0) } == [])
  return try #require(document?.root)
}

/// Diagnostics as a terminal shows them.
func rendered(_ diagnostics: [Diagnostic]) -> String { TextRenderer().render(diagnostics) }

/// One line a node: its depth as dashes, its kind or style, its range, its bytes in the file, its value where that is
/// something else.
func listing(_ node: Node, depth: Int = 0) -> [String] {
  let source = node.document.file.text(node.range)
  var line = String(repeating: "-", count: depth) + name(of: node)
  line += " \(node.range.start)..<\(node.range.end) \(shown(source))"
  if node.isScalar, node.text != source { line += " = \(shown(node.text))" }
  return [line] + node.items.flatMap { listing($0, depth: depth + 1) }
    + node.entries.flatMap { listing($0.key, depth: depth + 1) + listing($0.value, depth: depth + 1) }
}

private func name(of node: Node) -> String {
  switch node.kind {
  case .scalar: "\(node.style)"
  case .sequence: node.isFlow ? "[]" : "list"
  case .mapping: node.isFlow ? "{}" : "map"
  }
}

private func shown(_ text: String) -> String {
  text.unicodeScalars.map { $0 == "\n" ? "⏎" : $0 == "\r" ? "␍" : String($0) }.joined()
}

/// SplitMix64.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
