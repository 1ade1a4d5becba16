// A text that a run needs whole, such as its plan: stored once, found by its digest.

import Digests

/// Bytes under their SHA-256.
public struct Attachment: Hashable, Sendable {
  /// Lowercase hex SHA-256 of ``bytes``.
  public let digest: String
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) {
    digest = sha256Text(of: bytes)
    self.bytes = bytes
  }
}
