// Operators on values. Integers never wrap around: what doesn't fit 64 bits is an error.

import Diagnostics

func apply(
  _ binaryOperator: BinaryOperator, _ left: Value, _ right: Value, _ work: inout Work
) throws(ExpressionProblem) -> Value {
  switch binaryOperator {
  case .equal: return .bool(try areEqual(left, right, &work))
  case .notEqual: return .bool(try !areEqual(left, right, &work))
  case .less, .lessOrEqual, .greater, .greaterOrEqual: return try compare(binaryOperator, left, right, &work)
  case .contained: return .bool(try isContained(left, in: right, &work))
  case .add: return try add(left, right, &work)
  case .subtract: return try subtract(left, right)
  case .multiply: return try multiply(left, right)
  case .divide: return try divide(left, right)
  case .modulo: return try modulo(left, right)
  }
}

private func compare(
  _ binaryOperator: BinaryOperator, _ left: Value, _ right: Value, _ work: inout Work
) throws(ExpressionProblem) -> Value {
  guard let order = try order(left, right, &work) else { throw noOverload(binaryOperator.rawValue, left, right) }
  switch binaryOperator {
  case .less: return .bool(order == .before)
  case .lessOrEqual: return .bool(order == .before || order == .same)
  case .greater: return .bool(order == .after)
  default: return .bool(order == .after || order == .same)
  }
}

private func isContained(_ item: Value, in collection: Value, _ work: inout Work) throws(ExpressionProblem) -> Bool {
  switch collection {
  case .list(let items):
    for other in items {
      try work.spend(1)
      if try areEqual(item, other, &work) { return true }
    }
    return false
  case .map(let map): return map.value(ofKey: item) != nil
  default: throw noOverload("in", item, collection)
  }
}

private func inRange<Number>(
  _ operation: String, _ result: (partialValue: Number, overflow: Bool)
) throws(ExpressionProblem) -> Number {
  if result.overflow { throw .overflow(operation: operation) }
  return result.partialValue
}

private func add(_ left: Value, _ right: Value, _ work: inout Work) throws(ExpressionProblem) -> Value {
  switch (left, right) {
  case (.int(let a), .int(let b)): return .int(try inRange("\(a) + \(b)", a.addingReportingOverflow(b)))
  case (.uint(let a), .uint(let b)): return .uint(try inRange("\(a)u + \(b)u", a.addingReportingOverflow(b)))
  case (.double(let a), .double(let b)): return .double(a + b)
  case (.string(let a), .string(let b)):
    try work.spend(bytes: a.utf8.count + b.utf8.count)
    return .string(a + b)
  case (.bytes(let a), .bytes(let b)):
    try work.spend(bytes: a.count + b.count)
    return .bytes(a + b)
  case (.list(let a), .list(let b)):
    try work.spend(a.count + b.count)
    return .list(a + b)
  case (.timestamp(let time), .duration(let duration)), (.duration(let duration), .timestamp(let time)):
    return .timestamp(try time.adding(duration))
  case (.duration(let a), .duration(let b)): return .duration(try a.adding(b))
  default: throw noOverload("+", left, right)
  }
}

private func subtract(_ left: Value, _ right: Value) throws(ExpressionProblem) -> Value {
  switch (left, right) {
  case (.int(let a), .int(let b)): return .int(try inRange("\(a) - \(b)", a.subtractingReportingOverflow(b)))
  case (.uint(let a), .uint(let b)): return .uint(try inRange("\(a)u - \(b)u", a.subtractingReportingOverflow(b)))
  case (.double(let a), .double(let b)): return .double(a - b)
  case (.timestamp(let a), .timestamp(let b)): return .duration(try a.since(b))
  case (.timestamp(let time), .duration(let duration)): return .timestamp(try time.adding(duration.negated()))
  case (.duration(let a), .duration(let b)): return .duration(try a.adding(b.negated()))
  default: throw noOverload("-", left, right)
  }
}

