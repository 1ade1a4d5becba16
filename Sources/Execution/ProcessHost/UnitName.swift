// The file names of a unit in the run's folder.

/// The name under which a unit's files lie: `a.1` stays, `sub/a[x y].1` becomes `sub%2Fa%5Bx%20y%5D.1`.
struct UnitName: Hashable, Sendable {
  /// Letters, digits, `_ - . %`; never empty, never beginning with `.`, at most 200 bytes.
  let text: String

  /// From a name that was made so before.
  init(encoded text: String) { self.text = text }

  init(_ unit: String) {
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
    text = encoded
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

enum Checksum {
  /// FNV-1a, 64 bits: finds torn records and tells names apart; it withstands no attack.
  static func fnv1a(_ bytes: some Sequence<UInt8>, seed: UInt64 = 0) -> UInt64 {
    var sum: UInt64 = 0xcbf2_9ce4_8422_2325 ^ seed
    for byte in bytes { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return sum
  }
}
