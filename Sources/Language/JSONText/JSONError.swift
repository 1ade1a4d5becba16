// Why a text isn't the JSON that this module accepts.

/// A fault in a JSON text, with its place.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where the fault is: bytes from the start of the text.
  public let offset: Int
  /// What is wrong, in words for the person who wrote the text.
  public let message: String

  public init(offset: Int, message: String) {
    self.offset = offset
    self.message = message
  }

  public var description: String { "\(message) (at byte \(offset))" }
}
