// Tokens to a syntax tree. Recursion is bounded by the nesting of the text, which is limited; chains of operators,
// selections and calls are loops.

import Diagnostics

/// What a text may be at most; more is refused with an issue (DESIGN §3: a depth limit).
enum SyntaxLimits {
  static let bytes = 256 * 1024
  static let depth = 250
  static let nodes = 100_000
}

struct Parser {
  private var lexer: Lexer
  var token: Token
  private(set) var tree = SyntaxTree()
  /// How deep the parser is inside brackets, unary operators and conditionals.
  private var depth = 0
  /// The end of the token before the current one: where a node that has just been read ends.
  private(set) var previousEnd: Int
  /// Whether macros such as `has` and `map` are expanded; without, they are ordinary calls.
  private let expandsMacros: Bool

  init(_ bytes: [UInt8], in range: Range<Int>, expandsMacros: Bool = true) throws(ExpressionIssue) {
    guard range.count <= SyntaxLimits.bytes else {
      throw ExpressionIssue(.tooLong(bytes: range.count, limit: SyntaxLimits.bytes), at: range)
    }
    lexer = Lexer(bytes, in: range)
    token = try lexer.next()
    previousEnd = range.lowerBound
    self.expandsMacros = expandsMacros
  }

  /// Reads the whole text as one expression.
  mutating func parse() throws(ExpressionIssue) -> SyntaxTree {
    tree.root = try expression()
    guard token.kind == .end else { throw unexpected("an operator or the end of the expression") }
    return tree
  }

  /// Reads an expression that `}}` ends, and gives the offset behind the braces.
  mutating func parseInterpolation() throws(ExpressionIssue) -> (tree: SyntaxTree, end: Int) {
    if token.isPunctuation(.rightBrace) {
      throw ExpressionIssue(.emptyInterpolation, at: token.range)
    }
    tree.root = try expression()
    guard token.isPunctuation(.rightBrace), lexer.byte(at: token.range.upperBound) == UInt8(ascii: "}") else {
      throw unexpected("an operator or '}}'")
    }
    return (tree, token.range.upperBound + 1)
  }

  // MARK: Tools

  mutating func advance() throws(ExpressionIssue) {
    previousEnd = token.range.upperBound
    token = try lexer.next()
  }

  mutating func add(_ kind: Node.Kind, from start: Int) throws(ExpressionIssue) -> NodeID {
    try add(kind, at: start..<max(start, previousEnd))
  }

  mutating func add(_ kind: Node.Kind, at range: Range<Int>) throws(ExpressionIssue) -> NodeID {
    guard tree.nodes.count < SyntaxLimits.nodes else {
      throw ExpressionIssue(.tooManyParts(limit: SyntaxLimits.nodes), at: range)
    }
    tree.nodes.append(Node(kind: kind, range: range))
    return tree.nodes.count - 1
  }

  func unexpected(_ expected: String) -> ExpressionIssue {
    var issue = ExpressionIssue(.unexpected(found: token.description, expected: expected), at: token.range)
    if case .identifier(let word) = token.kind, let written = ["and": "&&", "or": "||"][word] {
      issue.label = "'\(word)' is written '\(written)'"
      issue.replacement = written
    }
    return issue
  }

  mutating func expect(_ punctuation: Token.Punctuation, or others: String = "") throws(ExpressionIssue) {
    guard token.isPunctuation(punctuation) else { throw unexpected(others + "'\(punctuation.rawValue)'") }
    try advance()
  }

  /// Goes one level deeper, or refuses. Who goes down comes up again by subtracting one.
  private mutating func descend() throws(ExpressionIssue) {
    guard depth < SyntaxLimits.depth else {
      throw ExpressionIssue(.tooDeep(limit: SyntaxLimits.depth), at: token.range)
    }
    depth += 1
  }

  // MARK: Operators

  // The functions between here and `primary` are on the stack once for every level of nesting, so that they do little
  // themselves.

  mutating func expression() throws(ExpressionIssue) -> NodeID {
    try descend()
    let start = token.range.lowerBound
    var node = try binary(0)
    if token.isPunctuation(.question) { node = try conditional(on: node, from: start) }
    depth -= 1
    return node
  }

