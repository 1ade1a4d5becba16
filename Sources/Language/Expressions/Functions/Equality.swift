// The language's own equality and order: numbers of all types lie on one line, NaN equals nothing, text is ordered by
// code point.

import Diagnostics

/// Whether two values are equal as `==` has it. Pays for every part that it looks at, since values may share parts
/// and be far larger than they were to build.
func areEqual(_ left: Value, _ right: Value, _ work: inout Work) throws(ExpressionProblem) -> Bool {
  switch (left, right) {
  case (.int(let a), .int(let b)): return a == b
  case (.string(let a), .string(let b)):
    try work.spend(bytes: min(a.utf8.count, b.utf8.count))
    return haveSameCodePoints(a, b)
  case (.bytes(let a), .bytes(let b)):
    try work.spend(bytes: min(a.count, b.count))
    return a == b
  case (.int, .uint), (.int, .double), (.uint, .int), (.uint, .double), (.double, .int), (.double, .uint),
    (.uint, .uint), (.double, .double):
    return numericOrder(left, right) == .same
  case (.list(let a), .list(let b)):
    guard a.count == b.count else { return false }
    for (itemA, itemB) in zip(a, b) {
      try work.spend(1)
      guard try areEqual(itemA, itemB, &work) else { return false }
    }
    return true
  case (.map(let a), .map(let b)):
    guard a.count == b.count else { return false }
    for (key, value) in a {
      try work.spend(1)
      guard let other = b.value(ofKey: key), try areEqual(value, other, &work) else { return false }
    }
    return true
  case (.optional(let a), .optional(let b)):
    guard let valueA = a.value, let valueB = b.value else { return a.value == nil && b.value == nil }
    try work.spend(1)
    return try areEqual(valueA, valueB, &work)
  default: return left == right
  }
}

enum Order { case before, same, after, none }

/// The order of two numbers of any types; nil when one is not a number. `none` when one is NaN.
func numericOrder(_ left: Value, _ right: Value) -> Order? {
  switch (left, right) {
  case (.int(let a), .int(let b)): order(a, b)
  case (.uint(let a), .uint(let b)): order(a, b)
  case (.double(let a), .double(let b)): a.isNaN || b.isNaN ? Order.none : order(a, b)
  case (.int(let a), .uint(let b)): a < 0 ? .before : order(UInt64(a), b)
  case (.uint(let a), .int(let b)): b < 0 ? .after : order(a, UInt64(b))
  case (.int(let a), .double(let b)): order(a, b)
  case (.double(let a), .int(let b)): reversed(order(b, a))
  case (.uint(let a), .double(let b)): order(a, b)
  case (.double(let a), .uint(let b)): reversed(order(b, a))
  default: nil
  }
}

private func order<Number: Comparable>(_ left: Number, _ right: Number) -> Order {
  left < right ? .before : (left == right ? .same : .after)
}

/// Compares as the reference implementations do: an integer beyond 2^53 is first rounded to the nearest double.
private func order<Number: FixedWidthInteger>(_ left: Number, _ right: Double) -> Order {
  if right.isNaN { return .none }
  if right > Double(Number.max) { return .before }
  if right < Double(Number.min) { return .after }
  return order(Double(left), right)
}

private func reversed(_ order: Order) -> Order {
  switch order {
  case .before: .after
  case .after: .before
  default: order
  }
}

/// The order of two values of one kind, or of two numbers; nil when they have none.
func order(_ left: Value, _ right: Value, _ work: inout Work) throws(ExpressionProblem) -> Order? {
  switch (left, right) {
  case (.string(let a), .string(let b)):
    try work.spend(bytes: min(a.utf8.count, b.utf8.count))
    return haveSameCodePoints(a, b) ? .same : (comesBefore(a, b) ? .before : .after)
  case (.bytes(let a), .bytes(let b)):
    try work.spend(bytes: min(a.count, b.count))
    return a == b ? .same : (a.lexicographicallyPrecedes(b) ? .before : .after)
  case (.bool(let a), .bool(let b)): return a == b ? .same : (b ? .before : .after)
  case (.timestamp(let a), .timestamp(let b)): return order(a, b)
  case (.duration(let a), .duration(let b)): return order(a, b)
  default: return numericOrder(left, right)
  }
}