private func multiply(_ left: Value, _ right: Value) throws(ExpressionProblem) -> Value {
  switch (left, right) {
  case (.int(let a), .int(let b)): return .int(try inRange("\(a) * \(b)", a.multipliedReportingOverflow(by: b)))
  case (.uint(let a), .uint(let b)): return .uint(try inRange("\(a)u * \(b)u", a.multipliedReportingOverflow(by: b)))
  case (.double(let a), .double(let b)): return .double(a * b)
  default: throw noOverload("*", left, right)
  }
}

private func divide(_ left: Value, _ right: Value) throws(ExpressionProblem) -> Value {
  switch (left, right) {
  case (.int(_), .int(0)), (.uint(_), .uint(0)): throw .divisionByZero
  case (.int(let a), .int(let b)): return .int(try inRange("\(a) / \(b)", a.dividedReportingOverflow(by: b)))
  case (.uint(let a), .uint(let b)): return .uint(a / b)
  case (.double(let a), .double(let b)): return .double(a / b)
  default: throw noOverload("/", left, right)
  }
}

private func modulo(_ left: Value, _ right: Value) throws(ExpressionProblem) -> Value {
  switch (left, right) {
  case (.int(_), .int(0)), (.uint(_), .uint(0)): throw .divisionByZero
  case (.int(let a), .int(let b)):
    return .int(try inRange("\(a) % \(b)", a.remainderReportingOverflow(dividingBy: b)))
  case (.uint(let a), .uint(let b)): return .uint(a % b)
  default: throw noOverload("%", left, right)
  }
}

func negate(_ value: Value) throws(ExpressionProblem) -> Value {
  switch value {
  case .int(let number): return .int(try inRange("-(\(number))", Int64(0).subtractingReportingOverflow(number)))
  case .double(let number): return .double(-number)
  default: throw noOverload("-", value)
  }
}

// MARK: Times

extension CELDuration {
  fileprivate func negated() throws(ExpressionProblem) -> CELDuration {
    guard let nanoseconds, nanoseconds != .min else { throw .overflow(operation: "the duration") }
    return CELDuration(nanoseconds: -nanoseconds)
  }

  fileprivate func adding(_ other: CELDuration) throws(ExpressionProblem) -> CELDuration {
    guard let left = nanoseconds, let right = other.nanoseconds else { throw .overflow(operation: "the duration") }
    return CELDuration(nanoseconds: try inRange("\(text) + \(other.text)", left.addingReportingOverflow(right)))
  }
}

extension Timestamp {
  fileprivate func adding(_ duration: CELDuration) throws(ExpressionProblem) -> Timestamp {
    let (seconds, overflow) = seconds.addingReportingOverflow(duration.seconds)
    guard isInRange, !overflow, seconds > .min, seconds < .max else {
      throw .overflow(operation: "\(text) + \(duration.text)")
    }
    var sum = Timestamp(seconds: seconds, nanos: nanos + duration.nanos)
    if sum.nanos < 0 {
      sum = Timestamp(seconds: sum.seconds - 1, nanos: sum.nanos + 1_000_000_000)
    } else if sum.nanos >= 1_000_000_000 {
      sum = Timestamp(seconds: sum.seconds + 1, nanos: sum.nanos - 1_000_000_000)
    }
    guard sum.isInRange else { throw .overflow(operation: "\(text) + \(duration.text)") }
    return sum
  }

  fileprivate func since(_ other: Timestamp) throws(ExpressionProblem) -> CELDuration {
    guard isInRange, other.isInRange else { throw .overflow(operation: "\(text) - \(other.text)") }
    let (scaled, overflow) = (seconds - other.seconds).multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, carry) = scaled.addingReportingOverflow(Int64(nanos) - Int64(other.nanos))
    if overflow || carry { throw .overflow(operation: "\(text) - \(other.text)") }
    return CELDuration(nanoseconds: sum)
  }
}
