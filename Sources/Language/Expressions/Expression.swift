// The entrance of the module: text to a checked expression, and a checked expression to a value.

import Diagnostics

/// A parsed and checked expression. Immutable; one may be evaluated many times and from many threads.
///
/// ```swift
/// var scope = Scope()
/// scope.declare("inputs", .record(inputs))
/// let expression = try Expression.compile("inputs.keep < 10", in: scope, expecting: .bool).get()
/// expression.evaluate(MapActivation(["inputs": ["keep": 3]]))  // .value(.bool(true))
/// ```
public final class Expression: Sendable {
  /// The text as it was compiled.
  public let text: String
  /// The static type; `any` where only the run can say.
  public let type: ValueType
  /// Everything that the expression may read, in the order of the text; a name that is read twice is there twice.
  public let references: [Reference]
  /// The secrets that the result may carry: the name below `secrets`, or the path of another secret variable. Every
  /// operation passes them on, and so do the conditions that choose a result.
  public let secrets: Set<String>
  /// The value, when the expression reads nothing.
  public let constant: Value?

  /// The type with what only the embedder of functions knows; for the conformance suite.
  package let staticType: StaticType
  private let expected: ValueType?
  private let program: Program
  let checked: CheckedTree

  private init(
    text: String, checked: CheckedTree, program: Program, references: [Reference], folded: [NodeID: Value],
    expected: ValueType?
  ) {
    self.text = text
    let facts = checked.facts[checked.tree.root]
    staticType = facts.type
    let type = facts.type.valueType
    self.type = type
    self.references = references.sorted { $0.range.lowerBound < $1.range.lowerBound }
    secrets = facts.taint
    if case .literal(let value) = checked[checked.tree.root].kind {
      constant = value
    } else {
      constant = folded[checked.tree.root]
    }
    self.expected = expected.flatMap { type.isDynamic && $0 != .dyn ? $0 : nil }
    self.program = program
    self.checked = checked
  }

  /// Parses and checks a text.
  /// - Parameter expected: the type that the place of the expression requires. What is `any` at check time is held
  ///   against it at run time.
  /// - Returns: the expression, or all issues.
  public static func compile(
    _ text: String, in scope: Scope, expecting expected: ValueType? = nil
  ) -> Result<Expression, IssueList> {
    compile(text, in: scope, expecting: expected, options: CompileOptions())
  }

  /// Like ``compile(_:in:expecting:)``, in the ways that the conformance suite asks for.
  package static func compile(
    _ text: String, in scope: Scope, expecting expected: ValueType? = nil, options: CompileOptions
  ) -> Result<Expression, IssueList> {
    let bytes = Array(text.utf8)
    do throws(ExpressionIssue) {
      var parser = try Parser(bytes, in: bytes.indices, expandsMacros: options.expandsMacros)
      return compile(try parser.parse(), of: text, in: scope, expecting: expected, options: options)
    } catch {
      return .failure(IssueList([error]))
    }
  }

  /// Checks a tree and translates it.
  static func compile(
    _ tree: SyntaxTree, of text: String, in scope: Scope, expecting expected: ValueType?, options: CompileOptions
  ) -> Result<Expression, IssueList> {
    var checker = Checker(tree, in: scope, isStrict: options.isChecked)
    let checked = checker.run(expecting: expected)
    guard checker.issues.isEmpty else { return .failure(IssueList(checker.issues)) }
    var folded: [NodeID: Value] = [:]
    var issues: [ExpressionIssue] = []
    if options.foldsConstants {
      var folder = Folder(checked)
      folder.run()
      folded = folder.values
      issues = folder.issues
    }
    var generator = CodeGenerator(checked, folded: folded, reportsPatterns: options.foldsConstants)
    generator.generate(tree.root)
    issues += generator.issues
    guard issues.isEmpty else { return .failure(IssueList(issues)) }
    return .success(
      Expression(
        text: text, checked: checked, program: generator.program, references: generator.references, folded: folded,
        expected: expected))
  }

  /// Evaluates the expression.
  /// - Returns: a value, the unknowns that it depends on, or an error; evaluation never traps and its cost is bounded
  ///   by the limits.
  public func evaluate(_ activation: some Activation, limits: EvaluationLimits = .standard) -> Evaluation {
    if let constant, expected == nil { return .value(constant) }
    var machine = Machine(program, activation, limits)
    return outcome(of: machine.run(), limits)
  }

  func outcome(of cell: Cell, _ limits: EvaluationLimits) -> Evaluation {
    let whole = checked[checked.tree.root].range
    switch cell {
    case .unknown(let paths): return .unknown(paths)
    case .failure(let failure):
      // An error may quote the values that led to it, and errors are journaled and shown.
      let problem = secrets.isEmpty ? failure.problem : failure.problem.withoutValues
      return .error(EvaluationError(problem, at: failure.range))
    case .value(let value):
      guard value.isSmall(limit: limits.resultSize) else {
        return .error(EvaluationError(.resultTooLarge(limit: limits.resultSize), at: whole))
      }
      if let expected, !value.matches(expected) {
        let problem = ExpressionProblem.typeMismatch(expected: expected.description, found: value.shownType)
        return .error(EvaluationError(problem, at: whole))
      }
      return .value(value)
    }
  }
}

/// How an expression is compiled where it differs from what plans need.
package struct CompileOptions: Sendable {
  /// Whether names and types must fit before the run.
  package var isChecked: Bool
  /// Whether constant parts are evaluated beforehand, and are issues when they fail.
  package var foldsConstants: Bool
  package var expandsMacros: Bool

  package init(isChecked: Bool = true, foldsConstants: Bool = true, expandsMacros: Bool = true) {
    self.isChecked = isChecked
    self.foldsConstants = foldsConstants
    self.expandsMacros = expandsMacros
  }
}
