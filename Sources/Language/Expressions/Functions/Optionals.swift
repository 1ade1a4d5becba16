// Optional values: optional.of, optional.none, orValue and the like.

import Diagnostics

extension Library {
  mutating func addOptionals() {
    let wrapped = StaticType.variable(0)
    let optional = StaticType.optional(wrapped)
    add("optional.of", [Overload([wrapped], optional)]) { (value, _) throws(ExpressionProblem) in
      .optional(OptionalValue(value))
    }
    add("optional.ofNonZeroValue", [Overload([wrapped], optional)]) { (value, _) throws(ExpressionProblem) in
      .optional(value.isZero ? .none : OptionalValue(value))
    }
    add("optional.none", argumentCounts: 0...0, [Overload([], optional)]) { (_, _) throws(ExpressionProblem) in
      .optional(.none)
    }
    add("hasValue", [Overload(isMember: true, [optional], .bool)]) { (value, _) throws(ExpressionProblem) in
      guard case .optional(let held) = value else { throw noOverload("hasValue", value) }
      return .bool(held.value != nil)
    }
    add("value", [Overload(isMember: true, [optional], wrapped)]) { (value, _) throws(ExpressionProblem) in
      guard case .optional(let held) = value else { throw noOverload("value", value) }
      guard let inner = held.value else { throw .emptyOptional }
      return inner
    }
    add("optional.unwrap", [Overload([.list(optional)], .list(wrapped))], unary: unwrapAll)
    add("unwrapOpt", [Overload(isMember: true, [.list(optional)], .list(wrapped))], unary: unwrapAll)
    // `or` and `orValue` look at their second operand only when they need it: see the evaluator.
    declare("or", [Overload(isMember: true, [optional, optional], optional)])
    declare("orValue", [Overload(isMember: true, [optional, wrapped], wrapped)])
  }
}

private func unwrapAll(_ value: Value, _ work: inout Work) throws(ExpressionProblem) -> Value {
  guard case .list(let items) = value else { throw noOverload("unwrapOpt", value) }
  try work.spend(items.count)
  var present: [Value] = []
  for item in items {
    guard case .optional(let held) = item else { throw noOverload("unwrapOpt", value) }
    if let inner = held.value { present.append(inner) }
  }
  return .list(present)
}

extension Value {
  /// Whether the value is the zero of its type: false, 0, "", an empty list or map, null, the epoch.
  fileprivate var isZero: Bool {
    switch self {
    case .null: true
    case .bool(let flag): !flag
    case .int(let number): number == 0
    case .uint(let number): number == 0
    case .double(let number): number == 0
    case .string(let text): text.isEmpty
    case .bytes(let bytes): bytes.isEmpty
    case .list(let items): items.isEmpty
    case .map(let map): map.isEmpty
    case .timestamp(let time): time == Timestamp(seconds: 0)
    case .duration(let duration): duration == CELDuration(seconds: 0)
    case .type: false
    case .optional(let held): held.value == nil
    }
  }
}
