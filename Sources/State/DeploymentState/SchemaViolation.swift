// One place where a document breaks the schema.

/// Where a document breaks the schema, and which rule it breaks.
public struct SchemaViolation: Sendable, Hashable {
  /// The place in the document as a JSON pointer, `/contracts/core/LookCoin/address`; empty for the whole.
  public var path: String
  /// What the schema demands there.
  public var rule: String

  public init(path: String, rule: String) {
    self.path = path
    self.rule = rule
  }
}
