// Strings as sequences of code points. Swift compares strings by canonical equivalence and counts grapheme clusters;
// the expression language does neither, so every comparison and count of text goes through these functions.

/// Whether two strings are the same sequence of code points.
@inlinable
func haveSameCodePoints(_ left: String, _ right: String) -> Bool {
  withBytes(of: left) { leftBytes in
    withBytes(of: right) { rightBytes in
      leftBytes.count == rightBytes.count && leftBytes.elementsEqual(rightBytes)
    }
  }
}

/// Feeds the code points of a string to a hasher.
@inlinable
func hashCodePoints(of text: String, into hasher: inout Hasher) {
  withBytes(of: text) { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  hasher.combine(0xFF as UInt8)
}

/// Whether `left` comes before `right` in the order of code points, which is the order of UTF-8 bytes.
@inlinable
func comesBefore(_ left: String, _ right: String) -> Bool {
  withBytes(of: left) { leftBytes in
    withBytes(of: right) { rightBytes in
      leftBytes.lexicographicallyPrecedes(rightBytes)
    }
  }
}

/// Gives the UTF-8 bytes of a string to a function, without a copy where the string is native.
@inlinable
func withBytes<Result>(of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
  if let result = text.utf8.withContiguousStorageIfAvailable(body) { return result }
  var native = text
  return native.withUTF8(body)
}

/// The number of code points of a string.
@inlinable
func codePointCount(_ text: String) -> Int {
  // Every byte that is not a continuation byte opens a code point.
  withBytes(of: text) { bytes in
    var count = 0
    for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
    return count
  }
}
