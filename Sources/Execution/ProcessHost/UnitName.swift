// The file names of a unit in the run's folder.

/// The name under which a unit's files lie: `a.1` stays, `sub/a[x y].1` becomes `sub%2Fa%5Bx%20y%5D.1`.
///
/// A unit may be of an **operation** that only looks (`a.1.record.7-2`: what of which attempt, the executor's token and
/// a number of its own), and may be a process within one (`….process1`). These parts are always kept as they are: by
/// them the processes of an operation, and what only looks, are found again.
struct UnitName: Hashable, Sendable {
  /// Letters, digits, `_ - . %`; never empty, never beginning with `.`, at most 240 bytes.
  let text: String

  /// From a name that was made so before.
  init(encoded text: String) { self.text = text }

  init(_ unit: String) {
    let parts = OperationParts(of: unit)
    text = Self.encoded(String(parts.attempt)) + parts.end
  }

  /// It belongs to an operation that only looks, whose answer only the executor that asked was waiting for.
  var isLook: Bool { OperationParts(of: text).isLook }

  /// Its number among the processes within a unit; `nil` if it isn't one of them.
  func process(within unit: UnitName) -> Int? {
    let start = unit.text + ".process"
    guard text.hasPrefix(start) else { return nil }
    return Int(text.dropFirst(start.count))
  }

  /// At most 200 bytes, none of them `.` at the beginning, and at least one.
  private static func encoded(_ unit: String) -> String {
    var encoded = ""
    for (place, byte) in unit.utf8.enumerated() {
      encoded += Self.stays(byte, first: place == 0) ? String(UnicodeScalar(byte)) : Self.escaped(byte)
    }
    if encoded.isEmpty { encoded = "%" }
    // Long ids differ at their end; two checksums tell them apart where the end is cut.
    if encoded.utf8.count > 200 {
      let sums = [UInt64(0), 1].map { String(Checksum.fnv1a(Array(unit.utf8), seed: $0), radix: 16) }
      encoded = encoded.prefix(160) + "%~" + sums.joined()
    }
    return encoded
  }

  private static func stays(_ byte: UInt8, first: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    case UInt8(ascii: "."):
      !first
    default:
      false
    }
  }

  private static func escaped(_ byte: UInt8) -> String {
    "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}

/// The end of a unit's name that says of which operation it is, and what stands before it.
private struct OperationParts {
  private(set) var attempt: Substring
  private(set) var end = ""
  private(set) var isLook = false

  init(of unit: String) {
    attempt = unit[...]
    if let (before, part) = Self.split(attempt), part.hasPrefix("process"), Self.isNumber(part.dropFirst(7)) {
      take(before)
    }
    guard let (before, mark) = Self.split(attempt), let dash = mark.firstIndex(of: "-"),
      Self.isNumber(mark[..<dash]), Self.isNumber(mark[mark.index(after: dash)...]),
      let (first, kind) = Self.split(before), ["record", "probe", "predict", "observe"].contains(kind)
    else { return }
    take(first)
    isLook = true
  }

  private mutating func take(_ before: Substring) {
    end = attempt[before.endIndex...] + end
    attempt = before
  }

  /// What stands before and after the last dot.
  private static func split(_ text: Substring) -> (Substring, Substring)? {
    text.lastIndex(of: ".").map { (text[..<$0], text[text.index(after: $0)...]) }
  }

  private static func isNumber(_ text: Substring) -> Bool {
    (1...12).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}

enum Checksum {
  /// FNV-1a, 64 bits: finds torn records and tells names apart; it withstands no attack.
  static func fnv1a(_ bytes: some Sequence<UInt8>, seed: UInt64 = 0) -> UInt64 {
    var sum: UInt64 = 0xcbf2_9ce4_8422_2325 ^ seed
    for byte in bytes { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return sum
  }
}