  private mutating func conditional(on condition: NodeID, from start: Int) throws(ExpressionIssue) -> NodeID {
    try advance()
    let whenTrue = try binary(0)
    try expect(.colon, or: "an operator or ")
    let whenFalse = try expression()
    return try add(.conditional(condition, whenTrue, whenFalse), from: start)
  }

  /// An operator that stands between two operands, with its precedence; higher binds tighter.
  private enum Infix {
    case logical(LogicalOperator)
    case binary(BinaryOperator)

    var precedence: Int {
      switch self {
      case .logical(.or): 0
      case .logical(.and): 1
      case .binary(.add), .binary(.subtract): 3
      case .binary(.multiply), .binary(.divide), .binary(.modulo): 4
      case .binary: 2
      }
    }
  }

  private var infix: Infix? {
    switch token.kind {
    case .identifier("in"): .binary(.contained)
    case .punctuation(.or): .logical(.or)
    case .punctuation(.and): .logical(.and)
    case .punctuation(.plus): .binary(.add)
    case .punctuation(.minus): .binary(.subtract)
    case .punctuation(.star): .binary(.multiply)
    case .punctuation(.slash): .binary(.divide)
    case .punctuation(.percent): .binary(.modulo)
    case .punctuation(.equal): .binary(.equal)
    case .punctuation(.notEqual): .binary(.notEqual)
    case .punctuation(.less): .binary(.less)
    case .punctuation(.lessOrEqual): .binary(.lessOrEqual)
    case .punctuation(.greater): .binary(.greater)
    case .punctuation(.greaterOrEqual): .binary(.greaterOrEqual)
    default: nil
    }
  }

  /// Operands joined by operators of at least this precedence.
  private mutating func binary(_ precedence: Int) throws(ExpressionIssue) -> NodeID {
    let start = token.range.lowerBound
    var left = try unary()
    while let infix, infix.precedence >= precedence {
      switch infix {
      case .logical(let logical): left = try chain(of: logical, first: left, from: start)
      case .binary(let binaryOperator):
        try advance()
        let right = try binary(infix.precedence + 1)
        left = try add(.binary(binaryOperator, left, right), from: start)
      }
    }
    return left
  }

  private mutating func chain(
    of logical: LogicalOperator, first: NodeID, from start: Int
  ) throws(ExpressionIssue) -> NodeID {
    var operands = [first]
    let operatorToken = token.kind
    while token.kind == operatorToken {
      try advance()
      operands.append(try binary(Infix.logical(logical).precedence + 1))
    }
    return try add(.logical(logical, operands), from: start)
  }

  private mutating func unary() throws(ExpressionIssue) -> NodeID {
    if token.isPunctuation(.not) { return try prefixed(by: .not) }
    if token.isPunctuation(.minus) { return try negated() }
    return try member()
  }

  private mutating func prefixed(by unaryOperator: UnaryOperator) throws(ExpressionIssue) -> NodeID {
    let start = token.range.lowerBound
    try advance()
    return try prefixed(by: unaryOperator, from: start)
  }

  private mutating func prefixed(
    by unaryOperator: UnaryOperator, from start: Int
  ) throws(ExpressionIssue) -> NodeID {
    try descend()
    let operand = try unary()
    depth -= 1
    return try add(.unary(unaryOperator, operand), from: start)
  }

  private mutating func negated() throws(ExpressionIssue) -> NodeID {
    let start = token.range.lowerBound
    try advance()
    if let number = try signedNumber(from: start) { return try literalMember(number, from: start) }
    return try prefixed(by: .negate, from: start)
  }

  /// The number behind a minus. A sign before a number belongs to it, or the smallest int could not be written.
  private func signedNumber(from start: Int) throws(ExpressionIssue) -> Value? {
    switch token.kind {
    case .int(let magnitude):
      let limit = UInt64(Int64.max) + 1
      guard magnitude <= limit else { throw tooLarge("-\(magnitude)", from: start) }
      return .int(magnitude == limit ? Int64.min : -Int64(magnitude))
    case .double(let number): return .double(-number)
    default: return nil
    }
  }

