// Names: local variables, variables of the scope (with or without a namespace), types, and fields of records.

import Diagnostics

extension Checker {
  /// Tries to read a chain of selections as one declared name, such as `google.protobuf.Timestamp` or a variable with
  /// points in its name. The longest chain is tried first, as the walk comes from the outside.
  mutating func resolveQualifiedName(_ id: NodeID) -> Bool {
    guard case .select(_, _, isOptional: false) = tree[id].kind else { return false }
    guard let (root, isAbsolute) = rootIdentifier(of: id) else { return false }
    guard scope.hasQualifiedNames || !scope.container.isEmpty || Library.typeNamespaces.contains(root) else {
      return false
    }
    if !isAbsolute, locals.contains(where: { $0.name == root }) { return false }
    guard let name = qualifiedName(of: id) else { return false }
    return resolveGlobal(id, name, isAbsolute: isAbsolute)
  }

  /// How many fields an issue names, and among how many a similar name is looked for: a record may have 100,000.
  private static let listedNames = 40
  private static let searchedNames = 5_000

  /// How many parts a name with points may have; longer chains are selections in any case.
  private static let longestName = 32

  /// The identifier at the bottom of a chain of plain selections that is short enough to name anything.
  func rootIdentifier(of id: NodeID) -> (name: String, isAbsolute: Bool)? {
    var current = id
    for _ in 0..<Checker.longestName {
      switch tree[current].kind {
      case .select(let operand, _, isOptional: false): current = operand
      case .identifier(let name, let isAbsolute): return (name, isAbsolute)
      default: return nil
      }
    }
    return nil
  }

  /// `a.b.c` as text, for a chain of plain selections that is short enough to name anything.
  func qualifiedName(of id: NodeID) -> String? {
    var parts: [String] = []
    var current = id
    while parts.count < Checker.longestName {
      switch tree[current].kind {
      case .select(let operand, let field, isOptional: false):
        parts.append(field.name)
        current = operand
      case .identifier(let name, _):
        parts.append(name)
        return parts.reversed().joined(separator: ".")
      default: return nil
      }
    }
    return nil
  }

  /// Gives a node the meaning of a variable of the scope or of a type; false when the name is neither.
  private mutating func resolveGlobal(_ id: NodeID, _ name: String, isAbsolute: Bool) -> Bool {
    for candidate in scope.candidates(for: name, isAbsolute: isAbsolute) {
      if let variable = scope.variable(candidate) {
        facts[id].isChecked = true
        facts[id].meaning = .attributeRoot(candidate)
        facts[id].type = variable.type
        facts[id].reads = true
        if variable.secret {
          facts[id].taint = [secretName([candidate])]
        } else {
          facts[id].taint = Set(variable.type.secrets(at: [candidate]))
        }
        return true
      }
      if let type = Library.typeNames[candidate] {
        facts[id].isChecked = true
        facts[id].meaning = .typeName(candidate)
        facts[id].type = .type(type)
        return true
      }
    }
    return false
  }

  mutating func checkIdentifier(_ id: NodeID, _ name: String, isAbsolute: Bool) {
    if !isAbsolute, let place = locals.lastIndex(where: { $0.name == name }) {
      let local = locals[place]
      facts[id].meaning = .local(place)
      facts[id].type = local.type
      facts[id].taint = local.taint
      facts[id].outermostLocal = place
      facts[id].valueDepth = local.valueDepth
      return
    }
    if resolveGlobal(id, name, isAbsolute: isAbsolute) { return }
    facts[id].reads = true
    setUnknown(id)
    guard isStrict else {
      facts[id].meaning = .unresolved(.variable(name))
      return
    }
    let available = scope.variableNames
    let meant =
      Checker.otherSpellings[name] ?? nearestName(to: name, in: locals.map(\.name) + available)
      ?? fieldHint(name, in: available)
    report(.unknownVariable(name, available: available), in: tree.range(id), meant: meant)
  }

  /// How other languages write what CEL writes in one way.
  private static let otherSpellings = [
    "True": "true", "TRUE": "true", "yes": "true", "False": "false", "FALSE": "false", "no": "false", "None": "null",
    "nil": "null", "NULL": "null",
  ]

  /// Where a name that is no variable may have been meant: the field of a record.
  private func fieldHint(_ name: String, in variables: [String]) -> String? {
    for variable in variables {
      if case .record(let shape)? = scope.variable(variable)?.type, shape.field(name) != nil {
        return name.utf8.contains(UInt8(ascii: "-")) ? nil : "\(variable).\(name)"
      }
    }
    return nil
  }

  // MARK: Fields

