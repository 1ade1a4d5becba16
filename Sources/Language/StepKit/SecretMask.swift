// Takes secret values out of text that a step is about to show: differences, messages, predictions.

/// Masks known secret values, as they stand, in bytes or text.
public struct SecretMask: Sendable {
  private let secrets: [[UInt8]]
  private static let mask = Array("***".utf8)

  /// Empty values are no secrets. The longest is masked first, for one may be part of another.
  public init(_ secrets: [String]) {
    self.secrets = secrets.map { Array($0.utf8) }.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
  }

  public func callAsFunction(_ text: String) -> String {
    secrets.isEmpty ? text : String(decoding: self(Array(text.utf8)), as: UTF8.self)
  }

  public func callAsFunction(_ bytes: [UInt8]) -> [UInt8] {
    secrets.reduce(bytes) { replace($1, in: $0) }
  }

  private func replace(_ secret: [UInt8], in bytes: [UInt8]) -> [UInt8] {
    guard bytes.count >= secret.count else { return bytes }
    var result: [UInt8] = []
    var position = 0
    while position < bytes.count {
      if bytes[position] == secret[0], bytes[position...].starts(with: secret) {
        result += Self.mask
        position += secret.count
      } else {
        result.append(bytes[position])
        position += 1
      }
    }
    return result
  }
}
