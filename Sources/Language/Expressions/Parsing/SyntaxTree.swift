// The tree that the parser builds: nodes in one array, children before their parents, referring to each other by
// index. A chain of a million operators is therefore built and freed without recursion.

typealias NodeID = Int

struct SyntaxTree {
  var nodes: [Node] = []
  var root: NodeID = 0

  subscript(id: NodeID) -> Node { nodes[id] }

  /// The text of a node's range in the whole source.
  func range(_ id: NodeID) -> Range<Int> { nodes[id].range }
}

struct Node {
  var kind: Kind
  /// UTF-8 offsets in the source.
  var range: Range<Int>

  enum Kind {
    case literal(Value)
    case identifier(String, isAbsolute: Bool)
    case select(NodeID, field: FieldName, isOptional: Bool)
    /// `has(operand.field)`
    case presence(NodeID, field: FieldName)
    case index(NodeID, NodeID, isOptional: Bool)
    case call(FieldName, target: NodeID?, arguments: [NodeID])
    case unary(UnaryOperator, NodeID)
    case binary(BinaryOperator, NodeID, NodeID)
    /// `a && b && c`: a chain is one node.
    case logical(LogicalOperator, [NodeID])
    case conditional(NodeID, NodeID, NodeID)
    case list([ListItem])
    case map([MapEntry])
    case message(FieldName, fields: [NodeID])
    case comprehension(Comprehension)
    /// `cel.bind(name, value, body)`
    case bind(String, NodeID, NodeID)
    /// `target.optMap(name, body)`, `target.optFlatMap(name, body)`
    case optionalMap(NodeID, name: String, body: NodeID, isFlat: Bool)
  }
}

/// A name and where it stands.
struct FieldName {
  var name: String
  var range: Range<Int>
}

struct ListItem {
  var value: NodeID
  var isOptional: Bool
}

struct MapEntry {
  var key: NodeID
  var value: NodeID
  var isOptional: Bool
}

enum UnaryOperator: String {
  case not = "!"
  case negate = "-"
}

enum LogicalOperator: String {
  case and = "&&"
  case or = "||"
}

enum BinaryOperator: String {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case modulo = "%"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case contained = "in"
}

/// A macro that goes through a list or a map.
struct Comprehension {
  enum Kind: Equatable { case all, exists, existsOne, map, filter, transformList, transformMap, transformMapEntry }

  var kind: Kind
  var range: NodeID
  /// The element of a list, or the key of a map; with two variables the index of a list, or the key of a map.
  var firstVariable: String
  /// The element of a list, or the value of a map.
  var secondVariable: String?
  var filter: NodeID?
  var body: NodeID
}
