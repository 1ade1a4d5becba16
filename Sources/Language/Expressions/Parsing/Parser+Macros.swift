// Macros: calls that bind names or look at the form of their arguments. They become nodes of their own, so that
// diagnostics and explanations speak of what was written.

import Diagnostics

extension Parser {
  /// What a call stands for when it is a macro; nil when it is an ordinary call.
  mutating func expandMacro(
    _ name: FieldName, target: NodeID?, arguments: [NodeID], from start: Int
  ) throws(ExpressionIssue) -> NodeID? {
    guard let target else {
      return name.name == "has" && arguments.count == 1 ? try presence(name, of: arguments[0], from: start) : nil
    }
    if name.name == "bind", qualifiedName(of: target) == "cel", arguments.count == 3 {
      let variable = try variableName(arguments[0], of: name, usage: "cel.bind(name, value, expression)")
      return try add(.bind(variable, arguments[1], arguments[2]), from: start)
    }
    if name.name == "optMap" || name.name == "optFlatMap", arguments.count == 2 {
      let variable = try variableName(arguments[0], of: name, usage: "optional.\(name.name)(name, expression)")
      let kind = Node.Kind.optionalMap(target, name: variable, body: arguments[1], isFlat: name.name == "optFlatMap")
      return try add(kind, from: start)
    }
    guard let form = ComprehensionForm(name: name.name, argumentCount: arguments.count) else { return nil }
    return try comprehension(form, name, over: target, arguments: arguments, from: start)
  }

  private mutating func presence(
    _ name: FieldName, of argument: NodeID, from start: Int
  ) throws(ExpressionIssue) -> NodeID {
    guard case .select(let operand, let field, isOptional: false) = tree[argument].kind else {
      throw ExpressionIssue(.misusedMacro("has", usage: "has(value.field)"), at: tree.range(argument))
    }
    return try add(.presence(operand, field: field), from: start)
  }

  private func variableName(_ node: NodeID, of macro: FieldName, usage: String) throws(ExpressionIssue) -> String {
    guard case .identifier(let name, isAbsolute: false) = tree[node].kind else {
      throw ExpressionIssue(.misusedMacro(macro.name, usage: usage), at: tree.range(node), label: "expected a name")
    }
    return name
  }

  private mutating func comprehension(
    _ form: ComprehensionForm, _ name: FieldName, over range: NodeID, arguments: [NodeID], from start: Int
  ) throws(ExpressionIssue) -> NodeID {
    let first = try variableName(arguments[0], of: name, usage: form.usage)
    let second = form.hasTwoVariables ? try variableName(arguments[1], of: name, usage: form.usage) : nil
    if let second, second == first {
      throw ExpressionIssue(
        .misusedMacro(name.name, usage: form.usage), at: tree.range(arguments[1]), label: "the names must differ")
    }
    let node = Comprehension(
      kind: form.kind, range: range, firstVariable: first, secondVariable: second,
      filter: form.hasFilter ? arguments[arguments.count - 2] : nil, body: arguments[arguments.count - 1])
    return try add(.comprehension(node), from: start)
  }
}

/// Which comprehension a macro's name and number of arguments make.
private struct ComprehensionForm {
  var kind: Comprehension.Kind
  var hasTwoVariables = false
  var hasFilter = false
  var usage: String

  init?(name: String, argumentCount: Int) {
    switch (name, argumentCount) {
    case ("all", 2): self.init(.all, "list.all(item, condition)")
    case ("all", 3): self.init(.all, twoVariables: true, "list.all(index, item, condition)")
    case ("exists", 2): self.init(.exists, "list.exists(item, condition)")
    case ("exists", 3): self.init(.exists, twoVariables: true, "list.exists(index, item, condition)")
    case ("exists_one", 2), ("existsOne", 2): self.init(.existsOne, "list.exists_one(item, condition)")
    case ("exists_one", 3), ("existsOne", 3):
      self.init(.existsOne, twoVariables: true, "list.existsOne(index, item, condition)")
    case ("map", 2): self.init(.map, "list.map(item, expression)")
    case ("map", 3): self.init(.map, filter: true, "list.map(item, condition, expression)")
    case ("filter", 2): self.init(.filter, "list.filter(item, condition)")
    case ("transformList", 3):
      self.init(.transformList, twoVariables: true, "list.transformList(index, item, expression)")
    case ("transformList", 4):
      self.init(
        .transformList, twoVariables: true, filter: true, "list.transformList(index, item, condition, expression)")
    case ("transformMap", 3): self.init(.transformMap, twoVariables: true, "map.transformMap(key, value, expression)")
    case ("transformMap", 4):
      self.init(.transformMap, twoVariables: true, filter: true, "map.transformMap(key, value, condition, expression)")
    case ("transformMapEntry", 3):
      self.init(.transformMapEntry, twoVariables: true, "map.transformMapEntry(key, value, {key: value})")
    case ("transformMapEntry", 4):
      self.init(
        .transformMapEntry, twoVariables: true, filter: true,
        "map.transformMapEntry(key, value, condition, {key: value})")
    default: return nil
    }
  }

  private init(_ kind: Comprehension.Kind, twoVariables: Bool = false, filter: Bool = false, _ usage: String) {
    self.kind = kind
    hasTwoVariables = twoVariables
    hasFilter = filter
    self.usage = usage
  }
}
