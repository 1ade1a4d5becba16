// Calls: which function a name means, and which of its overloads fit.

import Diagnostics

extension Checker {
  /// The function that `namespace.name` means as a whole, such as `math.greatest`; nil when what stands before the
  /// point is a value.
  func namespacedFunction(_ name: FieldName, target: NodeID) -> String? {
    guard let (root, isAbsolute) = rootIdentifier(of: target),
      Library.functionNamespaces.contains(root) || !scope.functions.isEmpty,
      let prefix = qualifiedName(of: target)
    else { return nil }
    return scope.candidates(for: prefix + "." + name.name, isAbsolute: isAbsolute).first {
      declaration($0) != nil
    }
  }

  private func declaration(_ name: String) -> FunctionDeclaration? {
    scope.functions[name] ?? library.declarations[name]
  }

  mutating func checkCall(_ id: NodeID, _ name: FieldName, target: NodeID?, arguments: [NodeID]) {
    for argument in arguments {
      check(argument)
      absorb(id, from: argument)
    }
    if let target, let full = namespacedFunction(name, target: target) {
      apply(id, full, shown: full, target: nil, arguments: arguments)
      return
    }
    guard let target else {
      let isAbsolute = name.name.hasPrefix(".")
      let bare = isAbsolute ? String(name.name.dropFirst()) : name.name
      let full = scope.candidates(for: bare, isAbsolute: isAbsolute).first { declaration($0) != nil }
      guard let full else {
        unknownFunction(id, FieldName(name: bare, range: name.range), isMember: false)
        return
      }
      apply(id, full, shown: full, target: nil, arguments: arguments)
      return
    }
    absorb(id, from: target)
    guard declaration(name.name) != nil else {
      unknownFunction(id, name, isMember: true, target: target)
      return
    }
    apply(id, name.name, shown: name.name, target: target, arguments: arguments)
  }

  private mutating func unknownFunction(_ id: NodeID, _ name: FieldName, isMember: Bool, target: NodeID? = nil) {
    setUnknown(id)
    facts[id].reads = true
    facts[id].meaning = .unresolved(.function(name.name))
    guard isStrict else { return }
    // A target that is wrong itself has been reported; `foo.bar(…)` with an unknown `foo` is one mistake, not two.
    if let target, facts[target].type == .error { return }
    let names = library.callableNames(asMember: isMember) + scope.functions.keys.sorted()
    report(.unknownFunction(name.name), in: name.range, meant: nearestName(to: name.name, in: names))
  }

  private mutating func apply(
    _ id: NodeID, _ name: String, shown: String, target: NodeID?, arguments: [NodeID]
  ) {
    guard let declaration = declaration(name) else { return }
    let operands = (target.map { [$0] } ?? []) + arguments
    if let function = library.function(name, argumentCount: operands.count) {
      facts[id].meaning = .function(function, hasTarget: target != nil)
    } else if target != nil, name == "or" || name == "orValue", operands.count == 2 {
      facts[id].meaning = .none
    } else {
      facts[id].meaning = .unresolved(.function(name))
      facts[id].reads = true
    }
    guard isStrict else {
      facts[id].type = .dyn
      return
    }
    facts[id].type = resolve(
      "'\(shown)'", declaration.overloads, isMember: target != nil, arguments: operands.map { facts[$0].type }, at: id)
  }

  /// The result type of the overloads that fit; `any` when several fit and disagree. Reports when none does.
  mutating func resolve(
    _ function: String, _ overloads: [Overload], isMember: Bool, arguments: [StaticType], at id: NodeID
  ) -> StaticType {
    var result: StaticType?
    for overload in overloads where overload.isMember == isMember && overload.parameters.count == arguments.count {
      if overload.isFallback, result != nil { continue }
      let variables = (0..<overload.typeParameterCount).map { _ in substitution.freshVariable() }
      let parameters =
        variables.isEmpty ? overload.parameters : overload.parameters.map { $0.instantiated(with: variables) }
      guard substitution.unify(arguments, parameters) else { continue }
      let found = substitution.resolve(
        variables.isEmpty ? overload.result : overload.result.instantiated(with: variables))
      if let earlier = result, earlier != .dyn, earlier != found {
        result = .dyn
      } else if result == nil {
        result = found
      }
    }
    if let result { return result }
    // What has been reported already is not reported again through the calls around it.
    if arguments.contains(.error) { return .error }
    report(
      .noOverload(
        function: function, arguments: arguments.map(describe),
        signatures: overloads.filter { $0.isMember == isMember }.map { $0.signature(of: function) }),
      at: id)
    return .error
  }
}

extension Overload {
  /// The parameters as messages show them: `(string, int)`, or `string.(int)` with a target.
  fileprivate func signature(of function: String) -> String {
    let shown = parameters.map { $0.parameterDescription }
    guard isMember, let target = shown.first else { return "(" + shown.joined(separator: ", ") + ")" }
    return "\(target).(" + shown.dropFirst().joined(separator: ", ") + ")"
  }
}

extension StaticType {
  /// The type with its parameters as letters.
  fileprivate var parameterDescription: String {
    switch self {
    case .variable(let number): String(UnicodeScalar(UInt8(ascii: "A") + UInt8(truncatingIfNeeded: number)))
    case .list(let element): "list<\(element.parameterDescription)>"
    case .optional(let wrapped): "optional<\(wrapped.parameterDescription)>"
    case .map(let key, let value): "map<\(key.parameterDescription), \(value.parameterDescription)>"
    default: description
    }
  }
}
