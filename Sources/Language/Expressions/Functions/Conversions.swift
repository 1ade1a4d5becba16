// Conversions between types: int(x), uint(x), double(x), string(x), bytes(x), bool(x), timestamp(x), duration(x).

import Diagnostics

extension Library {
  mutating func addConversions() {
    add("int", [.int, .uint, .double, .string, .timestamp].map { Overload([$0], .int) }) {
      (value, _) throws(ExpressionProblem) in .int(try toInt(value))
    }
    add("uint", [.uint, .int, .double, .string].map { Overload([$0], .uint) }) {
      (value, _) throws(ExpressionProblem) in .uint(try toUInt(value))
    }
    add("double", [.double, .int, .uint, .string].map { Overload([$0], .double) }) {
      (value, _) throws(ExpressionProblem) in .double(try toDouble(value))
    }
    let printable: [StaticType] = [.string, .bool, .int, .uint, .double, .bytes, .timestamp, .duration]
    add("string", printable.map { Overload([$0], .string) }) {
      (value, work) throws(ExpressionProblem) in .string(try toString(value, &work))
    }
    add("bytes", [Overload([.bytes], .bytes), Overload([.string], .bytes)]) { (value, work) throws(ExpressionProblem) in
      switch value {
      case .bytes: return value
      case .string(let text):
        try work.spend(bytes: text.utf8.count)
        return .bytes(Array(text.utf8))
      default: throw noOverload("bytes", value)
      }
    }
    add("bool", [Overload([.bool], .bool), Overload([.string], .bool)]) { (value, _) throws(ExpressionProblem) in
      switch value {
      case .bool: return value
      case .string("1"), .string("t"), .string("T"), .string("true"), .string("TRUE"), .string("True"):
        return .bool(true)
      case .string("0"), .string("f"), .string("F"), .string("false"), .string("FALSE"), .string("False"):
        return .bool(false)
      case .string: throw .notConvertible(describe(value), to: "bool")
      default: throw noOverload("bool", value)
      }
    }
    add("timestamp", [.timestamp, .string, .int].map { Overload([$0], .timestamp) }) {
      (value, _) throws(ExpressionProblem) in .timestamp(try toTimestamp(value))
    }
    add("duration", [.duration, .string].map { Overload([$0], .duration) }) { (value, _) throws(ExpressionProblem) in
      switch value {
      case .duration: return value
      case .string(let text):
        guard let duration = CELDuration(parsing: text) else { throw .notConvertible(describe(value), to: "duration") }
        return .duration(duration)
      default: throw noOverload("duration", value)
      }
    }
  }
}

private func toInt(_ value: Value) throws(ExpressionProblem) -> Int64 {
  switch value {
  case .int(let number): return number
  case .uint(let number):
    guard let result = Int64(exactly: number) else { throw .notConvertible(describe(value), to: "int") }
    return result
  case .double(let number):
    // The smallest int is left out too: a double so large may stand for any of a thousand integers.
    guard number > -0x1p63, number < 0x1p63 else { throw .notConvertible(describe(value), to: "int") }
    return Int64(number)
  case .string(let text):
    guard let number = Int64(text) else { throw .notConvertible(describe(value), to: "int") }
    return number
  case .timestamp(let time): return time.seconds
  default: throw noOverload("int", value)
  }
}

private func toUInt(_ value: Value) throws(ExpressionProblem) -> UInt64 {
  switch value {
  case .uint(let number): return number
  case .int(let number):
    guard let result = UInt64(exactly: number) else { throw .notConvertible(describe(value), to: "uint") }
    return result
  case .double(let number):
    guard number >= 0, number < 0x1p64 else { throw .notConvertible(describe(value), to: "uint") }
    return UInt64(number)
  case .string(let text):
    guard let number = UInt64(text) else { throw .notConvertible(describe(value), to: "uint") }
    return number
  default: throw noOverload("uint", value)
  }
}

private func toDouble(_ value: Value) throws(ExpressionProblem) -> Double {
  switch value {
  case .double(let number): return number
  case .int(let number): return Double(number)
  case .uint(let number): return Double(number)
  case .string(let text):
    switch text.lowercased() {
    case "nan": return .nan
    case "inf", "+inf", "infinity", "+infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    default:
      guard let number = parseDouble(text), number.isFinite else {
        throw .notConvertible(describe(value), to: "double")
      }
      return number
    }
  default: throw noOverload("double", value)
  }
}

private func toString(_ value: Value, _ work: inout Work) throws(ExpressionProblem) -> String {
  switch value {
  case .string, .bool, .int, .uint, .double: return value.text() ?? ""
  case .bytes(let bytes):
    try work.spend(bytes: bytes.count)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .notConvertible("bytes that are not UTF-8", to: "string")
    }
    return text
  case .timestamp(let time): return time.text
  case .duration(let duration): return duration.text
  default: throw noOverload("string", value)
  }
}

private func toTimestamp(_ value: Value) throws(ExpressionProblem) -> Timestamp {
  switch value {
  case .timestamp(let time): return time
  case .string(let text):
    guard let time = Timestamp(parsing: text) else { throw .notConvertible(describe(value), to: "timestamp") }
    return time
  case .int(let second):
    let time = Timestamp(seconds: second)
    guard time.isInRange else { throw .notConvertible(describe(value), to: "timestamp") }
    return time
  default: throw noOverload("timestamp", value)
  }
}
