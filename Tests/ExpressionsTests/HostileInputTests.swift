// Texts that are made to hurt: deep, long, or dear to evaluate. Each gets a diagnostic; none may overflow the stack,
// take long or take much memory.

import Diagnostics
import Testing

@testable import Expressions

@Suite struct HostileInputTests {
  private func firstIssue(_ text: String) -> ExpressionProblem? {
    guard case .failure(let list) = Expression.compile(text, in: planScope) else { return nil }
    return list.issues.first?.problem
  }

  @Test(arguments: ["(", "[", "-", "!", "{1:", "f(", "a[", "true ? 1 : ", "[1].map(x, ", "true ? ("])
  func deepNestingIsRefused(opening: String) {
    let text = String(repeating: opening, count: min(100_000, 250_000 / opening.utf8.count)) + "1"
    #expect(firstIssue(text) == .tooDeep(limit: 250))
  }

  @Test func nestingUpToTheLimitWorks() throws {
    let parentheses = String(repeating: "(", count: 249) + "1" + String(repeating: ")", count: 249)
    #expect(try evaluated(parentheses) == .value(1))
    let lists = String(repeating: "[", count: 249) + "1" + String(repeating: "]", count: 249)
    #expect(try compiled(lists).constant != nil)
    let mixed = String(repeating: "1||1&&1==1+1*(", count: 249)
    #expect(firstIssue(mixed + "1" + String(repeating: ")", count: 249)) != nil)
    let nested = String(repeating: "[1].map(x, ", count: 200) + "x" + String(repeating: ")", count: 200)
    #expect(try compiled(nested).constant != nil)
  }

  @Test(arguments: ["1+", "true&&", "true||", "1*", "1<2==", "true?1:"])
  func longTextIsRefused(part: String) {
    let text = String(repeating: part, count: 1_000_000) + "1"
    #expect(firstIssue(text) == .tooLong(bytes: text.utf8.count, limit: 262_144))
  }

  @Test func longChainsWork() throws {
    let count = 30_000
    #expect(try evaluated(String(repeating: "1+", count: count) + "1") == .value(.int(Int64(count) + 1)))
    #expect(try evaluated(String(repeating: "true&&", count: count) + "true") == .value(true))
    #expect(try evaluated("dyn({})" + String(repeating: ".?a", count: count) + ".hasValue()") == .value(false))
    let calls = "inputs.host" + String(repeating: ".trim()", count: count) + " == 'h'"
    #expect(try evaluated(calls, in: planScope, MapActivation(["inputs": ["host": "h"]])) == .value(true))
    let fields = "inputs.extra" + String(repeating: ".a", count: count)
    #expect(try compiled(fields, in: planScope).references[0].path.count == count + 1)
    let indices = "inputs.extra" + String(repeating: "[0]", count: count)
    #expect(try compiled(indices, in: planScope).references.count == 1)
  }

  @Test func manyPartsAreRefused() {
    #expect(firstIssue(String(repeating: "1+", count: 100_000) + "1") == .tooManyParts(limit: 100_000))
    #expect(firstIssue("[" + String(repeating: "1,", count: 110_000) + "]") == .tooManyParts(limit: 100_000))
  }

  private func problem(_ text: String, _ values: [String: Value]) throws -> ExpressionProblem? {
    var scope = Scope()
    for name in values.keys { scope.declare(name, .dyn) }
    guard case .error(let error) = try compiled(text, in: scope).evaluate(MapActivation(values)) else { return nil }
    return error.problem
  }

