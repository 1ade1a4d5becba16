// What the checker found out about every node of a tree.

struct CheckedTree {
  var tree: SyntaxTree
  var facts: [NodeFacts]

  subscript(id: NodeID) -> Node { tree.nodes[id] }

  /// The static path of a node that reads an attribute: the variable and the fields selected from it.
  func attribute(_ id: NodeID) -> (root: String, path: [String], rootType: StaticType) {
    var path: [String] = []
    var current = id
    while true {
      if case .attributeRoot(let name) = facts[current].meaning {
        return (name, path.reversed(), facts[current].type)
      }
      switch tree[current].kind {
      case .select(let operand, let field, _), .presence(let operand, let field):
        path.append(field.name)
        current = operand
      case .index(let operand, let index, _):
        if case .literal(.string(let name)) = tree[index].kind { path.append(name) }
        current = operand
      default: return ("", path.reversed(), .error)
      }
    }
  }
}

struct NodeFacts {
  /// What a name, a selection or a call stands for.
  enum Meaning {
    /// Nothing in particular: the node's kind says it all, or it was never reached.
    case none
    /// A variable of a comprehension or binding, by its place among the variables in force.
    case local(Int)
    /// A variable of the scope, by its full name.
    case attributeRoot(String)
    /// A field of an attribute, known before the run.
    case attributeField
    /// `attribute.?field`: an optional with the field of an attribute.
    case attributeOptional
    /// The name of a type, as a value.
    case typeName(String)
    /// A function of the library, and whether what stands before the point is a value or part of its name.
    case function(Int, hasTarget: Bool)
    /// What has no meaning and is only an error once it is evaluated (unchecked expressions).
    case unresolved(UnresolvedName)
  }

  enum UnresolvedName {
    case variable(String)
    case function(String)
    case type(String)
  }

  var meaning = Meaning.none
  var type = StaticType.error
  /// Names of the secrets that the value may carry.
  var taint: Set<String> = []
  /// Whether the node was checked at all; the variable of a macro never is.
  var isChecked = false
  /// Whether it reads something from outside the expression.
  var reads = false
  /// How many variables of comprehensions and bindings are in force where it stands.
  var localDepth = 0
  /// The outermost variable of a comprehension that it reads, or `Int.max`.
  var outermostLocal = Int.max
  /// How deep a value may be nested by the literals in it; bounds recursion over values.
  var valueDepth = 0

  /// Whether the value is the same wherever and whenever it is evaluated.
  var isClosed: Bool { isChecked && !reads && outermostLocal == .max }

  /// Whether the node is read through the activation as one path.
  var isAttribute: Bool {
    switch meaning {
    case .attributeRoot, .attributeField: true
    default: false
    }
  }

  /// Takes over what reading another node implies.
  mutating func absorb(_ other: NodeFacts) {
    if !other.taint.isEmpty { taint.formUnion(other.taint) }
    reads = reads || other.reads
    outermostLocal = min(outermostLocal, other.outermostLocal)
    valueDepth = max(valueDepth, other.valueDepth)
  }
}
