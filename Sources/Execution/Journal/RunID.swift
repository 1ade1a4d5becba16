// The name of a run: sortable by the time it was made, safe in a file name, a URL and a shell.

/// The name of a run, such as `20261124-143005-k7q2mz`.
///
/// Ids made by ``make(milliseconds:random:)`` sort by time down to the millisecond: after date and time (UTC) come two
/// characters for the milliseconds and four of randomness.
public struct RunID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The id as text: 1 to 64 of `A–Z a–z 0–9 _ -`, the first a letter or digit, and not `last`.
  public let text: String

  /// Takes a text that has the form of an id; nil for any other, and for `last`, which names the newest run.
  public init?(_ text: String) {
    let bytes = text.utf8
    guard let first = bytes.first, bytes.count <= 64, text != "last", isLetterOrDigit(first) else { return nil }
    guard bytes.allSatisfy({ isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }) else {
      return nil
    }
    self.text = text
  }

  private init(made text: String) { self.text = text }

  /// Makes an id from a time and a random number; the same arguments give the same id.
  ///
  /// - Parameter milliseconds: since 1970-01-01 00:00 UTC, in the years 0 to 9999.
  public static func make(milliseconds: Int64, random: UInt64) -> RunID {
    let time = CivilTime(milliseconds: milliseconds)
    var text = padded(time.year, 4) + padded(time.month, 2) + padded(time.day, 2) + "-"
    text += padded(time.hour, 2) + padded(time.minute, 2) + padded(time.second, 2) + "-"
    text += letters(UInt64(time.millisecond), count: 2) + letters(random, count: 4)
    return RunID(made: text)
  }

  public var description: String { text }

  public static func < (left: RunID, right: RunID) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}

/// The lowest bits of a number, five a character, in an alphabet that sorts as its values do and has no look-alikes.
private func letters(_ value: UInt64, count: Int) -> String {
  let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
  let bytes = (0..<count).reversed().map { alphabet[Int((value >> (5 * UInt64($0))) & 31)] }
  return String(decoding: bytes, as: UTF8.self)
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
  case UInt8(ascii: "0")...UInt8(ascii: "9"): true
  default: false
  }
}
