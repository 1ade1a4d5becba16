// The key of an object, compared byte for byte. Swift compares strings by canonical equivalence, under which two
// different JSON keys may be equal and one of them would be lost.

/// A key of a JSON object.
struct JSONKey: Hashable, Sendable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (left: JSONKey, right: JSONKey) -> Bool { haveSameBytes(left.text, right.text) }

  func hash(into hasher: inout Hasher) { hashBytes(of: text, into: &hasher) }
}

/// Whether two strings have the same UTF-8 bytes.
func haveSameBytes(_ left: String, _ right: String) -> Bool {
  guard left.utf8.count == right.utf8.count else { return false }
  let answer = left.utf8.withContiguousStorageIfAvailable { leftBytes in
    right.utf8.withContiguousStorageIfAvailable { rightBytes in leftBytes.elementsEqual(rightBytes) }
  }
  return answer.flatMap { $0 } ?? left.utf8.elementsEqual(right.utf8)
}

/// Adds the UTF-8 bytes of a string to a hash.
func hashBytes(of text: String, into hasher: inout Hasher) {
  let hashed: Void? = text.utf8.withContiguousStorageIfAvailable {
    hasher.combine(bytes: UnsafeRawBufferPointer($0))
  }
  if hashed == nil {
    for byte in text.utf8 { hasher.combine(byte) }
  }
  hasher.combine(0xFF as UInt8)  // no UTF-8 text holds this byte: an end mark
}
