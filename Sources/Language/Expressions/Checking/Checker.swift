// Gives every node a type, a meaning and the secrets that it carries, and collects all issues. The rules are those of
// the reference checker of CEL, with records beside maps. Recursion follows the nesting of the text; chains of
// operators and selections are walked along their left spine.

import Diagnostics

struct Checker {
  /// A variable of a comprehension or binding.
  struct Local {
    var name: String
    var type: StaticType
    var taint: Set<String>
    var valueDepth: Int
  }

  var tree: SyntaxTree
  let scope: Scope
  /// Whether types and names that don't fit are issues, or left to the run.
  let isStrict: Bool
  var facts: [NodeFacts]
  var substitution = Substitution()
  var locals: [Local] = []
  var issues: [ExpressionIssue] = []
  let library = Library.standard

  init(_ tree: SyntaxTree, in scope: Scope, isStrict: Bool = true) {
    self.tree = tree
    self.scope = scope
    self.isStrict = isStrict
    facts = Array(repeating: NodeFacts(), count: tree.nodes.count)
  }

  /// Checks the whole tree.
  mutating func run(expecting expected: ValueType?) -> CheckedTree {
    check(tree.root)
    if let expected {
      require(tree.root, StaticType(expected))
    }
    for id in facts.indices where facts[id].isChecked {
      if facts[id].type.isSimple { continue }
      facts[id].type = substitution.resolve(facts[id].type, unsolvedAsDynamic: true)
    }
    return CheckedTree(tree: tree, facts: facts)
  }

  // MARK: Walking

  /// The child that is evaluated first, along which chains are walked without recursion.
  private func spineChild(_ id: NodeID) -> NodeID? {
    switch tree[id].kind {
    case .select(let operand, _, _), .presence(let operand, _), .index(let operand, _, _): operand
    case .unary(_, let operand), .binary(_, let operand, _), .conditional(let operand, _, _): operand
    case .logical(_, let operands): operands[0]
    case .comprehension(let comprehension): comprehension.range
    case .bind(_, let value, _): value
    case .optionalMap(let target, _, _, _): target
    case .call(let name, let target, _):
      // A namespace before the point is part of the name, not a value.
      target.flatMap { namespacedFunction(name, target: $0) == nil ? $0 : nil }
    default: nil
    }
  }

  mutating func check(_ id: NodeID) {
    var spine: [NodeID] = []
    var current = id
    while true {
      if resolveQualifiedName(current) { break }
      guard let child = spineChild(current) else {
        checkNode(current)
        break
      }
      spine.append(current)
      current = child
    }
    for node in spine.reversed() { checkNode(node) }
  }

  /// Checks one node whose spine child has been checked.
  private mutating func checkNode(_ id: NodeID) {
    facts[id].isChecked = true
    facts[id].localDepth = locals.count
    switch tree[id].kind {
    case .literal(let value): facts[id].type = StaticType(ofLiteral: value)
    case .identifier(let name, let isAbsolute): checkIdentifier(id, name, isAbsolute: isAbsolute)
    case .select(let operand, let field, let isOptional): checkSelect(id, operand, field, isOptional: isOptional)
    case .presence(let operand, let field): checkPresence(id, operand, field)
    case .index(let operand, let index, let isOptional): checkIndex(id, operand, index, isOptional: isOptional)
    case .call(let name, let target, let arguments): checkCall(id, name, target: target, arguments: arguments)
    case .unary(let unaryOperator, let operand): checkUnary(id, unaryOperator, operand)
    case .binary(let binaryOperator, let left, let right): checkBinary(id, binaryOperator, left, right)
    case .logical(_, let operands): checkLogical(id, operands)
    case .conditional(let condition, let whenTrue, let whenFalse):
      checkConditional(id, condition, whenTrue, whenFalse)
    case .list(let items): checkList(id, items)
    case .map(let entries): checkMap(id, entries)
    case .message(let name, let fields): checkMessage(id, name, fields)
    case .comprehension(let comprehension): checkComprehension(id, comprehension)
    case .bind(let name, let value, let body): checkBind(id, name, value, body)
    case .optionalMap(let target, let name, let body, let isFlat):
      checkOptionalMap(id, target, name, body, isFlat: isFlat)
    }
    if facts[id].valueDepth > Checker.valueDepthLimit {
      report(.tooDeep(limit: Checker.valueDepthLimit), at: id)
      facts[id].valueDepth = 0
    }
  }

  /// Nobody reads more issues of one expression.
  private static let issueLimit = 100

  /// How deep literals may nest a value, over all bindings of an expression.
  private static let valueDepthLimit = 500

  // MARK: Issues and requirements

  mutating func report(_ problem: ExpressionProblem, at id: NodeID, label: String? = nil) {
    report(problem, in: tree.range(id), label: label)
  }

  mutating func report(_ problem: ExpressionProblem, in range: Range<Int>, label: String? = nil) {
    guard issues.count < Checker.issueLimit else { return }
    issues.append(ExpressionIssue(problem, at: range, label: label))
  }

  /// Reports a name that means nothing, with the one that was probably meant.
  mutating func report(_ problem: ExpressionProblem, in range: Range<Int>, meant: String?) {
    guard issues.count < Checker.issueLimit else { return }
    issues.append(
      ExpressionIssue(problem, at: range, label: meant.map { "did you mean '\($0)'?" }, replacement: meant))
  }

  func type(_ id: NodeID) -> StaticType {
    let type = facts[id].type
    return type.isSimple ? type : substitution.resolve(type)
  }

  /// How messages name the type of a node.
  func describe(_ type: StaticType) -> String {
    let text = substitution.resolve(type, unsolvedAsDynamic: true).description
    // A literal may nest 250 deep; nobody needs to see that twice.
    return text.utf8.count > 100 ? String(text.prefix(60)) + "…" : text
  }

  /// Reports a node whose type doesn't fit.
  @discardableResult
  mutating func require(_ id: NodeID, _ expected: StaticType, label: String? = nil) -> Bool {
    guard isStrict else { return true }
    let found = facts[id].type
    if substitution.unify(found, expected) { return true }
    report(.typeMismatch(expected: describe(expected), found: describe(found)), at: id, label: label)
    return false
  }

  /// Marks a node as wrong: what uses it is not reported again. In an unchecked expression it is merely dynamic.
  mutating func setUnknown(_ id: NodeID) { facts[id].type = isStrict ? .error : .dyn }

  mutating func absorb(_ id: NodeID, from child: NodeID) { facts[id].absorb(facts[child]) }

  /// Checks something with variables in force, and gives what it read from outside of them.
  mutating func withLocals(_ added: [Local], _ body: (inout Checker) -> Void) -> Int {
    let base = locals.count
    locals.append(contentsOf: added)
    body(&self)
    locals.removeLast(added.count)
    return base
  }

  /// Takes over what a body implies that sees locals from `base` on: those are none of the outside's business.
  mutating func absorb(_ id: NodeID, fromBody body: NodeID, base: Int) {
    var bodyFacts = facts[body]
    if bodyFacts.outermostLocal >= base { bodyFacts.outermostLocal = .max }
    facts[id].absorb(bodyFacts)
  }
}

extension StaticType {
  init(ofLiteral value: Value) {
    self =
      switch value {
      case .null: .null
      case .bool: .bool
      case .int: .int
      case .uint: .uint
      case .double: .double
      case .string: .string
      case .bytes: .bytes
      default: .dyn
      }
  }
}
