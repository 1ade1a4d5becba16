// Names and link targets as the disk has them: bytes, which need not be UTF-8.

import JSONText

/// A name on the disk, which is bytes and need not be UTF-8.
package struct FileName: Hashable, Sendable {
  package var bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package init(_ text: String) { bytes = Array(text.utf8) }

  /// For people.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Text where the name is text, else `{"hex": …}`.
  package var json: JSON {
    if let text = String(validating: bytes, as: UTF8.self) { return .string(text) }
    let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return ["hex": .string(hex)]
  }

  package init?(json: JSON?) {
    if let text = json?.stringValue {
      bytes = Array(text.utf8)
      return
    }
    guard let hex = json?["hex"]?.stringValue, hex.utf8.count % 2 == 0 else { return nil }
    let digits = Array(hex.utf8)
    bytes = []
    for position in stride(from: 0, to: digits.count, by: 2) {
      let pair = String(decoding: digits[position..<(position + 2)], as: UTF8.self)
      guard let byte = UInt8(pair, radix: 16) else { return nil }
      bytes.append(byte)
    }
  }
}