  mutating func checkSelect(_ id: NodeID, _ operand: NodeID, _ field: FieldName, isOptional: Bool) {
    let selected = selectField(id, from: operand, field, isOptional: isOptional)
    facts[id].type = selected
    if facts[operand].isAttribute { facts[id].meaning = isOptional ? .attributeOptional : .attributeField }
  }

  mutating func checkPresence(_ id: NodeID, _ operand: NodeID, _ field: FieldName) {
    _ = selectField(id, from: operand, field, isOptional: false)
    if facts[operand].isAttribute { facts[id].meaning = .attributeField }
    facts[id].type = .bool
  }

  /// The type of a field of a node's value. Also takes over what reading the node implies, but of a record only the
  /// secrets of the field that is read.
  mutating func selectField(
    _ id: NodeID, from operand: NodeID, _ field: FieldName, isOptional: Bool
  ) -> StaticType {
    absorb(id, from: operand)
    var target = type(operand)
    var isWrapped = isOptional
    if case .optional(let wrapped) = target {
      target = substitution.resolve(wrapped)
      isWrapped = true
    }
    var result: StaticType
    switch target {
    case .map(_, let value): result = value
    case .record(let shape): result = recordField(id, of: shape, operand, field)
    case .dyn, .error: result = target
    case .variable:
      _ = substitution.unify(.dyn, target)
      result = .dyn
    default:
      result = .error
      if isStrict {
        report(.noFields(type: describe(target)), in: field.range)
      } else {
        result = .dyn
      }
    }
    result = substitution.resolve(result)
    return isWrapped && result != .error ? .optional(result) : result
  }

  private mutating func recordField(
    _ id: NodeID, of shape: RecordShape, _ operand: NodeID, _ field: FieldName
  ) -> StaticType {
    guard let declared = shape.field(field.name) else {
      if shape.isOpen || !isStrict { return .dyn }
      report(
        .unknownField(field.name, record: shape.name, available: shape.firstNames(Checker.listedNames)),
        in: field.range, meant: nearestName(to: field.name, in: shape.firstNames(Checker.searchedNames)))
      return .error
    }
    if facts[operand].isAttribute, shape.carriesSecrets || declared.secret {
      // Reading the whole record would carry all its secrets; reading a field carries those of the field.
      let path = attributePath(operand)
      let fieldPath = path + [field.name]
      facts[id].taint.subtract(shape.secrets(at: path))
      facts[id].taint.formUnion(declared.secret ? [secretName(fieldPath)] : declared.type.secrets(at: fieldPath))
    }
    return StaticType(declared.type)
  }

  private func attributePath(_ id: NodeID) -> [String] {
    let attribute = CheckedTree(tree: tree, facts: facts).attribute(id)
    return [attribute.root] + attribute.path
  }

  // MARK: Indices

  mutating func checkIndex(_ id: NodeID, _ operand: NodeID, _ index: NodeID, isOptional: Bool) {
    check(index)
    var target = type(operand)
    var isWrapped = isOptional
    if case .optional(let wrapped) = target {
      target = substitution.resolve(wrapped)
      isWrapped = true
    }
    if case .literal(.string(let name)) = tree[index].kind, isStringKeyed(target) {
      let field = FieldName(name: name, range: tree.range(index))
      facts[id].type = selectField(id, from: operand, field, isOptional: isOptional)
      if facts[operand].isAttribute { facts[id].meaning = isOptional ? .attributeOptional : .attributeField }
      return
    }
    absorb(id, from: operand)
    absorb(id, from: index)
    let result = substitution.resolve(elementType(of: target, index: index, at: id))
    facts[id].type = isWrapped && result != .error ? .optional(result) : result
  }

  private func isStringKeyed(_ type: StaticType) -> Bool {
    switch type {
    case .record, .dyn, .map(.string, _): true
    default: false
    }
  }

  private mutating func elementType(of target: StaticType, index: NodeID, at id: NodeID) -> StaticType {
    switch target {
    case .list(let element):
      guard isStrict else { return element }
      return substitution.unify(facts[index].type, .int) ? element : wrongIndex("int", index)
    case .map(let key, let value):
      guard isStrict else { return value }
      return substitution.unify(facts[index].type, key) ? value : wrongIndex(describe(key), index)
    case .record:
      guard isStrict else { return .dyn }
      return substitution.unify(facts[index].type, .string) ? .dyn : wrongIndex("string", index)
    case .dyn, .error: return target
    case .variable:
      _ = substitution.unify(.dyn, target)
      return .dyn
    default:
      guard isStrict else { return .dyn }
      report(
        .noOverload(function: "[]", arguments: [describe(target), describe(facts[index].type)], signatures: []), at: id)
      return .error
    }
  }

  private mutating func wrongIndex(_ expected: String, _ index: NodeID) -> StaticType {
    report(.typeMismatch(expected: expected, found: describe(facts[index].type)), at: index)
    return .error
  }
}