  @Test func costIsLimited() throws {
    let limit = ExpressionProblem.costExceeded(limit: 1_000_000)
    let items = Value.list((0..<100).map { .int($0) })
    let loops = "items.all(a, items.all(b, items.all(c, items.all(d, a + b + c + d >= 0))))"
    #expect(try problem(loops, ["items": items]) == limit)
    // Doubling a text 40 times.
    let doubled = (0..<40).reduce("s") { inner, _ in "cel.bind(s, s + s, \(inner))" }
    #expect(try problem(doubled, ["s": "0123456789"]) == limit)
    let replaced = (0..<20).reduce("s") { inner, _ in "\(inner).replace('a', 'aaaaaaaa')" }
    #expect(try problem(replaced, ["s": "a"]) == limit)
    let pattern = Value.string("^" + String(repeating: "(a|b|c|d)*", count: 400) + "$")
    #expect(
      try problem("s.matches(p)", ["s": .string(String(repeating: "abcd", count: 5_000) + "x"), "p": pattern]) == limit)
  }

  @Test func sharedPartsCountEachTime() throws {
    // 2^60 elements that take hardly any memory.
    let shared = { (body: String) in (0..<60).reduce(body) { inner, _ in "cel.bind(s, [s, s], \(inner))" } }
    #expect(try problem(shared("s"), ["s": 1]) == .resultTooLarge(limit: 1_000_000))
    #expect(try problem(shared("s == s"), ["s": 1]) == .costExceeded(limit: 1_000_000))
    #expect(try problem(shared("'%s'.format([s])"), ["s": 1]) == .costExceeded(limit: 1_000_000))
    #expect(try problem(shared("s in [s]"), ["s": 1]) == .costExceeded(limit: 1_000_000))
    // Messages that name the type of such a value don't go through all of it.
    #expect(try problem(shared("dyn(s) + 1"), ["s": 1])?.id == "BLY0246")
    #expect(try compiled(shared("s").replacing("s, s", with: "1, 1")).constant != nil)
  }

  @Test func issuesAreLimited() {
    #expect(issues(of: String(repeating: "unknown+", count: 5_000) + "1").count == 100)
  }

  @Test func constantPartsAreEvaluatedOnlyToALimit() throws {
    let dear = (0..<7).reduce("1") { inner, level in "[0,1,2,3,4,5,6,7,8,9].map(x\(level), \(inner))" }
    let expression = try compiled(dear)
    #expect(expression.constant == nil)
    let outcome = expression.evaluate(MapActivation())
    guard case .error(let error) = outcome else {
      Issue.record("it must not come to an end")
      return
    }
    #expect(error.problem == .costExceeded(limit: 1_000_000))
  }

  @Test func typesInMessagesAreCut() {
    let deep = String(repeating: "[", count: 200) + "1" + String(repeating: "]", count: 200)
    let message = issues(of: "\(deep) + 1").first?.split(separator: ": ").last
    #expect(message == "'+' can't be applied to (list<list<list<list<list<list<list<list<list<list<list<list<…, int)")
  }

  @Test func valuesOfBindingsNestOnlySoDeep() {
    let deep = String(repeating: "[", count: 100) + "s" + String(repeating: "]", count: 100)
    let text = (0..<20).reduce("s") { inner, _ in "cel.bind(s, \(deep), \(inner))" }
    #expect(firstIssue("cel.bind(s, 1, \(text))") == .tooDeep(limit: 500))
  }

  @Test func everyTruncationIsAnIssueOrAnExpression() {
    let text =
      #"has(inputs.note) ? [1, 2u, 3.5e1].map(x, x > 0, {'a\n': x})[?0].orValue({}) : cel.bind(y, b'\xff', {?"k": inputs.?extra, y: -1})"#
    let bytes = Array(text.utf8)
    for end in bytes.indices {
      let part = String(decoding: bytes[..<end], as: UTF8.self)
      if case .failure(let list) = Expression.compile(part, in: planScope) {
        #expect(!list.issues.isEmpty)
        for issue in list.issues {
          #expect(issue.range.lowerBound >= 0 && issue.range.upperBound <= part.utf8.count, "\(part)")
        }
      }
    }
  }

  @Test func damagedTextNeverTraps() {
    let text = Array(
      #"inputs.host.split(',')[0] + '%d'.format([1]) == "é" && 1u in [2u] || {'a': b'x'}.a.size() > 0x1f"#.utf8)
    var state: UInt64 = 42
    for _ in 0..<3_000 {
      var bytes = text
      for _ in 0..<3 {
        // A linear congruential generator: the same damage on every run.
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 20)
      }
      let damaged = String(decoding: bytes, as: UTF8.self)
      if case .success(let expression) = Expression.compile(damaged, in: planScope) {
        _ = expression.evaluate(MapActivation(["inputs": ["host": "a,b"]]))
      }
      _ = Template.compile("x ${{ " + damaged + " }} y", in: planScope)
    }
  }
}
