// A length of time. The language bounds durations to what 64 bits of nanoseconds hold, about 292 years either way.

/// A length of time, positive or negative: both parts carry the same sign.
public struct CELDuration: Hashable, Sendable, Comparable {
  public var seconds: Int64
  /// -999,999,999 ... 999,999,999.
  public var nanos: Int32

  public init(seconds: Int64, nanos: Int32 = 0) {
    self.seconds = seconds
    self.nanos = nanos
  }

  /// A duration of so many nanoseconds.
  public init(nanoseconds: Int64) {
    seconds = nanoseconds / 1_000_000_000
    nanos = Int32(nanoseconds % 1_000_000_000)
  }

  /// The whole length in nanoseconds; nil when it doesn't fit 64 bits.
  public var nanoseconds: Int64? {
    let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    if overflow { return nil }
    let (sum, carry) = scaled.addingReportingOverflow(Int64(nanos))
    return carry ? nil : sum
  }

  public static func < (left: CELDuration, right: CELDuration) -> Bool {
    left.seconds != right.seconds ? left.seconds < right.seconds : left.nanos < right.nanos
  }

  /// The length in seconds with an `s`: `90s`, `-0.5s`, `1.000000001s`.
  public var text: String {
    let sign = seconds < 0 || nanos < 0 ? "-" : ""
    return sign + String(seconds.magnitude) + fractionText(nanos: Int64(nanos.magnitude)) + "s"
  }

  /// Reads a sequence of decimal numbers with units: `1h30m`, `1.5s`, `-200ms`, `0`. Units: h, m, s, ms, us, µs, ns.
  /// Nil when the text has another form or the length doesn't fit 64 bits of nanoseconds.
  public init?(parsing text: String) {
    var rest = Substring(text).utf8[...]
    var sign: Int64 = 1
    if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      if first == UInt8(ascii: "-") { sign = -1 }
      rest.removeFirst()
    }
    if rest.elementsEqual("0".utf8) {
      self.init(seconds: 0)
      return
    }
    guard !rest.isEmpty else { return nil }
    var total: Int64 = 0
    while !rest.isEmpty {
      guard let part = readDurationPart(&rest) else { return nil }
      // Summed with its sign, so that the most negative length is within reach.
      let (signed, overflow) = part.multipliedReportingOverflow(by: sign)
      let (sum, carry) = total.addingReportingOverflow(signed)
      if overflow || carry { return nil }
      total = sum
    }
    self.init(nanoseconds: total)
  }
}

/// One number with its unit, in nanoseconds.
private func readDurationPart(_ rest: inout Substring.UTF8View.SubSequence) -> Int64? {
  var whole: Int64 = 0
  var digits = 0
  while let digit = rest.first.flatMap(digitValue) {
    let (scaled, overflow) = whole.multipliedReportingOverflow(by: 10)
    let (sum, carry) = scaled.addingReportingOverflow(Int64(digit))
    if overflow || carry { return nil }
    whole = sum
    digits += 1
    rest.removeFirst()
  }
  var fraction: [UInt8] = []
  if rest.first == UInt8(ascii: ".") {
    rest.removeFirst()
    while let digit = rest.first.flatMap(digitValue) {
      fraction.append(digit)
      rest.removeFirst()
    }
  }
  guard digits + fraction.count > 0, let unit = readDurationUnit(&rest) else { return nil }
  let (scaled, overflow) = whole.multipliedReportingOverflow(by: unit)
  if overflow { return nil }
  var part: Int64 = 0
  var place = unit
  for digit in fraction {
    place /= 10
    if place == 0 { break }
    part += Int64(digit) * place
  }
  let (sum, carry) = scaled.addingReportingOverflow(part)
  return carry ? nil : sum
}

/// The unit at the front, in nanoseconds.
private func readDurationUnit(_ rest: inout Substring.UTF8View.SubSequence) -> Int64? {
  // Longer names first, or `ms` would be read as minutes.
  let units: [(String, Int64)] = [
    ("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000),
    ("m", 60_000_000_000), ("h", 3_600_000_000_000),
  ]
  for (name, length) in units where rest.starts(with: name.utf8) {
    rest.removeFirst(name.utf8.count)
    return length
  }
  return nil
}

private func digitValue(_ byte: UInt8) -> UInt8? {
  byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? byte - UInt8(ascii: "0") : nil
}
