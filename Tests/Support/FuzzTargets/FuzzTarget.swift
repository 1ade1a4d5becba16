// What the fuzzers run, and what replays their corpus: bytes in, nothing out, within a time. A crash or a broken promise
// stops the process, which is what a fuzzer looks for.

import Diagnostics
import Expressions
import PlanFormat
import PlanModel
import StepKit

/// An entrance for hostile bytes.
public enum FuzzTarget: String, CaseIterable, Sendable {
  case plan, expression

  public func run(_ bytes: UnsafeBufferPointer<UInt8>) { run(Array(bytes)) }

  public func run(_ bytes: [UInt8]) {
    switch self {
    case .plan: PlanFuzzing.run(bytes)
    case .expression: ExpressionFuzzing.run(bytes)
    }
  }
}

/// A whole plan: its text, every check, its rendering, its layout.
enum PlanFuzzing {
  static func run(_ bytes: [UInt8]) {
    guard let registry = Self.registry else { preconditionFailure("the registry is broken") }
    let reader = OneFile(bytes: bytes)
    let result = PlanChecker(registry: registry, reader: reader).check(path: "plan.yaml")
    _ = TextRenderer().render(result.diagnostics)
    for diagnostic in result.diagnostics {
      guard let range = diagnostic.range else { continue }
      precondition(range.start >= 0 && range.end <= bytes.count, "a range outside of its file")
    }
    if let plan = result.plan { _ = plan.body.phases.flatMap(\.steps).map(\.digest) }
    guard case .formatted(let layout) = PlanFormat.format(SourceFile(path: "plan.yaml", bytes: bytes)) else {
      if case .refused(let fault) = PlanFormat.format(SourceFile(path: "plan.yaml", bytes: bytes)) {
        preconditionFailure("layout: \(fault.message)")
      }
      return
    }
    guard case .formatted(let again) = PlanFormat.format(SourceFile(path: "plan.yaml", bytes: layout)) else {
      preconditionFailure("the layout can't be laid out")
    }
    precondition(again == layout, "the layout isn't stable")
  }

  private static let registry = try? Registry(FuzzSteps.all)

  private struct OneFile: PlanReader {
    let bytes: [UInt8]
    func read(_ path: String) -> Result<[UInt8], PlanReadError> {
      path == "plan.yaml" ? .success(bytes) : .failure(PlanReadError(message: "no such file"))
    }
  }
}

/// One expression, and the same bytes as text with `${{ … }}`: parsed, checked, evaluated.
enum ExpressionFuzzing {
  static func run(_ bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return }
    for scope in [Scope(), scope] {
      if case .success(let expression) = Expression.compile(text, in: scope) {
        _ = expression.evaluate(MapActivation(values))
        _ = expression.evaluate(MapActivation([:]))
      }
      if case .success(let template) = Template.compile(text, in: scope) {
        _ = template.evaluate(MapActivation(values))
      }
    }
  }

  private static let scope: Scope = {
    var scope = Scope()
    scope.declare("a", .int)
    scope.declare("s", .string)
    scope.declare("l", .list(.int))
    scope.declare("m", .map(.string, .dyn))
    scope.declare("d", .dyn)
    return scope
  }()

  private static let values: [String: Value] = [
    "a": 3, "s": "text", "l": .list([1, 2, 3]), "m": .map(ValueMap([("k", "v")])), "d": .double(1.5),
  ]
}
