// Texts compared byte by byte, as the database compares its keys. Swift's own comparison calls texts equal that
// differ in their bytes (composed and decomposed letters), under which one of two records would be lost.

import Glibc

/// Comparison and hashing by UTF-8 bytes.
enum ByteOrder {
  static func same(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count && order(left, right) == 0
  }

  static func same(_ left: String?, _ right: String?) -> Bool {
    switch (left, right) {
    case (nil, nil): true
    case (let left?, let right?): same(left, right)
    default: false
    }
  }

  static func precedes(_ left: String, _ right: String) -> Bool {
    order(left, right) < 0
  }

  /// Negative, zero or positive, as C compares memory; of equal beginnings the shorter comes first.
  private static func order(_ left: String, _ right: String) -> Int {
    var (left, right) = (left, right)
    return left.withUTF8 { leftBytes in
      right.withUTF8 { rightBytes in
        let common = min(leftBytes.count, rightBytes.count)
        if common > 0, let one = leftBytes.baseAddress, let other = rightBytes.baseAddress {
          let order = memcmp(one, other, common)
          if order != 0 { return Int(order) }
        }
        return leftBytes.count - rightBytes.count
      }
    }
  }
}

/// A text that is itself only, not what Unicode calls equivalent to it: keys of records and names of contracts.
public struct ExactText: Hashable, Comparable, Sendable {
  public let text: String

  public init(_ text: String) { self.text = text }

  public static func == (left: Self, right: Self) -> Bool { ByteOrder.same(left.text, right.text) }

  public static func < (left: Self, right: Self) -> Bool { ByteOrder.precedes(left.text, right.text) }

  public func hash(into hasher: inout Hasher) {
    var copy = text
    copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
