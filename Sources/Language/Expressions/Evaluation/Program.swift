// What an expression is compiled to: instructions for a stack machine. There is no recursion at run time, whatever the
// form of the expression.

struct Program: Sendable {
  var code: [Instruction] = []
  /// For every instruction, the part of the text that it belongs to.
  var ranges: [Range<Int>] = []
  var constants: [Value] = []
  var names: [String] = []
  var attributes: [Attribute] = []
  var patterns: [Pattern] = []
  /// Which elements of list and map literals are left out when they have no value.
  var optionalFlags: [[Bool]] = []
  var unresolved: [NodeFacts.UnresolvedName] = []
  var localCount = 0

  /// A variable and the fields read from it.
  struct Attribute: Sendable, Hashable {
    var root: String
    var path: [String]
    /// Whether the variable is a record: a field that has no value in it is absent, not a missing key.
    var isRecord: Bool
  }
}

enum Instruction: Sendable {
  case constant(Int)
  case local(Int)
  case setLocal(Int)
  case attribute(Int)
  /// `has()` of the last element of an attribute's path.
  case attributePresence(Int)
  /// An optional with the last element of an attribute's path.
  case attributeOptional(Int)
  case select(Int, isOptional: Bool)
  case presence(Int)
  case index(isOptional: Bool)
  case not
  case negate
  case binary(BinaryOperator)
  /// Calls a function of the library with so many operands from the stack.
  case call(Int, count: Int)
  case matches(Int)
  case fail(Int)
  /// Goes to the target when the value on the stack decides `&&` or `||`.
  case decide(LogicalOperator, Int)
  /// Joins the two values on the stack by `&&` or `||`.
  case combine(LogicalOperator)
  case branch(whenFalse: Int, end: Int)
  case jump(Int)
  /// Takes the optional on the stack when it has a value, and goes to the target; else drops it and goes on.
  case optionalOr(isValue: Bool, end: Int)
  /// Binds the value of the optional on the stack and goes on; without a value, goes to the target.
  case optionalBind(Int, end: Int)
  /// Wraps the value on the stack, or requires that it is an optional already.
  case optionalResult(isFlat: Bool)
  case list(Int, flags: Int?)
  case map(Int, flags: Int?)
  case iterate(Comprehension.Kind, local: Int, hasTwo: Bool, end: Int)
  case next
  case filter(next: Int)
  case collect(next: Int)
  /// Notes the value on the stack as that of a node.
  case trace(NodeID)
}
