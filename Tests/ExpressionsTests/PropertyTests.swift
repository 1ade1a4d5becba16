// Random expressions from a seed: what checks has the type that was promised, folding and tracing change nothing, and a
// result that carries a secret is known to. On a failure the seed and the text are printed.

import Diagnostics
import Testing

@testable import Expressions

@Suite struct PropertyTests {
  /// Builds expressions of mostly fitting types.
  struct Generator {
    var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func number(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state >> 33) % bound
    }

    mutating func pick(_ choices: [String]) -> String { choices[number(choices.count)] }

    mutating func int(_ depth: Int) -> String {
      guard depth > 0 else {
        return pick(["0", "1", "-3", "7", "inputs.keep", "steps.a.outputs.n", "9223372036854775807"])
      }
      switch number(9) {
      case 0: return "(\(int(depth - 1)) \(pick(["+", "-", "*", "/", "%"])) \(int(depth - 1)))"
      case 1: return "size(\(text(depth - 1)))"
      case 2: return "\(list(depth - 1)).size()"
      case 3: return "(\(bool(depth - 1)) ? \(int(depth - 1)) : \(int(depth - 1)))"
      case 4: return "\(list(depth - 1))[\(int(0))]"
      case 5: return "cel.bind(v, \(int(depth - 1)), v + \(int(depth - 1)))"
      case 6: return "math.greatest(\(int(depth - 1)), \(int(depth - 1)))"
      case 7: return "inputs.?extra.optMap(e, \(int(depth - 1))).orValue(\(int(depth - 1)))"
      default: return "int(\(text(depth - 1)))"
      }
    }

    mutating func text(_ depth: Int) -> String {
      guard depth > 0 else { return pick(["'a'", "''", "'é12'", "inputs.host", "inputs.password", "secrets.token"]) }
      switch number(7) {
      case 0: return "(\(text(depth - 1)) + \(text(depth - 1)))"
      case 1: return "string(\(int(depth - 1)))"
      case 2: return "\(text(depth - 1)).replace(\(text(0)), \(text(0)))"
      case 3: return "(\(bool(depth - 1)) ? \(text(depth - 1)) : \(text(depth - 1)))"
      case 4: return "\(text(depth - 1)).substring(\(int(0)))"
      case 5: return "'%s-%d'.format([\(text(depth - 1)), \(int(depth - 1))])"
      default: return "inputs.names.map(x, x + \(text(depth - 1))).join(',')"
      }
    }

    mutating func bool(_ depth: Int) -> String {
      guard depth > 0 else { return pick(["true", "false", "has(inputs.note)", "(inputs.keep > 2)"]) }
      switch number(7) {
      case 0: return "(\(bool(depth - 1)) \(pick(["&&", "||"])) \(bool(depth - 1)))"
      case 1: return "!\(bool(depth - 1))"
      case 2: return "(\(int(depth - 1)) \(pick(["<", "<=", "==", "!=", ">", ">="])) \(int(depth - 1)))"
      case 3: return "\(list(depth - 1)).\(pick(["all", "exists", "exists_one"]))(x, x > \(int(depth - 1)))"
      case 4: return "(\(int(depth - 1)) in \(list(depth - 1)))"
      case 5: return "\(text(depth - 1)).\(pick(["contains", "startsWith", "matches"]))('a')"
      default: return "(\(text(depth - 1)) == \(text(depth - 1)))"
      }
    }

    mutating func list(_ depth: Int) -> String {
      guard depth > 0 else {
        return pick(["[1, 2, 3]", "[]", "[inputs.keep]", "inputs.ports.map(k, inputs.ports[k])"])
      }
      switch number(5) {
      case 0: return "[\(int(depth - 1)), \(int(depth - 1))]"
      case 1: return "\(list(depth - 1)).map(x, x + \(int(depth - 1)))"
      case 2: return "\(list(depth - 1)).filter(x, \(bool(depth - 1)))"
      case 3: return "(\(list(depth - 1)) + \(list(depth - 1)))"
      default: return "\(list(depth - 1)).transformList(i, v, i + v)"
      }
    }
  }

  static let values: [String: Value] = [
    "inputs": [
      "host": "edge", "keep": 3, "names": ["x", "y"], "ports": ["a": 1, "b": 2], "password": "QQQ", "ratio": 1.5,
      "extra": 4,
    ],
    "secrets": ["token": "QQQ", "key": .bytes([1])], "steps": ["a": ["outputs": ["n": 5], "status": "ok"]],
  ]

  @Test(arguments: 0..<60 as Range<UInt64>)
  func randomExpressions(block: UInt64) throws {
    for seed in (block * 25)..<(block * 25 + 25) {
      var generator = Generator(seed: seed)
      let text = [generator.bool(4), generator.int(4), generator.text(4), generator.list(3)][Int(seed % 4)]
      let plain = try Expression.compile(text, in: planScope, options: CompileOptions(foldsConstants: false)).get()
      let activation = MapActivation(PropertyTests.values)
      let outcome = plain.evaluate(activation)
      if case .value(let value) = outcome {
        #expect(value.matches(plain.type), "seed \(seed): \(text)")
        if let shown = value.text(), shown.contains("QQQ") { #expect(!plain.secrets.isEmpty, "seed \(seed): \(text)") }
        #expect(try Value(journaled: value.journaled(as: plain.type), as: plain.type) == value, "seed \(seed): \(text)")
      }
      if case .error(let error) = outcome { #expect(!error.message.contains("QQQ"), "seed \(seed): \(text)") }
      if plain.secrets.isEmpty { #expect(plain.explain(activation).outcome == outcome, "seed \(seed): \(text)") }
      if case .success(let folded) = Expression.compile(text, in: planScope) {
        #expect(folded.evaluate(activation) == outcome, "seed \(seed): \(text)")
      }
      try unknownsAgree(plain, outcome, "seed \(seed): \(text)")
    }
  }

  /// With a value unknown, the outcome is either the same as with the value, or unknown.
  private func unknownsAgree(_ expression: Expression, _ known: Evaluation, _ comment: Comment) throws {
    let path = ["steps", "a", "outputs", "n"]
    switch expression.evaluate(MapActivation(PropertyTests.values, unknowns: [path])) {
    case .unknown(let paths): #expect(paths == [path], comment)
    case .value(let value): #expect(known == .value(value), comment)
    case .error: if case .value = known { Issue.record(comment) }
    }
  }
}
