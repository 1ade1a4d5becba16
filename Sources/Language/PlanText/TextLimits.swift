// How large a plan may be as text (DESIGN §2).

/// The bounds of a plan file. Reaching beyond one is an error that names it.
public struct TextLimits: Hashable, Sendable {
  /// Bytes of the file.
  public var bytes: Int
  /// Lists and maps within each other.
  public var depth: Int
  /// Bytes of one scalar's value.
  public var scalar: Int
  /// Scalars, lists and maps in all.
  public var nodes: Int
  /// Problems reported before reading stops.
  public var problems: Int

  public init(
    bytes: Int = 64 << 20, depth: Int = 64, scalar: Int = 256 << 10, nodes: Int = 8_000_000, problems: Int = 100
  ) {
    self.bytes = bytes
    self.depth = depth
    self.scalar = scalar
    self.nodes = nodes
    self.problems = problems
  }

  /// The limits of the language.
  public static let standard = TextLimits()
}
