// Where undo records keep bytes: files of mode 0600 in the run's folder, durable before they are named.

import JSONText

/// A place for bytes that an undo will need.
public protocol Vault: Sendable {
  /// Stores bytes durably (file and folder synced) and gives their name and digest.
  func store(_ bytes: [UInt8]) throws(StepFailure) -> VaultItem
  /// Stores a copy of a file durably, without holding it in memory.
  func store(fileAt path: String) throws(StepFailure) -> VaultItem
  /// The bytes of an item. Throws when they are gone or their digest differs.
  func load(_ item: VaultItem) throws(StepFailure) -> [UInt8]
  /// The verified file of an item, to copy from.
  func path(of item: VaultItem) throws(StepFailure) -> String
}

/// Bytes in the vault, by name and digest.
public struct VaultItem: Sendable, Hashable {
  public var name: String
  /// Lowercase hex.
  public var sha256: String
  public var size: Int64

  public init(name: String, sha256: String, size: Int64) {
    self.name = name
    self.sha256 = sha256
    self.size = size
  }

  public var json: JSON {
    ["name": .string(name), "sha256": .string(sha256), "size": .int(size)]
  }

  public init?(json: JSON) {
    guard let name = json["name"]?.stringValue, let sha256 = json["sha256"]?.stringValue,
      let size = json["size"]?.intValue
    else { return nil }
    self.init(name: name, sha256: sha256, size: size)
  }
}
