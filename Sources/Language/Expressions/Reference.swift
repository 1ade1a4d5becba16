// What an expression reads.

/// A variable and the fields read from it, as an expression names them before the run: `steps.a.outputs.n`.
public struct Reference: Hashable, Sendable {
  public var root: String
  /// The fields, by name, whether written `.name` or `['name']`.
  public var path: [String]
  /// UTF-8 offsets in the text that was compiled.
  public var range: Range<Int>

  public init(root: String, path: [String], range: Range<Int>) {
    self.root = root
    self.path = path
    self.range = range
  }
}