  func tooLarge(_ text: String, from start: Int) -> ExpressionIssue {
    ExpressionIssue(.invalidNumber(text, reason: "it is too large for int"), at: start..<token.range.upperBound)
  }

  private mutating func literalMember(_ value: Value, from start: Int) throws(ExpressionIssue) -> NodeID {
    try advance()
    return try postfix(try add(.literal(value), from: start), from: start)
  }

  // MARK: Members

  private mutating func member() throws(ExpressionIssue) -> NodeID {
    let start = token.range.lowerBound
    return try postfix(try primary(), from: start)
  }

  /// Selections, indices and calls that follow an operand.
  private mutating func postfix(_ operand: NodeID, from start: Int) throws(ExpressionIssue) -> NodeID {
    var node = operand
    while true {
      if token.isPunctuation(.dot) {
        try advance()
        node = try selection(of: node, from: start)
      } else if token.isPunctuation(.leftBracket) {
        try advance()
        node = try index(of: node, from: start)
      } else if token.isPunctuation(.leftBrace), qualifiedName(of: node) != nil {
        node = try message(node, from: start)
      } else {
        return node
      }
    }
  }

  private mutating func index(of operand: NodeID, from start: Int) throws(ExpressionIssue) -> NodeID {
    let isOptional = try skipQuestion()
    let index = try expression()
    try expect(.rightBracket, or: "an operator or ")
    return try add(.index(operand, index, isOptional: isOptional), from: start)
  }

  mutating func skipQuestion() throws(ExpressionIssue) -> Bool {
    guard token.isPunctuation(.question) else { return false }
    try advance()
    return true
  }

  private mutating func selection(of operand: NodeID, from start: Int) throws(ExpressionIssue) -> NodeID {
    let isOptional = try skipQuestion()
    let (field, mayBeCalled) = try fieldName()
    if !isOptional, mayBeCalled, token.isPunctuation(.leftParenthesis) {
      let arguments = try callArguments()
      return try call(field, target: operand, arguments: arguments, from: start)
    }
    return try add(.select(operand, field: field, isOptional: isOptional), from: start)
  }

  private mutating func fieldName() throws(ExpressionIssue) -> (field: FieldName, mayBeCalled: Bool) {
    let range = token.range
    switch token.kind {
    case .quotedIdentifier(let name):
      try advance()
      return (FieldName(name: name, range: range), false)
    case .identifier(let name):
      guard !["in", "true", "false", "null"].contains(name) else {
        throw ExpressionIssue(.reservedWord(name), at: range, label: "a field of this name is read with ['\(name)']")
      }
      try advance()
      return (FieldName(name: name, range: range), true)
    default: throw unexpected("the name of a field")
    }
  }

  mutating func callArguments() throws(ExpressionIssue) -> [NodeID] {
    try advance()
    var arguments: [NodeID] = []
    if token.isPunctuation(.rightParenthesis) {
      try advance()
      return arguments
    }
    while true {
      arguments.append(try expression())
      guard token.isPunctuation(.comma) else { break }
      try advance()
    }
    try expect(.rightParenthesis, or: "an operator, ',' or ")
    return arguments
  }

  /// A call, or what its macro stands for.
  mutating func call(
    _ name: FieldName, target: NodeID?, arguments: [NodeID], from start: Int
  ) throws(ExpressionIssue) -> NodeID {
    if expandsMacros, let expanded = try expandMacro(name, target: target, arguments: arguments, from: start) {
      return expanded
    }
    return try add(.call(name, target: target, arguments: arguments), from: start)
  }

  /// `a.b.c` as one name, when the node is nothing else.
  func qualifiedName(of node: NodeID) -> String? {
    var parts: [String] = []
    var current = node
    while true {
      switch tree[current].kind {
      case .select(let operand, let field, isOptional: false):
        parts.append(field.name)
        current = operand
      case .identifier(let name, let isAbsolute):
        parts.append((isAbsolute ? "." : "") + name)
        return parts.reversed().joined(separator: ".")
      default: return nil
      }
    }
  }
}
