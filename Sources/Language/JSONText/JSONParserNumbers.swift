// Numbers: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.

extension JSONParser {
  mutating func parseNumber() throws(JSONError) -> JSON {
    let start = position
    let negative = take(UInt8(ascii: "-"))
    let firstDigit = position
    var magnitude: UInt64 = 0
    var fits = true
    while let digit = digit(at: position) {
      let (product, productOverflow) = magnitude.multipliedReportingOverflow(by: 10)
      let (sum, sumOverflow) = product.addingReportingOverflow(UInt64(digit))
      if productOverflow || sumOverflow { fits = false }
      magnitude = sum
      position += 1
    }
    guard position > firstDigit else { throw fault("a digit is expected here, not \(described(at: position))") }
    if bytes[firstDigit] == UInt8(ascii: "0"), position > firstDigit + 1 {
      throw JSONError(offset: firstDigit, message: "a number doesn't start with a needless zero")
    }
    let fraction = try takeFraction()
    let exponent = try takeExponent()
    if !fraction, !exponent, fits {
      if !negative, magnitude <= UInt64(Int64.max) { return .int(Int64(magnitude)) }
      if negative, magnitude > 0, magnitude <= Int64.min.magnitude {
        return .int(Int64(truncatingIfNeeded: 0 &- magnitude))
      }
    }
    return .number(String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func takeFraction() throws(JSONError) -> Bool {
    guard take(UInt8(ascii: ".")) else { return false }
    try takeDigits(after: "the decimal point")
    return true
  }

  private mutating func takeExponent() throws(JSONError) -> Bool {
    guard take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) else { return false }
    if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
    try takeDigits(after: "the exponent mark")
    return true
  }

  private mutating func takeDigits(after what: String) throws(JSONError) {
    guard digit(at: position) != nil else {
      throw fault("a digit is expected after \(what), not \(described(at: position))")
    }
    while digit(at: position) != nil { position += 1 }
  }

  @inline(__always)
  private func digit(at offset: Int) -> UInt8? {
    guard offset < bytes.count else { return nil }
    let value = bytes[offset] &- UInt8(ascii: "0")
    return value < 10 ? value : nil
  }
}
