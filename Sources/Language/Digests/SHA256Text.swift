// Digests as Belay writes them everywhere: SHA-256 as 64 lowercase hexadecimal digits.

import Crypto

/// The SHA-256 of some bytes, as lowercase hex.
public func sha256Text(of bytes: some Sequence<UInt8>) -> String {
  var hash = RunningSHA256()
  hash.update(Array(bytes))
  return hash.text()
}

/// The SHA-256 of bytes that arrive in pieces.
public struct RunningSHA256: Sendable {
  private var hash = SHA256()
  /// How many bytes have been hashed.
  public private(set) var size: Int64 = 0

  public init() {}

  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    hash.update(bufferPointer: bytes)
    size += Int64(bytes.count)
  }

  /// The digest of all bytes so far, as lowercase hex.
  public func text() -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in hash.finalize() {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
