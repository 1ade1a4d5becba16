// Runs cases and says what came of them.

import Expressions

struct ConformanceRunner {
  let limits: EvaluationLimits

  init(timeZones: any TimeZoneRules) {
    limits = EvaluationLimits(timeZones: timeZones)
  }

  /// What is wrong with the result of a case; nil when it is as expected.
  func failure(of test: ConformanceCase) -> String? {
    // Constant parts are left to the run: there the suite wants to see their errors.
    let options = CompileOptions(
      isChecked: test.isChecked, foldsConstants: false, expandsMacros: test.expandsMacros)
    switch Expression.compile(test.expression, in: test.scope, options: options) {
    case .failure(let list):
      return "does not check: " + list.issues.map(\.problem.message).joined(separator: "; ")
    case .success(let expression): return failure(of: test, expression)
    }
  }

  private func failure(of test: ConformanceCase, _ expression: Expression) -> String? {
    if case .type(let type, _) = test.expectation, expression.staticType != type {
      return "has type \(expression.staticType), not \(type)"
    }
    guard test.isEvaluated else { return nil }
    let outcome = expression.evaluate(
      MapActivation(test.bindings, unknowns: test.unknowns), limits: limits)
    switch (test.expectation, outcome) {
    case (.value(let expected), .value(let found)), (.type(_, let expected?), .value(let found)):
      return expected == found || isSame(expected, found) ? nil : "is \(found), not \(expected)"
    case (.type(_, nil), .value): return nil
    case (.failure, .error), (.unknown, .unknown): return nil
    case (_, .value(let found)): return "is \(found)"
    case (_, .error(let error)): return "fails: \(error.message)"
    case (_, .unknown(let paths)): return "is unknown: \(paths)"
    }
  }

  /// Whether expected bytes are the found ones but for an escape. In the suite's own text format `\?` stands for `?`,
  /// which the JSON form of two cases (bytes with an unescaped question mark) has kept as two bytes; no reading of
  /// the language gives those.
  private func isSame(_ expected: Value, _ found: Value) -> Bool {
    guard case .bytes(let expectedBytes) = expected, case .bytes(let foundBytes) = found else { return false }
    var decoded: [UInt8] = []
    for (place, byte) in expectedBytes.enumerated() {
      let isEscape = byte == UInt8(ascii: "\\") && expectedBytes.dropFirst(place + 1).first == UInt8(ascii: "?")
      if !isEscape { decoded.append(byte) }
    }
    return decoded == foundBytes
  }
}
