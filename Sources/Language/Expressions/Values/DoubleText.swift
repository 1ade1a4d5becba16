// Doubles as text: the shortest digits that read back as the same number, laid out as ECMAScript and RFC 8785 do, so
// that a whole number is written without a point and very large or small ones with an exponent.

/// The shortest text of a double: `1.5`, `100`, `1e+21`, `NaN`, `-Infinity`.
func shortestText(_ number: Double) -> String {
  if number.isNaN { return "NaN" }
  if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
  if number == 0 { return number.sign == .minus ? "-0" : "0" }
  let sign = number < 0 ? "-" : ""
  let (digits, point) = shortestDigits(number.magnitude)
  return sign + layOut(digits, point: point)
}

/// The shortest digits of a positive finite double, and where the point stands: the number is 0.DIGITS × 10^point.
func shortestDigits(_ number: Double) -> (digits: [UInt8], point: Int) {
  // The standard library's description has the shortest digits, as `12.5`, `1e-07` or `1.5e+300`.
  let description = number.description.utf8
  let mantissa = description.prefix { $0 != UInt8(ascii: "e") }
  let exponent = Int(String(description.dropFirst(mantissa.count + 1)) ?? "") ?? 0
  var digits = mantissa.filter { $0 != UInt8(ascii: ".") }
  var point = mantissa.prefix { $0 != UInt8(ascii: ".") }.count
  point += exponent
  let leadingZeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
  digits.removeFirst(leadingZeros)
  point -= leadingZeros
  while digits.last == UInt8(ascii: "0") { digits.removeLast() }
  return (digits, point)
}

private func layOut(_ digits: [UInt8], point: Int) -> String {
  let text = String(decoding: digits, as: UTF8.self)
  let zeros = { (count: Int) in String(repeating: "0", count: count) }
  if point >= digits.count && point <= 21 { return text + zeros(point - digits.count) }
  if point > 0 && point <= 21 {
    return String(text.prefix(point)) + "." + String(text.dropFirst(point))
  }
  if point > -6 && point <= 0 { return "0." + zeros(-point) + text }
  let exponent = point - 1
  let mantissa = digits.count == 1 ? text : String(text.prefix(1)) + "." + String(text.dropFirst())
  return mantissa + "e" + (exponent < 0 ? "-" : "+") + String(abs(exponent))
}
