// The extension library of numbers: math.greatest, math.least, rounding, signs and bits.

import Diagnostics

extension Library {
  mutating func addMath() {
    addExtremes()
    addRounding()
    addBits()
  }

  /// `math.greatest` and `math.least`: of any number of numbers of any types, or of the numbers in a list.
  private mutating func addExtremes() {
    let numbers: [StaticType] = [.int, .uint, .double]
    for (name, wanted) in [("math.greatest", Order.after), ("math.least", Order.before)] {
      var overloads = numbers.map { Overload([$0], $0) }
      overloads += numbers.flatMap { left in numbers.map { Overload([left, $0], left == $0 ? left : .dyn) } }
      overloads += numbers.map { Overload([.list($0)], $0) }
      for count in 3...32 {
        overloads += numbers.map { Overload(Array(repeating: $0, count: count), $0) }
        overloads.append(Overload(Array(repeating: .dyn, count: count), .dyn, isFallback: true))
      }
      add(name, argumentCounts: 1...32, overloads) { (arguments, work) throws(ExpressionProblem) in
        var items = arguments
        if arguments.count == 1, case .list(let list) = arguments[0] { items = list }
        try work.spend(items.count)
        guard var best = items.first else { throw .invalidArgument("\(name) of an empty list has no value") }
        guard numericOrder(best, best) != nil else { throw noOverload(name, arguments) }
        for item in items.dropFirst() {
          guard let order = numericOrder(item, best) else { throw noOverload(name, arguments) }
          if order == wanted { best = item }
        }
        return best
      }
    }
  }

  private mutating func addRounding() {
    let roundings: [(String, @Sendable (Double) -> Double)] = [
      ("math.ceil", { $0.rounded(.up) }), ("math.floor", { $0.rounded(.down) }),
      ("math.round", { $0.rounded(.toNearestOrAwayFromZero) }), ("math.trunc", { $0.rounded(.towardZero) }),
    ]
    for (name, round) in roundings {
      add(name, [Overload([.double], .double)]) { (value, _) throws(ExpressionProblem) in
        guard case .double(let number) = value else { throw noOverload(name, value) }
        return .double(round(number))
      }
    }
    let tests: [(String, @Sendable (Double) -> Bool)] = [
      ("math.isNaN", { $0.isNaN }), ("math.isInf", { $0.isInfinite }), ("math.isFinite", { $0.isFinite }),
    ]
    for (name, test) in tests {
      add(name, [Overload([.double], .bool)]) { (value, _) throws(ExpressionProblem) in
        guard case .double(let number) = value else { throw noOverload(name, value) }
        return .bool(test(number))
      }
    }
    add("math.sqrt", [.int, .uint, .double].map { Overload([$0], .double) }) { (value, _) throws(ExpressionProblem) in
      switch value {
      case .int(let number): return .double(Double(number).squareRoot())
      case .uint(let number): return .double(Double(number).squareRoot())
      case .double(let number): return .double(number.squareRoot())
      default: throw noOverload("math.sqrt", value)
      }
    }
    let kept: [Overload] = [.int, .uint, .double].map { Overload([$0], $0) }
    add("math.abs", kept) { (value, _) throws(ExpressionProblem) in
      switch value {
      case .int(let number):
        guard number != .min else { throw .overflow(operation: "math.abs(\(number))") }
        return .int(abs(number))
      case .uint: return value
      case .double(let number): return .double(number.magnitude)
      default: throw noOverload("math.abs", value)
      }
    }
    add("math.sign", kept) { (value, _) throws(ExpressionProblem) in
      switch value {
      case .int(let number): return .int(number.signum())
      case .uint(let number): return .uint(number == 0 ? 0 : 1)
      case .double(let number): return .double(number.isNaN || number == 0 ? number : (number < 0 ? -1 : 1))
      default: throw noOverload("math.sign", value)
      }
    }
  }

  private mutating func addBits() {
    let pairs = [Overload([.int, .int], .int), Overload([.uint, .uint], .uint)]
    addPair("math.bitAnd", pairs, { $0 & $1 })
    addPair("math.bitOr", pairs, { $0 | $1 })
    addPair("math.bitXor", pairs, { $0 ^ $1 })
    add("math.bitNot", [Overload([.int], .int), Overload([.uint], .uint)]) { (value, _) throws(ExpressionProblem) in
      switch value {
      case .int(let number): return .int(~number)
      case .uint(let number): return .uint(~number)
      default: throw noOverload("math.bitNot", value)
      }
    }
    let shifts = [Overload([.int, .int], .int), Overload([.uint, .int], .uint)]
    addShift("math.bitShiftLeft", shifts) { $0 << $1 }
    addShift("math.bitShiftRight", shifts) { $0 >> $1 }
  }

  /// An operation on the bits of two ints or two uints.
  private mutating func addPair(
    _ name: String, _ overloads: [Overload], _ combine: @escaping @Sendable (UInt64, UInt64) -> UInt64
  ) {
    add(name, overloads) { (left, right, _) throws(ExpressionProblem) in
      switch (left, right) {
      case (.int(let a), .int(let b)):
        return .int(Int64(bitPattern: combine(UInt64(bitPattern: a), UInt64(bitPattern: b))))
      case (.uint(let a), .uint(let b)): return .uint(combine(a, b))
      default: throw noOverload(name, left, right)
      }
    }
  }

  /// A shift of the bits of an int or uint; the sign of an int is a bit like the others.
  private mutating func addShift(
    _ name: String, _ overloads: [Overload], _ shift: @escaping @Sendable (UInt64, Int64) -> UInt64
  ) {
    add(name, overloads) { (value, distance, _) throws(ExpressionProblem) in
      guard case .int(let distance) = distance else { throw noOverload(name, value, distance) }
      guard distance >= 0 else { throw .invalidArgument("\(name) by a negative distance, \(distance)") }
      switch value {
      case .int(let number): return .int(Int64(bitPattern: shift(UInt64(bitPattern: number), distance)))
      case .uint(let number): return .uint(shift(number, distance))
      default: throw noOverload(name, value, .int(distance))
      }
    }
  }
}
