// What the tests of this target share: compiling with a message on failure, and issues as short text.

import Diagnostics
import Testing

@testable import Expressions

/// Compiles a text that must check.
func compiled(
  _ text: String, in scope: Scope = Scope(), expecting expected: ValueType? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> Expression {
  do {
    return try Expression.compile(text, in: scope, expecting: expected).get()
  } catch {
    Issue.record("'\(text)' does not check: \(shown(error, in: text))", sourceLocation: sourceLocation)
    throw error
  }
}

/// Evaluates a text without variables, or with those of an activation.
func evaluated(
  _ text: String, in scope: Scope = Scope(), _ activation: MapActivation = MapActivation(),
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> Evaluation {
  try compiled(text, in: scope, sourceLocation: sourceLocation).evaluate(activation)
}

/// Every issue as `id 'part of the text': message [label]`.
func shown(_ list: IssueList, in text: String) -> [String] {
  let bytes = Array(text.utf8)
  return list.issues.map { issue in
    let part = String(decoding: bytes[issue.range.clamped(to: 0..<bytes.count)], as: UTF8.self)
    let label = issue.label.map { " [\($0)]" } ?? ""
    return "\(issue.problem.id) '\(part)': \(issue.problem.message)\(label)"
  }
}

/// The issues of a text that must not check.
func issues(
  of text: String, in scope: Scope = Scope(), expecting expected: ValueType? = nil
) -> [String] {
  switch Expression.compile(text, in: scope, expecting: expected) {
  case .success: []
  case .failure(let list): shown(list, in: text)
  }
}

/// A scope like that of a plan: inputs, secrets, steps.
let planScope: Scope = {
  var scope = Scope()
  let inputs = RecordShape(
    name: "inputs",
    fields: [
      "host": .init(type: .string), "keep": .init(type: .int), "names": .init(type: .list(.string)),
      "ports": .init(type: .map(.string, .int)), "password": .init(type: .string, secret: true),
      "ratio": .init(type: .double), "extra": .init(type: .dyn), "note": .init(type: .string, mayBeAbsent: true),
    ])
  let outputs = RecordShape(
    name: "outputs of step 'a'", fields: ["n": .init(type: .int), "json": .init(type: .dyn)])
  let step = RecordShape(
    name: "step 'a'", fields: ["outputs": .init(type: .record(outputs)), "status": .init(type: .string)])
  let steps = RecordShape(
    name: "steps", fields: ["a": .init(type: .record(step)), "sign-off": .init(type: .record(step))])
  let secrets = RecordShape(
    name: "secrets", fields: ["token": .init(type: .string, secret: true), "key": .init(type: .bytes, secret: true)])
  scope.declare("inputs", .record(inputs))
  scope.declare("steps", .record(steps))
  scope.declare("secrets", .record(secrets))
  return scope
}()
