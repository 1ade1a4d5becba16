// Doubles with a fixed number of digits. A double is a whole number times a power of two, so that all its decimal
// digits can be had exactly; rounding is then to the nearest, and from exactly half to the even digit.

/// The exact decimal digits of a finite double without its sign: the number is 0.DIGITS × 10^point.
private func exactDigits(_ number: Double) -> (digits: [UInt8], point: Int) {
  guard number != 0 else { return ([], 0) }
  let exponent = Int(number.exponent) - 52
  var significand = UInt64((number.significand.magnitude * 0x1p52).rounded())
  var power = exponent
  // Trailing zero bits only make the numbers longer.
  while power < 0, significand & 1 == 0 {
    significand >>= 1
    power += 1
  }
  var whole = BigNumber(significand)
  // n / 2^k is n × 5^k / 10^k.
  if power >= 0 { whole.multiply(by: 2, times: power) } else { whole.multiply(by: 5, times: -power) }
  let digits = whole.digits
  return (digits, digits.count - max(0, -power))
}

/// A double with so many digits behind the point.
func fixedText(_ number: Double, precision: Int) -> String {
  let (digits, point) = rounded(exactDigits(number.magnitude), places: precision)
  let sign = number.sign == .minus ? "-" : ""
  var whole = point > 0 ? Array(digits.prefix(point)) : []
  while whole.count < point { whole.append(0) }
  var fraction = Array(repeating: UInt8(0), count: max(0, min(precision, -point)))
  fraction += digits.dropFirst(max(0, point))
  while fraction.count < precision { fraction.append(0) }
  let wholeText = whole.isEmpty ? "0" : text(of: whole)
  return sign + wholeText + (precision > 0 ? "." + text(of: fraction.prefix(precision)) : "")
}

/// A double with one digit before the point, so many behind it, and an exponent of at least two digits.
func scientificText(_ number: Double, precision: Int) -> String {
  let exact = exactDigits(number.magnitude)
  var (digits, point) = rounded(exact, places: precision + 1 - exact.point)
  if digits.count > precision + 1 { digits.removeLast(digits.count - precision - 1) }
  while digits.count < precision + 1 { digits.append(0) }
  let exponent = exact.digits.isEmpty ? 0 : point - 1
  let sign = number.sign == .minus ? "-" : ""
  let fraction = precision > 0 ? "." + text(of: digits.dropFirst()) : ""
  return sign + text(of: digits.prefix(1)) + fraction + "e" + (exponent < 0 ? "-" : "+") + padded(abs(exponent), 2)
}

private func text(of digits: some Sequence<UInt8>) -> String {
  String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
}

/// Digits rounded to so many places behind the point.
private func rounded(_ exact: (digits: [UInt8], point: Int), places: Int) -> (digits: [UInt8], point: Int) {
  let kept = exact.point + places
  guard kept < exact.digits.count else { return exact }
  guard kept >= 0 else { return ([], exact.point) }
  var digits = Array(exact.digits.prefix(kept))
  let dropped = exact.digits.dropFirst(kept)
  let isHalf = dropped.first == 5 && dropped.dropFirst().allSatisfy { $0 == 0 }
  let roundsUp = isHalf ? (digits.last ?? 0) % 2 == 1 : (dropped.first ?? 0) >= 5
  guard roundsUp else { return (digits, exact.point) }
  var place = digits.count - 1
  while place >= 0 {
    if digits[place] < 9 {
      digits[place] += 1
      return (digits, exact.point)
    }
    digits[place] = 0
    place -= 1
  }
  return ([1] + digits, exact.point + 1)
}

/// A whole number of any size, in limbs of nine decimal digits, the lowest first.
private struct BigNumber {
  private var limbs: [UInt32]

  init(_ number: UInt64) {
    limbs = []
    var rest = number
    while rest > 0 {
      limbs.append(UInt32(rest % 1_000_000_000))
      rest /= 1_000_000_000
    }
  }

  mutating func multiply(by factor: UInt64, times count: Int) {
    for _ in 0..<count {
      var carry: UInt64 = 0
      for place in limbs.indices {
        let product = UInt64(limbs[place]) * factor + carry
        limbs[place] = UInt32(product % 1_000_000_000)
        carry = product / 1_000_000_000
      }
      if carry > 0 { limbs.append(UInt32(carry)) }
    }
  }

  /// The decimal digits, the highest first, without leading zeros.
  var digits: [UInt8] {
    var digits: [UInt8] = []
    for limb in limbs.reversed() {
      let text = padded(Int(limb), 9)
      digits += text.utf8.map { $0 - UInt8(ascii: "0") }
    }
    return Array(digits.drop { $0 == 0 })
  }
}
