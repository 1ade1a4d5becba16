// Inputs of one MiB that aim at work that grows faster than they do.

import FuzzTargets
import Testing

struct SlowInput: Sendable, CustomTestStringConvertible {
  let name: String
  let target: FuzzTarget
  let bytes: [UInt8]

  var testDescription: String { name }

  private init(_ name: String, _ target: FuzzTarget, head: String = "", repeating part: String, tail: String = "") {
    self.name = name
    self.target = target
    let count = ((1 << 20) - head.utf8.count - tail.utf8.count) / part.utf8.count
    bytes = Array((head + String(repeating: part, count: count) + tail).utf8)
  }

  private static let head = "belay: 1\nname: a\nversion: 1.0.0\ntitle: t\nsteps:\n"

  static let all = [
    SlowInput("brackets", .plan, repeating: "["),
    SlowInput("closing brackets", .plan, repeating: "]"),
    SlowInput("quotes", .plan, head: "a: \"", repeating: "\\n", tail: "\""),
    SlowInput("dashes", .plan, repeating: "- "),
    SlowInput("question marks", .plan, repeating: "? "),
    SlowInput("comments", .plan, head: "a: 1\n", repeating: "#\n"),
    SlowInput("blank lines", .plan, head: "a: |+\n  x\n", repeating: "\n"),
    SlowInput("keys that are all the same", .plan, repeating: "a: 1\n"),
    SlowInput("unknown steps", .plan, head: head, repeating: "  - {id: a, uses: b, needs: [c]}\n"),
    SlowInput("openings of expressions", .plan, head: head + "  - {id: a, uses: \"", repeating: "${{", tail: "\"}\n"),
    SlowInput("a long folded text", .plan, head: "a: >\n", repeating: "  x\n\n"),
    SlowInput("a long plain text", .plan, head: "a: b\n", repeating: " c\n"),
    SlowInput("flow entries", .plan, head: "a: {", repeating: "b: c, "),
    SlowInput("parentheses", .expression, repeating: "("),
    SlowInput("additions", .expression, head: "1", repeating: "+1"),
    SlowInput("negations", .expression, repeating: "!"),
    SlowInput("selections", .expression, head: "m", repeating: ".a"),
    SlowInput("interpolations", .expression, repeating: "${{ 1 }}"),
    SlowInput("openings", .expression, repeating: "${{ '"),
    SlowInput("questions", .expression, head: "true", repeating: "?1:true", tail: ""),
    SlowInput("macros", .expression, repeating: "l.map(x,"),
  ]
}
