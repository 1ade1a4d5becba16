// Durations as plans write them: `500ms`, `90s`, `15m`, `2h30m` (DESIGN §2).

/// Lengths of time in milliseconds.
public enum PlanDuration {
  /// A year: what is longer is a slip of the pen.
  public static let longest: Int64 = 366 * 24 * hour

  private static let second: Int64 = 1000
  private static let minute: Int64 = 60 * second
  private static let hour: Int64 = 60 * minute
  private static let units: [(name: String, length: Int64)] = [
    ("h", hour), ("m", minute), ("s", second), ("ms", 1),
  ]

  /// Milliseconds; nil when the text is no duration. Whole numbers with units, larger units first, each at most
  /// once. Saturates where 64 bits don't suffice.
  public static func milliseconds(_ text: String) -> Int64? {
    var rest = Substring(text).utf8[...]
    var total: Int64 = 0
    var lastUnit = -1
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
      guard !digits.isEmpty else { return nil }
      rest = rest.dropFirst(digits.count)
      let letters = rest.prefix { $0 < UInt8(ascii: "0") || $0 > UInt8(ascii: "9") }
      guard let unit = units.firstIndex(where: { letters.elementsEqual($0.name.utf8) }), unit > lastUnit else {
        return nil
      }
      rest = rest.dropFirst(letters.count)
      lastUnit = unit
      let number = Int64(String(Substring(digits))) ?? .max
      total = saturatingSum(total, saturatingProduct(number, units[unit].length))
    }
    return total
  }

  /// `2h30m`, `1m5s`, `500ms`, `0s`.
  public static func text(_ milliseconds: Int64) -> String {
    var rest = milliseconds
    var text = ""
    for unit in units where rest >= unit.length {
      text += "\(rest / unit.length)\(unit.name)"
      rest %= unit.length
    }
    return text.isEmpty ? "0s" : text
  }
}

/// A sum that stops at the largest number instead of overflowing.
func saturatingSum(_ left: Int64, _ right: Int64) -> Int64 {
  let (sum, overflow) = left.addingReportingOverflow(right)
  return overflow ? .max : sum
}

/// A product of two numbers that aren't negative, which stops at the largest number instead of overflowing.
func saturatingProduct(_ left: Int64, _ right: Int64) -> Int64 {
  let (product, overflow) = left.multipliedReportingOverflow(by: right)
  return overflow ? .max : product
}
