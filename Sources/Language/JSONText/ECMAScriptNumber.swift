// Doubles as ECMAScript writes them (ECMA-262, Number::toString), which is what RFC 8785 asks for.

/// The canonical form of a number literal; the literal itself when it is beyond the range of a double.
func canonicalText(ofNumber literal: String) -> String {
  guard let double = Double(literal), double.isFinite else { return literal }
  return ecmaScriptText(of: double)
}

/// The shortest text that reads back as the same double, in ECMAScript's form.
func ecmaScriptText(of double: Double) -> String {
  if double == 0 { return "0" }
  let (digits, pointPosition) = shortestDigits(of: double.magnitude)
  let sign = double < 0 ? "-" : ""
  return sign + ecmaScriptText(digits: digits, pointPosition: pointPosition)
}

/// The significant digits of a positive double and where the decimal point stands: 0.d₁d₂… × 10^pointPosition.
private func shortestDigits(of double: Double) -> (digits: String, pointPosition: Int) {
  // Swift's description has the shortest digits already, as 123.45 or 1.2345e+20.
  let parts = double.description.split(separator: "e")
  let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
  let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
  let whole = mantissa[0]
  let all = whole + (mantissa.count > 1 ? mantissa[1] : "")
  let leadingZeros = all.prefix { $0 == "0" }.count
  var digits = all.dropFirst(leadingZeros)
  while digits.last == "0" { digits.removeLast() }
  return (String(digits), whole.count - leadingZeros + exponent)
}

private func ecmaScriptText(digits: String, pointPosition: Int) -> String {
  let count = digits.count
  if count <= pointPosition, pointPosition <= 21 {
    return digits + String(repeating: "0", count: pointPosition - count)
  }
  if 0 < pointPosition, pointPosition <= 21 {
    return "\(digits.prefix(pointPosition)).\(digits.dropFirst(pointPosition))"
  }
  if -6 < pointPosition, pointPosition <= 0 {
    return "0." + String(repeating: "0", count: -pointPosition) + digits
  }
  let exponent = pointPosition - 1
  let fraction = count > 1 ? ".\(digits.dropFirst())" : ""
  return "\(digits.prefix(1))\(fraction)e\(exponent < 0 ? "-" : "+")\(exponent.magnitude)"
}
