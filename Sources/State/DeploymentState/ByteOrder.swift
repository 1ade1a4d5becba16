// Texts compared byte by byte, as the database compares its keys. Swift's own comparison calls texts equal that
// differ in their bytes (composed and decomposed letters), under which one of two records would be lost.

/// Comparison and hashing by UTF-8 bytes.
enum ByteOrder {
  static func same(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
  }

  static func same(_ left: String?, _ right: String?) -> Bool {
    switch (left, right) {
    case (nil, nil): true
    case (let left?, let right?): same(left, right)
    default: false
    }
  }

  static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
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
