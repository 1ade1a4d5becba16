// `'%d of %s'.format([…])`: the clauses %s %d %f %e %b %o %x %X and %%.

import Diagnostics

func formatted(_ format: String, _ arguments: [Value], _ work: inout Work) throws(ExpressionProblem) -> String {
  try work.spend(bytes: format.utf8.count)
  var result = String.UnicodeScalarView()
  var rest = format.unicodeScalars[...]
  var next = 0
  while let scalar = rest.popFirst() {
    guard scalar == "%" else {
      result.append(scalar)
      continue
    }
    if rest.first == "%" {
      rest.removeFirst()
      result.append("%")
      continue
    }
    let precision = try readPrecision(&rest)
    guard let clause = rest.popFirst() else { throw .invalidArgument("a format ends in the middle of a clause") }
    guard "sdfebxXo".unicodeScalars.contains(clause) else {
      throw .invalidArgument("'%\(clause)' is not a clause of a format")
    }
    guard next < arguments.count else {
      throw .invalidArgument("a format has more clauses than the \(arguments.count) values that it is given")
    }
    let text = try formatted(arguments[next], clause, precision: precision, &work)
    next += 1
    try work.spend(bytes: text.utf8.count)
    result.append(contentsOf: text.unicodeScalars)
  }
  return String(result)
}

private func readPrecision(_ rest: inout Substring.UnicodeScalarView) throws(ExpressionProblem) -> Int {
  guard rest.first == "." else { return 6 }
  rest.removeFirst()
  var digits = ""
  while let digit = rest.first, ("0"..."9").contains(digit) {
    digits.unicodeScalars.append(digit)
    rest.removeFirst()
  }
  guard let precision = Int(digits), precision <= 1_000 else {
    throw .invalidArgument("a precision in a format is a number up to 1000")
  }
  return precision
}

private func formatted(
  _ value: Value, _ clause: Unicode.Scalar, precision: Int, _ work: inout Work
) throws(ExpressionProblem) -> String {
  switch clause {
  case "s": return try plainText(value, &work)
  case "d": return try decimal(value)
  case "f": return try fixed(value, precision: precision)
  case "e": return try scientific(value, precision: precision)
  case "b": return try binary(value)
  case "o": return try integer(value, radix: 8, clause: clause)
  default: return try hexadecimal(value, isUppercase: clause == "X", &work)
  }
}

private func mismatch(_ clause: Unicode.Scalar, _ value: Value) -> ExpressionProblem {
  .invalidArgument("'%\(clause)' in a format can't write a value of type \(value.shownType)")
}

/// Any value as `%s` writes it; the keys of maps are in order.
private func plainText(_ value: Value, _ work: inout Work) throws(ExpressionProblem) -> String {
  try work.spend(1)
  switch value {
  case .null: return "null"
  case .string(let text): return text
  case .bool, .int, .uint, .double: return value.text() ?? ""
  case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
  case .timestamp(let time): return time.text
  case .duration(let duration): return duration.text
  case .type(let name): return name
  case .list(let items):
    var parts: [String] = []
    for item in items { parts.append(try plainText(item, &work)) }
    try work.spend(bytes: parts.reduce(0) { $0 + $1.utf8.count })
    return "[" + parts.joined(separator: ", ") + "]"
  case .map(let map):
    var parts: [(key: String, text: String)] = []
    for (key, item) in map {
      let keyText = try plainText(key, &work)
      parts.append((keyText, keyText + ": " + (try plainText(item, &work))))
    }
    parts.sort { comesBefore($0.key, $1.key) }
    try work.spend(bytes: parts.reduce(0) { $0 + $1.text.utf8.count })
    return "{" + parts.map(\.text).joined(separator: ", ") + "}"
  case .optional: throw mismatch("s", value)
  }
}

private func decimal(_ value: Value) throws(ExpressionProblem) -> String {
  switch value {
  case .int, .uint: return value.text() ?? ""
  case .double(let number) where !number.isFinite: return shortestText(number)
  default: throw mismatch("d", value)
  }
}

private func double(_ value: Value, _ clause: Unicode.Scalar) throws(ExpressionProblem) -> Double {
  switch value {
  case .double(let number): return number
  case .int(let number): return Double(number)
  case .uint(let number): return Double(number)
  default: throw mismatch(clause, value)
  }
}

private func fixed(_ value: Value, precision: Int) throws(ExpressionProblem) -> String {
  let number = try double(value, "f")
  return number.isFinite ? fixedText(number, precision: precision) : shortestText(number)
}

private func scientific(_ value: Value, precision: Int) throws(ExpressionProblem) -> String {
  let number = try double(value, "e")
  return number.isFinite ? scientificText(number, precision: precision) : shortestText(number)
}

private func binary(_ value: Value) throws(ExpressionProblem) -> String {
  if case .bool(let flag) = value { return flag ? "1" : "0" }
  return try integer(value, radix: 2, clause: "b")
}

private func integer(_ value: Value, radix: Int, clause: Unicode.Scalar) throws(ExpressionProblem) -> String {
  switch value {
  case .int(let number): return String(number, radix: radix)
  case .uint(let number): return String(number, radix: radix)
  default: throw mismatch(clause, value)
  }
}

private func hexadecimal(
  _ value: Value, isUppercase: Bool, _ work: inout Work
) throws(ExpressionProblem) -> String {
  let clause: Unicode.Scalar = isUppercase ? "X" : "x"
  var text: String
  switch value {
  case .string(let string):
    try work.spend(bytes: 2 * string.utf8.count)
    text = hexadecimalText(Array(string.utf8))
  case .bytes(let bytes):
    try work.spend(bytes: 2 * bytes.count)
    text = hexadecimalText(bytes)
  default: text = try integer(value, radix: 16, clause: clause)
  }
  if isUppercase { text = text.uppercased() }
  return text
}

private func hexadecimalText(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(
    decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
