// Takes secret values out of what Belay itself is about to show or keep: differences, messages, predictions, the log of
// a step that runs inside the executor. The supervisor masks what processes print, by the same patterns.

/// Masks known secret values in bytes or text: as they stand, and in every form of ``SecretForms``.
public struct SecretMask: Sendable {
  /// Patterns by their first byte, the longest first, for one may be part of another.
  private let patterns: [UInt8: [[UInt8]]]
  private static let mask = Array("***".utf8)

  /// Empty values are no secrets.
  public init(_ secrets: [String]) {
    let sorted = SecretForms.patterns(for: secrets).sorted { $0.count > $1.count }
    patterns = Dictionary(grouping: sorted) { $0[0] }
  }

  public func callAsFunction(_ text: String) -> String {
    patterns.isEmpty ? text : String(decoding: self(Array(text.utf8)), as: UTF8.self)
  }

  public func callAsFunction(_ bytes: [UInt8]) -> [UInt8] {
    if patterns.isEmpty { return bytes }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var position = 0
    while position < bytes.count {
      if let end = match(in: bytes, at: position) {
        result += Self.mask
        position = end
      } else {
        result.append(bytes[position])
        position += 1
      }
    }
    return result
  }

  /// Whether a secret stands somewhere in a text, in any form.
  public func finds(in text: String) -> Bool {
    if patterns.isEmpty { return false }
    let bytes = Array(text.utf8)
    return bytes.indices.contains { match(in: bytes, at: $0) != nil }
  }

  /// The end of the longest pattern that begins here. Line ends inside it are overlooked, so that wrapped base64 is
  /// found.
  private func match(in bytes: [UInt8], at start: Int) -> Int? {
    guard let candidates = patterns[bytes[start]] else { return nil }
    for pattern in candidates {
      if let end = end(of: pattern, in: bytes, from: start) { return end }
    }
    return nil
  }

  private func end(of pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    var position = start
    var matched = 0
    while matched < pattern.count, position < bytes.count {
      if bytes[position] == pattern[matched] {
        matched += 1
      } else if matched == 0 || (bytes[position] != 10 && bytes[position] != 13) {
        return nil
      }
      position += 1
    }
    return matched == pattern.count ? position : nil
  }
}
